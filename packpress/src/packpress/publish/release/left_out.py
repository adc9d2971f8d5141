"""The exception for a file that a release cannot have, because its format cannot hold the tables."""

from __future__ import annotations

from packpress.errors import PackpressError


class LeftOut(PackpressError):  # noqa: N818 - a release without the file is complete, so this is no error
    """A file of a release is left out; the message names it with the reason, and what to do to get it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} is left out: {reason}")
        self.path, self.reason = path, reason
