"""The one way out of the program: every line that a person, a log or a machine reads is written here, and is harmless.

No line has a character that does not print, so none moves a cursor, turns the text or ends early; and no line is a command to
the machine that runs the checker, except those of ``write_commands``.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from packpress.escape import printable

_PIECE = 2**20


def prepare() -> None:
    """Make the two streams take every text; one that the caller closed takes it and drops it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character gets its code


def guard(text: str) -> str:
    """The text of one or more lines with everything escaped that does not print or that a runner would obey.

    The escapes are those of JSON. Markdown and CSV have other ones, so their writers escape by themselves, before.
    """
    if "\r\n" in text:  # the line end of CSV
        return "".join(f"{printable(line)}\r\n" for line in text.removesuffix("\r\n").split("\r\n"))
    return printable(text, keep="\n")


def write(text: str) -> None:
    """Write lines to standard output; the text ends with a line end."""
    start = 0
    while start < len(text):  # by pieces, for each copy of a long report takes its memory
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        sys.stdout.write(guard(text[start:end]))
        start = end


def write_line(line: str) -> None:
    """Write one line to standard output; a line break in it is escaped."""
    sys.stdout.write(f"{printable(line)}\n")


def write_commands(text: str) -> None:
    """Write lines to standard output of which some are commands to the runner: what ``report.github`` made, and it alone."""
    sys.stdout.write(text)


def write_error(line: str) -> None:
    """Write one line to standard error; a line break in it is escaped."""
    sys.stderr.write(f"{printable(line)}\n")


def write_usage(text: str) -> None:
    """Write lines to standard error."""
    sys.stderr.write(guard(text))


def write_crash(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """Write the traceback of a fault of the program to standard error: its message may show a cell. A hook of ``sys``."""
    import traceback

    sys.stderr.write(guard("".join(traceback.format_exception(kind, error, where))))


def terminal() -> TextIO | None:
    """Standard error where it is a terminal, for a bar that moves; None where it is a pipe or a file."""
    return sys.stderr if sys.stderr.isatty() else None


def own_output(file: os.stat_result) -> int | None:
    """The handle of the standard output or error where it is that file, with all that was printed written to it."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(OSError, ValueError):  # a stream that is closed, or none of a file
            if stream is not None and os.path.samestat(file, os.fstat(stream.fileno())):
                stream.flush()
                return stream.fileno()
    return None


def flush() -> None:
    """Hand over what is written; raises BrokenPipeError where the reader has gone."""
    sys.stdout.flush()


def drop() -> None:
    """Drop what is still to be written to standard output: its reader has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def close() -> None:
    """Hand over what is written to both streams, as far as anybody reads them."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
