"""The changelog of a package: checks whether it mentions the changes, and drafts an entry.

Layout: a second-level heading for each version, newest first, with the date in parentheses, or "Unreleased"; a sentence on
whether a reader must act; then lines under the headings Data, Schema and Code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packpress.changes.formats.markdown import inline_code
from packpress.changes.formats.sentences import NOTHING
from packpress.changes.model import Action, Bump, Diff, SchemaChange, TableDiff
from packpress.escape import printable

_HEADING = re.compile(r"^## +\[?([^\s\]]+)\]?(?:\s.*)?$")
_PART = re.compile(r"^### +(Data|Schema|Code)\s*$")
_LINE = re.compile(r"^ *[-*+] +\S|^\S")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMED = 5
"""How many rows or values one line of the draft names."""
_VERBS: dict[Action, str] = {"removed": "removed", "renamed": "renamed", "changed": "corrected", "added": "added"}


def has_entry(new: str, old: str | None, version: str) -> bool:
    """Returns whether the changelog has lines for that version, or under Unreleased, that the old one lacks."""
    before = _entry(old or "", "unreleased") | _entry(old or "", version)
    return bool((_entry(new, version) | _entry(new, "unreleased")) - before)


def _entry(changelog: str, version: str) -> set[str]:
    """Returns the lines under Data, Schema and Code of the version."""
    found, is_here, is_part = set(), False, False
    for line in changelog.splitlines():
        if match := _HEADING.match(line):
            is_here, is_part = match[1].casefold() == version.casefold(), False
        elif line.startswith("#"):
            is_part = bool(_PART.match(line))
        elif is_here and is_part and _LINE.match(line):
            found.add(line.strip())
    return found


def version_section(changelog: str, version: str) -> str:
    """Returns the part of the changelog on that version, from its heading to the next; "" if it has none."""
    found: list[str] = []
    for line in changelog.splitlines():
        match = _HEADING.match(line)
        if found and (match or line.startswith("# ")):
            break
        if found or (match and match[1].casefold().removeprefix("v") == version.casefold().removeprefix("v")):
            found.append(line)
    return "\n".join(found).rstrip() + "\n" if found else ""


def draft_entry(diff: Diff, bump: Bump) -> str:
    """Returns a draft of the entry in the layout above, for a person to reword; ends with a line feed."""
    version = bump.new if bump.is_enough and bump.new != bump.old else bump.least
    date = diff.new.created[:10] if _DATE.match(diff.new.created) else "date"
    lines = [f"## {printable(version[:40])} ({date})" if version else "## Unreleased"]
    lines += ["", _OPENINGS[bump.part], ""]
    schema = [_schema_line(change) for change in diff.schema_changes if change.part != "none"]
    for heading, entries in (("Data", list(_data_lines(diff))), ("Schema", schema)):
        if entries:
            lines += [f"### {heading}", "", *(f"- {entry}" for entry in entries), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


# part of the version → the first sentence of the entry, on whether a reader must act
_OPENINGS = {
    "none": "Tables and schemas are unchanged; there is nothing to do.",
    "patch": "Values or descriptions are corrected; load the tables again, your code need not change.",
    "minor": "There is more than before; your code need not change.",
    "major": "You must act if you use what was removed, moved, renamed or made stricter; see the lines below.",
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


# what happened to the structure → its line; {place} is the table, or TABLE.FIELD
_SCHEMA_LINES = {
    "table-added": "The table {new} is new.",
    "table-removed": "The table {old} was removed.",
    "table-renamed": "The table {old} is now {new}.",
    "field-added": "{place} is new.",
    "field-removed": "{place} was removed.",
    "field-renamed": "{place} was {old}.",
    "fields-reordered": "{place} has its fields in another order.",
    "key-added": "{place} has a new key: {new}.",
    "key-removed": "{place} no longer has the key {old}.",
    "code-added": "{place} has a new code, {new}.",
    "code-removed": "{place} no longer has the code {old}.",
    "constraint-tightened": "{place}: {property} is stricter, {new} instead of {old}.",
    "constraint-loosened": "{place}: {property} is looser, {new} instead of {old}.",
    "file-changed": "{place}: the file differs.",
}


def _schema_line(change: SchemaChange) -> str:
    place = ".".join(part for part in (change.table, change.field) if part)
    if change.what == "property-changed" and change.part == "patch":
        return f"{_name(place) or 'The package'}: {_name(change.property)} changed."
    return _SCHEMA_LINES.get(change.what, "{place}: {property} is {new} instead of {old}.").format(
        place=_name(place) or "The package",
        property=_name(change.property),
        old=_name(change.old) or NOTHING,
        new=_name(change.new) or NOTHING,
    )


def _name(text: str) -> str:
    """Returns a name or value as code: in a code span, or with character references if it could end the span."""
    shown = text if len(text) <= 80 else text[:79] + "…"
    is_plain = printable(shown) == shown and "`" not in shown and shown == shown.strip()
    return f"`{shown}`" if shown and is_plain else inline_code(shown)
