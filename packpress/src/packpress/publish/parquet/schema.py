"""The Table Schema of a Parquet table: that of its source, with the derived columns and keys between Parquet resources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from packpress.package.model import Package, Table
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.parquet.edtf_columns import derived_fields


def describe_parquet(package: Package, source: Table, source_hash: str, added: Sequence[dict[str, Any]] = ()) -> bytes:
    """The schema as JSON, UTF-8, for the Parquet table that is built from the source, with the fields added at its end."""
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
    """The foreign key with the Parquet resource in place of the one that it refers to, where there is one."""
    reference = key["reference"]
    made = package.made_from(reference["resource"], "parquet") if reference.get("resource") else None
    return {**key, "reference": {**reference, "resource": made.name}} if made else key
