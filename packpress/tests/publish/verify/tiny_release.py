"""A release of two small tables in every format, written with the standard library and pyarrow alone."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.publish.release.content_hash import canonical_cell, canonical_csv, content_hash

Rows = Sequence[Sequence[Any]]
FIELDS: Mapping[str, list[dict[str, Any]]] = {
    "things": [
        {"name": "id", "type": "string"},
        {"name": "n", "type": "integer"},
        {"name": "x", "type": "number"},
        {"name": "ok", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "note", "type": "string"},
    ],
    "empty": [{"name": "only", "type": "string"}],
}
THINGS: Rows = (
    ("a", 1, 0.1, True, date(2024, 2, 29), 'says "yes", twice\nor so'),
    ("b", None, 1e16, False, None, None),
    ("c", -3, None, None, date(1999, 12, 31), "é"),
)
ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
CSV, PARQUET, SQLITE, XLSX, JSONL = "csv.zip", "parquet/things.parquet", "sqlite.zip", "tiny.xlsx", "jsonl.zip"
DATABASE = "tiny.sqlite"
FORMATS = (CSV, PARQUET, SQLITE, XLSX, JSONL)
Tables = Mapping[str, Rows]


def write_release(folder: Path, other: Mapping[str, Rows] | None = None) -> Path:
    """Write the release; a format of ``other`` has these rows of the table instead, with the right sums."""
    rows = {name: (other or {}).get(name, THINGS) for name in FORMATS}
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / CSV, {"things": rows[CSV], "empty": ()})
    _write_jsonl(folder / JSONL, {"things": rows[JSONL], "empty": ()})
    _write_sqlite(folder / SQLITE, {"things": rows[SQLITE], "empty": ()})
    _write_xlsx(folder / XLSX, {"things": rows[XLSX], "empty": ()})
    (folder / "parquet").mkdir(exist_ok=True)
    for name, table_rows in (("things", rows[PARQUET]), ("empty", ())):
        columns = list(zip(*table_rows, strict=True)) or [()] * len(FIELDS[name])
        arrays = [pa.array(column, ARROW[field["type"]]) for column, field in zip(columns, FIELDS[name], strict=True)]
        pq.write_table(pa.table(arrays, [field["name"] for field in FIELDS[name]]), folder / "parquet" / f"{name}.parquet")
    (folder / "README.md").write_text("# Tiny\n", encoding="utf-8")
    describe(folder)
    seal(folder)
    return folder


def texts(name: str, rows: Rows) -> list[list[str | None]]:
    return [[canonical_cell(value, field) for value, field in zip(row, FIELDS[name], strict=True)] for row in rows]


def names(name: str) -> list[str]:
    return [field["name"] for field in FIELDS[name]]


def schema(name: str) -> dict[str, Any]:
    return {"fields": FIELDS[name], **({"primaryKey": ["id"]} if name == "things" else {})}


def _write_csv(file: Path, tables: Tables) -> None:
    with ZipFile(file, "w") as archive:
        resources = [{"name": n, "path": f"data/{n}.csv", "schema": f"schemas/{n}.json"} for n in tables]
        archive.writestr("datapackage.json", json.dumps({"name": "tiny", "resources": resources}))
        for name, rows in tables.items():
            archive.writestr(f"schemas/{name}.json", json.dumps(schema(name)))
            archive.writestr(f"data/{name}.csv", b"".join(canonical_csv(names(name), texts(name, rows))))


def _write_jsonl(file: Path, tables: Tables) -> None:
    with ZipFile(file, "w") as archive:
        for name, rows in tables.items():
            lines = [dict(zip(names(name), (str(v) if isinstance(v, date) else v for v in row), strict=True)) for row in rows]
            archive.writestr(f"{name}.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def _write_sqlite(file: Path, tables: Tables) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, rows in tables.items():
            columns = ", ".join(f'"{field["name"]}" {SQL[field["type"]]}' for field in FIELDS[name])
            connection.execute(f'CREATE TABLE "{name}" ({columns}) STRICT')
            values = [[str(value) if isinstance(value, date) else value for value in row] for row in rows]
            connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(FIELDS[name]))})', values)
        connection.commit()
        data = connection.serialize()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(DATABASE, data)


def _write_xlsx(file: Path, tables: Tables) -> None:
    """A workbook with a cover, a codebook, which lists the tables, and a sheet for each table."""
    codebook: list[Sequence[Any]] = [("table", "column"), *((name, column) for name in tables for column in names(name))]
    sheets: list[Sequence[Sequence[Any]]] = [[("Tiny",)], codebook, *([names(name), *rows] for name, rows in tables.items())]
    with ZipFile(file, "w") as archive:
        for number, rows in enumerate(sheets, 1):
            listed = "".join(_sheet_row(place, row) for place, row in enumerate(rows, 1))
            space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml", f'<worksheet xmlns="{space}"><sheetData>{listed}</sheetData></worksheet>'
            )


def _sheet_row(number: int, row: Sequence[Any]) -> str:
    cells = []
    for letter, value in zip("ABCDEF", row, strict=False):
        place = f'r="{letter}{number}"'
        if isinstance(value, bool):
            cells.append(f'<c {place} t="b"><v>{int(value)}</v></c>')
        elif isinstance(value, str):
            cells.append(f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>')
        elif value is not None:
            shown = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
            cells.append(f"<c {place}><v>{shown!r}</v></c>")
    return f'<row r="{number}">{"".join(cells)}</row>'


def paths(folder: Path) -> list[str]:
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(path for path in found if path not in ("SHA256SUMS", "release.json", "SHA256SUMS.sig", "SHA256SUMS.minisig"))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


DESCRIPTIONS = ("datapackage.json", "croissant.json", "dcat.ttl", "schema-org.jsonld", "huggingface/README.md")


def describe(folder: Path) -> None:
    """Write what describes the other files of the folder."""
    facts = [
        (path, (folder / path).stat().st_size, digest(folder / path)) for path in paths(folder) if path not in DESCRIPTIONS
    ]
    resources = [
        {"name": f"file-{number}", "path": path, "bytes": size, "hash": f"sha256:{sha256}"}
        for number, (path, size, sha256) in enumerate(facts)
    ]
    for resource in resources:
        if str(resource["path"]).startswith("parquet/"):
            name = Path(str(resource["path"])).stem
            resource |= {"name": name, "schema": schema(name)}
    files = [{"contentUrl": path, "contentSize": f"{size} B", "sha256": sha256} for path, size, sha256 in facts]
    _write_json(folder / "datapackage.json", {"name": "tiny", "version": "1.0.0", "resources": resources})
    _write_json(folder / "croissant.json", {"@type": "sc:Dataset", "distribution": files})
    absolute = [{**file, "contentUrl": f"https://example.org/tiny/1.0.0/{file['contentUrl']}"} for file in files]
    _write_json(folder / "schema-org.jsonld", {"@type": "Dataset", "distribution": absolute})
    statements = [
        f'<#{path}> a dcat:Distribution ;\n    dcat:byteSize "{size}"^^xsd:nonNegativeInteger ;\n'
        f'    dcat:downloadURL <{path}> ;\n    dct:title "A . \\"dot\\" ." ;\n    spdx:checksum [\n'
        f'        spdx:checksumValue "{sha256}"^^xsd:hexBinary\n    ] .\n'
        for path, size, sha256 in facts
    ]
    (folder / "dcat.ttl").write_text(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n\n" + "\n".join(statements), encoding="utf-8"
    )
    card = "---\nconfigs:\n- config_name: things\n  data_files:\n  - split: train\n    path: parquet/things.parquet\n---\n\n"
    card += "# Tiny\n\n| table | rows | content |\n|---|---:|---|\n| `things` | 3 | Things |\n| `empty` | 0 | Nothing |\n"
    (folder / "huggingface").mkdir(exist_ok=True)
    (folder / "huggingface" / "README.md").write_text(card, encoding="utf-8")


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def seal(folder: Path) -> None:
    """Write release.json and the sums of what is in the folder."""
    listed = [{"path": p, "bytes": (folder / p).stat().st_size, "sha256": digest(folder / p)} for p in paths(folder)]
    tables = [
        {"name": name, "rows": len(rows), "content_sha256": content_hash(names(name), texts(name, rows))}
        for name, rows in (("things", THINGS), ("empty", ()))
    ]
    document = {"name": "tiny", "version": "1.0.0", "day": "2026-01-02", "commit": None, "files": listed, "tables": tables}
    _write_json(folder / "release.json", {**document, "tools": {"pyarrow": "1"}})
    write_sums(folder)


def write_sums(folder: Path) -> None:
    lines = [f"{digest(folder / path)}  {path}\n" for path in sorted([*paths(folder), "release.json"])]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def with_tools(folder: Path, tools: Mapping[str, str]) -> None:
    """Name other versions of the tools in release.json."""
    document = json.loads((folder / "release.json").read_bytes())
    _write_json(folder / "release.json", {**document, "tools": dict(tools)})
    write_sums(folder)
