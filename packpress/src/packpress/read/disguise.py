"""Detects a file that is not the table it claims to be: a web page, an image, an archive, a Git LFS pointer."""

from __future__ import annotations

import re

HEAD = 512
"""How many bytes at the beginning of a file identify its type."""
# first bytes → the type of the file; long enough that no table starts with them
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"PAR1\x15", "a Parquet file"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"version https://git-lfs", "a Git LFS pointer whose file was not fetched"),
    (b"\xff\xfe\x00\x00", "UTF-32 text"),
    (b"\x00\x00\xfe\xff", "UTF-32 text"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
# pattern of the first bytes → the type of the file
_BEGINNINGS = (
    (rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)", "a bzip2 file"),
    (rb"\x00\x00\x00[^\x00]|[^\x00]\x00\x00\x00", "UTF-32 text without a byte order mark"),
    (rb"\x00[^\x00]\x00[^\x00]|[^\x00]\x00[^\x00]\x00", "UTF-16 text without a byte order mark"),
    (rb"(?i)\s*<(!doctype|html|\?xml)", "an HTML or XML page"),
)
_JSON = rb'\s*(\{\s*["\n]|\[\s*["\n]|\[\s*\{\s*["\n]|\[\s*\[\s*["{\[\d-])'


def disguise(head: bytes, quote: str = '"') -> str | None:
    """Returns the type of a file that begins with these bytes, if it is not delimited text; None if it may be a table.

    If cells are not quoted with ``"``, the first of them may be JSON.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head[:1].isalnum() and not head.startswith(b"BZh") and b"\x00" not in head[:4]:
        return None  # nearly every table; the patterns need not be compiled
    if quote == '"' and re.match(_JSON, head):
        return "JSON"
    return next((name for pattern, name in _BEGINNINGS if re.match(pattern, head)), None)
