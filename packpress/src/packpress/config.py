"""Settings of the current folder: ``[tool.packpress]`` in its pyproject.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from packpress.errors import PackageError
from packpress.text_file import read_text

_KNOWN = frozenset({"map", "rules"})


class Config(NamedTuple):
    """The settings. ``rules`` is the Python file with the package's own rules, or None.

    ``map`` has the local copies of schemas and dialects by their address; they are inside the folder.
    """

    rules: Path | None = None
    map: Mapping[str, Path] = MappingProxyType({})


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
    return Config(None if rules is None else folder / rules, _read_map(tool.get("map", {}), folder))


def _read_map(given: Any, folder: Path) -> dict[str, Path]:
    """Returns the files of the setting ``map``, a table of addresses and paths inside the folder."""
    if not isinstance(given, dict) or not all(isinstance(file, str) for file in given.values()):
        raise PackageError('pyproject.toml: [tool.packpress] map must be a table of addresses and files: {"https://…" = "…"}')
    for address, file in given.items():
        if not (folder / file).resolve().is_relative_to(folder.resolve()):
            raise PackageError(
                f"pyproject.toml: [tool.packpress] map: {address}: {file} is outside of the package; put it inside"
            )
    return {address: folder / file for address, file in given.items()}
