"""Definitions of the canonical layout that the formatter and the checker share."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from packpress.package.model import Dialect, Schema


def clean(cell: str) -> str:
    """Returns the cell as the layout has it: in NFC, without spaces at the ends."""
    return unicodedata.normalize("NFC", cell).strip(" \t")


def has_columns(header: Sequence[str], schema: Schema) -> bool:
    """Returns whether the column names are unique, and those of the schema if it requires exactly its fields."""
    is_whole = schema.fields_match in ("exact", "equal")
    return len(set(header)) == len(header) and (not is_whole or set(header) == set(schema.names))


def schema_order(header: Sequence[str], schema: Schema) -> list[str]:
    """Returns the column names in the schema's order, then those that it lacks, each once."""
    given = set(header)
    return list(dict.fromkeys([*(name for name in schema.names if name in given), *header]))


def why_left_alone(dialect: Dialect, *, has_comments: bool = False) -> str:
    """Returns why a file in the dialect has no canonical layout; "" if it has one."""
    is_counted = dialect.comment_rows or dialect.header_rows not in ((), (1,))
    what = "rows that its dialect numbers" if is_counted else "comments" if has_comments else ""
    return f"the file has {what}, which would lose their places" if what else ""


def wanted_columns(schema: Schema) -> str:
    """Returns the message for a header that is not canonical."""
    return f"the header must have exactly the columns {', '.join(schema.names)}"


LINE_BREAK = "a cell contains a line break; write it on one line"
NO_NOTATION = "the dialect cannot represent the row; change one of them"
