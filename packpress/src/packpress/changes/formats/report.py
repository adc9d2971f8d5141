"""Compares two sides and formats what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from packpress.changes.bump import bump
from packpress.changes.changelog import draft_entry
from packpress.changes.compare.diff import diff
from packpress.changes.formats.json import diff_json
from packpress.changes.formats.markdown import diff_markdown
from packpress.changes.formats.text import diff_text
from packpress.changes.model import Bump, Diff

_FORMATS: Mapping[str, Callable[[Diff, Bump], str]] = {
    "text": diff_text,
    "markdown": diff_markdown,
    "json": diff_json,
    "changelog": draft_entry,
}


def report_changes(old: Path | str, new: Path | str | None, root: Path, form: str) -> str:
    """Returns the report: text, markdown, json or changelog. Sides and errors are those of ``diff``."""
    found = diff(old, new, root=root)
    return _FORMATS[form](found, bump(found))
