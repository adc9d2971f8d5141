"""Turns inline data into rows of text, so that a number is judged like the same digits in a file."""

from __future__ import annotations

import json
from typing import Any


def text_of_json(value: Any) -> str | None:
    """Returns the value as the text of a cell; None for null."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def text_rows(data: list[Any]) -> list[Any]:
    """Returns the rows, which are objects or arrays, with the text of each cell; objects all have the same names.

    >>> text_rows([{"id": 1}, {"id": 2, "due": None}])
    [{'id': '1', 'due': None}, {'id': '2', 'due': None}]
    """
    if data and isinstance(data[0], dict):
        names = dict.fromkeys(name for row in data for name in row)
        return [{name: text_of_json(row.get(name)) for name in names} for row in data]
    return [list(map(text_of_json, row)) for row in data]
