"""Ends the command on SIGTERM and SIGHUP as Ctrl-C does: by an exception, so that what was begun is cleaned up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_NAMES = ("SIGTERM", "SIGHUP")


class Terminated(KeyboardInterrupt):
    """The system or another program asked the command to end; ``exit_code`` is 128 and the number of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


@contextmanager
def ending_by_exception() -> Iterator[None]:
    """Inside the block the first SIGTERM or SIGHUP raises Terminated; later ones are ignored until the clean-up is done.

    A signal that was ignored before, as by ``nohup``, stays ignored. Outside of the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    ours = [number for number in numbers if before[number] is not signal.SIG_IGN]

    def end(number: int, frame: FrameType | None) -> NoReturn:
        for other in ours:
            signal.signal(other, signal.SIG_IGN)
        raise Terminated(number)

    try:
        for number in ours:
            signal.signal(number, end)
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number] or signal.SIG_DFL)
