"""The descriptor of a release: every table as Parquet with its Table Schema, and every other file, with size and hash.

A table is described by its Parquet file, which has its types; the CSV files in ``csv.zip`` have a descriptor of their own
beside them. Properties that name what a release does not have, such as the layout of CSV, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from packpress.package.model import DESCRIPTOR, NAMESPACE
from packpress.publish.metadata.facts.columns import PublishedKey, published_keys
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.notation.json_text import json_text
from packpress.publish.release.model import PublishedTable

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LEFT_OUT = frozenset(("$schema", "profile", "resources", "created", "image", NAMESPACE + "layout", NAMESPACE + "views"))
"""Properties of the package that the release does not have: it has a profile, resources and a day of its own."""
_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def descriptor_text(described: Described) -> str:
    """Returns the descriptor as JSON."""
    raw = described.release.package.raw
    kept = {name: value for name, value in raw.items() if name not in _LEFT_OUT}
    package = {"$schema": _PROFILE, **kept, "version": described.facts.version}
    if described.facts.day:
        package["created"] = f"{described.facts.day}T00:00:00Z"
    keys = published_keys(described.release)
    tables = [_table(table, file, keys) for table in described.tables if (file := described.parquet(table))]
    package["resources"] = [*tables, *_others(described, {table["path"] for table in tables})]
    return json_text(package)


def _table(table: PublishedTable, file: DescribedFile, keys: tuple[PublishedKey, ...]) -> dict[str, Any]:
    words = {"title": table.title, "description": table.description}
    return {
        "name": table.name,
        "type": "table",
        **{name: text for name, text in words.items() if text},
        **_file(file),
        **({NAMESPACE + "view": True} if table.is_view else {}),
        "schema": _schema(table, keys),
    }


def _file(file: DescribedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "format": file.path.rpartition(".")[2].lower(),
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def _schema(table: PublishedTable, keys: tuple[PublishedKey, ...]) -> dict[str, Any]:
    """Returns the Table Schema with foreign keys to the tables of the release; a reference to no table of it is left out.

    A table that refers to itself is named, as by any other: frictionless requires a name where the standard may omit it.
    """
    kept = {name: value for name, value in table.schema.items() if name not in ("$schema", "foreignKeys")}
    references = [
        {"fields": list(key.fields), "reference": {"resource": key.target, "fields": list(key.target_fields)}}
        for key in keys
        if key.table == table.name
    ]
    return {"$schema": _SCHEMA_PROFILE, **kept} | ({"foreignKeys": references} if references else {})


def _others(described: Described, tables: set[str]) -> Iterator[dict[str, Any]]:
    """Yields the resources of the other files, each with a name that no table has."""
    taken = {table.name for table in described.tables}
    for file in described.files:
        if file.path not in tables and file.path != DESCRIPTOR:
            name = _name(file.path, taken)
            taken.add(name)
            yield {"name": name, "title": file.title, **_file(file)}


def _name(path: str, taken: set[str]) -> str:
    """Returns a name from the path in the characters that a resource's name may have."""
    name = re.sub(r"[^a-z0-9._-]+|\.{2,}", "-", path.lower()).strip(".-_") or "file"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
