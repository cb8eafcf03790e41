"""The page's scripts, styles and fonts, under an address that names their content: browsers keep them long.

A hundred small files that must each be asked for again would make the page wait for the server a
hundred times. Here a release is a folder of its own, `/modules/<fingerprint>/…`, whose files never change;
what one file names by a relative path is found in the same folder. The styles are one file.
"""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
ENTRY = "main.mjs"
_MAP = ("js/map/leaflet.mjs", "js/map/map.mjs")
"""What the entry imports as soon as Leaflet is there."""

STYLES = "page.css"
_ELSEWHERE = ("sign-in-", "post-")
"""What pages of their own begin their files with."""

_IMPORT = re.compile(r'^(?:import|export)\b[^;()]*?["\'](\.[^"\']+)["\'];', re.MULTILINE)


class Modules:
    """All files of the page as they were when the process started: by their path below the folder."""

    def __init__(self, folder: Path = ASSETS) -> None:
        self._files = read_modules(folder)
        self.fingerprint = fingerprint_of(self._files)

    def links(self) -> str:
        """Return the tags that start the page's script and fetch side by side what it needs to begin."""
        begins = [ENTRY, *(name for name in _MAP if name in self._files)]
        names = sorted(set().union(*(needed_by(name, self._files) for name in begins)) - {ENTRY})
        preloads = (f'<link rel="modulepreload" href="{self.address(name)}">' for name in names)
        return "\n".join((*preloads, f'<script type="module" async src="{self.address(ENTRY)}"></script>'))

    def file(self, fingerprint: str, name: str) -> bytes | None:
        """Return a file of this release; None when there is none."""
        return self._files.get(name) if fingerprint == self.fingerprint else None

    def address(self, name: str) -> str:
        """Return the address of a file of this release."""
        return f"/modules/{self.fingerprint}/{name}"


def read_modules(folder: Path) -> Mapping[str, bytes]:
    """Return every module and font below `folder`, and its styles; the sign-in page has its own."""
    modules = [path for path in sorted(folder.rglob("*.mjs")) if not path.name.startswith("sign-in-")]
    sheets = [path for path in sorted(folder.glob("*.css")) if not path.name.startswith(_ELSEWHERE)]
    kept = [*modules, *sorted(folder.rglob("*.woff2"))]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}
    return files | {STYLES: b"\n".join(path.read_bytes() for path in sheets)}


def needed_by(entry: str, files: Mapping[str, bytes]) -> set[str]:
    """Return a module and all that it imports, by way of others too, but for what is imported later."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(name, files[name])
    return found


def _imports(name: str, content: bytes) -> list[str]:
    """Return the modules that module `name` imports at once, by their path below the folder."""
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(content.decode())]


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """Return a name of this content: another one as soon as a byte differs."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
