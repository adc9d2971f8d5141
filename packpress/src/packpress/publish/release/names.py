"""The names of files of a release that several modules know."""

from __future__ import annotations

import re

SUMS_FILE, RELEASE_FILE = "SHA256SUMS", "release.json"
SUMS_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
"""A line of ``SHA256SUMS``: a hash and a path, after a space or, as ``sha256sum --binary`` writes it, an asterisk."""
SIGNATURE_FILES = (f"{SUMS_FILE}.minisig", f"{SUMS_FILE}.sig")
"""Files that may be added to a release later, and that no sum covers."""
CSV_ARCHIVE, JSONL_ARCHIVE, SQLITE_ARCHIVE = "csv.zip", "jsonl.zip", "sqlite.zip"
"""The archives with all tables. What is in them is named for the table or the package, as it is what people keep."""
SQLITE_EXTENSION = "sqlite"
ZIP_MEDIA_TYPE = "application/zip"
