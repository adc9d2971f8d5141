"""A progress bar on a terminal for anything that takes over a second; nothing in a pipe or a log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from packpress import output
from packpress.check.progress import Progress, silent
from packpress.escape import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

DELAY = 1.0
"""Seconds before anything is shown."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Yields the function to report progress to, and removes the bar at the end.

    Example: ``with progress() as tell: tell(3, 10)``.
    """
    terminal = output.terminal()
    if terminal is None:
        yield silent
        return
    shown = _Shown(terminal)
    try:
        yield shown.tell
    finally:
        if shown.bar is not None:
            shown.bar.stop()


class _Shown:
    """The bar, once the work has taken long enough."""

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal
        self.begin = time.monotonic()
        self.bar: Bar | None = None
        self.tasks: dict[str, TaskID] = {}

    def tell(self, what: str, done: int, whole: int) -> None:
        if self.bar is None and (time.monotonic() - self.begin < DELAY or not self._open()):
            return
        assert self.bar is not None
        if what not in self.tasks:
            for task in self.tasks.values():
                self.bar.remove_task(task)
            self.tasks = {what: self.bar.add_task(printable(what)[:60], total=whole or None)}
        self.bar.update(self.tasks[what], completed=done)

    def _open(self) -> bool:
        """Returns whether there is a bar now; none without the library for it."""
        try:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
        except ModuleNotFoundError:
            return False
        columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        self.bar = Progress(*columns, console=Console(file=self.terminal), transient=True)
        self.bar.start()
        return True
