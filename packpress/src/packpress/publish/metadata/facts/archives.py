"""What the archives of a release have in them, for descriptions that say more than that a file is an archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from packpress.publish.release.names import CSV_ARCHIVE, JSONL_ARCHIVE, SQLITE_ARCHIVE


class Packed(NamedTuple):
    """The media type of the tables in an archive, and whether it may have several files of them."""

    media_type: str
    has_many: bool


IN_ARCHIVES: Mapping[str, Packed] = {
    CSV_ARCHIVE: Packed("text/csv", has_many=True),
    JSONL_ARCHIVE: Packed("application/jsonl", has_many=True),
    SQLITE_ARCHIVE: Packed("application/vnd.sqlite3", has_many=False),
}
"""Path of an archive → what is in it."""
