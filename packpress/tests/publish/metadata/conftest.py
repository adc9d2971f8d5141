"""What the tests of descriptions share: a release of a package of ships and ports, with every kind of fact."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.package.model import Package
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.facts.facts import read_facts
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile

RAW: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "ships-and-ports",
    "title": 'Ships & "ports" of Åland',
    "description": "Made up for tests: <b>not</b> data.\n\nA second paragraph </script><script>alert(1)</script> ends it.",
    "version": "1.2.0",
    "created": "2026-01-02T03:04:05Z",
    "keywords": ["ships", "no: 1", "ships"],
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "contributors": [
        {
            "title": "Dr. Zoë Ångström",
            "givenName": "Zoë",
            "familyName": "Ångström",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "organization": "Harbour & Sons",
            "roles": ["creator", "dataCurator"],
        },
        {"title": "The Harbour Office", "path": "https://example.org/office", "roles": ["publisher"]},
        {"title": "A. Helper", "roles": ["wrangler"]},
    ],
    "sources": [{"title": 'The "Log"', "path": "https://example.org/log?a=1&b=<2>"}, {"title": "A letter"}],
    "packpress:layout": "canonical",
    "packpress:counts": [{"resource": "ships", "field": "kind"}],
}
KEY = {"required": True}
PORTS: dict[str, object] = {
    "fields": [
        {"name": "id", "title": "Port", "description": "Code of the port.", "type": "string", "constraints": KEY},
        {"name": "main_id", "description": "The port that it belongs to.", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["main_id"], "reference": {"fields": ["id"]}}],
}
SHIPS: dict[str, object] = {
    "fields": [
        {"name": "id", "type": "string", "description": "Code of the ship.", "constraints": KEY},
        {"name": "port_id", "type": "string", "title": "Port", "description": "Its port.", "constraints": KEY},
        {
            "name": "length",
            "type": "number",
            "description": "Length over all.",
            "constraints": {"minimum": 0},
            "packpress:unit": "m",
        },
        {"name": "crew", "type": "integer", "description": "How many sail on it."},
        {"name": "built", "type": "date", "description": "Day on which it was built."},
        {"name": "sails", "type": "boolean", "description": "Whether it is under sail."},
        {"name": "the name", "type": "string", "description": "Its name: | and `.", "constraints": {"maxLength": 40}},
    ],
    "primaryKey": "id",
    "foreignKeys": [
        {"fields": "port_id", "reference": {"resource": "ports", "fields": "id"}},
        {"fields": "id", "reference": {"resource": "not-published", "fields": "id"}},
    ],
}
LOST: dict[str, object] = {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"}
DATA = {
    "ports": pa.table({"id": ["a", "b"], "main_id": pa.array([None, "a"], pa.string())}),
    "ships": pa.table(
        {
            "id": ["1", "2"],
            "port_id": ["a", "b"],
            "length": [12.5, None],
            "crew": pa.array([3, None], pa.int64()),
            "built": [date(1901, 2, 3), None],
            "sails": [True, None],
            "the name": ['The "Ål|and"', None],
        }
    ),
    "lost": pa.table({"id": pa.array([], pa.string())}),
}
CSV = {
    "ports": "id,main_id\na,\nb,a\n",
    "ships": 'id,port_id,length,crew,built,sails,the name\n1,a,12.5,3,1901-02-03,true,"The ""Ål|and"""\n2,b,,,,,\n',
    "lost": "id\n",
}
FILES = (
    ReleaseFile("parquet/ports.parquet", "Ports, for programs", "application/vnd.apache.parquet", 2),
    ReleaseFile("parquet/ships.parquet", "Ships, for programs", "application/vnd.apache.parquet", 2),
    ReleaseFile("parquet/lost.parquet", "Lost, for programs", "application/vnd.apache.parquet", 0),
    ReleaseFile("csv.zip", "everybody: all tables as CSV", "application/zip"),
    ReleaseFile("sqlite.zip", "SQL", "application/zip"),
    ReleaseFile("ships-and-ports.xlsx", "spreadsheets", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)

ReleaseMaker = Callable[..., Release]


def make(root: Path, raw: dict[str, Any]) -> Release:
    folder = root / "release"
    tables = []
    (folder / "parquet").mkdir(parents=True)
    for name, schema in (("ports", PORTS), ("ships", SHIPS), ("lost", LOST)):
        path = folder / "parquet" / f"{name}.parquet"
        pq.write_table(DATA[name], path)
        words = (name.title(), f"One row is one of the {name}.")
        tables.append(PublishedTable(name, *words, schema, path, DATA[name].num_rows))
    with zipfile.ZipFile(folder / "csv.zip", "w") as archive:
        for name, text in CSV.items():
            archive.writestr(f"data/{name}.csv", text)
    for file in FILES[4:]:
        (folder / file.path).write_bytes(b"-")
    return Release(Package(root, (), raw), "1.2.0", "2026-03-04", tuple(tables), folder, "0123456789" * 4)


@pytest.fixture
def make_release(tmp_path: Path) -> ReleaseMaker:
    """Makes the release in a folder of its own; keywords change properties of the descriptor, None removes them."""

    def changed(folder: str = "package", /, **properties: Any) -> Release:
        raw = {key: value for key, value in (RAW | properties).items() if value is not None}
        return make(tmp_path / folder, raw)

    return changed


@pytest.fixture
def describe(make_release: ReleaseMaker) -> Callable[..., Described]:
    """Makes the release as ``make_release`` does, and describes it with sizes and hashes that no library decides."""

    def changed(**properties: Any) -> Described:
        release = make_release(**properties)
        files = (
            DescribedFile(file.path, file.title, file.media_type, file.rows, 1000 + number, f"{number:064x}")
            for number, file in enumerate(FILES)
        )
        return Described(release, read_facts(release), tuple(files))

    return changed
