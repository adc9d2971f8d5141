"""A release of two small tables, as a site reads it: written by hand, so that a test takes no time for a build."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

Table = tuple[Sequence[Mapping[str, Any]], Sequence[Sequence[str]]]
"""Fields and rows."""
BOOKS: Table = (
    (
        {"name": "id", "type": "string"},
        {"name": "title", "type": "string", "title": "Title"},
        {
            "name": "kind",
            "type": "string",
            "title": "Kind",
            "categories": [{"value": "novel", "label": "A long story"}, {"value": "{play}", "label": "For the stage"}],
        },
        {"name": "printed", "type": "string", "title": "Printed", "packpress:edtf": True},
        {"name": "printed_min", "type": "date"},
        {"name": "printed_max", "type": "date"},
        {"name": "printed_precision", "type": "string"},
        {"name": "pages", "type": "integer", "title": "Pages", "packpress:unit": "{page}"},
        {"name": "sequel", "type": "string", "title": "Sequel of"},
    ),
    (
        ("b-1", "Middlemarch <i>", "novel", "1871/1872", "1871-01-01", "1872-12-31", "year", "1", ""),
        ("b-2", "Emma", "{play}", "", "", "", "", "12345", "b-1"),
    ),
)
LOANS: Table = (
    ({"name": "id", "type": "integer"}, {"name": "book", "type": "string", "title": "Book"}),
    (("1", "b-2"), ("2", "b-1")),
)
TABLES: Mapping[str, Table] = {"books": BOOKS, "loans": LOANS}
KEYS: Mapping[str, Sequence[tuple[str, str, str]]] = {"books": [("sequel", "books", "id")], "loans": [("book", "books", "id")]}


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Returns a chunk of a PNG."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


_BLACK_LINES = zlib.compress(bytes(1 + 1200 // 8) * 630)
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", (1200).to_bytes(4) + (630).to_bytes(4) + b"\1\0\0\0\0")
    + png_chunk(b"IDAT", _BLACK_LINES)
    + png_chunk(b"IEND", b"")
)
"""A black image of 1200 × 630 pixels."""
DESCRIPTOR: Mapping[str, Any] = {
    "name": "library",
    "title": "The library",
    "description": "Books & loans.",
    "version": "1.0.0",
    "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
}


def write_small_release(
    folder: Path,
    tables: Mapping[str, Table] = TABLES,
    keys: Mapping[str, Sequence[tuple[str, str, str]]] = KEYS,
    **descriptor: Any,
) -> Path:
    """Write the release; the others are properties of its descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    with ZipFile(folder / "csv.zip", "w") as archive:
        for name, (fields, rows) in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([[field["name"] for field in fields], *rows])
            archive.writestr(f"data/{name}.csv", text.getvalue())
            foreign = [
                {"fields": [field], "reference": {"resource": table, "fields": [target]}}
                for field, table, target in keys.get(name, ())
            ]
            schema = {"fields": list(fields), "primaryKey": [fields[0]["name"]], "foreignKeys": foreign}
            path = f"parquet/{name}.parquet"
            resources.append({"name": name, "title": name.capitalize(), "path": path, "format": "parquet", "schema": schema})
    document = {**DESCRIPTOR, **descriptor, "$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
    write_json(folder / "datapackage.json", {**document, "resources": resources})
    write_json(folder / "schema-org.jsonld", {"@type": "Dataset", "name": "</script>", "variableMeasured": []})
    seal_release(folder)
    return folder


def write_json(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value), encoding="utf-8")


def seal_release(folder: Path) -> None:
    """Write release.json and SHA256SUMS for the files that are there."""
    paths = sorted(file.name for file in folder.iterdir() if file.name not in ("release.json", "SHA256SUMS"))
    files = [
        {
            "path": path,
            "title": f"{path}: a file",
            "media_type": "text/plain",
            "bytes": (folder / path).stat().st_size,
            "sha256": _sha256(folder / path),
            **({"rows": 4} if path == "csv.zip" else {}),
        }
        for path in paths
    ]
    write_json(folder / "release.json", {"version": "1.0.0", "day": "2024-02-29", "commit": None, "files": files, "tables": []})
    lines = [f"{_sha256(folder / path)}  {path}\n" for path in [*paths, "release.json"]]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
