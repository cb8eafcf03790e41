"""The page's own script modules, under an address that names their content: browsers keep them for long.

A hundred small files that must each be asked for again would make the page wait for the server a
hundred times. Here a release is a folder of its own, `/modules/<fingerprint>/…`, whose files never change;
what one module imports by a relative path is found in the same folder.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
ENTRY = "main.mjs"
POST = "js/post/"
"""What only the page of a ward's post needs."""
_SIGN_IN = "sign-in-"


class Modules:
    """All modules as they were when the process started: by their path below the folder."""

    def __init__(self, folder: Path = ASSETS) -> None:
        self._files = read_modules(folder)
        self.fingerprint = fingerprint_of(self._files)

    def links(self) -> str:
        """Return the tags that start the page's script and fetch its modules side by side."""
        names = sorted(name for name in self._files if name != ENTRY and not name.startswith(POST))
        preloads = (f'<link rel="modulepreload" href="{self.address(name)}">' for name in names)
        return "\n".join((*preloads, f'<script type="module" src="{self.address(ENTRY)}"></script>'))

    def file(self, fingerprint: str, name: str) -> bytes | None:
        """Return a module of this release; None when there is none."""
        return self._files.get(name) if fingerprint == self.fingerprint else None

    def address(self, name: str) -> str:
        """Return where browsers find a module."""
        return f"/modules/{self.fingerprint}/{name}"


def read_modules(folder: Path) -> Mapping[str, bytes]:
    """Return the content of every module below `folder` but those of the sign-in page."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.mjs"))
        if not path.name.startswith(_SIGN_IN)
    }


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """Return a name of this content: another one as soon as a byte differs."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]
