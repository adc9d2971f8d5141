"""Opens one side of a comparison: a package's folder, a release (.zip), or a git revision of a folder.

From a release or revision, only the descriptor and the files that it names are copied, into a folder that is removed
afterwards.
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

from packpress.changes.model import SideName
from packpress.changes.repository import find_repository
from packpress.changes.sides.archive import Archive
from packpress.changes.sides.revision import NoRevisionError, Revision
from packpress.errors import PackageError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.package.descriptor import read_package
from packpress.package.located import IN_YAML, paths_of, split_package
from packpress.package.model import DESCRIPTOR, NAMESPACE, Package
from packpress.package.paths import path_fault
from packpress.package.strict_json import YAML, read_json
from packpress.package.views.view_files import sources_of_views
from packpress.text_file import MAX_TEXT_FILE as MAX_TEXT
from packpress.text_file import read_text

CHANGELOG = "CHANGELOG.md"
WORKING_TREE = "working tree"
COPY_CHUNK = 1024 * 1024
MAX_COPIED = 8 * 1024**3
"""How much of one side is copied, so that an archive that expands too much does not fill the disk."""


@dataclass(frozen=True)
class Side:
    """A readable package, with how it was specified and its changelog, or None."""

    name: SideName
    package: Package
    changelog: str | None


class _Stream(Protocol):
    """A stream that can be read in chunks."""

    def read(self, size: int, /) -> bytes:
        """Returns up to ``size`` more bytes; none at the end."""


class _Files(Protocol):
    """Files by their path from the descriptor."""

    def open(self, path: str) -> tuple[_Stream, int] | None:
        """Returns a stream at the file's first byte and its size; None if there is no such file."""


@contextmanager
def open_sides(old: Path | str, new: Path | str | None, package: Path) -> Iterator[tuple[Side, Side]]:
    """Opens both sides of a comparison; the new one is ``package``, a folder or a descriptor, unless it is given.

    If the new side is a folder or a descriptor, revisions are those of its repository; otherwise, of that of ``package``.
    """
    is_there = new is not None and (isinstance(new, Path) or names_files(new, package, is_new=True))
    if new is not None and is_there and Path(new).suffix != ".zip":
        package = Path(new)
    with open_side(old, package) as before:
        if new is None:
            yield before, _read(package, WORKING_TREE)
        else:
            with _open_files(new) if is_there else _open_revision(str(new), package) as after:
                yield before, after


@contextmanager
def open_side(asked: Path | str, package: Path) -> Iterator[Side]:
    """Opens the side that ``asked`` names: a package's folder or descriptor, a .zip, or otherwise a revision of ``package``.

    A Path is never taken for a revision. Raises PackageError if there is no such side, or if its descriptor, its schemas or
    the paths in them are invalid.
    """
    is_there = isinstance(asked, Path) or names_files(asked, package)
    with _open_files(asked) if is_there else _open_revision(str(asked), package) as side:
        yield side


@contextmanager
def _open_files(asked: Path | str) -> Iterator[Side]:
    """Opens a side that is a folder, a descriptor or a release."""
    if Path(asked).suffix == ".zip" and _is_there(Path(asked)):
        with Archive(Path(asked)) as archive, _copied(archive, str(asked), archive.descriptor) as folder:
            yield _read(folder, str(asked))
    else:
        yield _read(Path(asked), str(asked))


@contextmanager
def _open_revision(asked: str, package: Path) -> Iterator[Side]:
    """Opens a side that is a revision of the package's repository."""
    root, descriptor = split_package(package)
    with _revision(asked, root) as revision:
        names = (DESCRIPTOR, *IN_YAML)
        if descriptor in names and descriptor not in revision.entries:  # it may have been renamed since
            descriptor = next((name for name in names if name in revision.entries), descriptor)
        with _copied(revision, asked, descriptor) as folder:
            yield _read(folder / descriptor, asked)


def names_files(asked: str, package: Path, *, is_new: bool = False) -> bool:
    """Returns whether the name is that of a package's folder, a descriptor or a release rather than of a revision.

    In a repository, only a path that begins with a dot or a slash is, except for the new side of a comparison. Otherwise a
    commit could add a folder ``HEAD^1`` and be compared with that, even in a shallow clone that lacks the revision. Raises
    PackageError for such a name.
    """
    path = Path(asked)
    names = (DESCRIPTOR, *IN_YAML)
    is_file = path.suffix in (".zip", ".json", *YAML) and _is_there(path)
    if not asked or not (is_file or any(_is_there(path / name) for name in names)):
        return False
    if path.is_absolute() or asked.startswith("."):
        return True  # no revision name begins like this
    root = split_package(package)[0]
    if find_repository(root) is None:
        return True
    try:
        Revision(root, asked)
    except NoRevisionError as error:
        if is_new:
            return True
        raise PackageError(f"{error}; for the folder or file of this name, write ./{asked}") from error
    raise PackageError(f"{asked}: is both a folder or file and a revision; write ./{asked} for the folder or file")


def _revision(asked: str, root: Path) -> Revision:
    try:
        return Revision(root, asked)
    except PackageError as error:
        if asked and _is_folder(Path(asked)):
            raise PackageError(
                f"{asked}: this folder has neither {DESCRIPTOR} nor {IN_YAML[0]}, and no revision has its name"
            ) from error
        raise


def _is_there(path: Path) -> bool:
    with suppress(OSError, ValueError):  # a name that no file system accepts
        return path.is_file()
    return False


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.is_dir()
    return False


@contextmanager
def _copied(files: _Files, shown: str, descriptor: str) -> Iterator[Path]:
    """Copies the descriptor and all that it names to a folder that exists while the block runs."""
    with temporary_folder() as folder:
        left = MAX_COPIED
        for path in _wanted(folder, shown, descriptor):
            try:
                left -= _copy(files, path, folder, left, MAX_TEXT if path in (descriptor, CHANGELOG) else MAX_COPIED)
            except (BadZipFile, EOFError, RuntimeError, zlib.error, OSError) as error:
                raise PackageError(f"{shown}: {path} cannot be copied: {error}") from error
            if left < 0:
                raise PackageError(f"{shown}: is larger than {MAX_COPIED // 1024**3} GiB; compare folders instead")
        yield folder


def _wanted(folder: Path, shown: str, descriptor: str) -> Iterator[str]:
    """Yields the paths to copy: first the descriptor and, once it is copied, what it names except outputs of the build."""
    yield descriptor
    if not (folder / descriptor).is_file():
        raise PackageError(f"{shown}: has no {descriptor}")
    yield CHANGELOG
    with naming(shown):
        raw = read_json(folder / descriptor, descriptor)
    listed = raw.get("resources") if isinstance(raw, dict) else None
    resources = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    named: dict[str, None] = {}
    for resource in resources:
        if not resource.get(NAMESPACE + "madeFrom"):
            for value in (resource.get("schema"), resource.get("dialect"), *paths_of(resource)):
                if isinstance(value, str):
                    named[value] = None
    for path in (*named, *(path for path in sources_of_views(raw) if path not in named)):
        if path_fault(folder, path) is None:  # an unsafe one is reported by whoever reads the descriptor
            yield path


def _copy(files: _Files, path: str, folder: Path, left: int, most: int) -> int:
    """Copies the file, if it exists, up to its size or just past ``left`` bytes; returns how many bytes were copied.

    Raises OSError if it is a text for people of more than ``most`` bytes.
    """
    found = files.open(posixpath.normpath(path))
    if found is None:
        return 0
    stream, size = found
    if most == MAX_TEXT and size > most:
        raise OSError(f"it is larger than {MAX_TEXT // 1024**2} MiB, too large for a text that people read")
    copied = 0
    with create_file(folder / path) as out:
        while copied < size and copied <= left and (chunk := stream.read(min(COPY_CHUNK, size - copied))):
            out.write(chunk)
            copied += len(chunk)
    if copied < size and copied <= left:
        raise EOFError("it is shorter than its stated size")
    return copied


def _read(path: Path, shown: str) -> Side:
    with naming(shown):
        package, issues = read_package(path)
    for issue in issues:
        if issue.severity == "error":
            raise PackageError(f"{shown}: {issue.path}: {issue.message}; fix it first, then compare [{issue.rule}]")
    changelog = package.root / CHANGELOG
    text = None
    if path_fault(package.root, CHANGELOG) is None and changelog.is_file():
        with naming(shown):
            text = read_text(changelog, CHANGELOG, errors="replace")
    name = SideName(shown, str(package.raw.get("version", "")), str(package.raw.get("created", "")))
    return Side(name, package, text)


@contextmanager
def naming(shown: str) -> Iterator[None]:
    """Makes an error inside the block name the side."""
    try:
        yield
    except PackageError as error:
        raise PackageError(f"{shown}: {error}") from error
