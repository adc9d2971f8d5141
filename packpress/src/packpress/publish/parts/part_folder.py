"""The folder in which the parts of one table are published: its name, the names of the parts, and how it gets its place."""

from __future__ import annotations

import filecmp
from collections.abc import Sequence
from pathlib import Path

from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write_folder import fill_folder, replace_folder
from packpress.package.outputs.part_names import PART, part_names
from packpress.package.views.view_files import VIEW_FOLDER


def may_have_parts(table: str) -> bool:
    """Returns whether a folder can have the name of the table; others are written as one file."""
    return table not in (".", "..", VIEW_FOLDER)


def parts_in(folder: Path) -> list[Path]:
    """Returns the parts in the folder in order; an empty list if it is not a folder, or has anything else in it."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    found = sorted(folder.iterdir())
    return found if all(PART.fullmatch(file.name) and file.is_file() and not file.is_symlink() for file in found) else []


def has_parts(folder: Path, parts: Sequence[Path]) -> bool:
    """Returns whether the folder has exactly these files, as its parts in this order."""
    found = parts_in(folder)
    is_named = [file.name for file in found] == part_names(len(parts))
    return is_named and all(filecmp.cmp(*pair, shallow=False) for pair in zip(found, parts, strict=True))


def publish_parts(parts: Sequence[Path], folder: Path) -> None:
    """Moves the files to the folder, in place of what it has, whole or not at all; all are on one file system."""
    with temporary_folder(parts[0].parent) as scratch, temporary_folder(scratch) as made:
        fill_folder(made, dict(zip(part_names(len(parts)), parts, strict=True)))
        replace_folder(made, folder, scratch)
