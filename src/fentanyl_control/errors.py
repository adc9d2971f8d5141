"""What can go wrong that is not bad data: one root exception and its few children."""

from __future__ import annotations


class PressError(Exception):
    """The root: a message for a person, shown without a traceback; the command exits with ``exit_code``."""

    exit_code = 2


class PackageError(PressError):
    """The package cannot be read at all: no descriptor, no JSON, a file that is not there."""


class MissingExtraError(PressError):
    """An optional dependency is not installed; the message names the extra that brings it."""


class LockedError(PressError):
    """Another build is writing this package."""

    exit_code = 3


class LostValueError(PressError):
    """A conversion lost or changed a value: a fault of this program, which then publishes nothing."""
