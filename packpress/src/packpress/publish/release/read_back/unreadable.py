"""The exception for a file of a release that cannot be read."""

from __future__ import annotations

from packpress.errors import PackpressError


class UnreadableFileError(PackpressError):
    """The file is damaged, or was not written by a release; the message does not name it."""
