"""The changelog of a package: whether it has an entry for what changed, and a draft of one in its layout.

Its layout: a heading of the second level for each version, newest first, with the date in brackets, or "Unreleased"; a
sentence on whether a reader must act; then lines under the headings Data, Schema and Code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packpress.changes.formats.markdown import code
from packpress.changes.formats.sentences import NOTHING
from packpress.changes.model import Action, Bump, Diff, SchemaChange, TableDiff
from packpress.escape import printable

_HEADING = re.compile(r"^## +\[?([^\s\]]+)\]?(?:\s.*)?$")
_PART = re.compile(r"^### +(Data|Schema|Code)\s*$")
_LINE = re.compile(r"^ *[-*+] +\S|^\S")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMED = 5
"""How many rows or values the draft names in one line."""
_VERBS: dict[Action, str] = {"removed": "removed", "renamed": "renamed", "changed": "corrected", "added": "added"}


def has_entry(new: str, old: str | None, version: str) -> bool:
    """Whether the changelog has lines for that version, or for what is not released yet, that the old one lacks."""
    before = _entry(old or "", "unreleased") | _entry(old or "", version)
    return bool((_entry(new, version) | _entry(new, "unreleased")) - before)


def _entry(changelog: str, version: str) -> set[str]:
    """The lines under Data, Schema and Code of the version."""
    found, is_here, is_part = set(), False, False
    for line in changelog.splitlines():
        if match := _HEADING.match(line):
            is_here, is_part = match[1].casefold() == version.casefold(), False
        elif line.startswith("#"):
            is_part = bool(_PART.match(line))
        elif is_here and is_part and _LINE.match(line):
            found.add(line.strip())
    return found


def draft_entry(diff: Diff, bump: Bump) -> str:
    """The entry as the changelog's layout has it, to be read and reworded by a person; ends with a line feed."""
    version = bump.new if bump.is_enough and bump.new != bump.old else bump.least
    date = diff.new.created[:10] if _DATE.match(diff.new.created) else "date"
    lines = [f"## {printable(version[:40])} ({date})" if version else "## Unreleased"]
    lines += ["", _OPENINGS[bump.part], ""]
    schema = [_schema_line(change) for change in diff.schema_changes if change.part != "none"]
    for heading, entries in (("Data", list(_data_lines(diff))), ("Schema", schema)):
        if entries:
            lines += [f"### {heading}", "", *(f"- {entry}" for entry in entries), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


# part of the version → how the entry opens: whether a reader must act
_OPENINGS = {
    "none": "Nothing changed in the tables and their schemas; there is nothing to do.",
    "patch": "Values or descriptions are corrected; load the tables again, there is nothing to change in what you have.",
    "minor": "There is more than before; there is nothing to change in what you have.",
    "major": "You must act where you use what is gone, moved, renamed or stricter; see the lines below.",
}


def _data_lines(diff: Diff) -> Iterator[str]:
    for table in diff.tables:
        for action in _VERBS:
            if table.count(action):
                yield _data_line(table, action)


def _data_line(table: TableDiff, action: Action) -> str:
    rows = [row for row in table.rows if row.action == action][:NAMED]
    count = table.count(action)
    where = f"{_name(table.name)}: {count:,} {'row' if count == 1 else 'rows'} {_VERBS[action]}"
    if action == "changed":
        named = [f"{_name(', '.join(row.key))} ({', '.join(_name(cell.column) for cell in row.cells)})" for row in rows]
    elif action == "renamed":
        named = [f"{_name(', '.join(row.key))} to {_name(row.successor)}" for row in rows]
    else:
        named = [_name(", ".join(row.key)) for row in rows]
    more = f" and {count - len(rows):,} more" if count > len(rows) else ""
    return f"{where}: {', '.join(named)}{more}."


# what happened to the structure → the line about it; {place} is the field and its table, or the table
_SCHEMA_LINES = {
    "table-added": "The table {new} is new.",
    "table-removed": "The table {old} is gone.",
    "table-renamed": "The table {old} is now {new}.",
    "field-added": "{place} is new.",
    "field-removed": "{place} is gone.",
    "field-renamed": "{place} was {old} before.",
    "fields-reordered": "{place} has its fields in another order.",
    "key-added": "{place} has a new key: {new}.",
    "key-removed": "{place} no longer has the key {old}.",
    "code-added": "{place} has a new code, {new}.",
    "code-removed": "{place} no longer has the code {old}.",
    "constraint-tightened": "{place}: {property} is stricter, {new} in place of {old}.",
    "constraint-loosened": "{place}: {property} is looser, {new} in place of {old}.",
    "file-changed": "{place}: the file differs.",
}


def _schema_line(change: SchemaChange) -> str:
    place = ".".join(part for part in (change.table, change.field) if part)
    if change.what == "property-changed" and change.part == "patch":
        return f"{_name(place) or 'The package'}: another {_name(change.property)}."
    return _SCHEMA_LINES.get(change.what, "{place}: {property} is {new} in place of {old}.").format(
        place=_name(place) or "The package",
        property=_name(change.property),
        old=_name(change.old) or NOTHING,
        new=_name(change.new) or NOTHING,
    )


def _name(text: str) -> str:
    """A name or a value as code, in a code span where none of its characters could end it, else with character references."""
    shown = text if len(text) <= 80 else text[:79] + "…"
    is_plain = printable(shown) == shown and "`" not in shown and shown == shown.strip()
    return f"`{shown}`" if shown and is_plain else code(shown)
