"""The settings of the folder in which the command runs: ``[tool.fentanyl-control]`` of its pyproject.toml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fentanyl_control.errors import PackageError
from fentanyl_control.package.text_file import read_text

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
        tool = tool.get("fentanyl-control", {}) if isinstance(tool, dict) else tool
    except (ValueError, RecursionError) as error:
        raise PackageError(f"pyproject.toml: is not TOML: {error}") from error
    if not isinstance(tool, dict):
        raise PackageError("pyproject.toml: [tool.fentanyl-control] must be a table")
    if unknown := sorted(tool.keys() - _KNOWN):
        raise PackageError(f"pyproject.toml: [tool.fentanyl-control] does not know {', '.join(unknown)}")
    if not isinstance(rules := tool.get("rules"), str | None):
        raise PackageError("pyproject.toml: [tool.fentanyl-control] rules must be the path of a file")
    return Config(rules=None if rules is None else folder / rules)
