"""Exceptions for everything that is not bad data: one root and its few children."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


class PackpressError(Exception):
    """Root exception: its message is printed without a traceback, and the command exits with ``exit_code``."""

    exit_code = 2


class PackageError(PackpressError):
    """The package cannot be read at all: no descriptor, invalid JSON, a missing file.

    >>> from packpress import PackageError, validate
    >>> try:
    ...     validate("absent")
    ... except PackageError as error:
    ...     print(error)
    absent: does not exist; give a package's folder, its descriptor or a table's file
    """


class MissingExtraError(PackpressError):
    """An optional dependency is not installed; the message names the extra that provides it."""


def missing_extra(library: str, instead: str = "") -> MissingExtraError:
    """Returns the error for a library that is not installed; it names the library and its extra, but no download location."""
    extra = 'the extra "publish" of packpress (pandas, pandera, frictionless and others)'
    return MissingExtraError(f"{library} is not installed; it comes with {extra}{instead}")


FULL_LIBRARIES = ("edtf", "frictionless", "pandas", "pandera")
"""What ``--full`` imports beyond the required dependencies."""


def require_publish() -> None:
    """Raises MissingExtraError if ``--full`` cannot run, before any work is done."""
    from importlib.util import find_spec

    for library in FULL_LIBRARIES:
        if find_spec(library) is None:
            raise missing_extra(library, "; without --full, files and cells are checked without it")


class LockedError(PackpressError):
    """Another command is writing this package."""

    exit_code = 3


class LostValueError(PackpressError):
    """A conversion lost or changed a value. This is a bug in packpress, which then publishes nothing."""


class ExpansionError(Exception):
    """The file cannot be decompressed; the message is that of an issue."""


_COMPARED = 5_000
"""How many names are compared with an unknown one; a package may have any number of any length."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Returns a hint with the most similar of the names, to end a message with; "" if no name is similar.

    >>> did_you_mean("constraint-enums", ["constraint-enum", "layout"])
    '; did you mean constraint-enum?'
    """
    from difflib import get_close_matches

    candidates = [candidate for candidate in islice(known, _COMPARED) if len(candidate) <= 100]
    near = get_close_matches(name[:100], candidates, n=1, cutoff=0.7)
    return f"; did you mean {near[0]}?" if near else ""
