"""The second opinion agrees with the checker on what is right, but for what is written down as its known faults."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fentanyl_control.check.validate import validate
from fentanyl_control.publish.build import build

TEXT = b"a,b\n1,x\n"
SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}
GZ = gzip.compress(TEXT)


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("t.csv", TEXT)
    return sink.getvalue()


def _parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", None]}), sink)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _mode(mode: str) -> dict[str, Any]:
    return {"schema": {**SCHEMA, "fieldsMatch": mode}}


# what is right → the resource's properties, its files
RIGHT: dict[str, tuple[dict[str, Any], dict[str, bytes]]] = {
    "equal": (_mode("equal"), {"t.csv": b"b,a\nx,1\n"}),
    "subset": (_mode("subset"), {"t.csv": b"q,b,a\nz,x,1\n"}),
    "superset": (_mode("superset"), {"t.csv": b"a\n1\n"}),
    "partial": (_mode("partial"), {"t.csv": b"q,a\nz,1\n"}),
    "gz": ({"compression": "gz", "format": "csv", "bytes": len(GZ), "hash": hashlib.md5(GZ).hexdigest()}, {"t.csv.gz": GZ}),
    "zip": ({"compression": "zip", "format": "csv"}, {"t.zip": _zip()}),
    "sha256": ({"bytes": 8, "hash": f"sha256:{hashlib.sha256(TEXT).hexdigest()}"}, {"t.csv": TEXT}),
    "several files": ({"bytes": 16, "hash": hashlib.md5(2 * TEXT).hexdigest()}, {"t.csv": TEXT, "u.csv": TEXT}),
    "parquet": ({}, {"t.parquet": _parquet()}),
}


def _package(root: Path, resource: dict[str, Any], files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).write_bytes(data)
    paths = [*files] if len(files) > 1 else next(iter(files))
    table = {"name": "t", "type": "table", "path": paths, "schema": SCHEMA, **resource}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "example",
        "title": "Example",
        "resources": [table],
    }
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # frictionless leaves packed files open
@pytest.mark.parametrize(("resource", "files"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_passes_all_four_layers(resource: dict[str, Any], files: dict[str, bytes], tmp_path: Path) -> None:
    report = validate(_package(tmp_path, resource, files))
    assert (report.issues, report.layers) == ((), ("files", "cells", "rules", "second opinion"))


def test_a_package_with_parquet_of_others_is_built(tmp_path: Path) -> None:
    root = _package(tmp_path, *RIGHT["parquet"])
    built = build(root)
    assert (built.report.issues, built.rows) == ((), {"t": 2})
    assert (root / "t.parquet").read_bytes() == _parquet()
