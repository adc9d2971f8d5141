"""JSON as files have it, and JSON that may also be put into a page of HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_WIDTH = 120
"""How many columns a line may have that need not be one."""
# what could end or begin markup inside <script>, or end a line of JavaScript → its JSON escape
_IN_HTML = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def json_text(value: Any) -> str:
    """Returns the value as JSON with a line feed at its end; what has no lists or objects in it, or is short, is one line.

    Lines are not indented: spaces would be a fifth of a descriptor, and whoever reads one in a browser sees it indented.
    """
    return _format(value) + "\n"


def _format(value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, dict | list) or len(line) <= _WIDTH or not any(map(_is_nested, _members(value))):
        return line
    if isinstance(value, dict):
        parts = [f"{json.dumps(name, ensure_ascii=False)}: {_format(member)}" for name, member in value.items()]
    else:
        parts = [_format(member) for member in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n" + ",\n".join(parts) + f"\n{end}"


def _members(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def json_for_html(value: Any) -> str:
    """Returns the value as JSON that keeps its meaning between ``<script>`` tags, whatever its texts contain."""
    return json_text(value).translate(_IN_HTML)  # these characters occur inside strings only


def without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Returns the members that have a value: not None, not "", not an empty list or object."""
    return {name: member for name, member in value.items() if member is not None and member not in ("", [], {}, ())}
