"""The canonical text of a published cell, and the hash of a table's content: the same in every format of a release.

The hash is the SHA-256 of the table as canonical CSV: RFC 4180 in UTF-8 with a header and LF, quotes only where needed, rows in
the published order. A null is an empty cell and an empty text is ``""``; so is a null in a table of one column, where a blank
line would not be a record.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from packpress.errors import LostValueError
from packpress.publish.release.model import PublishedTable

CanonicalRow = Sequence[str | None]
_QUOTED = re.compile('[",\r\n]')
_WITHOUT_EXPONENT = Decimal(10) ** 16
"""Numbers from here on are written with an exponent, as Python writes them."""


def canonical_cell(value: object, field: Mapping[str, object]) -> str | None:
    """Returns the canonical text of a published value, whose format may know fewer types than Parquet; None for null.

    >>> [canonical_cell(value, {"type": "number"}) for value in (1.0, -0.0, 1e-7, 1e16, Decimal("2.50"), float("inf"), None)]
    ['1', '0', '0.0000001', '1e16', '2.5', 'INF', None]
    >>> canonical_cell(1, {"type": "boolean"})
    'true'
    """
    if value is None or isinstance(value, str):
        return value
    kind = field.get("type")
    if isinstance(value, bool) or kind == "boolean":
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _whole(value, kind) if kind in ("integer", "year") or isinstance(value, int) else _number(value)
    if isinstance(value, datetime):
        return _moment(value) if kind != "date" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is the type of no published value")


def _whole(value: float | Decimal, kind: object) -> str:
    """Returns the digits of a whole number, which a format without integers has as a float; a year has at least four."""
    if value != int(value):
        return _number(value)
    number = int(value)
    if kind == "number" and abs(number) >= _WITHOUT_EXPONENT:
        return _number(Decimal(number))
    return f"{'-' * (number < 0)}{abs(number):04d}" if kind == "year" else str(number)


def _number(value: float | Decimal) -> str:
    """Returns the shortest text that reads back as the same number."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    if value == 0:
        return "0"
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if abs(exact) < _WITHOUT_EXPONENT:
        plain = f"{exact:f}"
        return plain.rstrip("0").removesuffix(".") if "." in plain else plain
    sign, digits, exponent = exact.as_tuple()
    assert isinstance(exponent, int)  # it is finite
    text = "".join(map(str, digits))
    power = len(text) - 1 + exponent
    first, rest = text[0], text[1:].rstrip("0")
    return f"{'-' * sign}{first}{'.' * bool(rest)}{rest}e{power}"


def _moment(value: datetime) -> str:
    """Returns the moment in ISO 8601, in UTC if it has a zone, without zeros at the end of a fraction."""
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
        return f"{_moment(value)}Z"
    text = value.isoformat(timespec="microseconds")
    return text.rstrip("0").removesuffix(".")


def fields_of(table: PublishedTable) -> list[dict[str, object]]:
    """Returns the Table Schema fields of the table."""
    fields = table.schema["fields"]
    assert isinstance(fields, list)
    return fields


def names_of(table: PublishedTable) -> list[str]:
    """Returns the names of the table's columns."""
    return [str(field["name"]) for field in fields_of(table)]


def canonical_rows(table: PublishedTable) -> Iterator[CanonicalRow]:
    """Yields the rows of the table's Parquet as canonical texts. Raises LostValueError if its columns are not its fields."""
    fields, names = fields_of(table), names_of(table)
    for batch in table.batches():
        if batch.schema.names != names:
            raise LostValueError(f"{table.name}: the columns of the Parquet file are not those of its schema")
        pairs = zip(batch.columns, fields, strict=True)
        texts = ([canonical_cell(value, field) for value in column.to_pylist()] for column, field in pairs)
        yield from zip(*texts, strict=True)


def canonical_csv(names: Sequence[str], rows: Iterable[CanonicalRow]) -> Iterator[bytes]:
    r"""Yields the lines of canonical CSV.

    >>> list(canonical_csv(["id", "note"], [("1", None), ("2", ""), ("3", "a, b")]))
    [b'id,note\n', b'1,\n', b'2,""\n', b'3,"a, b"\n']
    """
    is_single = len(names) == 1
    yield _line(names, is_single)
    for row in rows:
        yield _line(row, is_single)


def _line(row: CanonicalRow, is_single: bool) -> bytes:
    if is_single and row[0] is None:
        return b'""\n'
    return (",".join(map(_cell, row)) + "\n").encode("utf-8")


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    if text == "" or _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def content_hash(names: Sequence[str], rows: Iterable[CanonicalRow]) -> str:
    """Returns the SHA-256 of the rows as canonical CSV, in hexadecimal digits."""
    digest = hashlib.sha256()
    for line in canonical_csv(names, rows):
        digest.update(line)
    return digest.hexdigest()
