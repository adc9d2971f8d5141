"""Finds the file that a path probably means if nothing is there: looks around in bounded time, and only when asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath

from packpress.filesystem.stores.store_path import StorePath
from packpress.spelling import did_you_mean, similar_names

_ENTRIES, _LEVELS, _HINTS = 2_000, 4, 5
"""How many entries of folders are looked at, how deep, and for how many paths of a package a hint is sought."""
_SKIPPED = ("node_modules", "__pycache__")


class NearFiles:
    """The files below a folder; hidden ones, and folders of other programs, are left out."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._left = _HINTS

    def hint(self, path: str) -> str:
        """Returns '; did you mean "data/a.csv"?' for a missing file, or "" if no file is similar or enough were looked up."""
        self._left -= 1
        return did_you_mean(self.find(path)) if self._left >= 0 else ""

    def find(self, path: str) -> list[str]:
        """Returns at most three files: those of the same name in another folder, otherwise similar names in the same folder."""
        wanted = PurePosixPath(path)
        beside = [PurePosixPath(file).name for file in self.files if PurePosixPath(file).parent == wanted.parent]
        similar = [str(wanted.with_name(name)) for name in _similar_files(wanted.name, beside)]
        return self.find_same(wanted.name) or similar

    def find_same(self, name: str) -> list[str]:
        """Returns at most three files with the name, whatever its letter case, in any folder."""
        return [file for file in self.files if PurePosixPath(file).name.casefold() == name.casefold()][:3]

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Paths of the files, relative to the folder, those of higher folders first; stores are never listed."""
        return () if isinstance(self.root, StorePath) else tuple(self._walk())

    def _walk(self) -> Iterator[str]:
        folders, seen = [("", 1)], 0
        for folder, level in folders:
            entries = []
            with suppress(OSError), os.scandir(self.root / folder) as listed:
                for entry in listed:
                    seen += 1
                    if seen > _ENTRIES:
                        break
                    entries.append(entry)
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith(".") or entry.name in _SKIPPED:
                    continue
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False) and level < _LEVELS:
                        folders.append((f"{folder}{entry.name}/", level + 1))
                    elif entry.is_file():
                        yield f"{folder}{entry.name}"


def hint_at_path(path: Path) -> str:
    """Returns '; did you mean "data/a.csv"?' for a path of the command line that leads nowhere, or "".

    Below the current folder, finds files of the same name in other folders; otherwise compares the names in the last folder
    of the path that exists.
    """
    if not path.is_absolute() and ".." not in path.parts and (same := NearFiles(Path()).find_same(path.name)):
        return did_you_mean(same)
    missing = path
    while not missing.parent.exists():
        missing = missing.parent
    names: list[str] = []
    with suppress(OSError):
        names = sorted(file.name for file in islice(missing.parent.iterdir(), _ENTRIES) if not file.name.startswith("."))
    return did_you_mean(str(missing.with_name(name)) for name in _similar_files(missing.name, names))


def _similar_files(name: str, names: list[str]) -> list[str]:
    """Returns the names that are similar but for their extensions, which many files share."""
    stems = {PurePosixPath(other).stem: other for other in reversed(names)}
    return [stems[stem] for stem in similar_names(PurePosixPath(name).stem, stems)]
