"""Makes the package that the benchmarks run on: a table of 12 columns with types, patterns, an enum, ranges and keys.

    python benchmarks/make_table.py FOLDER ROWS [--table mixed|plain] [--bad SHARE]

In the table ``mixed``, a third of the titles has letters beyond ASCII, one row in five has a quoted cell, and the keys are in
no order. In the table ``plain``, all text is ASCII and the rows are sorted by their key. ``--bad 0.01`` puts a wrong cell into
one row of a hundred. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 100_000
KINDS = ("rule", "duty", "campaign", "inspection", "training", "notice", "meeting", "seminar")
TABLES = ("mixed", "plain")
# beginnings of titles beyond ASCII: Latin letters with accents, Greek, Cyrillic; each third has its typographic marks
BEYOND_ASCII = (
    "Décret modifié n° {} – état général du marché de {}",
    "Verfügung über „Prüfstelle {}“, Ausschuß für Gewässer {}",
    "Żądanie zmiany źródła {} – Łódź, część {}",
    "Κανονισμός {} για την περιοχή {}",
    "Απόφαση υπ’ αριθμόν {} – έδρα {}",
    "Έκθεση «προόδου» {}, τμήμα {}",
    "Постановление № {} о порядке учёта {}",
    "Отчёт «О работе» {} – округ {}",
    "Наказ міністерства {}, їх розділ {}",
)
STRIDE = 387_420_489
"""Coprime to 10^9, so that ``n * STRIDE % 10**9`` is another key for each n below that."""
REGIONS = tuple(a + b + c for a in "ABCDEFGH" for b in "KLMNP" for c in "RSTUV")
SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "r-[0-9]{9}"}},
        {"name": "title", "type": "string", "constraints": {"required": True, "maxLength": 80}},
        {"name": "kind", "type": "string", "constraints": {"required": True, "enum": list(KINDS)}},
        {"name": "region_id", "type": "string", "constraints": {"required": True}},
        {"name": "date", "type": "date", "constraints": {"required": True, "minimum": "2000-01-01"}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1990, "maximum": 2030}},
        {"name": "value", "type": "number", "constraints": {"required": True}},
        {"name": "count", "type": "integer", "constraints": {"required": True, "minimum": 0}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        {"name": "is_open", "type": "boolean", "constraints": {"required": True}},
        {"name": "url", "type": "string", "format": "uri"},
        {"name": "note", "type": "string", "constraints": {"maxLength": 200}},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["region_id"], "reference": {"resource": "regions", "fields": ["id"]}}],
}
# one wrong cell of each kind, in turn: column → what stands in it
WRONG = ((2, "unknown"), (4, "2024-02-30"), (5, "1889"), (6, "12,5"), (8, "101"), (9, "yes"), (0, "R1"), (3, "ZZZ"))


def plain_title(n: int) -> str:
    """The title of a row in the plain table."""
    return f"Record of kind {n % 997} in place {n % 89}"


def mixed_title(n: int) -> str:
    """The title of a row in the mixed table: beyond ASCII in every third row, and quoted if it has a comma."""
    if n % 3:
        return f'"Record {n % 997}, place {n % 89}"' if n % 19 == 0 else plain_title(n)
    title = BEYOND_ASCII[n // 3 % len(BEYOND_ASCII)].format(n % 997, n % 89)
    return f'"{title}"' if "," in title else title


def make_block(start: int, rows: int, bad: float, table: str) -> str:
    """The lines of ``rows`` rows from row ``start`` on."""
    rng = np.random.default_rng(start)
    title, stride = (mixed_title, STRIDE) if table == "mixed" else (plain_title, 1)
    days = np.datetime64("2000-01-01") + rng.integers(0, 9000, rows)
    columns: list[list[str]] = [
        [f"r-{n * stride % 10**9:09d}" for n in range(start, start + rows)],
        [title(n) for n in range(start, start + rows)],
        [KINDS[i] for i in rng.integers(0, len(KINDS), rows)],
        [REGIONS[i] for i in rng.integers(0, len(REGIONS), rows)],
        days.astype(str).tolist(),
        [str(y) if y < 2031 else "" for y in rng.integers(1990, 2035, rows)],
        [f"{v:.3f}" for v in rng.gamma(2.0, 500.0, rows)],
        rng.integers(0, 1_000_000, rows).astype(str).tolist(),
        [f"{v:.1f}" for v in rng.uniform(0, 100, rows)],
        ["true" if v else "false" for v in rng.integers(0, 2, rows)],
        [f"https://example.org/record/{n}?page={n % 7}" for n in range(start, start + rows)],
        ['"Said, and ""quoted"""' if v < 5 else "plain note" if v < 50 else "" for v in rng.integers(0, 100, rows)],
    ]
    for turn, row in enumerate(np.flatnonzero(rng.random(rows) < bad).tolist()):
        column, text = WRONG[turn % len(WRONG)]
        columns[column][row] = f'"{text}"' if "," in text else text
    return "\n".join(map(",".join, zip(*columns, strict=True))) + "\n"


def write_descriptor(folder: Path, resources: list[dict[str, Any]]) -> None:
    """Write datapackage.json into the folder."""
    schema = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": schema, "name": "benchmark", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


def make_published(folder: Path, source: Path) -> None:
    """Write a package of the same files, by hard links, with a Parquet resource that is built from the table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("table.csv", "regions.csv"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).hardlink_to(source / name)
    resources = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    made = {"name": "table-parquet", "path": "table.parquet", "format": "parquet", "packpress:madeFrom": "table"}
    write_descriptor(folder, [*resources, made])


def make_package(folder: Path, rows: int, bad: float = 0.0, table: str = "mixed") -> None:
    """Write the package into the folder: datapackage.json, regions.csv and table.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = [
        {"name": "table", "type": "table", "path": "table.csv", "encoding": "utf-8", "schema": SCHEMA},
        {
            "name": "regions",
            "type": "table",
            "path": "regions.csv",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]},
        },
    ]
    write_descriptor(folder, resources)
    (folder / "regions.csv").write_text("id\n" + "\n".join(REGIONS) + "\n", encoding="utf-8")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(field["name"] for field in SCHEMA["fields"]) + "\n")  # type: ignore[index]
        for start in range(0, rows, BLOCK):
            stream.write(make_block(start, min(BLOCK, rows - start), bad, table))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes the package that the benchmarks run on.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("--table", choices=TABLES, default="mixed")
    parser.add_argument("--bad", type=float, default=0.0)
    options = parser.parse_args()
    make_package(options.folder, options.rows, options.bad, options.table)
