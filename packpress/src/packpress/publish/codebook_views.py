"""The part of the codebook on views: what each answers, the columns of its result, and its SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyarrow as pa

from packpress.check.views.judge_result import ViewResult
from packpress.package.model import NAMESPACE, View
from packpress.types.field import Field


def describe_views(results: Mapping[str, ViewResult]) -> Iterator[str]:
    """Yields the lines of the sections, each of which begins with an empty line; no lines without views."""
    for result in results.values():
        yield from _describe_view(result.view, result.typed.values)


def _describe_view(view: View, values: pa.Table) -> Iterator[str]:
    yield from ("", f"## {view.name}", "")
    title = f"{view.table.title}." if view.table.title else ""
    rows = f"A view: {values.num_rows:,} row{'' if values.num_rows == 1 else 's'}, the result of `{view.path}`."
    yield " ".join(part for part in (title, view.table.description, rows) if part)
    yield from ("", "| column | type | filled | meaning |", "|---|---|---:|---|")
    for field in view.table.schema.fields:
        yield _describe_column(field, values[field.name])
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", view.sql)), default=0))
    yield from ("", f"{fence}sql", *view.sql.strip().splitlines(), fence)


def _describe_column(field: Field, column: pa.ChunkedArray) -> str:
    filled = f"{100 * (len(column) - column.null_count) / len(column):.0f} %" if len(column) else "-"
    unit = field.raw.get(NAMESPACE + "unit")
    words = [field.description or field.title, f"Unit: `{unit}`." if unit else ""]
    meaning = " ".join(" ".join(filter(None, words)).split()).replace("|", "\\|")
    kind = "EDTF date" if field.is_edtf else field.type
    return f"| `{field.name}` | {kind} | {filled} | {meaning} |"
