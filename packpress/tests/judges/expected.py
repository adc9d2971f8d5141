"""The cells that every program must find in a release: those of its JSON lines, with the types of its schemas."""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.judges.verdict import NotJudgedError, read

Columns = Mapping[str, Sequence[object]]
"""The cells of each column of a table, as a program has read them."""
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "year": (int,),
    "number": (float, Decimal),
    "boolean": (bool,),
    "date": (date,),
}
"""Which types of Python a cell may have; those of other columns are not judged."""
WITHOUT_DATES: Mapping[str, tuple[type, ...]] = {"date": (str,), "boolean": (int,)}
"""What SQLite gives, which has no type for days and none for true and false."""
ONE_NUMBER: Mapping[str, tuple[type, ...]] = dict.fromkeys(("integer", "year", "number"), (int, float))
"""What Excel and JavaScript give, which have one type for numbers."""


@dataclass(frozen=True)
class Table:
    """A published table: the path of its Parquet file, the type of each column, and its rows."""

    name: str
    parquet: str
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]


def tables(folder: Path) -> Iterator[Table]:
    """The tables of the release that have a Parquet file."""
    archive = folder / "jsonl.zip"
    if not archive.is_file():
        raise NotJudgedError("the release has no jsonl.zip")
    with zipfile.ZipFile(archive) as opened:
        for resource in read(folder, "datapackage.json")["resources"]:
            if "schema" in resource:
                lines = opened.read(f"{resource['name']}.jsonl").splitlines()
                columns = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
                yield Table(
                    resource["name"], resource["path"], columns, tuple(json.loads(line, parse_float=Decimal) for line in lines)
                )


def differences(
    table: Table, found: Columns, types: Mapping[str, tuple[type, ...]] | None = None, *, empty_is_missing: bool = False
) -> list[str]:
    """The columns in which a program has other cells, or cells of another type; the first cell of each."""
    if list(found) != list(table.columns):
        return [f"{table.name}: the columns are {list(found)}"]
    lengths = {len(cells) for cells in found.values()}
    if lengths != {len(table.rows)}:
        return [f"{table.name}: {sorted(lengths)} rows instead of {len(table.rows)}"]
    empty = ("", None) if empty_is_missing else (None,)
    allowed = {**_TYPES, **(types or {})}
    wrong = []
    for name, kind in table.columns.items():
        for number, (row, cell) in enumerate(zip(table.rows, found[name], strict=True), 1):
            wanted = row[name]
            if wanted in empty or cell in empty:
                is_same = wanted in empty and cell in empty
            else:
                is_same = kind not in allowed or (type(cell) in allowed[kind] and _is_same(wanted, cell, kind))
            if not is_same:
                wrong.append(f"{table.name}.{name}, row {number}: {cell!r} instead of {wanted!r}")
                break
    return wrong


def _is_same(wanted: Any, cell: Any, kind: str) -> bool:
    if kind == "date":
        return bool(str(cell) == wanted)
    if kind == "number":  # NaN and INF are texts in JSON
        numbers = float(cell), float(wanted)
        return numbers[0] == numbers[1] or all(map(math.isnan, numbers))
    return bool(cell == wanted)


def day(cell: object) -> object:
    """The day of a midnight, which is what some programs make of a day."""
    return cell.date() if isinstance(cell, datetime) else cell
