"""Exceptions for everything that is not bad data: one root and its few children."""

from __future__ import annotations


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

    def __init__(self, message: str, extra: str = "publish") -> None:
        super().__init__(message)
        self.extra = extra


def missing_extra(*libraries: str, instead: str = "") -> MissingExtraError:
    """Returns the error for libraries that are not installed: their names and their extra, but no place to get it from.

    ``instead`` says what works without them. The command line adds how to install the extra.
    """
    *others, last = libraries
    names, verb, them = (f"{', '.join(others)} and {last}", "are", "they come") if others else (last, "is", "it comes")
    extra = 'the extra "publish" of packpress (pandas, pandera, frictionless and others)'
    return MissingExtraError(f"{names} {verb} not installed; {them} with {extra}{instead}")


FULL_LIBRARIES = ("frictionless", "pandas", "pandera")
"""What ``--full`` imports beyond the required dependencies."""


def require_publish() -> None:
    """Raises MissingExtraError with all missing libraries if ``--full`` cannot run, before any work is done."""
    from importlib.util import find_spec

    if missing := [library for library in FULL_LIBRARIES if find_spec(library) is None]:
        raise missing_extra(*missing, instead="; without --full, files and cells are checked without it")


def require_site() -> None:
    """Raises MissingExtraError if the library that renders pages is missing, before any work is done."""
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        raise missing_extra("jinja2")


class LockedError(PackpressError):
    """Another command is writing this package."""

    exit_code = 3


class LostValueError(PackpressError):
    """A conversion lost or changed a value. This is a bug in packpress, which then publishes nothing.

    ``place`` is that of the cell, or of the file and column: "data/a.csv:14:count".
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class ExpansionError(Exception):
    """The file cannot be decompressed; the message is that of an issue."""
