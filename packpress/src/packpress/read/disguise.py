"""Tells a file that only pretends to be a table: a page, a picture, an archive, a Git LFS pointer."""

from __future__ import annotations

import re

HEAD = 512
"""How many bytes at the beginning of a file say what it is."""
# first bytes → what the file really is; long enough that no table begins so
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "a ZIP archive of nothing"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"PAR1\x15", "a Parquet file"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"version https://git-lfs", "a Git LFS pointer, whose real file was not fetched"),
    (b"\xff\xfe\x00\x00", "UTF-32 text"),
    (b"\x00\x00\xfe\xff", "UTF-32 text"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
# how a file begins, where that is no fixed text → what it really is
_BEGINNINGS = (
    (rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)", "a bzip2 file"),
    (rb"\x00\x00\x00[^\x00]|[^\x00]\x00\x00\x00", "UTF-32 text without its mark"),
    (rb"\x00[^\x00]\x00[^\x00]|[^\x00]\x00[^\x00]\x00", "UTF-16 text without its mark"),
    (rb"(?i)\s*<(!doctype|html|\?xml)", "an HTML or XML page"),
)
_JSON = rb'\s*(\{\s*["\n]|\[\s*["\n]|\[\s*\{\s*["\n]|\[\s*\[\s*["{\[\d-])'


def disguise(head: bytes, quote: str = '"') -> str | None:
    """What the file is that begins with these bytes, where that is no delimited text; None for what may be a table.

    Where cells are quoted otherwise than with ``"``, or not at all, the first of them may be JSON without more.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head[:1].isalnum() and not head.startswith(b"BZh") and b"\x00" not in head[:4]:
        return None  # as nearly every table begins; the patterns need not even be compiled
    if quote == '"' and re.match(_JSON, head):
        return "JSON"
    return next((name for pattern, name in _BEGINNINGS if re.match(pattern, head)), None)
