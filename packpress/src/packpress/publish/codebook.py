"""The codebook: every table, column and code of a package on one page of Markdown, with counts from the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from packpress.check.views.judge_result import ViewResult
from packpress.package.model import DESCRIPTOR, INLINE, NAMESPACE, ForeignKey, Package, Table
from packpress.package.outputs.added_fields import added_fields, derived_names
from packpress.package.outputs.part_names import folder_of_parts
from packpress.package.problems.output_paths import CODEBOOK_MARK
from packpress.proof.nearness import PLACES, Nearness, nearness
from packpress.publish.codebook_views import describe_views
from packpress.publish.entity_map import draw_map
from packpress.types.field import Field

_NOTE = " from {}, the schemas and the data ({}). Do not edit. -->"

_COUNTED = (
    "Each record counts once, at its nearest evidence: a passage, words with a locator, or a source with or without an address."
)


def describe_package(
    package: Package, tables: Mapping[str, pa.Table], source_hash: str, views: Mapping[str, ViewResult] = MappingProxyType({})
) -> str:
    """Returns the codebook as Markdown that ends with a line feed; the same for the same package."""
    title = package.raw.get("title") or package.raw.get("name")
    lines = [CODEBOOK_MARK.decode() + _NOTE.format(_descriptor(package), source_hash), "", f"# Codebook of {title}", ""]
    lines += [f"Version {package.raw.get('version', 'not stated')}. An empty cell means *not stated*.", ""]
    if drawn := draw_map(package):
        lines += [*drawn, ""]
    lines += ["| table | rows | one row |", "|---|---:|---|"]
    for resource in package.built_from:
        meaning = _cell(resource.description)
        lines.append(f"| [{resource.name}](#{resource.name}) | {tables[resource.name].num_rows:,} | {meaning} |")
    if near := nearness(package, tables):
        lines += ["", *_describe_nearness(near)]
    for resource in package.built_from:
        lines += ["", *_describe_table(package, resource, tables[resource.name])]
    lines += describe_views(views)
    return "\n".join(lines) + "\n"


def _descriptor(package: Package) -> str:
    """Returns the name of the descriptor, or words if it is not the standard one, since such a name could end the comment."""
    return DESCRIPTOR if package.descriptor == DESCRIPTOR else "the descriptor"


def _describe_nearness(near: Nearness) -> Iterator[str]:
    """Yields the records by the place of their nearest evidence: of each table, and by how its source was seen."""
    yield _COUNTED
    for first, groups in (("records", [*near.tables.items(), ("all", near.total)]), ("source", near.access.items())):
        if groups:
            yield from ("", f"| {first} | {' | '.join(PLACES)} |", "|---|" + "---:|" * len(PLACES))
            yield from (f"| {name} | {' | '.join(f'{n:,}' for n in counts)} |" for name, counts in groups)


def _describe_table(package: Package, resource: Table, table: pa.Table) -> Iterator[str]:
    yield f"## {resource.name}"
    yield ""
    parquet = package.made_from(resource.name, "parquet")
    title = f"{resource.title}." if resource.title else ""
    files = _descriptor(package) if resource.format == INLINE else f"`{'`, `'.join(resource.paths)}`"
    rows = f"{table.num_rows:,} row{'' if table.num_rows == 1 else 's'} in {files}"
    ending = f"\nand `{folder_of_parts(parquet.paths) or parquet.paths[0]}`." if parquet else "."
    yield " ".join(part for part in (title, resource.description, rows + ending) if part)
    yield ""
    key = ", ".join(f"`{name}`" for name in resource.schema.primary_key) or "none"
    yield f"Primary key: {key}."
    for unique in resource.schema.unique_keys:
        yield f"Unique together: {', '.join(f'`{name}`' for name in unique)}."
    yield ""
    yield "| column | type | filled | meaning | example |"
    yield "|---|---|---:|---|---|"
    references = {key.fields[0]: key for key in resource.schema.foreign_keys if len(key.fields) == 1}
    for field in resource.schema.fields:
        yield _describe_field(field, table[field.name], references.get(field.name), resource.name)
    for field in resource.schema.fields:
        if field.categories:
            yield ""
            yield f"Codes of `{resource.name}.{field.name}`:"
            yield ""
            yield "| code | rows | meaning |"
            yield "|---|---:|---|"
            counts = {item["values"].as_py(): item["counts"].as_py() for item in pc.value_counts(table[field.name])}
            for value, label in field.categories.items():
                yield f"| `{value}` | {counts.get(value, 0):,} | {_cell(label)} |"
    if added := added_fields(package, resource):
        yield from ("", "### Added by the build", "", "Parquet has these columns as well.", "")
        yield from ("| column | type | meaning | values |", "|---|---|---|---|")
        for described in added:
            meaning = _cell(described["description"])
            yield f"| `{described['name']}` | {described['type']} | {meaning} | {_values(described)} |"


def _describe_field(field: Field, column: pa.ChunkedArray, key: ForeignKey | None, owner: str) -> str:
    filled = f"{100 * (len(column) - column.null_count) / len(column):.0f} %" if len(column) else "-"
    meaning = _cell(field.description)
    if unit := field.raw.get(NAMESPACE + "unit"):
        meaning += f" Unit: `{unit}`."
    if unit_field := field.raw.get(NAMESPACE + "unitField"):
        meaning += f" Unit: as `{unit_field}` says."
    if key:
        meaning += f" Refers to `{key.resource or owner}.{key.reference_fields[0]}`."
    if field.is_edtf:
        meaning += f" In Parquet with `{'`, `'.join(derived_names(field))}`."
    if field.is_required:
        meaning += " Never empty."
    example = str(field.raw.get("example", ""))
    example = example.lower() if isinstance(field.raw.get("example"), bool) else example
    kind = "EDTF date" if field.is_edtf else field.type
    return f"| `{field.name}` | {kind} | {filled} | {meaning} | {f'`{_cell(example)}`' if example else ''} |"


def _values(described: dict[str, Any]) -> str:
    """Returns the codes of a column that the build adds, each with its meaning, or else an example of its values."""
    codes = [f"`{code['value']}` ({_cell(code['label'])})" for code in described.get("categories", ())]
    return ", ".join(codes) or f"such as `{described['example']}`"


def _cell(text: str) -> str:
    """Returns the text as the content of a Markdown table cell."""
    return " ".join(text.split()).replace("|", "\\|")
