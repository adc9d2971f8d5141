"""Reads JSON as RFC 8259 says and no more: UTF-8 without a mark, no duplicate keys, no NaN, bounded depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from fentanyl_control.errors import PackageError

MAX_BYTES = 64 * 1024 * 1024


def read_json(path: Path, shown: str) -> Any:
    """The value in the file at ``path``; ``shown`` is its name in messages.

    Raises PackageError when the file cannot be read or is not strict JSON (RFC 8259), with line and column.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PackageError(f"{shown}: is larger than {MAX_BYTES // 2**20} MiB; a descriptor is not that large")
        data = path.read_bytes()
    except OSError as error:
        raise PackageError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if data.startswith(b"\xef\xbb\xbf"):
        raise PackageError(f"{shown}:1:1: begins with a byte order mark; save it as UTF-8 without one")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageError(f"{shown}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return parse_json(text, shown)


def parse_json(text: str, shown: str) -> Any:
    """The value of the JSON text; raises PackageError with the place where it is not strict JSON."""

    def refuse_constant(name: str) -> NoReturn:
        raise PackageError(f"{shown}: {name} is not JSON; write a number, a string or null")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise PackageError(f"{shown}: the key {json.dumps(twice)} stands twice in one object; keep one")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise PackageError(f"{shown}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise PackageError(f"{shown}: is nested too deeply") from error
    except ValueError as error:
        raise PackageError(f"{shown}: holds a number with too many digits") from error
