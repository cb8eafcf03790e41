"""PostgreSQL's own programs on this machine: found by name and version, and run."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from opscenter.embedded_postgres import package_programs
from opscenter.errors import OpscenterError
from opscenter.service_user import ServiceUser

_INSTALLED = Path("/usr/lib/postgresql")
_VERSION = re.compile(r"\(PostgreSQL\) (?P<version>(?P<major>\d+)\S*)")


@dataclass(frozen=True, slots=True)
class Program:
    """One of PostgreSQL's programs, and of which version it is."""

    path: Path
    major: int
    version: str

    @property
    def folder(self) -> Path:
        """The folder in which its siblings of the same version are."""
        return self.path.resolve().parent


def found_programs(name: str, folder: Path | None = None) -> list[Program]:
    """Return every version of a program that is in `folder`, or else on this machine, the oldest first."""
    places = _places(name) if folder is None else (folder / name,)
    found = [program for path in places if (program := _asked(path)) is not None]
    return sorted(found, key=lambda program: program.major)


def fit_to_dump(programs: Iterable[Program], server_major: int) -> Program:
    """Return the pg_dump for a server: of its own version, else the next newer one.

    Raises OpscenterError when all are older: pg_dump refuses a server newer than itself.
    """
    here = list(programs)
    newer = [program for program in here if program.major >= server_major]
    if newer:
        return min(newer, key=lambda program: program.major)
    raise OpscenterError(
        f"The server is PostgreSQL {server_major}, and pg_dump is here only of version {_versions(here)}: "
        f"install postgresql-client-{server_major}."
    )


def fit_to_restore(programs: Iterable[Program], dumped_by: int, server_major: int) -> Program:
    """Return the pg_restore for a backup and a server: the server's own version, or what comes nearest.

    Raises OpscenterError when all are older than the pg_dump that wrote the backup.
    """
    here = list(programs)
    readers = [program for program in here if program.major >= dumped_by]
    if not readers:
        raise OpscenterError(
            f"The backup was written by pg_dump {dumped_by}, and pg_restore is here only of version "
            f"{_versions(here)}: install postgresql-client-{dumped_by}."
        )
    not_newer = [program for program in readers if program.major <= server_major]
    if not_newer:
        return max(not_newer, key=lambda program: program.major)
    return min(readers, key=lambda program: program.major)


def run_program(
    command: Sequence[str | Path],
    *,
    password: str | None = None,
    user: ServiceUser | None = None,
    output: IO[bytes] | None = None,
    harmless: str | None = None,
) -> str:
    """Run a program to its end and return what it printed; raise with its own words when it fails.

    The password goes by the environment, where other users do not see it. A program that only complained of
    `harmless` has not failed.
    """
    secret = {} if password is None else {"PGPASSWORD": password}
    done = subprocess.run(
        [str(part) for part in command],
        stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C", **secret},
        cwd="/",
        check=False,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
    )
    complaints = _complaints(done.stderr)
    if done.returncode != 0 and not (harmless and complaints and all(harmless in it for it in complaints)):
        raise OpscenterError(f"{Path(command[0]).name} failed: {_reason(done.stderr)}.")
    return (done.stdout or b"").decode(errors="replace")


def _complaints(stderr: bytes) -> list[str]:
    """Return the lines in which a program says that something failed."""
    lines = stderr.decode(errors="replace").splitlines()
    return [line for line in lines if "error:" in line or "FATAL" in line or "ERROR" in line]


def _places(name: str) -> Iterator[Path]:
    """Yield where a program may be, the surest places first."""
    yield from sorted(_INSTALLED.glob(f"*/bin/{name}"))
    of_the_wheel = package_programs()
    if of_the_wheel is not None:
        yield of_the_wheel / name
    on_path = shutil.which(name)
    if on_path is not None:
        yield Path(on_path)


def _asked(path: Path) -> Program | None:
    """Return the program with the version that it says; None when it says none."""
    try:
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = _VERSION.search(said.stdout)
    return Program(path, int(match["major"]), match["version"]) if match else None


def _reason(stderr: bytes) -> str:
    """Return the line in which a program says what went wrong."""
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return (_complaints(stderr) or lines or ["it gave no reason"])[0].strip().rstrip(".")


def _versions(programs: Sequence[Program]) -> str:
    return ", ".join(str(program.major) for program in programs) or "none"
