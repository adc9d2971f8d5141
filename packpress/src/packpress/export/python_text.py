"""Writes values as Python literals, and the beginning of a generated module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from packpress.escape import printable
from packpress.export.named_table import MADE_BY
from packpress.package.model import Table


def literal(value: object) -> str:
    """Returns the value as an expression; no text can end its string, begin a line or run."""
    if isinstance(value, str):
        is_plain = value.isascii() and printable(value) == value and not {'"', "\\"} & {*value}
        return f'"{value}"' if is_plain else ascii(value) if not value.isprintable() else repr(value)
    if isinstance(value, float):
        return f'float("{value!r}")' if value != value or value in (float("inf"), float("-inf")) else repr(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{literal(name)}: {literal(item)}' for name, item in value.items())}}}"
    if value is None or isinstance(value, int):
        return repr(value)
    raise TypeError(f"{type(value).__name__} has no literal here")


def expression_literal(pattern: str) -> str:
    """Returns a regular expression as a literal: raw if that is the same text."""
    is_plain = pattern.isascii() and printable(pattern) == pattern and '"' not in pattern
    return f'r"{pattern}"' if is_plain and "\\" in pattern and not pattern.endswith("\\") else literal(pattern)


def python_day(day: date, call: str) -> str:
    """Returns a call with the day as ISO 8601: ``pd.Timestamp("2024-02-29")``."""
    return f'{call}("{day.isoformat()}")'


def beginning(table: Table, target: str, words: str, unsaid: Iterable[str], mark: str = "#") -> list[str]:
    """Returns the comment lines at the top: what made the text, what it is, and what the target cannot say."""
    lines = [
        f"{mark} {MADE_BY} {table.name} --as {target}`; change the schema and run it again.",
        f"{mark} {words}",
    ]
    return lines + [f"{mark} Not checked: {printable(item)}" for item in unsaid]


def function_name(table: Table) -> str:
    """Returns the name of the table as the end of a function's name."""
    return table.name.replace("-", "_").replace(".", "_")
