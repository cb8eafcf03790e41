"""A progress bar on the terminal; nothing when nobody looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@dataclass(frozen=True, slots=True)
class Steps:
    """What is left of a piece of work, as its bar shows it."""

    _bar: Progress
    _task: TaskID

    def advance(self, count: float = 1) -> None:
        """Say that `count` more of the total are done."""
        self._bar.advance(self._task, count)

    def rename(self, title: str) -> None:
        """Say what is being done now."""
        self._bar.update(self._task, description=title)


@contextmanager
def progress(title: str, total: float) -> Iterator[Steps]:
    """Show a bar on stderr while the work inside goes on; silent when stderr is not a terminal."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        yield Steps(bar, bar.add_task(title, total=total))
