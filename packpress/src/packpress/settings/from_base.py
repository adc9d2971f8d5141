"""Reads the settings of a package from a git revision, and reports how they differ from those of its folder.

A pull request is checked by the settings of the branch that it would change, so that it cannot switch off its own check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from packpress.changes.sides.revision import Revision
from packpress.errors import PackageError
from packpress.issue import Findings, Issue
from packpress.settings.config import SETTINGS_FILE, Config, parse_config, parse_settings, read_config, read_settings_text
from packpress.text_file import MAX_TEXT_FILE


def read_base_config(base: Revision) -> Config:
    """Returns the settings of the package at the revision; paths in them are those of its folder."""
    with base:
        opened = base.open(SETTINGS_FILE)
        if opened is None:
            return Config()
        stream, size = opened
        shown = f"{SETTINGS_FILE} in {base.revision}"
        if size > MAX_TEXT_FILE:
            raise PackageError(f"{shown}: is larger than {MAX_TEXT_FILE // 1024**2} MiB, too large for a text that people read")
        data = stream.read(size)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackageError(f"{shown}: is not UTF-8 at byte {error.start:,}; save it as UTF-8") from error
    return parse_config(text, base.root, shown)


def report_changed_settings(base: Revision, config: Config, findings: Findings) -> None:
    """Adds an issue for each setting of the folder that differs from ``config``, the settings of the revision."""
    try:
        text = read_settings_text(base.root) or ""
        now = parse_settings(text)
    except PackageError as error:
        message = f"cannot be read, unlike in {base.revision}: {str(error).removeprefix(f'{SETTINGS_FILE}: ')}"
        findings.add(Issue(SETTINGS_FILE, 0, "", "", "settings-changed", "error", message))
        return
    for name, before, after in _differences(config.raw, now):
        message = (
            f"{_verb(before, after, base.revision)}; the check used the settings of {base.revision}, so review this change"
        )
        line = _line(text, name)
        findings.add(Issue(SETTINGS_FILE, line, name, "", "settings-changed", "warning", message, _shown(after)))
    try:
        read_config(base.root)
    except PackageError as error:
        message = f"{str(error).removeprefix(f'{SETTINGS_FILE}: ')}; correct it, or later checks will stop here"
        findings.add(Issue(SETTINGS_FILE, 0, "", "", "settings-changed", "error", message))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yields each setting that differs: its dotted name, and its value before and after, None if it is absent."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) or isinstance(new, dict):
            yield from _differences(
                old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}, f"{prefix}{name}."
            )
            old, new = (None if isinstance(value, dict) else value for value in (old, new))
        if old != new or type(old) is not type(new):
            yield f"{prefix}{name}", old, new


def _verb(before: Any, after: Any, revision: str) -> str:
    if before is None:
        return f"the setting is new since {revision}"
    if after is None:
        return f"the setting was {_shown(before)} in {revision} and was removed"
    return f"the setting was {_shown(before)} in {revision}"


def _shown(value: Any) -> str:
    """Returns the value of a setting as JSON, which is how TOML writes most of them; "" if it is absent."""
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _line(text: str, name: str) -> int:
    """Returns the first line below a header ``[tool.packpress…]`` that sets the name; 0 if no line does."""
    key = re.escape(name.removeprefix("map.") if name.startswith("map.") else name.rpartition(".")[2])  # addresses have dots
    is_ours = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("["):
            is_ours = line.replace(" ", "").startswith("[tool.packpress")
        if is_ours and re.match(rf"""\s*["']?{key}["']?\s*=""", line):
            return number
    return 0
