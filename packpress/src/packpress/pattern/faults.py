"""Why a pattern is not used: it is no regular expression at all, or one that RE2 cannot run."""

from __future__ import annotations


class InvalidPatternError(ValueError):
    """The pattern is no regular expression in any notation."""


class UncheckedPatternError(Exception):
    """The pattern is a regular expression that cannot be translated to RE2; the message names the construct."""
