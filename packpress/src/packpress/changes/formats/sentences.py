"""The results of a comparison as sentences; they contain texts of the packages, so escape them before showing."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.changes.model import Bump, SchemaChange, SideName

# what happened → its sentence; {place} is the table, or TABLE.FIELD
_SENTENCES: Mapping[str, str] = {
    "table-added": "the table {new} is new",
    "table-removed": "the table {old} was removed",
    "table-renamed": "the table {old} is now named {new}",
    "field-added": "{place} is new",
    "field-removed": "{place} was removed",
    "field-renamed": "{place} was named {old}",
    "fields-reordered": "{place}: the order of fields changed",
    "type-changed": "{place}: {property} {old} → {new}",
    "key-changed": "{place}: the primary key ({old}) → ({new})",
    "key-added": "{place}: new key: {property} {new}",
    "key-removed": "{place}: removed key: {property} {old}",
    "code-added": "{place}: the code {new} is new",
    "code-removed": "{place}: the code {old} was removed",
    "constraint-tightened": "{place}: {property} is stricter: {old} → {new}",
    "constraint-loosened": "{place}: {property} is looser: {old} → {new}",
    "constraint-changed": "{place}: {property} may be stricter: {old} → {new}",
    "file-changed": "{place}: the file differs",
    "property-changed": "{place}: {property} {old} → {new}",
}
NOTHING = "none"
MAX = 120
"""How many characters of a value are shown."""


def schema_words(change: SchemaChange) -> str:
    """Returns one sentence without a full stop. It quotes the descriptor: escape it before showing."""
    place = ".".join(part for part in (change.table, change.field) if part) or "the package"
    old, new = (text if len(text) <= MAX else text[: MAX - 1] + "…" for text in (change.old or NOTHING, change.new or NOTHING))
    return _SENTENCES[change.what].format(place=place, property=change.property, old=old, new=new)


def side_words(side: SideName) -> str:
    """Returns how the side was specified, with its version."""
    return f"{side.name} ({side.version})" if side.version else side.name


def bump_words(bump: Bump) -> str:
    """Returns which version the changes require and whether the new one is enough, with the first reason."""
    if bump.part == "none":
        return f"no other version than {bump.old} is needed" if bump.old else "no new version is needed"
    more = f" and {len(bump.reasons) - 1:,} more" if len(bump.reasons) > 1 else ""
    why = f"{bump.part} change ({bump.reasons[0]}{more})"
    if not bump.old:
        return f"{why}; the old package has no version to compare"
    if not bump.least:
        return f"{why}; {bump.old} is not MAJOR.MINOR.PATCH, so it only has to change"
    verdict = f"{bump.new or NOTHING} is enough" if bump.is_enough else f"{bump.new or NOTHING} is too low"
    return f"{why} requires {bump.least} or later; {verdict}"
