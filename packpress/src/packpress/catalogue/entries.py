"""Reads the catalogue: for each rule its meaning, severity, clause, fix and example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GROUPS = ("descriptor", "schema", "text", "cells", "keys", "views", "site", "rules", "outputs", "changes", "trace", "release")
"""The TOML files next to this module, in the order of the checks."""

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """A text that breaks the rule, and the corrected text ("" if the correction depends on what is meant).

    ``what`` is the kind of text: a whole ``file``, one ``cell``, the SQL of a ``view``, the table of ``evidence`` of a package
    that is traced, or properties of the ``package``, a ``resource``, a ``schema``, a ``field`` or a ``dialect`` as JSON.
    ``given`` is the schema of the file or the field of the cell.
    """

    what: str
    given: str
    bad: str
    good: str


@dataclass(frozen=True)
class Entry:
    """One rule; ``severity`` is "error", "warning" or "error or warning". Texts have code spans in backticks."""

    rule: str
    severity: str
    means: str
    clause: str
    fix: str
    example: Example | None


@dataclass(frozen=True)
class Group:
    """The rules of one kind, with a title and a paragraph on what they have in common."""

    title: str
    about: str
    entries: tuple[Entry, ...]


@cache
def catalogue() -> tuple[Group, ...]:
    """Returns every group of rules."""
    return tuple(_read(name) for name in GROUPS)


def entries() -> Mapping[str, Entry]:
    """Returns every rule by its name, in the order of the catalogue."""
    return {entry.rule: entry for group in catalogue() for entry in group.entries}


def _read(name: str) -> Group:
    raw = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    title, about = raw.pop("title"), raw.pop("about")
    return Group(title, about, tuple(_entry(rule, item) for rule, item in raw.items()))


def _entry(rule: str, raw: Mapping[str, str]) -> Entry:
    shown = Example(raw["example"], raw.get("given", ""), raw["bad"], raw.get("good", "")) if "example" in raw else None
    return Entry(rule, raw["severity"], raw["means"], raw["clause"], raw["fix"], shown)
