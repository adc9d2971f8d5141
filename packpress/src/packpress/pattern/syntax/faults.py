"""Why a pattern is not used: it is not a regular expression, or RE2 cannot run it."""

from __future__ import annotations


class InvalidPatternError(ValueError):
    """The pattern is not a regular expression in any notation."""


class UncheckedPatternError(Exception):
    """The pattern is a regular expression that cannot be translated to RE2; the message names the construct."""
