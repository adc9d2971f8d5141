"""``csv.zip``: a Data Package of the published tables as CSV, with the codebook and the licence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.package.model import DESCRIPTOR, NAMESPACE
from packpress.publish.release.content_hash import canonical_csv, canonical_rows, fields_of, names_of
from packpress.publish.release.files.reproducible_zip import Content, write_zip
from packpress.publish.release.files.texts import LICENSE, license_file
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile
from packpress.publish.release.names import CSV_ARCHIVE, ZIP_MEDIA_TYPE
from packpress.publish.release.stage import CODEBOOK_FILE

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_OF_BUILDS = (NAMESPACE + "edtf", NAMESPACE + "sourceHash")
"""Properties of fields and schemas for which a build would derive columns, which are there already."""


def write_csv_zip(release: Release) -> tuple[ReleaseFile, ...]:
    """Writes the archive: ``data/*.csv`` in canonical text, ``schemas/*.json``, ``datapackage.json`` and texts."""
    members: dict[str, Content] = {}
    with temporary_folder() as scratch:
        resources = []
        for table in release.tables:
            data, schema = f"data/{table.name}.csv", f"schemas/{table.name}.json"
            members[data] = scratch / f"{table.name}.csv"
            members[schema] = _json(_plain_schema(table))
            resources.append(_resource(release, table, data, schema, _write_csv(table, scratch / f"{table.name}.csv")))
        members[DESCRIPTOR] = _json(_descriptor(release, resources))
        if (codebook := release.folder / CODEBOOK_FILE).is_file():
            members[CODEBOOK_FILE] = codebook
        if (of_license := license_file(release.package)) is not None:
            members[LICENSE] = of_license
        write_zip(release.folder / CSV_ARCHIVE, members)
    rows = sum(table.rows for table in release.tables)
    return (ReleaseFile(CSV_ARCHIVE, "All tables as CSV, with their schemas: a Data Package", ZIP_MEDIA_TYPE, rows),)


def _write_csv(table: PublishedTable, file: Path) -> dict[str, object]:
    """Writes the table as CSV; returns the properties ``bytes`` and ``hash`` of its resource."""
    digest, size = hashlib.sha256(), 0
    with create_file(file) as stream:
        for line in canonical_csv(names_of(table), canonical_rows(table)):
            stream.write(line)
            digest.update(line)
            size += len(line)
    return {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}


def _resource(release: Release, table: PublishedTable, path: str, schema: str, of_file: dict[str, object]) -> dict[str, object]:
    words = {"title": table.title, "description": table.description}
    said: Mapping[str, Any] = {}
    if not table.is_view:
        said = release.package.table(table.name).raw
    return {
        "name": table.name,
        "type": "table",
        **{name: text for name, text in words.items() if text},
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **of_file,
        **{name: said[name] for name in ("licenses", "sources", "homepage") if name in said},
        "schema": schema,
    }


def _descriptor(release: Release, resources: list[dict[str, object]]) -> dict[str, object]:
    """Returns the descriptor of the package, of the CSV alone, and without what only packpress reads."""
    raw = release.package.raw
    kept = {name: value for name, value in raw.items() if not name.startswith(NAMESPACE) and name != "profile"}
    return {**kept, "$schema": _PROFILE, "resources": resources}


def _plain_schema(table: PublishedTable) -> dict[str, object]:
    fields = [{name: value for name, value in field.items() if name not in _OF_BUILDS} for field in fields_of(table)]
    return {**{name: value for name, value in table.schema.items() if name not in _OF_BUILDS}, "fields": fields}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
