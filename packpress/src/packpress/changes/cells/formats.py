"""Writes and reads a file of changes: a line of JSON for each ``CellLine``, or the same as CSV (RFC 4180).

In JSON a key is an object of columns with their texts. In CSV it is the text of its cell, or a JSON array if several columns
identify the rows; an empty cell is None, and an empty text is written as "".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from packpress.changes.cells.model import CHANGE_KINDS, CellLine, Names
from packpress.errors import PackageError
from packpress.package.strict_json import parse_json

_QUOTED = frozenset(',"\r\n')


def json_line(line: CellLine) -> str:
    """Returns the line as one JSON object that ends with a line feed."""
    key = None if line.key is None else dict(line.key)
    return json.dumps({**line._asdict(), "key": key}, ensure_ascii=False) + "\n"


def csv_header() -> str:
    """Returns the first line of the CSV."""
    return ",".join(CellLine._fields) + "\n"


def csv_line(line: CellLine) -> str:
    """Returns the line as a row of CSV that ends with a line feed."""
    key = None if line.key is None else [text for _, text in line.key]
    shown = key[0] if key is not None and len(key) == 1 else _text(key)
    cells = (line.table, shown, line.column, line.change, _text(line.old), _text(line.new))
    return ",".join(map(_csv_cell, cells)) + "\n"


def _text(value: str | Iterable[str] | None) -> str | None:
    """Returns a text as it is, and names as a JSON array."""
    return value if value is None or isinstance(value, str) else json.dumps(list(value), ensure_ascii=False)


def _csv_cell(text: str | None) -> str:
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if not text or not _QUOTED.isdisjoint(text) else text


def read_json_lines(lines: Iterable[str], shown: str) -> Iterator[CellLine]:
    """Yields the changes of a file in JSON lines; raises PackageError, with ``shown`` and the line, if one is invalid."""
    for number, text in enumerate(lines, 1):
        place = f"{shown}:{number}"
        raw = parse_json(text, place)
        if not _is_line(raw):
            raise PackageError(f"{place}: is not a change of a cell; write the file again from its two releases")
        key = None if raw["key"] is None else tuple(raw["key"].items())
        yield CellLine(raw["table"], key, raw["column"], raw["change"], _value(raw["old"]), _value(raw["new"]))


def _value(value: Any) -> str | Names | None:
    return tuple(value) if isinstance(value, list) else value


def _is_line(raw: Any) -> bool:
    """Returns whether the JSON value has the members of a line, each of its type."""
    if not isinstance(raw, dict) or set(raw) != set(CellLine._fields) or raw["change"] not in CHANGE_KINDS:
        return False
    key = raw["key"]
    texts = [raw["table"], *(() if key is None else key.values() if isinstance(key, dict) else (key,))]
    for value in (raw["old"], raw["new"]):
        texts += value if isinstance(value, list) else [value or ""]
    return all(isinstance(text, str) for text in (*texts, raw["column"] or ""))
