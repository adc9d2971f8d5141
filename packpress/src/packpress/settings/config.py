"""Settings of the current folder: ``[tool.packpress]`` in its pyproject.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from packpress.errors import PackageError
from packpress.escape import escape
from packpress.package.forms.local_copies import is_address
from packpress.package.paths import path_fault
from packpress.severities import OUTCOMES, Outcome
from packpress.spelling import did_you_mean, similar_names
from packpress.text_file import read_text

SETTINGS_FILE = "pyproject.toml"
KNOWN_SETTINGS = frozenset({"map", "rules", "tables", *OUTCOMES})
_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Config(NamedTuple):
    """The settings. ``rules`` is the Python file or package folder with the package's own rules, or None.

    ``everywhere`` maps rules to what is to become of their issues, ``in_tables`` the same for tables by name. ``map`` has the
    local copies of schemas and dialects by their address. ``raw`` is ``[tool.packpress]`` as written.
    """

    rules: Path | None = None
    everywhere: Mapping[str, Outcome] = _EMPTY
    in_tables: Mapping[str, Mapping[str, Outcome]] = _EMPTY
    map: Mapping[str, Path] = _EMPTY
    raw: Mapping[str, Any] = _EMPTY


def read_config(folder: Path) -> Config:
    """Returns the settings in the folder, or the defaults. Raises PackageError for an unknown setting."""
    text = read_settings_text(folder)
    return Config() if text is None else parse_config(text, folder)


def read_settings_text(folder: Path) -> str | None:
    """Returns the text of the pyproject.toml in the folder; None if there is none.

    Raises PackageError if it cannot be read, or is a link to a file outside of the folder.
    """
    if not (folder / SETTINGS_FILE).is_file():
        return None
    if (fault := path_fault(folder, SETTINGS_FILE)) is not None:
        raise PackageError(f"{SETTINGS_FILE}: {fault}")
    return read_text(folder / SETTINGS_FILE, SETTINGS_FILE)


def parse_config(text: str, folder: Path, shown: str = SETTINGS_FILE) -> Config:
    """Returns the settings in the text of a pyproject.toml, whose paths are relative to the folder.

    ``shown`` is the name of the file in messages. Raises PackageError for an unknown setting.
    """
    tool = parse_settings(text, shown)
    _require_known(tool, KNOWN_SETTINGS, shown, "[tool.packpress]")
    if not isinstance(rules := tool.get("rules"), str | None):
        raise PackageError(f"{shown}: [tool.packpress] rules must be the path of a file or folder")
    tables = tool.get("tables", {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise PackageError(f"{shown}: [tool.packpress] tables must have a table for each name, [tool.packpress.tables.NAME]")
    in_tables = {}
    for name, table in tables.items():
        where = f"[tool.packpress.tables.{escape(name)[1:-1]}]"
        _require_known(table, OUTCOMES, shown, where)
        in_tables[name] = _outcomes(table, shown, where)
    everywhere = _outcomes(tool, shown, "[tool.packpress]")
    copies = _read_map(tool.get("map", {}), folder, shown)
    return Config(None if rules is None else folder / rules, everywhere, in_tables, copies, tool)


def parse_settings(text: str, shown: str = SETTINGS_FILE) -> dict[str, Any]:
    """Returns ``[tool.packpress]`` as written; raises PackageError if it cannot be read."""
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool", {})
        tool = tool.get("packpress", {}) if isinstance(tool, dict) else tool
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{shown}: is not TOML: {error}") from error
    if not isinstance(tool, dict):
        raise PackageError(f"{shown}: [tool.packpress] must be a table")
    return tool


def _require_known(table: Mapping[str, Any], known: Iterable[str], shown: str, where: str) -> None:
    if unknown := sorted(table.keys() - {*known}):
        hint = did_you_mean(similar_names(unknown[0], sorted(known), 1)) if len(unknown) == 1 else ""
        raise PackageError(f"{shown}: unknown settings in {where}: {', '.join(unknown)}{hint}")


def _outcomes(table: Mapping[str, Any], shown: str, where: str) -> dict[str, Outcome]:
    """Returns what is to become of the issues of each rule that a table of settings lists."""
    outcomes: dict[str, Outcome] = {}
    for setting, outcome in OUTCOMES.items():
        names = table.get(setting, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise PackageError(f'{shown}: {where} {setting} must be a list of rules, such as ["cell-formula"]')
        for name in names:
            if outcomes.setdefault(name, outcome) != outcome:
                raise PackageError(f"{shown}: {where} has the rule {escape(name)} in two lists; keep one")
    return outcomes


def _read_map(given: Any, folder: Path, shown: str) -> dict[str, Path]:
    """Returns the files of the setting ``map``, a table of addresses and paths inside the folder."""
    if not isinstance(given, dict) or not all(isinstance(file, str) for file in given.values()):
        raise PackageError(f'{shown}: [tool.packpress] map must be a table of addresses and files: {{"https://…" = "…"}}')
    for address, file in given.items():
        if not is_address(address):
            where = f"{shown}: [tool.packpress] map: {escape(address)}"
            raise PackageError(f"{where} is not an address that begins with https:// or http://")
        if not (folder / file).resolve().is_relative_to(folder.resolve()):
            raise PackageError(f"{shown}: [tool.packpress] map: {address}: {file} is outside of the package; put it inside")
    return {address: folder / file for address, file in given.items()}
