"""Compares two sides and formats what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from packpress.changes.bump import bump
from packpress.changes.changelog import draft_entry
from packpress.changes.compare.diff import diff
from packpress.changes.formats.csv import format_csv
from packpress.changes.formats.json import format_json
from packpress.changes.formats.markdown import format_markdown
from packpress.changes.formats.text import format_text
from packpress.changes.model import Bump, Diff

_FORMATS: Mapping[str, Callable[[Diff, Bump], str]] = {
    "text": format_text,
    "markdown": format_markdown,
    "json": format_json,
    "changelog": draft_entry,
}


def report_changes(old: Path | str, new: Path | str | None, root: Path, form: str) -> Iterator[str]:
    """Yields the report in chunks: text, markdown, json, changelog or csv. Sides and errors are those of ``diff``."""
    if form == "csv":
        yield from format_csv(old, new, root)
    else:
        found = diff(old, new, root=root)
        yield _FORMATS[form](found, bump(found))
