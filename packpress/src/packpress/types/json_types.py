"""The types whose cells are JSON: ``object`` and ``array``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from packpress.types.answers import Lexis, Size
from packpress.types.canonical_text import CanonicalText
from packpress.types.field_type import EVERY, LENGTHS
from packpress.types.json_cells import CANONICAL, canonical_json, read_json_cell
from packpress.types.json_decoder import decoding

_decode: Callable[[str], Any] = decoding(json.JSONDecoder())


class JsonText(CanonicalText):
    """A type whose cells are JSON."""

    is_json = True
    canonical_form = CANONICAL

    def canonical(self, text: str) -> str:
        return canonical_json(text)

    def constant_text(self, value: object) -> str:
        return json.dumps(value) if isinstance(value, list | dict) else super().constant_text(value)


class _Container(JsonText):
    constraints = EVERY | LENGTHS | {"jsonSchema"}
    size = Size("items", items=lambda text: len(_decode(text)))


class Object(_Container):
    """A JSON object (Table Schema 2.0, "object")."""

    name = "object"
    lexis = Lexis("", "a JSON object", lambda text: isinstance(read_json_cell(text), dict))
    holds = ("struct", "text")


class Array(_Container):
    """A JSON array (Table Schema 2.0, "array")."""

    name = "array"
    lexis = Lexis("", "a JSON array", lambda text: isinstance(read_json_cell(text), list))
    holds = ("array", "text")
