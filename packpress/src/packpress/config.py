"""Settings of the current folder: ``[tool.packpress]`` in its pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from packpress.errors import PackageError
from packpress.text_file import read_text

_KNOWN = frozenset({"rules"})


class Config(NamedTuple):
    """The settings. ``rules`` is the Python file with the package's own rules, or None."""

    rules: Path | None = None


def read_config(folder: Path) -> Config:
    """Returns the settings in the folder, or the defaults. Raises PackageError for an unknown setting."""
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
        raise PackageError(f"pyproject.toml: unknown settings in [tool.packpress]: {', '.join(unknown)}")
    if not isinstance(rules := tool.get("rules"), str | None):
        raise PackageError("pyproject.toml: [tool.packpress] rules must be a file path")
    return Config(rules=None if rules is None else folder / rules)
