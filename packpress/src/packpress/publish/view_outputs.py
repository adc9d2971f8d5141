"""Makes the files of views: the result of each as CSV and Parquet, with its schema where tables have theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pyarrow as pa

from packpress.check.views.judge_result import ViewResult
from packpress.fidelity.verify import verify_sorted
from packpress.issue import Findings
from packpress.package.model import Package, Table
from packpress.package.outputs.source_hash import SOURCE_HASH, SourceHashes
from packpress.publish.parquet.column_types import converted_columns
from packpress.publish.parquet.exact import decimal_columns
from packpress.publish.parquet.table import typed_columns, write_parquet
from packpress.publish.targets import Target, Targets
from packpress.types.field import EDTF


def view_outputs(
    package: Package, targets: Targets, results: Mapping[str, ViewResult], hashes: SourceHashes, findings: Findings
) -> dict[Target, bytes]:
    """Returns the content of every file of the views, Parquet before CSV.

    Adds an issue for each number that no type of Parquet holds. Raises LostValueError if Parquet differs from the CSV.
    """
    outputs: dict[Target, bytes] = {}
    for name, (csv, parquet, schema) in targets.views.items():
        result = results[name]
        table, checker = _without_derived(result.view.table), result.typed.checker
        decimals = decimal_columns({name: result.typed}, findings)[name]
        if len(decimals) < len(checker.inexact):
            continue  # reported
        typed = typed_columns(table, result.typed.values, {**converted_columns(result.typed), **decimals})
        verification = verify_sorted(table, checker.read_again(), typed, None, {})
        outputs[parquet] = write_parquet(package, table, typed, hashes.view(result.view, result.data))
        verification.close(pa.py_buffer(outputs[parquet]), typed)
        outputs[csv] = result.data
        if schema is not None:
            described = {**table.schema.raw, SOURCE_HASH: hashes.view_schema(result.view)}
            outputs[schema] = (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return outputs


def _without_derived(table: Table) -> Table:
    """Returns the table without the mark of EDTF dates: a view has exactly the columns of its schema."""
    fields = tuple(
        field._replace(raw={name: value for name, value in field.raw.items() if name != EDTF}) for field in table.schema.fields
    )
    return Table.of(table, table.schema._replace(fields=fields))
