"""Checks the names of what the archives in a release contain, for those who unpack them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from packpress.errors import PackageError
from packpress.filesystem.file_names import colliding_names, name_fault
from packpress.issue import Findings, Issue
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, ENTRY_CHUNK, entry_fault, open_archive
from packpress.publish.verify.opened_release import report_unsafe


def check_members(files: Mapping[str, Path], changed: Collection[str], findings: Findings) -> frozenset[str]:
    """Reports unsafe or damaged entries of each archive, also of a workbook, and one that expands to too much.

    Returns the archives with such a fault. One that is ``changed`` is not reported a second time.
    """
    paths = sorted(path for path in files if path.endswith((".zip", ".xlsx")))
    return frozenset(path for path in paths if _has_fault(path, files[path], path in changed, findings))


def _has_fault(path: str, file: Path, is_changed: bool, findings: Findings) -> bool:
    """Reports what is wrong with the entries of an archive; returns whether anything is."""
    try:
        with open_archive(file, path) as archive:
            damaged = "" if is_changed else _damaged(archive)
            unsafe = list(_unsafe_names(archive))
    except PackageError as error:
        if not is_changed:
            findings.add(Issue(path, 0, "", "", "release-unreadable", "error", str(error).removeprefix(f"{path}: ")))
        return True
    if damaged:
        message = f'"{damaged}" in the archive is damaged; download it again'
        findings.add(Issue(path, 0, "", "", "release-unreadable", "error", message))
    for name, fault in unsafe:
        report_unsafe(findings, f"{path}/{name}", fault)
    return bool(damaged or unsafe)


def _unsafe_names(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yields each name that must not be used, with the reason."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    for entry in entries:
        if fault := name_fault(entry.filename.removesuffix("/")) or entry_fault(archive, entry):
            yield entry.filename, fault
    for name, times in Counter(names).items():
        if times > 1:
            yield name, f"is in the archive {times} times"
    for name, other in colliding_names(names):
        yield name, f'differs from "{other}" only in case or form'


def _damaged(archive: ZipFile) -> str:
    """Returns the first entry that cannot be read or differs from its size or checksum; "" if there is no such entry."""
    for entry in archive.infolist():
        if not entry_fault(archive, entry):
            left = entry.file_size
            try:
                with archive.open(entry) as stream:
                    while chunk := stream.read(ENTRY_CHUNK):
                        left -= len(chunk)
            except ARCHIVE_TROUBLES:
                return entry.filename
            if left:
                return entry.filename
    return ""
