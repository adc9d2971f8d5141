"""The only way out of the program: writes every line for people, logs and machines, and makes it harmless.

Non-printable characters are escaped, so no line moves a cursor, reverses the text or ends early. No line is a command to the CI
runner, except those of ``write_commands``.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from packpress.escape import is_harmless, printable

_PIECE = 2**20
Line = Sequence[tuple[str, str]]
"""A line in pieces, each with its role: "error", "warning", "valid", "rule" or ""."""
# role → the parameters of the escape code that sets its colour (ECMA-48, SGR)
_COLOURS = {"error": "1;31", "warning": "33", "valid": "32", "rule": "36"}


def prepare() -> None:
    """Makes both streams accept any text; a stream that the caller closed accepts it and drops it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character shows its code


def guard(text: str) -> str:
    """Returns one or more lines with everything escaped that does not print or that a CI runner would execute.

    The escapes are those of JSON. Markdown and CSV have escapes of their own, which their writers apply first.
    """
    if "\r\n" in text:  # CSV
        ends = text.count("\r\n")
        if ends == text.count("\n") == text.count("\r") and printable(text, keep="\r\n") == text:
            return text
        return "".join(f"{printable(line)}\r\n" for line in text.removesuffix("\r\n").split("\r\n"))
    return printable(text, keep="\n")


def write(text: str) -> None:
    """Writes lines to standard output; the text ends with a line end."""
    start = 0
    while start < len(text):  # in chunks, because each copy of a long report costs memory
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        sys.stdout.write(guard(text[start:end]))
        start = end


def write_csv(lines: bytes) -> None:
    """Writes whole lines of CSV, in UTF-8 with CR LF, to standard output as ``write`` does, without decoding harmless ones."""
    out = sys.stdout
    takes_bytes = isinstance(out, io.TextIOWrapper) and out.encoding.lower() == "utf-8" and os.linesep == "\n"
    if takes_bytes and is_harmless(lines):
        out.flush()
        out.buffer.write(lines)
    else:
        write(lines.decode("utf-8"))


def write_line(line: str) -> None:
    """Writes one line to standard output; a line break in it is escaped."""
    sys.stdout.write(f"{printable(line)}\n")


def write_lines(lines: Iterable[Line]) -> None:
    """Writes lines to standard output, in colours if it is a terminal; a line break in a line is escaped.

    Colours are added to text that is harmless without them, so no escape code comes from the text.
    """
    is_coloured = _has_colours()
    for line in lines:
        pieces = [(role, printable(text)) for role, text in line]
        plain = "".join(text for _, text in pieces)
        harmless = printable(plain)
        sys.stdout.write(f"{_coloured(pieces) if is_coloured and harmless == plain else harmless}\n")


def _coloured(pieces: Line) -> str:
    return "".join(f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if role in _COLOURS and text else text for role, text in pieces)


def _has_colours() -> bool:
    """Returns whether standard output gets colours: if it is a terminal, unless an environment variable says otherwise.

    In this order: NO_COLOR forbids them, FORCE_COLOR and CLICOLOR_FORCE demand them (unless empty or 0), and TERM=dumb is a
    terminal without them. So does Python itself.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def write_commands(text: str) -> None:
    """Writes lines to standard output that may be commands to the CI runner; only for the output of ``report.github``."""
    sys.stdout.write(text)


def write_error(line: str) -> None:
    """Writes one line to standard error; a line break in it is escaped."""
    sys.stderr.write(f"{printable(line)}\n")


def write_usage(text: str) -> None:
    """Writes lines to standard error."""
    sys.stderr.write(guard(text))


def write_crash(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """Writes the traceback of a bug to standard error, escaped, because its message may show a cell. A hook of ``sys``."""
    import traceback

    sys.stderr.write(guard("".join(traceback.format_exception(kind, error, where))))


def terminal() -> TextIO | None:
    """Returns standard error if it is a terminal, for a progress bar; None if it is a pipe or a file."""
    return sys.stderr if sys.stderr.isatty() else None


def own_output(file: os.stat_result) -> int | None:
    """Returns the handle of standard output or error if it is that file, after flushing it."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(OSError, ValueError):  # a closed stream, or one without a file
            if stream is not None and os.path.samestat(file, os.fstat(stream.fileno())):
                stream.flush()
                return stream.fileno()
    return None


def flush() -> None:
    """Flushes standard output. Raises BrokenPipeError if the reader is gone."""
    sys.stdout.flush()


def drop() -> None:
    """Discards what is left to write to standard output: its reader has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def close() -> None:
    """Flushes both streams, as far as anybody reads them."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
