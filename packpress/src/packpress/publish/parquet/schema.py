"""The Table Schema of a Parquet table: its source's, plus the derived columns, with foreign keys between Parquet resources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from packpress.package.model import Package, Table
from packpress.package.outputs.added_fields import derived_fields
from packpress.package.outputs.source_hash import SOURCE_HASH


def describe_parquet(package: Package, source: Table, source_hash: str, added: Sequence[dict[str, Any]] = ()) -> bytes:
    """Returns the schema of the Parquet table built from the source, as UTF-8 JSON, with the fields ``added`` at its end."""
    fields: list[Any] = []
    for field in source.schema.fields:
        fields += [field.raw, *derived_fields(field)]
    fields += added
    described = {**source.schema.raw, "fields": fields}
    if "foreignKeys" in described:
        described["foreignKeys"] = [_between_parquet(package, key) for key in described["foreignKeys"]]
    described[SOURCE_HASH] = source_hash
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _between_parquet(package: Package, key: dict[str, Any]) -> dict[str, Any]:
    """Returns the foreign key with the referenced resource replaced by its Parquet resource, if there is one."""
    reference = key["reference"]
    made = package.made_from(reference["resource"], "parquet") if reference.get("resource") else None
    return {**key, "reference": {**reference, "resource": made.name}} if made else key
