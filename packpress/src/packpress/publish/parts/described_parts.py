"""The descriptor of published Parquet of which some tables are in parts: a Data Package of its own, which names every part."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from packpress.errors import PackageError
from packpress.package.model import NAMESPACE, Package
from packpress.package.outputs.source_hash import SOURCE_HASH, SourceHashes
from packpress.package.strict_json import read_json
from packpress.publish.parquet.schema import describe_parquet

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LEFT_OUT = ("$schema", "profile", "resources", "created", "image")
"""Properties of the package that are not those of its Parquet."""
_MEDIA_TYPE = "application/vnd.apache.parquet"


def describe_parts(package: Package, paths: Mapping[str, Sequence[str]], hashes: SourceHashes) -> bytes:
    """Returns the descriptor as UTF-8 JSON; ``paths`` has those of each table's files, in the folder of the descriptor.

    References to tables that are not there are left out.
    """
    own = {name: value for name, value in package.raw.items() if name not in _LEFT_OUT and not name.startswith(NAMESPACE)}
    resources = []
    for name, files in paths.items():
        table = package.table(name)
        schema = json.loads(describe_parquet(package, table, hashes.schema(table)))
        if schema.pop("foreignKeys", None):  # which name the Parquet resources of the package
            kept = [key for key in table.schema.raw["foreignKeys"] if key["reference"].get("resource", "") in ("", *paths)]
            schema |= {"foreignKeys": kept} if kept else {}
        words = {"title": table.title, "description": table.description}
        resources.append(
            {
                "name": name,
                "type": "table",
                **{key: text for key, text in words.items() if text},
                "path": list(files) if len(files) > 1 else files[0],
                "format": "parquet",
                "mediatype": _MEDIA_TYPE,
                "schema": schema,
            }
        )
    raw = {"$schema": _PROFILE, **own, "resources": resources}
    return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def is_parts_descriptor(package: Package, file: Path) -> bool:
    """Returns whether a build of the package wrote the descriptor: every schema in it has the hash of its sources."""
    try:
        raw = read_json(file, file.name) if file.is_file() else None
    except PackageError:
        return False
    if not isinstance(raw, dict) or raw.get("name") != package.raw.get("name") or not isinstance(raw.get("resources"), list):
        return False
    schemas = [item.get("schema") for item in raw["resources"] if isinstance(item, dict)]
    return bool(schemas) and all(isinstance(schema, dict) and SOURCE_HASH in schema for schema in schemas)
