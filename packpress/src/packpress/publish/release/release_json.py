"""The proof of a release: ``release.json`` has the hashes of files and tables, ``SHA256SUMS`` those of all files."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from packpress.errors import LostValueError
from packpress.filesystem.write import create_file
from packpress.publish.release.content_hash import canonical_rows, content_hash, names_of
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.names import RELEASE_FILE, SUMS_FILE
from packpress.version import VERSION


def write_release_json(release: Release, files: Sequence[ReleaseFile]) -> None:
    """Writes ``release.json``. Raises LostValueError unless exactly the ``files`` are in the folder."""
    there = list(files_in(release.folder))
    if sorted(file.path for file in files) != there:
        raise LostValueError(f"the release has the files {there}, but its writers name {sorted(file.path for file in files)}")
    document = {
        "name": release.package.raw.get("name"),
        "version": release.version,
        "day": release.day,
        "commit": release.commit,
        "files": [_describe_file(release, file) for file in sorted(files, key=lambda file: file.path)],
        "tables": [
            {"name": table.name, "rows": table.rows, "content_sha256": content_hash(names_of(table), canonical_rows(table))}
            for table in release.tables
        ],
        "tools": tool_versions(),
    }
    with create_file(release.folder / RELEASE_FILE) as stream:
        stream.write((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _describe_file(release: Release, file: ReleaseFile) -> dict[str, object]:
    place = release.folder / file.path
    found: dict[str, object] = {"path": file.path, "title": file.title, "media_type": file.media_type}
    found |= {"bytes": place.stat().st_size, "sha256": file_hash(place)}
    return found if file.rows is None else {**found, "rows": file.rows}


def tool_versions() -> dict[str, str]:
    """Returns the versions of everything that decides bytes of a release, as far as it is installed."""
    from importlib.metadata import PackageNotFoundError  # slow to load, and nothing else here needs it
    from importlib.metadata import version as installed_version

    found = {"packpress": VERSION, "python": platform.python_version()}
    for name in ("pyarrow", "XlsxWriter"):
        with suppress(PackageNotFoundError):
            found[name] = installed_version(name)
    with suppress(ImportError):  # Python may be built without it
        import sqlite3

        found["SQLite"] = sqlite3.sqlite_version
    return found


def write_sums(folder: Path) -> None:
    """Writes the hashes of all files as ``sha256sum`` does, so that ``sha256sum -c SHA256SUMS`` checks them."""
    lines = [f"{file_hash(folder / path)}  {path}\n" for path in files_in(folder)]
    with create_file(folder / SUMS_FILE) as stream:
        stream.write("".join(lines).encode("utf-8"))


def files_in(folder: Path, below: str = "") -> Iterator[str]:
    """Yields the paths of all files in the folder, relative to it, sorted."""
    found: list[str] = []
    for entry in folder.iterdir():
        name = f"{below}{entry.name}"
        found += files_in(entry, f"{name}/") if entry.is_dir() and not entry.is_symlink() else [name]
    yield from sorted(found)


def file_hash(file: Path) -> str:
    """Returns the SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
