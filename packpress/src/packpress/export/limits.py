"""What each target cannot say: the sentences of docs/schemas.md, and of the comments in what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from packpress.export.columns import TypedField, columns_of
from packpress.export.regular_expression import ecma_expression
from packpress.package.model import Table
from packpress.pattern.syntax.faults import UncheckedPatternError

# feature of a schema → what it is
FEATURES: Mapping[str, str] = {
    "type": "cells that are not a number, a boolean or a date",
    "date notation": "dates that are not written YYYY-MM-DD",
    "integer notation": "integers with a fraction",
    "text notation": "text that is not a value of its type: a `string` with a format, `time`, `datetime`, `year`, `duration`",
    "date format": "dates and times that do not have the `format` of their field, such as `%d.%m.%Y`",
    "JSON": "cells of `object`, `array` and `geojson` that are not JSON",
    "other notation": "what no pattern says of text: a point off the earth, the members of `geojson`, the items of a `list`",
    "required": "missing values in a required field",
    "unique": "repeated values of a unique field",
    "primaryKey": "repeated primary keys",
    "uniqueKeys": "repeated unique keys of several fields",
    "foreignKeys": "references to rows that do not exist",
    "enum": "values that are not in `enum` or `categories`",
    "enum of values": "numbers, booleans and dates that are not in `enum` or `categories`",
    "pattern": "cells that do not match `pattern`",
    "lengths": "text that is shorter than `minLength` or longer than `maxLength`",
    "number of items": "`minLength` and `maxLength` of lists, arrays and objects",
    "bounds": "numbers beyond `minimum`, `maximum`, `exclusiveMinimum` or `exclusiveMaximum`",
    "bounds of dates": "dates beyond such bounds",
    "bounds of text": "times, datetimes, years and durations beyond such bounds",
    "jsonSchema": "JSON that does not conform to `jsonSchema`",
}
_EVERYWHERE = frozenset({"other notation", "number of items", "bounds of text", "jsonSchema"})
# target → the features that it cannot say
CANNOT: Mapping[str, frozenset[str]] = {
    "pandera": _EVERYWHERE | {"foreignKeys"},
    "json-schema": _EVERYWHERE
    | {"date format", "JSON", "unique", "primaryKey", "uniqueKeys", "foreignKeys", "bounds of dates"},
    "duckdb": _EVERYWHERE | {"date format", "JSON", "date notation", "integer notation"},
    "sqlite": _EVERYWHERE | {"date format", "text notation", "pattern"},
    "arrow": frozenset(FEATURES) - {"type", "date notation", "integer notation", "required"},
    "polars": frozenset(FEATURES) - {"type", "integer notation", "enum"},
}
# target → what else differs from packpress
NOTES: Mapping[str, tuple[str, ...]] = {
    "pandera": (
        "NaN counts as a missing value, and numbers are float64, so two numbers that differ after 17 digits are equal.",
        "Patterns run on Python's `re`, which may take very long for some of them.",
        "A short row is read as if its last cells were empty; `packpress validate` reports it.",
    ),
    "json-schema": (
        "It describes one row as an object: a missing value is null, or its property is absent.",
        "Keys are in `x-primaryKey`, `x-uniqueKeys` and `x-foreignKeys`, bounds of dates in `x-minimum` and the like; "
        "programs that do not know these properties ignore them.",
        "JSON has no NaN and no infinity, so a row with one is rejected.",
        "A pattern with flags, such as `(?i)`, is left out.",
        "In Python's `jsonschema`, `$` also matches before a line feed at the end of the text.",
    ),
    "duckdb": (
        "Columns that differ only in case, or whose name has an unprintable character, cannot be written.",
        "NaN is greater than every number, so it meets a minimum.",
        "A foreign key is left out, with a comment, if the referenced fields are not a key, or have another type.",
        "Missing values of one field and other notations of numbers, booleans and dates must be converted before loading.",
    ),
    "sqlite": (
        "The tables are `STRICT` (SQLite 3.37). Booleans are the integers 0 and 1; dates are text.",
        "Columns that differ only in case, or whose name has an unprintable character, cannot be written.",
        "Foreign keys are enforced only after `PRAGMA foreign_keys = ON`.",
        "Missing values must be loaded as NULL, and other notations of numbers and booleans converted before.",
    ),
    "arrow": (
        "It is the schema of the Parquet file that `packpress build` writes, without the hash of its sources.",
        "A build chooses a decimal type for a number column that float64 would change; the schema has float64.",
    ),
    "polars": (
        "Names and order of the columns are those of the file; a cell that is not a value of its type raises an error.",
    ),
}


def unsaid(table: Table, target: str) -> Iterator[str]:
    """Yields for each column and key what the target does not check."""
    cannot = CANNOT[target]
    for column in columns_of(table):
        found = [feature for feature in _features(column) if feature in cannot]
        if target == "json-schema" and column.pattern is not None and not _is_portable(column.pattern):
            found.append("pattern with flags")
        if found:
            yield f"{column.name}: {', '.join(found)}"
    schema = table.schema
    keys = {"primaryKey": schema.primary_key, "uniqueKeys": schema.unique_keys, "foreignKeys": schema.foreign_keys}
    yield from (feature for feature, given in keys.items() if given and feature in cannot)


def _features(column: TypedField) -> Iterator[str]:
    """Yields the features that the column uses; of its notation, those that go beyond its Arrow type."""
    stated, kind = column.field.constraints, column.kind
    if kind.arrow == pa.date32():
        yield "date notation"
    elif kind.arrow == pa.int64():
        yield "integer notation"
    if column.is_text and kind.lexis.pattern:
        yield "text notation"
    if column.is_text and kind.form is not None:
        yield "date format"
    elif column.is_text and kind.is_json:
        yield "JSON"
    elif column.is_text and kind.lexis.judge is not None:
        yield "other notation"
    yield from (name for name in ("unique", "pattern", "jsonSchema") if stated.get(name))
    if column.is_required:
        yield "required"
    if column.allowed:
        yield "enum" if column.is_text else "enum of values"
    if {"minLength", "maxLength"} & stated.keys():
        yield "lengths" if column.lengths else "number of items"
    if {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"} & stated.keys():
        yield "bounds of text" if column.is_text else "bounds of dates" if kind.arrow == pa.date32() else "bounds"


def _is_portable(pattern: str) -> bool:
    try:
        ecma_expression(pattern)
    except UncheckedPatternError:
        return False
    return True


def describe_limits() -> str:
    """Returns the tables of docs/schemas.md, as Markdown."""
    lines = [f"| what packpress reports | {' | '.join(CANNOT)} |", f"|---|{'---|' * len(CANNOT)}"]
    for feature, words in FEATURES.items():
        lines.append(f"| {words} | {' | '.join('no' if feature in cannot else 'yes' for cannot in CANNOT.values())} |")
    for target, notes in NOTES.items():
        lines += ["", f"### {target}", "", *(f"- {note}" for note in notes)]
    return "\n".join(lines) + "\n"
