"""A diff as Markdown for the summary of a pull request: one table per kind of change, most important first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from packpress.changes.model import ACTIONS, Action, Bump, Diff, RowChange, SideName
from packpress.escape import escape

MAX_TABLE_ROWS = 50
"""How many rows a table of the page shows; all changes are counted."""
REASONS = 3
"""How many reasons for the version are listed."""
_SPECIAL = re.compile(r"[!-+./:-@[-`{-~]")
# what happened to rows → the heading of their table
_HEADINGS: dict[Action, str] = {
    "removed": "Rows removed",
    "renamed": "Rows renamed",
    "changed": "Rows changed",
    "added": "Rows added",
}


def diff_markdown(diff: Diff, bump: Bump) -> str:
    """Returns the diff as GitHub Flavored Markdown; texts from a package are never interpreted as Markdown or HTML."""
    lines = [f"{_side(diff.old)} → {_side(diff.new)}", ""]
    counts = ", ".join(f"{diff.count(action):,} {action}" for action in ACTIONS)
    lines += [f"Rows: {counts}. Structural changes: {len(diff.schema_changes):,}.", "", _version(bump), ""]
    columns = ("part", "change", "table", "field", "property", "old", "new")
    changes = [
        (c.part, c.what, *(inline_code(text) for text in (c.table, c.field, c.property, c.old, c.new)))
        for c in diff.schema_changes
    ]
    lines += _table("Structure", columns, changes, len(changes))
    for action in ACTIONS:
        names = ("table", "key", "column", "old", "new") if action in ("changed", "renamed") else ("table", "key", "row")
        cells = [line for table, row in diff.rows(action, MAX_TABLE_ROWS) for line in _row(table.name, row)]
        lines += _table(_HEADINGS[action], names, cells, diff.count(action))
    return "\n".join(lines).rstrip("\n") + "\n"


def inline_code(text: str, limit: int = 80) -> str:
    """Returns the text as inline code, cut at ``limit``, with every Markdown and HTML mark as a character reference.

    Inside code, GitHub creates no mentions, links or emoji.
    """
    shown = escape(text, limit)[1:-1].replace(r"\"", '"')
    marked = _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", shown).replace(
        "&#64;", "&#64;<wbr>"
    )  # otherwise an address becomes a link
    return f"<code>{marked}</code>" if text else ""


def _side(side: SideName) -> str:
    return f"{inline_code(side.name)} ({inline_code(side.version)})" if side.version else inline_code(side.name)


def _version(bump: Bump) -> str:
    """Returns a sentence on whether the new version reflects the changes, with the first reasons."""
    if bump.part == "none":
        return "Version: no new version is needed."
    reasons = ", ".join(inline_code(reason, 160) for reason in bump.reasons[:REASONS])
    more = f" and {len(bump.reasons) - REASONS:,} more" if len(bump.reasons) > REASONS else ""
    asked = f" It must be {inline_code(bump.least)} or later:" if bump.least else ""
    verdict = "is enough" if bump.is_enough else "is **too low**"
    return f"Version: a {bump.part} change ({reasons}{more}).{asked} {inline_code(bump.new) or 'none'} {verdict}."


def _row(table: str, row: RowChange) -> Iterator[tuple[str, ...]]:
    """Yields the lines of a row: one per cell that differs, or one with its longest texts if it was added or removed."""
    key = inline_code(", ".join(row.key))
    if row.action == "renamed":
        key += f" → {inline_code(row.successor)}"
    if row.action in ("changed", "renamed"):
        for cell in row.cells:
            yield inline_code(table), key, inline_code(cell.column), inline_code(cell.old), inline_code(cell.new)
    else:
        cells = [cell.old or cell.new for cell in row.cells]
        yield inline_code(table), key, inline_code(" · ".join(text for text in cells if text not in row.key), 160)


def _table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    if not rows:
        return
    yield f"### {heading} ({count:,})"
    yield ""
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    yield from (f"| {' | '.join(cells)} |" for cells in rows[:MAX_TABLE_ROWS])
    yield ""
    if len(rows) > MAX_TABLE_ROWS or (count > len(rows) and count > MAX_TABLE_ROWS):
        yield "Not all are shown; `packpress diff --format csv` lists every changed row."
        yield ""
