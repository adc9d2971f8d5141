"""Writes YAML 1.2: mappings and lists in blocks, and texts in quotes wherever a reader could take them for something else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# a text that every reader takes for this text: it begins with a letter, has no mark of YAML, and is no word for a value
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,.()/+_-]*[A-Za-z0-9.)])?")
_WORDS = frozenset("true false yes no on off null y n nan inf".split())


def yaml_text(value: Mapping[str, Any]) -> str:
    """Returns the mapping as a YAML document without its marks, with a line feed at its end."""
    return "".join(f"{line}\n" for line in _mapping(value))


def _mapping(value: Mapping[str, Any]) -> Iterator[str]:
    for name, member in value.items():
        yield from _member(f"{_scalar(name)}:", member)


def _member(label: str, member: Any) -> Iterator[str]:
    if isinstance(member, Mapping) and member:
        yield label
        yield from (f"  {line}" for line in _mapping(member))
    elif isinstance(member, Sequence) and not isinstance(member, str) and member:
        yield label
        for item in member:
            lines = list(_mapping(item)) if isinstance(item, Mapping) else [_scalar(item)]
            yield from (f"{'  - ' if number == 0 else '    '}{line}" for number, line in enumerate(lines))
    else:
        yield f"{label} {_scalar(member)}"


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(ord(c)) for c in quoted)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
