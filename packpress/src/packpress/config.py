"""The settings of the folder in which the command runs: ``[tool.packpress]`` of its pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from packpress.errors import PackageError
from packpress.text_file import read_text

_KNOWN = frozenset({"rules"})


class Config(NamedTuple):
    """``rules``: the Python file of rules to run, None when there is none."""

    rules: Path | None = None


def read_config(folder: Path) -> Config:
    """The settings in the folder; the defaults when it has none. Raises PackageError for a setting that is not known."""
    file = folder / "pyproject.toml"
    if not file.is_file():
        return Config()
    import tomllib

    try:
        tool = tomllib.loads(read_text(file, file.name)).get("tool", {})
        tool = tool.get("packpress", {}) if isinstance(tool, dict) else tool
    except (ValueError, RecursionError) as error:
        raise PackageError(f"pyproject.toml: is not TOML: {error}") from error
    if not isinstance(tool, dict):
        raise PackageError("pyproject.toml: [tool.packpress] must be a table")
    if unknown := sorted(tool.keys() - _KNOWN):
        raise PackageError(f"pyproject.toml: [tool.packpress] does not know {', '.join(unknown)}")
    if not isinstance(rules := tool.get("rules"), str | None):
        raise PackageError("pyproject.toml: [tool.packpress] rules must be the path of a file")
    return Config(rules=None if rules is None else folder / rules)
