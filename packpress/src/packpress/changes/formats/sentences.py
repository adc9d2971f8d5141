"""What a comparison found, in sentences for people; their texts are those of the packages, to be escaped when shown."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.changes.model import Bump, SchemaChange, SideName

# what happened → the sentence about it; {place} is the table or the field with its table
_SENTENCES: Mapping[str, str] = {
    "table-added": "the table {new} is new",
    "table-removed": "the table {old} is gone",
    "table-renamed": "the table {old} is now named {new}",
    "field-added": "{place} is new",
    "field-removed": "{place} is gone",
    "field-renamed": "{place} was named {old}",
    "fields-reordered": "{place}: its fields stand in another order",
    "type-changed": "{place}: {property} {old} → {new}",
    "key-changed": "{place}: the primary key ({old}) → ({new})",
    "key-added": "{place}: a new key: {property} {new}",
    "key-removed": "{place}: a key less: {property} {old}",
    "code-added": "{place}: the code {new} is new",
    "code-removed": "{place}: the code {old} is gone",
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
    """One sentence without a full stop. Its texts are as they stand in the descriptor: escape them before they are shown."""
    place = ".".join(part for part in (change.table, change.field) if part) or "the package"
    old, new = (text if len(text) <= MAX else text[: MAX - 1] + "…" for text in (change.old or NOTHING, change.new or NOTHING))
    return _SENTENCES[change.what].format(place=place, property=change.property, old=old, new=new)


def side_words(side: SideName) -> str:
    """How the side was asked for, with its version."""
    return f"{side.name} ({side.version})" if side.version else side.name


def bump_words(bump: Bump) -> str:
    """What the version must be and whether it is, with the first reason."""
    if bump.part == "none":
        return f"nothing asks for another than {bump.old or NOTHING}"
    more = f" and {len(bump.reasons) - 1:,} more" if len(bump.reasons) > 1 else ""
    why = f"{bump.part} change ({bump.reasons[0]}{more})"
    if not bump.least:
        return f"{why}; {bump.old or NOTHING} is no MAJOR.MINOR.PATCH, so only that it changes can be asked"
    verdict = f"{bump.new or NOTHING} is enough" if bump.is_enough else f"{bump.new or NOTHING} is too little"
    return f"{why} asks for {bump.least} or more; {verdict}"
