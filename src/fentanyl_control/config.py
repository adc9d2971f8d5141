"""The settings of the folder in which the command runs: ``[tool.fentanyl-control]`` of its pyproject.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from fentanyl_control.errors import PackageError

_KNOWN = frozenset({"rules"})


@dataclass(frozen=True)
class Config:
    """``rules``: the Python file of rules to run, None when there is none."""

    rules: Path | None = None


def read_config(folder: Path) -> Config:
    """The settings in the folder; the defaults when it has none. Raises PackageError for a setting that is not known."""
    file = folder / "pyproject.toml"
    if not file.is_file():
        return Config()
    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("fentanyl-control", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackageError(f"pyproject.toml: is not TOML: {error}") from error
    if unknown := sorted(tool.keys() - _KNOWN):
        raise PackageError(f"pyproject.toml: [tool.fentanyl-control] does not know {', '.join(unknown)}")
    return Config(rules=folder / tool["rules"] if "rules" in tool else None)
