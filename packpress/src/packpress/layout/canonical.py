"""What the canonical layout is, for the formatter that makes it and the checker that asks for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from packpress.package.model import Dialect, Schema


def clean(cell: str) -> str:
    """The cell as the layout has it: composed, without space at its edges."""
    return unicodedata.normalize("NFC", cell).strip(" \t")


def has_columns(header: Sequence[str], schema: Schema) -> bool:
    """Whether each column has a name of its own, and the names are the schema's where it asks for exactly its fields."""
    is_whole = schema.fields_match in ("exact", "equal")
    return len(set(header)) == len(header) and (not is_whole or set(header) == set(schema.names))


def in_order(header: Sequence[str], schema: Schema) -> list[str]:
    """The names of the columns in the schema's order, then those that it does not have, each once."""
    given = set(header)
    return list(dict.fromkeys([*(name for name in schema.names if name in given), *header]))


def why_left_alone(dialect: Dialect, *, has_comments: bool = False) -> str:
    """Why a file in the dialect has no canonical layout, "" where it has one."""
    is_counted = dialect.comment_rows or dialect.header_rows not in ((), (1,))
    what = "rows that its dialect numbers" if is_counted else "comments" if has_comments else ""
    return f"the file has {what}, which would lose their places" if what else ""


def wanted_columns(schema: Schema) -> str:
    """What to say of a header that is no canonical one."""
    return f"the header must have exactly the columns {', '.join(schema.names)}"


LINE_BREAK = "a cell has a line break; write it as one line"
NO_NOTATION = "the dialect has no notation for the row; change one of them"
