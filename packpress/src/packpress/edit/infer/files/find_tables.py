"""Finds the files of a folder that may be tables; the walk is bounded and leaves out what programs made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from packpress.errors import PackpressError
from packpress.escape import printable
from packpress.package.model import DESCRIPTOR
from packpress.package.paths import path_fault

MAX_DEPTH, MAX_FILES, MAX_TABLES = 6, 100_000, 1_000
"""How deep folders are searched, how many files are looked at, and how many tables are described."""
# extension → format
FORMATS = {"csv": "csv", "tsv": "tsv", "tab": "tsv", "txt": "csv", "parquet": "parquet"}
PACKED = ("gz", "zip")
_SHEETS = frozenset(("xls", "xlsx", "xlsm", "ods"))
_SKIPPED = frozenset("node_modules __pycache__ site-packages venv env build dist target output outputs htmlcov schemas".split())
"""Folders that hold what programs made or installed."""

_PACKED_PARQUET = "is Parquet, which is compressed internally; decompress it"
_SPREADSHEET = "is a spreadsheet, which is not read; save its sheets as CSV"


class Candidate(NamedTuple):
    """A file that may be a table: its path in the folder, format, compression, and whether a person named it."""

    path: str
    format: str
    compression: str
    is_named: bool


class Search(NamedTuple):
    """The candidates in order, and the files that look like tables and are not described, each with the reason."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[tuple[str, str], ...]


def search(root: Path, files: Sequence[Path]) -> Search:
    """Returns the named files, or else those in the folder. Raises PackpressError if a named one cannot be a table."""
    if files:
        named = (_named(root, file) for file in files)
        return Search(tuple(dict.fromkeys(named)), ())
    paths = sorted(_walk(root))
    found: list[Candidate] = []
    left_out = []
    plain = {_stem(path) for path in paths if _kind(path)[0] in ("csv", "tsv")}
    for path in paths:
        form, compression = _kind(path)
        if fault := _fault(root, path):
            left_out += [(path, fault)] if form else []
        elif path.endswith("/" + DESCRIPTOR):
            left_out.append((path, "is another package; its folder is left out"))
        elif form == "parquet" and _stem(path) in plain:
            left_out.append((path, "seems to be made from the text file of the same name"))
        elif form == "parquet" and compression:
            left_out.append((path, _PACKED_PARQUET))
        elif form and len(found) < MAX_TABLES:
            found.append(Candidate(path, form, compression, is_named=False))
        elif form:
            left_out.append((path, f"is beyond the first {MAX_TABLES:,} tables; name the files to describe"))
        elif path.rpartition(".")[2].lower() in _SHEETS:
            left_out.append((path, _SPREADSHEET))
    return Search(tuple(found), tuple(left_out))


def _named(root: Path, file: Path) -> Candidate:
    if not file.exists() and not file.is_symlink():
        raise PackpressError(f"{file}: does not exist; give the files of tables, or one folder")
    absolute = Path(os.path.normpath(Path.cwd() / file))
    try:
        path = absolute.relative_to(Path(os.path.normpath(Path.cwd() / root))).as_posix()
    except ValueError:
        raise PackpressError(f"{file}: is outside of the folder {root.absolute()}; run init in a folder that has it") from None
    if fault := _fault(root, path):
        raise PackpressError(f"{printable(str(file))}: {fault}")
    form, compression = _kind(path)
    if path.rpartition(".")[2].lower() in _SHEETS:
        raise PackpressError(f"{file}: {_SPREADSHEET}")
    if form == "parquet" and compression:
        raise PackpressError(f"{file}: {_PACKED_PARQUET}")
    return Candidate(path, form or "csv", compression, is_named=True)


def _walk(root: Path) -> Iterator[str]:
    """Yields the paths of the folder's files, and of descriptors of packages inside of it, whose folders are left out."""
    seen = 0
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        if here.parts and DESCRIPTOR in files:
            folders.clear()
            yield (here / DESCRIPTOR).as_posix()
            continue
        kept = (n for n in sorted(folders) if not n.startswith(".") and n.lower() not in _SKIPPED)
        folders[:] = [n for n in kept if len(here.parts) < MAX_DEPTH and not (Path(folder) / n / "pyvenv.cfg").exists()]
        seen += len(files)
        if seen > MAX_FILES:
            raise PackpressError(f"{root.absolute()}: has more than {MAX_FILES:,} files; name those to describe")
        for name in files:
            path = (here / name).as_posix()
            if not name.startswith("."):
                yield path


def _fault(root: Path, path: str) -> str | None:
    """Returns why the file cannot be described, whatever it contains."""
    if not path.isprintable() and any("\udc80" <= c <= "\udcff" for c in path):  # how Python reads other bytes
        return "has a name that is not UTF-8; rename it"
    if (root / path).is_symlink() and not os.path.lexists(os.path.realpath(root / path)):
        return "leads to a file that is not there"
    return path_fault(root, path)


def _kind(path: str) -> tuple[str, str]:
    """Returns the format and the compression by the extensions of the path, "" if it is no table."""
    first, *_ = (endings := path.lower().rsplit(".", 2)[1:][::-1]) or [""]
    if first in PACKED:
        inner = endings[1] if len(endings) > 1 else ""
        return FORMATS.get(inner, "") if inner != "txt" else "", first
    return FORMATS.get(first, ""), ""


def _stem(path: str) -> str:
    """Returns the file's name without folder and extensions."""
    return path.rpartition("/")[2].partition(".")[0].lower()
