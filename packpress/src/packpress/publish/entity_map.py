"""The map of a package: its tables and the references between them, as an entity relationship diagram of Mermaid.

The notation is that of https://mermaid.js.org/syntax/entityRelationshipDiagram.html; GitHub draws it where it is in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from packpress.package.model import ForeignKey, Package, Schema, Table

MOST = 50_000
"""How many characters Mermaid draws: its default ``maxTextSize``."""
_LEGEND = (
    "Each line of this map leads from a table to one that refers to it, and names the columns that do. "
    "It is dashed where the reference may be empty."
)
_KEY_WORD = re.compile(r"(?:pk|fk|uk)(?![A-Za-z0-9_])", re.IGNORECASE)
"""A name that begins so would be read as the mark of a key."""

_MEANINGFUL = re.compile(r"[^\w .,/-]")


def draw_map(package: Package) -> list[str]:
    """Returns the map as lines of Markdown: a legend and a fenced block; empty if no table refers to another one or itself.

    The columns of keys and references are left out of a map that is larger than Mermaid draws; if that is too little, the
    result is empty too.
    """
    tables = {table.name: table for table in package.built_from}
    if not any(table.schema.foreign_keys for table in tables.values()):
        return []
    lines = ["erDiagram", *_entities(tables), *_references(tables)]
    if _size(lines) > MOST:
        lines = ["erDiagram", *(f"    {_quoted(name)}" for name in tables), *_references(tables)]
    return [_LEGEND, "", "```mermaid", *lines, "```"] if _size(lines) <= MOST else []


def _size(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _entities(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yields each table with the columns of its primary key, those that refer, and those to which others refer."""
    used = {(table.name, name) for table, key in _keys(tables) for name in key.fields}
    used |= {(key.resource, name) for _, key in _keys(tables) for name in key.reference_fields}
    for table in tables.values():
        schema = table.schema
        referring = {name for key in schema.foreign_keys for name in key.fields}
        lines = []
        for field in schema.fields:
            marks = {"PK": field.name in schema.primary_key, "FK": field.name in referring}
            if marks["PK"] or (table.name, field.name) in used:
                marks["UK"] = not marks["PK"] and _is_unique(schema, (field.name,))
                shown = ", ".join(mark for mark, has in marks.items() if has)
                lines.append(f"        {_attribute(field.type, field.name, shown)}")
        yield from (f"    {_quoted(table.name)} {{", *lines, "    }") if lines else (f"    {_quoted(table.name)}",)


def _references(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yields the line of each foreign key, in the order of the tables and of their keys."""
    for table, key in _keys(tables):
        schema = table.schema
        is_required = all(schema.field(name).is_required or name in schema.primary_key for name in key.fields)
        parent = tables.get(key.resource)
        is_one = parent is None or _is_unique(parent.schema, key.reference_fields)
        left = ("||" if is_required else "|o") if is_one else ("}|" if is_required else "}o")
        right = "o|" if _is_unique(schema, key.fields) else "o{"
        line = f"{left}{'--' if is_required else '..'}{right}"
        yield f"    {_quoted(key.resource)} {line} {_quoted(table.name)} : {_quoted(', '.join(key.fields))}"


def _keys(tables: Mapping[str, Table]) -> Iterator[tuple[Table, ForeignKey]]:
    """Yields each foreign key with its table; its resource is that table where it refers to its own rows."""
    for table in tables.values():
        for key in table.schema.foreign_keys:
            yield table, key._replace(resource=key.resource or table.name)


def _is_unique(schema: Schema, names: Sequence[str]) -> bool:
    """Returns whether no two rows can have the same values in these columns, which include a key or a unique column."""
    keys = [keys for keys in (schema.primary_key, *schema.unique_keys) if keys]
    keys += [(field.name,) for field in schema.fields if field.constraints.get("unique")]
    return any(set(key) <= set(names) for key in keys)


def _attribute(kind: str, name: str, marks: str) -> str:
    """Returns the column as an attribute; a name that Mermaid cannot read is spelt with ``_``, and follows in quotes."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", name)
    if not safe[:1].isalpha() or _KEY_WORD.match(safe):
        safe = f"_{safe}"
    return " ".join(filter(None, (kind, safe, marks, _quoted(name) if safe != name else "")))


def _quoted(text: str) -> str:
    """Returns the text as a name in quotes, with the characters that have a meaning there as entity codes of Mermaid."""
    return '"' + _MEANINGFUL.sub(lambda found: f"#{ord(found[0])};", text) + '"'
