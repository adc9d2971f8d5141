"""Finds what is wrong with ``packpress:site``: unknown properties, wrong types, tables, columns and codes that do not exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from packpress.filesystem.file_names import name_fault
from packpress.package.model import NAMESPACE
from packpress.package.problems.property_types import NAMESPACED, DescriptorFault
from packpress.package.site.code_faults import TableCodes, code_faults
from packpress.package.site.shapes import DRAWINGS, MARK_NAMES, NAMED_ELSEWHERE, SITE, SITE_SETTING, ShapePart, ValueKind
from packpress.package.site.social_image import PNG_PATH, SVG_PATH
from packpress.spelling import did_you_mean, similar_names

TableColumns = Mapping[str, Collection[str]]
"""The columns of each table of the package."""
_RULE = "site-property"
_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
TAKEN_PATHS = ("changes", "codebook", "coding", "download", "sources", "static", "tables", "text", "verdicts")
"""Folders that pages of other kinds have."""


def site_faults(raw: Mapping[str, Any], tables: TableColumns, codes: TableCodes) -> Iterator[DescriptorFault]:
    """Yields the faults of the property of the descriptor, for a package with these tables, columns and codes."""
    given = raw.get(SITE_SETTING)
    if not isinstance(given, dict):
        yield _fault(f'"{SITE_SETTING}" must be an object')
        return
    yield from _object_faults(_with_tables(raw, given), SITE, f'"{SITE_SETTING}"', tables, ())
    kinds = [item for name in ("records", "names") for item in _objects(given.get(name))]
    for word in ("path", "resource"):
        values = [item[word] for item in kinds if isinstance(item.get(word), str)]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield _fault(f'"{SITE_SETTING}": several kinds of pages have the {word} "{value}"; give each its own')
    yield from map(_fault, code_faults(raw, given, f'"{SITE_SETTING}"', codes))


def _with_tables(raw: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the property with the table in each part whose table another property names."""
    found = dict(given)
    for name, elsewhere in NAMED_ELSEWHERE.items():
        named = raw.get(NAMESPACE + elsewhere)
        named = named.get(name) if isinstance(named, dict) and name in named else named
        if isinstance(part := given.get(name), dict) and isinstance(named, dict):
            found[name] = {f"{NAMESPACE}resource": named.get("resource"), **part}
    return found


def _objects(given: Any) -> list[dict[str, Any]]:
    return [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []


def _object_faults(
    given: Mapping[str, Any], shape: Mapping[str, ShapePart], where: str, tables: TableColumns, columns: Collection[str]
) -> Iterator[DescriptorFault]:
    """Yields the faults of an object; its columns are those of its table, else of the table that it belongs to."""
    resource = given.get("resource", given.get(f"{NAMESPACE}resource"))
    known = tables.get(resource, ()) if isinstance(resource, str) else columns
    for name in given:
        if name not in shape and not re.fullmatch(NAMESPACED, name):
            hint = did_you_mean(similar_names(name, [*shape], 1)) or f"; it may have {', '.join(shape)}"
            yield _fault(f'{where} has the property "{name}", which has no meaning here{hint}')
    for name, part in shape.items():
        if name in given:
            yield from _value_faults(given[name], part, f"{where}: {name}", tables, known)
        elif part.is_required:
            yield _fault(f'{where} has no "{name}"; add it')


def _value_faults(
    given: Any, part: ShapePart, where: str, tables: TableColumns, columns: Collection[str]
) -> Iterator[DescriptorFault]:
    if not _HAS_TYPE[part.kind](given):
        yield _fault(f"{where} must be {part.kind.value}")
    elif part.kind == ValueKind.TABLE and given not in tables:
        yield _fault(f'{where} is "{given}", but the package has no such table{did_you_mean(similar_names(given, tables))}')
    elif part.kind in (ValueKind.COLUMN, ValueKind.COLUMNS, ValueKind.HEADINGS) and columns:
        for name in [given] if part.kind == ValueKind.COLUMN else given:
            if name not in columns:
                hint = did_you_mean(similar_names(name, columns))
                yield _fault(f'{where} is "{name}", but its table has no such column{hint}')
    elif part.kind == ValueKind.PATH and given in TAKEN_PATHS:
        yield _fault(f'{where} is "{given}", which other pages have; choose another')
    elif part.kind in (ValueKind.SVG_PATH, ValueKind.PNG_PATH) and (fault := name_fault(given)):
        yield _fault(f'{where} is "{given}", which {fault}; choose another name')
    elif part.kind == ValueKind.MARKS and (unknown := sorted({*given.values()} - {*MARK_NAMES})):
        yield _fault(f'{where} has "{unknown[0]}"; a mark is one of {", ".join(MARK_NAMES)}')
    elif part.shape is not None:
        inner = (
            enumerate(given, 1)
            if part.kind == ValueKind.OBJECTS
            else given.items()
            if part.kind == ValueKind.UNITS
            else [("", given)]
        )
        for place, item in inner:
            yield from _object_faults(item, part.shape, f"{where} {place}".rstrip(), tables, columns)


def _is_texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) for item in given)


def _is_words(given: Any) -> bool:
    return isinstance(given, dict) and all(isinstance(item, str) for item in given.values())


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


# kind of value → whether a value of JSON is one
_HAS_TYPE: Mapping[ValueKind, Callable[[Any], bool]] = {
    **dict.fromkeys((ValueKind.TEXT, ValueKind.TABLE, ValueKind.COLUMN), _is_text),
    ValueKind.FILLED: lambda given: isinstance(given, str) and given.strip() != "",
    **dict.fromkeys((ValueKind.TEXTS, ValueKind.COLUMNS), _is_texts),
    **dict.fromkeys((ValueKind.WORDS, ValueKind.MARKS, ValueKind.HEADINGS), _is_words),
    ValueKind.LANGUAGES: lambda given: _is_words(given) and all(map(_LANGUAGE.fullmatch, given.values())),
    ValueKind.PATH: lambda given: isinstance(given, str) and _PATH.fullmatch(given) is not None,
    ValueKind.SVG_PATH: lambda given: isinstance(given, str) and SVG_PATH.fullmatch(given) is not None,
    ValueKind.PNG_PATH: lambda given: isinstance(given, str) and PNG_PATH.fullmatch(given) is not None,
    ValueKind.DRAWN: lambda given: given in DRAWINGS,
    ValueKind.LANGUAGE: lambda given: isinstance(given, str) and _LANGUAGE.fullmatch(given) is not None,
    ValueKind.OBJECT: lambda given: isinstance(given, dict),
    ValueKind.OBJECTS: lambda given: isinstance(given, list) and all(isinstance(item, dict) for item in given),
    ValueKind.UNITS: lambda given: isinstance(given, dict) and all(isinstance(item, dict) for item in given.values()),
}


def _fault(message: str) -> DescriptorFault:
    return _RULE, True, message
