"""Inline data: a table that is in the descriptor itself, as ``data`` instead of ``path`` (Data Resource 2.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.package.formats import resource_format
from packpress.package.model import DELIMITED
from packpress.package.problems.property_types import DescriptorFault


def inline_place(descriptor: str, position: int) -> str:
    """Returns the place of the data of the resource at that position, from 1: the descriptor with a JSON Pointer."""
    return f"{descriptor}#/resources/{position - 1}/data"


def inline_faults(raw: Mapping[str, Any], where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the inline data of a resource; those of a table's cells are found when it is read."""
    data, rule = raw["data"], "descriptor-path"
    if "path" in raw:
        yield rule, True, f'{where} has both "path" and "data"; keep one of them'
    elif not isinstance(data, str | list | dict):
        yield rule, True, f'{where}: "data" must be an array, an object, or a string with a "format"'
    elif isinstance(data, str) and not raw.keys() & {"format", "mediatype"}:
        yield rule, True, f'{where}: "data" is a string, so add its "format", such as csv'
    elif "schema" in raw:
        yield from _table_faults(raw, where)


def _table_faults(raw: Mapping[str, Any], where: str) -> Iterator[DescriptorFault]:
    data, rule = raw["data"], "descriptor-path"
    if isinstance(data, str):
        dialect = raw.get("dialect")
        if resource_format(raw, "") not in DELIMITED:
            yield rule, True, f'{where}: "data" is a string of a format that cannot be read as a table; write it as CSV'
        elif isinstance(dialect, dict) and dialect.keys() & {"headerRows", "commentRows"}:
            yield rule, True, f'{where}: "headerRows" and "commentRows" are not read of inline data; put the data into a file'
    elif not isinstance(data, list) or not _has_rows(data):
        yield rule, True, f'{where} has a schema, so "data" must be an array of objects, or an array of arrays'


def _has_rows(data: list[Any]) -> bool:
    """Returns whether the items are all objects or all arrays."""
    return all(isinstance(row, dict) for row in data) or all(isinstance(row, list) for row in data)
