"""Checks the names of what the archives in a release contain, for those who unpack them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from zipfile import ZipFile

from packpress.errors import PackageError
from packpress.issue import Findings, Issue
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, ENTRY_CHUNK, entry_fault, open_archive
from packpress.publish.verify.file_names import colliding_names, name_fault
from packpress.publish.verify.opened_release import report_unsafe


def check_members(files: Mapping[str, Path], changed: Collection[str], findings: Findings) -> None:
    """Reports unsafe or damaged entries of each archive, also of a workbook, and one that expands to too much.

    One that is ``changed`` is not reported a second time.
    """
    for path in sorted(path for path in files if path.endswith((".zip", ".xlsx"))):
        try:
            with open_archive(files[path], path) as archive:
                entries = archive.infolist()
                damaged = "" if path in changed else _damaged(archive)
        except PackageError as error:
            if path in changed:
                continue
            message = str(error).removeprefix(f"{path}: ")
            findings.add(Issue(path, 0, "", "", "release-unreadable", "error", message))
            continue
        if damaged:
            message = f'"{damaged}" in the archive is damaged; download it again'
            findings.add(Issue(path, 0, "", "", "release-unreadable", "error", message))
        names = [entry.filename for entry in entries]
        for entry in entries:
            if fault := name_fault(entry.filename.removesuffix("/")) or entry_fault(entry):
                report_unsafe(findings, f"{path}/{entry.filename}", fault)
        for name, times in Counter(names).items():
            if times > 1:
                report_unsafe(findings, f"{path}/{name}", f"is in the archive {times} times")
        for name, other in colliding_names(names):
            report_unsafe(findings, f"{path}/{name}", f'differs from "{other}" only in case or form')


def _damaged(archive: ZipFile) -> str:
    """Returns the first entry that cannot be read or differs from its checksum; "" if there is no such entry."""
    for entry in archive.infolist():
        if not entry_fault(entry):
            try:
                with archive.open(entry) as stream:
                    while stream.read(ENTRY_CHUNK):
                        pass
            except ARCHIVE_TROUBLES:
                return entry.filename
    return ""
