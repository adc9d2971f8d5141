"""Opens a release, a folder or one .zip of it, as a folder in which only regular files with safe names count."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from packpress.errors import PackageError
from packpress.filesystem.file_names import colliding_names, name_fault
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue
from packpress.publish.release.names import RELEASE_FILE, SUMS_FILE
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, ENTRY_CHUNK, MOST_ENTRIES, entry_fault, open_archive

_REMEDY = "do not use it; download the release again from its publisher"


@dataclass(frozen=True)
class OpenedRelease:
    """A release in ``folder``, which messages call ``shown``; ``files`` are the safe ones, by their path in it."""

    folder: Path
    files: Mapping[str, Path]
    shown: str


@contextmanager
def open_release(path: Path, findings: Findings) -> Iterator[OpenedRelease]:
    """Opens the release; reports every entry that is unsafe, and leaves it out.

    A .zip is extracted to a temporary folder, without its unsafe entries. Raises PackageError if there is no release.
    """
    if path.is_dir():
        yield _checked(path, _walk(path, findings), path.as_posix(), findings)
    elif path.is_file():
        with temporary_folder() as folder:
            yield _checked(folder, dict(_extract(path, folder, findings)), path.as_posix(), findings)
    else:
        raise PackageError(f"{path}: does not exist; give the folder of a release, or one .zip of it")


def _checked(folder: Path, files: Mapping[str, Path], shown: str, findings: Findings) -> OpenedRelease:
    for name, other in colliding_names(sorted(files)):
        report_unsafe(findings, name, f'differs from "{other}" only in case or form, so that one replaces the other')
    if SUMS_FILE not in files and RELEASE_FILE not in files:
        raise PackageError(
            f"{shown}: is not a release: it has neither {SUMS_FILE} nor {RELEASE_FILE}; give the folder that has them"
        )
    return OpenedRelease(folder, files, shown)


def report_unsafe(findings: Findings, name: str, why: str) -> None:
    """Adds an issue for a name or entry that must not be used."""
    findings.add(Issue(name, 0, "", "", "release-name", "error", f"{why}; {_REMEDY}"))


def _walk(root: Path, findings: Findings) -> Mapping[str, Path]:
    """Returns the regular files below the folder; follows no link."""
    found: dict[str, Path] = {}
    folders, entries = [("", root)], 0
    while folders:
        below, folder = folders.pop()
        with os.scandir(folder) as listed:
            for entry in sorted(listed, key=lambda entry: entry.name):
                entries += 1
                if entries > MOST_ENTRIES:
                    raise PackageError(f"{root}: has more than {MOST_ENTRIES:,} entries; give the folder of one release")
                name = below + entry.name
                mode = entry.stat(follow_symlinks=False).st_mode
                if fault := name_fault(name) or kind_fault(mode):
                    report_unsafe(findings, name, fault)
                elif stat.S_ISDIR(mode):
                    folders.append((f"{name}/", Path(entry.path)))
                else:
                    found[name] = Path(entry.path)
    return found


def kind_fault(mode: int) -> str:
    """Returns why an entry of that mode does not belong into a release; "" for a regular file or a folder."""
    if stat.S_ISLNK(mode):
        return "is a link"
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "is a pipe, a socket or a device"


def _extract(file: Path, folder: Path, findings: Findings) -> Iterator[tuple[str, Path]]:
    """Yields the safe files of the archive, without the folder that has all of them, after extracting them."""
    with open_archive(file, file.as_posix()) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        top = _top(entries)
        seen: set[str] = set()
        for entry in entries:
            name = entry.filename.removeprefix(top)
            fault = name_fault(entry.filename) or entry_fault(archive, entry)
            fault = fault or ("is in the archive several times" if name in seen else "")
            if fault:
                report_unsafe(findings, name, fault)
            else:
                seen.add(name)
                yield name, _extract_entry(archive, entry, folder / name, findings)


def _extract_entry(archive: ZipFile, entry: ZipInfo, target: Path, findings: Findings) -> Path:
    """Writes the entry, as far as it can be read, to a file and returns it."""
    with create_file(target) as out:
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(ENTRY_CHUNK):
                    out.write(chunk)
        except ARCHIVE_TROUBLES as error:
            message = f"cannot be extracted from the archive: {error}; download it again"
            findings.add(Issue(entry.filename, 0, "", "", "release-unreadable", "error", message))
    return target


def _top(entries: list[ZipInfo]) -> str:
    """Returns the folder that has the sums, or else release.json, with a slash; "" if it is the top, or missing."""
    names = [entry.filename for entry in entries]
    for wanted in (SUMS_FILE, RELEASE_FILE):
        found = [name.removesuffix(wanted) for name in names if name == wanted or name.endswith(f"/{wanted}")]
        tops = [top for top in found if top.count("/") <= 1]
        if tops:
            return min(tops, key=len) if not name_fault(f"{tops[0]}{wanted}") else ""
    return ""
