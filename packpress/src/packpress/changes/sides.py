"""Opens one of the two sides of a comparison: a package's folder, a release as .zip, or a git revision of a folder.

Of a release or a revision only the descriptor and what it names are copied, into a folder that is removed afterwards.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

from packpress.changes.archive import Archive
from packpress.changes.model import SideName
from packpress.changes.revision import NoRevisionError, Revision
from packpress.errors import PackageError
from packpress.package.descriptor import DESCRIPTOR, read_package
from packpress.package.model import NAMESPACE, Package
from packpress.package.paths import path_fault
from packpress.package.repository import find_repository
from packpress.package.strict_json import read_json
from packpress.package.text_file import MAX_BYTES as MAX_TEXT
from packpress.package.text_file import read_text
from packpress.scratch import temporary_folder
from packpress.write import create_file

CHANGELOG = "CHANGELOG.md"
WORKING_TREE = "working tree"
CHUNK = 1024 * 1024
MAX_BYTES = 8 * 1024**3
"""How much is copied of one side, so that an archive that swells does not fill the disk."""


@dataclass(frozen=True)
class Side:
    """A package that can be read, with how it was asked for and its changelog, None when it has none."""

    name: SideName
    package: Package
    changelog: str | None


class _Stream(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


class _Files(Protocol):
    """Files by their path from the descriptor."""

    def open(self, path: str) -> tuple[_Stream, int] | None:
        """A stream at the file's first byte and its size; None when there is no such file."""


@contextmanager
def open_sides(old: Path | str, new: Path | str | None, root: Path) -> Iterator[tuple[Side, Side]]:
    """Both sides of a comparison; the new one is the folder ``root`` as it is where none is given."""
    with open_side(old, root) as before:
        if new is None:
            yield before, _read(root, WORKING_TREE)
        else:
            with open_side(new, root) as after:
                yield before, after


@contextmanager
def open_side(asked: Path | str, root: Path) -> Iterator[Side]:
    """The side that was asked for: a folder with a descriptor, a .zip, or else a revision of the repository of ``root``.

    A Path is never taken for a revision. Raises PackageError when there is no such side, or its descriptor, its schemas or
    the paths in them are not sound.
    """
    if isinstance(asked, str) and not names_files(asked, root):
        with _revision(asked, root) as revision, _copied(revision, asked) as folder:
            yield _read(folder, asked)
    elif Path(asked).suffix == ".zip" and _is_there(Path(asked)):
        with Archive(Path(asked)) as archive, _copied(archive, str(asked)) as folder:
            yield _read(folder, str(asked))
    else:
        yield _read(Path(asked), str(asked))


def names_files(asked: str, root: Path) -> bool:
    """Whether the name is that of a folder with a descriptor or of a release, and not of a revision.

    In a repository only a path that begins with a dot or a slash is one. A commit may add a folder ``HEAD^1``, and would else
    be compared with what it brings, also in a shallow clone, which lacks that revision. Raises PackageError for such a name.
    """
    path = Path(asked)
    if not asked or not (_is_there(path / DESCRIPTOR) or (path.suffix == ".zip" and _is_there(path))):
        return False
    if path.is_absolute() or asked.startswith("."):
        return True  # as no name of a revision begins
    if find_repository(root) is None:
        return True
    try:
        Revision(root, asked)
    except NoRevisionError as error:
        raise PackageError(f"{error}; for the folder or release of this name write ./{asked}") from error
    raise PackageError(f"{asked}: is a folder or a release, and a revision as well; write ./{asked} for the first")


def _revision(asked: str, root: Path) -> Revision:
    try:
        return Revision(root, asked)
    except PackageError as error:
        if asked and _is_folder(Path(asked)):
            raise PackageError(f"{asked}: this folder has no {DESCRIPTOR}, and no revision has its name") from error
        raise


def _is_there(path: Path) -> bool:
    with suppress(OSError, ValueError):  # a name that no file system takes
        return path.is_file()
    return False


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


@contextmanager
def _copied(files: _Files, shown: str) -> Iterator[Path]:
    """A folder with the descriptor and all that it names, while the block runs."""
    with temporary_folder() as folder:
        left = MAX_BYTES
        for path in _wanted(files, folder, shown):
            try:
                left -= _copy(files, path, folder, left)
            except (BadZipFile, EOFError, RuntimeError, zlib.error, OSError) as error:
                raise PackageError(f"{shown}: {path} cannot be copied: {error}") from error
            if left < 0:
                raise PackageError(f"{shown}: is larger than {MAX_BYTES // 1024**3} GiB; compare folders instead")
        yield folder


def _wanted(files: _Files, folder: Path, shown: str) -> Iterator[str]:
    """The paths to copy: the descriptor first, and once that is there what it names, but for what a build makes."""
    yield DESCRIPTOR
    if not (folder / DESCRIPTOR).is_file():
        raise PackageError(f"{shown}: has no {DESCRIPTOR} there")
    yield CHANGELOG
    with naming(shown):
        raw = read_json(folder / DESCRIPTOR, DESCRIPTOR)
    listed = raw.get("resources") if isinstance(raw, dict) else None
    resources = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    named: dict[str, None] = {}
    for resource in resources:
        if not resource.get(NAMESPACE + "madeFrom"):
            given = resource.get("path")
            for value in (resource.get("schema"), resource.get("dialect"), *(given if isinstance(given, list) else [given])):
                if isinstance(value, str):
                    named[value] = None
    for path in named:
        if path_fault(folder, path) is None:  # an unsafe one is reported by who reads the descriptor
            yield path


def _copy(files: _Files, path: str, folder: Path, left: int) -> int:
    """Copy a file, if there is one, until its size or more than ``left`` bytes are reached; how many were copied."""
    found = files.open(posixpath.normpath(path))
    if found is None:
        return 0
    stream, size = found
    if path in (DESCRIPTOR, CHANGELOG) and size > MAX_TEXT:
        raise OSError(f"it is larger than {MAX_TEXT // 1024**2} MiB; a text for people is not that large")
    copied = 0
    with create_file(folder / path) as out:
        while copied < size and copied <= left and (chunk := stream.read(min(CHUNK, size - copied))):
            out.write(chunk)
            copied += len(chunk)
    if copied < size and copied <= left:
        raise EOFError("it ends before its size")
    return copied


def _read(root: Path, shown: str) -> Side:
    with naming(shown):
        package, issues = read_package(root)
    for issue in issues:
        if issue.severity == "error":
            raise PackageError(f"{shown}: {issue.path}: {issue.message}; mend it first, then compare [{issue.rule}]")
    changelog = root / CHANGELOG
    text = None
    if path_fault(root, CHANGELOG) is None and changelog.is_file():
        with naming(shown):
            text = read_text(changelog, CHANGELOG, errors="replace")
    name = SideName(shown, str(package.raw.get("version", "")), str(package.raw.get("created", "")))
    return Side(name, package, text)


@contextmanager
def naming(shown: str) -> Iterator[None]:
    """A fault inside the block names the side."""
    try:
        yield
    except PackageError as error:
        raise PackageError(f"{shown}: {error}") from error
