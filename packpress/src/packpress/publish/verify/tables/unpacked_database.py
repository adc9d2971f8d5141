"""Unpacks the database of a release to a temporary file, since SQLite reads no archive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from packpress.errors import PackageError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue
from packpress.publish.release.names import SQLITE_ARCHIVE, SQLITE_EXTENSION
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, ENTRY_CHUNK, open_archive
from packpress.publish.verify.tables.database_objects import database_faults

_AGAIN = "download the release again"


@contextmanager
def unpacked_database(
    files: Mapping[str, Path], tables: Collection[str], reported: Collection[str], findings: Findings
) -> Iterator[Mapping[str, Path]]:
    """Yields the files with the database in place of its archive, or without it if it cannot be read or is another one.

    ``tables`` are those of the release. The temporary file is removed at the end. An archive that is ``reported`` is not
    reported a second time. Raises OSError with the temporary folder if the file cannot be written there.
    """
    if SQLITE_ARCHIVE not in files:
        yield files
        return
    found = {path: file for path, file in files.items() if path != SQLITE_ARCHIVE}
    with temporary_folder() as folder:
        target = folder / f"database.{SQLITE_EXTENSION}"
        try:
            _unpack(files[SQLITE_ARCHIVE], target)
            faults, is_right = database_faults(target, tables)
        except UnreadableFileError as error:
            faults, is_right = [str(error)], False
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(folder.parent)) from error
        if is_right:
            found[SQLITE_ARCHIVE] = target
        for fault in faults if SQLITE_ARCHIVE not in reported else ():
            findings.add(Issue(SQLITE_ARCHIVE, 0, "", "", "release-unreadable", "error", f"{fault}; {_AGAIN}"))
        yield found


def _unpack(file: Path, target: Path) -> None:
    """Writes the database to ``target``, whatever its name. Raises UnreadableFileError unless it is the only member."""
    try:
        with open_archive(file, SQLITE_ARCHIVE) as archive:
            entry = _only_entry(archive.infolist())
            with create_file(target) as out:
                for chunk in _chunks(archive, entry):
                    out.write(chunk)
    except PackageError as error:
        raise UnreadableFileError(str(error).removeprefix(f"{SQLITE_ARCHIVE}: ")) from error


def _only_entry(entries: list[ZipInfo]) -> ZipInfo:
    """Returns the entry of the database. Raises UnreadableFileError if there is none, or anything else."""
    if len(entries) != 1:
        raise UnreadableFileError(f"has {len(entries):,} entries instead of one database")
    if not entries[0].filename.endswith(f".{SQLITE_EXTENSION}"):
        raise UnreadableFileError(f'has no file whose name ends with ".{SQLITE_EXTENSION}"')
    return entries[0]


def _chunks(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(ENTRY_CHUNK):
                yield chunk
    except ARCHIVE_TROUBLES as error:
        raise UnreadableFileError(f"the database cannot be unpacked: {error}") from error
