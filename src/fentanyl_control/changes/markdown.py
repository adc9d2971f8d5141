"""A difference as Markdown, for the summary of a pull request: a table for each kind of change, what matters most first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fentanyl_control.changes.model import ACTIONS, Action, Bump, Diff, RowChange
from fentanyl_control.changes.words import bump_words, schema_words, side_words
from fentanyl_control.report import escape, printable

SHOWN = 50
"""How many rows a table of the page has; all changes are counted."""
_SPECIAL = re.compile(r"[!-+./:-@[-`{-~]")
# what happened to rows → the heading of its table
_HEADINGS: dict[Action, str] = {
    "removed": "Rows removed",
    "renamed": "Rows renamed",
    "changed": "Rows changed",
    "added": "Rows added",
}


def format_markdown(diff: Diff, bump: Bump) -> str:
    """The difference as GitHub Flavored Markdown; no text of a package is read as Markdown or HTML."""
    lines = [f"{_words(side_words(diff.old))} → {_words(side_words(diff.new))}", ""]
    counts = ", ".join(f"{diff.count(action):,} {action}" for action in ACTIONS)
    lines += [f"Rows: {counts}. Changes of the structure: {len(diff.schema_changes):,}.", ""]
    lines += [f"Version: {_words(bump_words(bump))}.", ""]
    changes = [(change.part, _words(schema_words(change))) for change in diff.schema_changes]
    lines += _table("Structure", ("part", "change"), changes, len(changes))
    for action in ACTIONS:
        rows = [(table.name, row) for table in diff.tables for row in table.rows if row.action == action]
        columns = ("table", "key", "column", "old", "new") if action in ("changed", "renamed") else ("table", "key", "row")
        cells = [line for name, row in rows[:SHOWN] for line in _row(name, row)]
        lines += _table(_HEADINGS[action], columns, cells, diff.count(action))
    return "\n".join(lines).rstrip("\n") + "\n"


def code(text: str, limit: int = 80) -> str:
    """The text as code, on one line, every mark of Markdown and HTML in it as a character reference; cut at ``limit``.

    In code nobody is mentioned and nothing becomes a link or an emoji.
    """
    return f"<code>{_words(escape(text, limit)[1:-1])}</code>" if text else ""


def _words(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", printable(text))


def _row(table: str, row: RowChange) -> Iterator[tuple[str, ...]]:
    """The lines of a row: one for each cell that differs, or one with its longest texts where it came or went."""
    key = code(", ".join(row.key))
    if row.action == "renamed":
        key += f" → {code(row.successor)}"
    if row.action in ("changed", "renamed"):
        for cell in row.cells:
            yield code(table), key, code(cell.column), code(cell.old), code(cell.new)
    else:
        cells = [cell.old or cell.new for cell in row.cells]
        yield code(table), key, code(" · ".join(text for text in cells if text not in row.key), 160)


def _table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    if not rows:
        return
    yield f"### {heading} ({count:,})"
    yield ""
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    yield from (f"| {' | '.join(cells)} |" for cells in rows[:SHOWN])
    yield ""
    if len(rows) > SHOWN or (count > len(rows) and count > SHOWN):
        yield "Not all are shown; `fentanyl-control diff` lists more."
        yield ""
