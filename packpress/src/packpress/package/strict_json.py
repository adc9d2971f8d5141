"""Reads JSON strictly by RFC 8259: UTF-8 without a byte order mark, no duplicate keys, no NaN, no half of a surrogate pair.

Size and depth are limited, so that no descriptor can exhaust the memory or the stack.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from packpress.errors import PackageError

YAML = (".yaml", ".yml")
"""The extensions of files that are read as YAML, as strictly as JSON."""
MAX_BYTES = 16 * 1024 * 1024
MAX_LEVELS = 64
MAX_BRACKETS = 1_000_000
"""How many arrays and objects there may be: each takes forty times as much memory as its two bytes."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(path: Path, shown: str) -> Any:
    """Returns the value in the file at ``path``, in JSON or, by its extension, in YAML; ``shown`` is its name in messages.

    Raises PackageError, with line and column, if the file cannot be read or is not strict JSON (RFC 8259).
    """
    try:
        if path.exists() and not path.is_file():
            raise PackageError(f"{shown}: is a folder, a pipe or a device; put a file there")  # reading a pipe may never end
        if path.stat().st_size > MAX_BYTES:
            raise PackageError(f"{shown}: is larger than {MAX_BYTES // 2**20} MiB, too large for a descriptor")
        data = path.read_bytes()
    except OSError as error:
        raise PackageError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if data.startswith(b"\xef\xbb\xbf"):
        raise PackageError(f"{shown}:1:1: begins with a byte order mark; save it as UTF-8 without one")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageError(f"{shown}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    if path.suffix in YAML:
        from packpress.package.forms.strict_yaml import parse_yaml

        return parse_yaml(text, shown)
    return parse_json(text, shown)


def parse_json(text: str, shown: str) -> Any:
    """Returns the value of the JSON text; raises PackageError with the place where it is not strict JSON."""

    def refuse_constant(name: str) -> NoReturn:
        raise PackageError(f"{shown}: {name} is not valid JSON; write a number, a string or null")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise PackageError(f"{shown}: the key {json.dumps(twice)} is duplicated in an object; keep one")
        return found

    def finite(digits: str) -> float:
        if math.isinf(number := float(digits)):
            raise PackageError(f"{shown}: {digits[:40]} is beyond the range of a number")
        return number

    if text.count("[") + text.count("{") > MAX_BRACKETS:
        raise PackageError(f"{shown}: has more than {MAX_BRACKETS:,} arrays and objects, too many for a descriptor")
    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant, parse_float=finite)
    except json.JSONDecodeError as error:
        raise PackageError(f"{shown}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise PackageError(f"{shown}: is nested too deeply") from error
    except ValueError as error:
        raise PackageError(f"{shown}: contains a number with too many digits") from error
    if _is_deep(value):
        raise PackageError(f"{shown}: is nested too deeply")
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as error:
            raise PackageError(f"{shown}: a string contains half of a surrogate pair; write the whole character") from error
    return value


def _is_deep(value: Any) -> bool:
    """Returns whether arrays and objects are nested more than ``MAX_LEVELS`` deep."""
    level = [value]
    for _ in range(MAX_LEVELS):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)
