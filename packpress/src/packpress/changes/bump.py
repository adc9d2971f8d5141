"""The version that a diff requires, by the Data Package recipe "Data Package Version"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packpress.changes.formats.sentences import schema_words
from packpress.changes.model import PARTS, Action, Bump, Diff, TableDiff, VersionPart

# Semantic Versioning 2.0.0, clauses 2, 9 and 10
_NUMBER = r"(0|[1-9][0-9]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")
Precedence = tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]

# what happened to rows → the part of the version to increment; for rows that others may refer to, see _row_part
_ROW_PARTS: dict[Action, VersionPart] = {"removed": "minor", "renamed": "minor", "changed": "patch", "added": "minor"}
_VERBS: dict[Action, str] = {"removed": "removed", "renamed": "renamed", "changed": "corrected", "added": "added"}


def bump(diff: Diff) -> Bump:
    """Returns what the diff requires of the version, and whether the new side's version is enough.

    Before 1.0.0 the minor number is incremented instead of the major one (Semantic Versioning 2.0.0, clause 4).
    """
    found = [*_schema_reasons(diff), *(reason for table in diff.tables for reason in _row_reasons(table))]
    part: VersionPart = max((part for part, _ in found), key=PARTS.index, default="none")
    reasons = tuple(reason for its_part, reason in found if its_part == part)
    old, new = diff.old.version, diff.new.version
    least = least_version(old, part)
    return Bump(part, reasons, old, new, least, _is_enough(old, new, least, part))


def least_version(old: str, part: VersionPart) -> str:
    """Returns the lowest version after ``old`` for a change of that part; "" if ``old`` is not MAJOR.MINOR.PATCH."""
    match = _VERSION.fullmatch(old)
    if match is None:
        return ""
    major, minor, patch = (int(number) for number in match.groups()[:3])
    if part == "none":
        return old
    if match[4]:
        return f"{major}.{minor}.{patch}"  # a pre-release may change in any way
    if part == "patch":
        return f"{major}.{minor}.{patch + 1}"
    if part == "minor" or major == 0:
        return f"{major}.{minor + 1}.0"
    return f"{major + 1}.0.0"


def _is_enough(old: str, new: str, least: str, part: VersionPart) -> bool:
    """Returns whether the new version reaches the lowest one; one that is not MAJOR.MINOR.PATCH only has to differ."""
    if not least:
        return new != old or part == "none" or not old
    reached, wanted = precedence(new), precedence(least)
    if reached is None or wanted is None:
        return False
    before = precedence(old)
    if before is not None and before[3] is False and before[:3] == wanted[:3]:
        return reached > before  # from a pre-release to the next one, or to the release
    return reached >= wanted


def precedence(version: str) -> Precedence | None:
    """Returns a sort key for the version (Semantic Versioning 2.0.0, clause 11); None if it is not one."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return None
    major, minor, patch = (int(number) for number in match.groups()[:3])
    labels = match[4].split(".") if match[4] else []
    ordered = tuple((not label.isdigit(), int(label) if label.isdigit() else 0, label) for label in labels)
    return major, minor, patch, not labels, ordered


def _schema_reasons(diff: Diff) -> Iterator[tuple[VersionPart, str]]:
    for change in diff.schema_changes:
        yield change.part, schema_words(change)


def _row_reasons(table: TableDiff) -> Iterator[tuple[VersionPart, str]]:
    for action, verb in _VERBS.items():
        if number := table.count(action):
            noun = "row" if number == 1 else "rows"
            aside = ", which other tables refer to" if _row_part(table, action) == "major" else ""
            yield _row_part(table, action), f"{table.name}: {number:,} {noun} {verb}{aside}"


def _row_part(table: TableDiff, action: Action) -> VersionPart:
    """Returns "major" for removed or renamed rows of a table that others refer to: a reader's own tables may do so too."""
    return "major" if table.is_referenced and action in ("removed", "renamed") else _ROW_PARTS[action]
