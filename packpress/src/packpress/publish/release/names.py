"""The names of files of a release that several modules know."""

from __future__ import annotations

SUMS_FILE, RELEASE_FILE = "SHA256SUMS", "release.json"
SIGNATURE_FILES = (f"{SUMS_FILE}.minisig", f"{SUMS_FILE}.sig")
"""Files that may be added to a release later, and that no sum covers."""
CSV_ARCHIVE, JSONL_ARCHIVE, SQLITE_ARCHIVE = "csv.zip", "jsonl.zip", "sqlite.zip"
"""The archives with all tables. What is in them is named for the table or the package, as it is what people keep."""
SQLITE_EXTENSION = "sqlite"
ZIP_MEDIA_TYPE = "application/zip"
