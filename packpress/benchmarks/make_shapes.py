"""Makes the packages of other shapes than one plain file: line ends, quotes, compression, many columns, keys and files.

    python benchmarks/make_shapes.py FOLDER [SHAPE …]

Each shape is a valid package in FOLDER/SHAPE, of about 20 to 50 MB. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from make_table import REGIONS, SCHEMA, make_block, make_package, write_descriptor

ROWS = 300_000
WORDS = "notice of the state on measures and dates which apply from now in all ports".split()
Cells = list[str]


def _resource(name: str, path: str | list[str], schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "table", "path": path, "encoding": "utf-8", "schema": schema}


def _rewrite(folder: Path, change: Callable[[bytes], bytes], name: str = "table.csv") -> None:
    """Writes what ``change`` makes of the plain table, and describes it by that file name."""
    make_package(folder, ROWS, table="plain")
    data = (folder / "table.csv").read_bytes()
    (folder / "table.csv").unlink()
    (folder / name).write_bytes(change(data))
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    packed = {"compression": "gz"} if name.endswith(".gz") else {}
    write_descriptor(folder, [resources[0] | {"path": name} | packed, resources[1]])


def _quoted(data: bytes) -> bytes:
    """Returns the table with every cell in quotes, those of the header too."""
    sink = io.StringIO()
    rows = csv.reader(io.StringIO(data.decode("utf-8")))
    csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return sink.getvalue().encode("utf-8")


def _write_table(folder: Path, fields: Sequence[dict[str, Any]], rows: Iterator[Cells], **keys: Any) -> dict[str, Any]:
    """Writes table.csv; returns its resource."""
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(field["name"] for field in fields) + "\n")
        stream.writelines(",".join(row) + "\n" for row in rows)
    return _resource("table", "table.csv", {"fields": list(fields), **keys})


def _wide_rows(columns: int, rows: int) -> Iterator[Cells]:
    rng = np.random.default_rng(columns)
    days = np.datetime64("2000-01-01")
    for number in range(rows):
        draws = rng.integers(0, 9000, columns)
        dates = (days + draws).astype(str)
        row = [
            f"{draw / 8:.2f}" if place % 5 == 0 else
            str(draw) if place % 5 == 1 else
            str(date) if place % 5 == 2 else
            ("true" if draw % 2 else "false") if place % 5 == 3 else
            f"code {draw % 97}"
            for place, (draw, date) in enumerate(zip(draws.tolist(), dates.tolist(), strict=True))
        ]  # fmt: skip
        row[0] = f"w-{number:07d}"
        yield row


def wide(folder: Path, columns: int, rows: int) -> None:
    """Writes a table of many columns: numbers, integers, dates, booleans and text in turn, after a key."""
    kinds = ("number", "integer", "date", "boolean", "string")
    fields = [{"name": f"c{place}", "type": "string" if not place else kinds[place % 5]} for place in range(columns)]
    write_descriptor(folder, [_write_table(folder, fields, _wide_rows(columns, rows), primaryKey=["c0"])])


def _text_rows(rows: int) -> Iterator[Cells]:
    rng = np.random.default_rng(7)
    for number in range(rows):
        text = " ".join(WORDS[place] for place in rng.integers(0, len(WORDS), 300))
        yield [f"t-{number:07d}", f'"{text[:900]}, {text[900:]}"', text[:500], "2024-02-29"]


def long_text(folder: Path) -> None:
    """Writes a table of four columns, one of which has about 1,500 characters in each cell, in quotes."""
    fields: list[dict[str, Any]] = [{"name": "id", "type": "string"}]
    fields += [{"name": name, "type": "string", "constraints": {"maxLength": 5000}} for name in ("text", "summary")]
    fields.append({"name": "date", "type": "date"})
    write_descriptor(folder, [_write_table(folder, fields, _text_rows(20_000), primaryKey=["id"])])


def foreign_keys(folder: Path) -> None:
    """Writes a table with 12 foreign keys to 12 tables of 1,000 rows."""
    rng = np.random.default_rng(12)
    names = [f"kind{number}" for number in range(12)]
    tables, columns = [], []
    for name in names:
        keys = [f"{name}-{n:04d}" for n in range(1000)]
        (folder / f"{name}.csv").write_text("\n".join(["id,title", *(f"{key},About {key}" for key in keys)]) + "\n", "utf-8")
        schema = {"fields": [{"name": "id", "type": "string"}, {"name": "title", "type": "string"}], "primaryKey": ["id"]}
        tables.append(_resource(name, f"{name}.csv", schema))
        columns.append([keys[n] for n in rng.integers(0, 1000, 200_000)])
    ids = [f"f-{n:07d}" for n in range(200_000)]
    fields = [{"name": name, "type": "string"} for name in ("id", *names)]
    foreign = [{"fields": [name], "reference": {"resource": name, "fields": ["id"]}} for name in names]
    rows = map(list, zip(ids, *columns, strict=True))
    write_descriptor(folder, [_write_table(folder, fields, rows, primaryKey=["id"], foreignKeys=foreign), *tables])


def many_files(folder: Path, files: int = 1500, rows: int = 100) -> None:
    """Writes a table in many small files."""
    fields: Any = SCHEMA["fields"]
    header = ",".join(field["name"] for field in fields) + "\n"
    paths = [f"table-{number:04d}.csv" for number in range(files)]
    for number, path in enumerate(paths):
        (folder / path).write_text(header + make_block(number * rows, rows, 0.0, "plain"), encoding="utf-8")
    (folder / "regions.csv").write_text("id\n" + "\n".join(REGIONS) + "\n", encoding="utf-8")
    regions = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    write_descriptor(folder, [_resource("table", paths, SCHEMA), _resource("regions", "regions.csv", regions)])


# the shape → what writes its package into an empty folder
SHAPES: dict[str, Callable[[Path], None]] = {
    "plain": lambda folder: make_package(folder, ROWS, table="plain"),
    "CRLF": lambda folder: _rewrite(folder, lambda data: data.replace(b"\n", b"\r\n")),
    "quoted": lambda folder: _rewrite(folder, _quoted),
    "gz": lambda folder: _rewrite(folder, lambda data: gzip.compress(data, 6, mtime=0), "table.csv.gz"),
    "Unicode": lambda folder: make_package(folder, ROWS, table="mixed"),
    "200 columns": lambda folder: wide(folder, 200, 20_000),
    "1,000 columns": lambda folder: wide(folder, 1000, 4_000),
    "long text": long_text,
    "12 foreign keys": foreign_keys,
    "1,500 files": many_files,
}


def make_shape(root: Path, shape: str) -> Path:
    """Returns the folder of the shape, made where it is missing."""
    folder = root / shape.replace(" ", "-").replace(",", "")
    if not (folder / "datapackage.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        SHAPES[shape](folder)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes the packages of the benchmark of shapes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"of {', '.join(SHAPES)} (default: all)")
    options = parser.parse_args()
    for name in options.shapes or SHAPES:
        make_shape(options.folder, name)
