"""``--save``: writes a report to a file, but never over a file that the command reads or a build writes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from packpress.changes.repository import find_top
from packpress.errors import PackageError, PackpressError
from packpress.filesystem.write import write_or_append
from packpress.package.located import split_package
from packpress.package.paths import text_fault
from packpress.package.problems.output_paths import CODEBOOK
from packpress.package.strict_json import read_json
from packpress.settings.config import read_config

_OTHER_FILES = ("CHANGELOG.md", "pyproject.toml")
"""Files next to a descriptor that it does not name and commands read."""


def save(file: Path, report: str, *, is_added: bool) -> None:
    """Writes the report to the file, or appends it with ``is_added``."""
    write_or_append(file, report.encode("utf-8", "backslashreplace"), is_added=is_added)


def refuse_files(options: argparse.Namespace, package: Path) -> None:
    """Raises PackpressError if a report would overwrite a file of the package, its base, its texts or its rules.

    Follows links, hard links and other letter case. If a package's descriptor cannot be read, its files are unknown, so
    every file in its folder counts.
    """
    for _, file in options.save:
        if (used := file_use(file, options, package)) is not None:
            raise PackpressError(f"--save {file}: {used}; name another file for the report")


def file_use(file: Path, options: argparse.Namespace, package: Path) -> str | None:
    """Returns what the file is used for, if no report may go there; None if it is free."""
    for given, whose in ((package, "the package"), (getattr(options, "base", None), "the base")):
        if given is None or not Path(given).exists():
            continue
        root, descriptor = split_package(Path(given))
        if not root.is_dir():
            if is_same_place(file, root):
                return f"is {whose}"
            continue
        named = _named_files(root, descriptor)
        if named is None and file.is_file() and _is_below(file, root):
            return f"is a file of {whose}, whose {descriptor} cannot be read"
        if any(is_same_place(file, Path(root, path)) for path in (*(named or (descriptor,)), *_OTHER_FILES)):
            return f"is a file of {whose}"
        if _leads_out(file, root):
            return f"leads out of {whose} through a link"
        if (top := find_top(root)) is not None and _is_below(file, top / ".git"):
            return "is one of git's files"
    if is_same_place(file, Path("pyproject.toml")):
        return "contains the settings of this folder"
    texts = getattr(options, "texts", None)
    rules = getattr(options, "rules", None)
    if rules is None:
        with suppress(PackageError):  # invalid settings are reported by whoever reads them
            rules = read_config(Path()).rules
    if texts is not None and file.is_file() and _is_below(file, texts):
        return "is one of the texts"
    if rules is not None and rules.is_dir() and _is_below(file, rules):
        return "is in the folder of the rules"
    return "is the rules file" if rules is not None and is_same_place(file, rules) else None


def _named_files(root: Path, descriptor: str) -> list[str] | None:
    """Returns the files of the package: the descriptor, all that it names, and the codebook; None if it cannot be read."""
    try:
        raw = read_json(root / descriptor, descriptor)
    except PackageError:
        return None
    return [descriptor, CODEBOOK, *dict.fromkeys(_paths(raw))]


def _paths(value: Any) -> Iterator[str]:
    """Yields every text in the descriptor that may be the path of a file in the package, in any property."""
    if isinstance(value, str):
        if len(value) < 4096 and text_fault(value) is None:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _paths(item)
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item)


def is_same_place(file: Path, other: Path) -> bool:
    """Returns whether both are the same file, or would be on a case-insensitive disk."""
    if _place(file) == _place(other):
        return True
    try:
        return file.is_file() and other.is_file() and file.samefile(other)
    except OSError:
        return False


def _is_below(file: Path, folder: Path) -> bool:
    return _place(file).startswith(_place(folder).rstrip("/") + "/")


def _leads_out(file: Path, folder: Path) -> bool:
    """Returns whether a link in the folder leads to the file, which is outside of it."""
    if _is_below(file, folder):
        return False
    given = Path.cwd() / file
    links = (path for path in (given, *given.parents) if path.is_symlink())
    return any(_is_below(path.parent, folder) or is_same_place(path.parent, folder) for path in links)


def _place(path: Path) -> str:
    return Path(os.path.realpath(path)).as_posix().casefold()
