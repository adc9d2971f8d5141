"""Finds codes in ``packpress:site`` that their column does not have: a mark or a word for one has no effect."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from packpress.package.model import NAMESPACE
from packpress.spelling import did_you_mean, similar_names
from packpress.types.field import Field

TableCodes = Mapping[str, Mapping[str, Collection[str]]]
"""The codes of each column that has a closed list of them, by table."""
_SHOWN = 12
"""How many codes a message lists."""


def code_texts(field: Field) -> tuple[str, ...]:
    """Returns the codes of a field as texts; empty if it has no closed list of them."""
    listed = [*field.categories] or field.constraints.get("enum") or ()
    return tuple(code if isinstance(code, str) else json.dumps(code) for code in listed)


def code_faults(raw: Mapping[str, Any], given: Mapping[str, Any], where: str, codes: TableCodes) -> Iterator[str]:
    """Yields a message for each code in the property of the descriptor that its column does not have."""
    comparisons = _part(given, "comparisons")
    for name in ("marks", "words", "withoutBars"):
        yield from _unknown(comparisons, name, (comparisons, "verdict"), f"{where}: comparisons", codes)
    for kind in ("records", "names", "timeline"):
        for place, item in enumerate(_list(given, kind), 1):
            at = f"{where}: {kind} {place}"
            own, figure, original = (_part(item, name) for name in ("own", "figure", "original"))
            table = item.get("resource")
            yield from _unknown(own, "values", ({**own, "resource": table}, "field"), f"{at}: own", codes)
            yield from _unknown(figure, "words", ({**figure, "resource": table}, "qualifier"), f"{at}: figure", codes)
            field = ({**original, "resource": table}, "languageField")
            yield from _unknown(original, "languages", field, f"{at}: original", codes)
    stances = _part(_part(raw, f"{NAMESPACE}provenance"), "evidence")
    for name in ("silent", "against"):
        yield from _unknown(_part(given, "evidence"), name, (stances, "stance"), f"{where}: evidence", codes)


def _unknown(
    part: Mapping[str, Any], name: str, named: tuple[Mapping[str, Any], str], where: str, codes: TableCodes
) -> Iterator[str]:
    """Yields a message for each key or item of a property that is not a code of the column, which an object names."""
    table, column = named[0].get("resource"), named[0].get(named[1])
    known = codes.get(table, {}).get(column, ()) if isinstance(table, str) and isinstance(column, str) else ()
    listed = part.get(name)
    for code in listed if known and isinstance(listed, (dict, list)) else ():
        if isinstance(code, str) and code not in known:
            shown = ", ".join([*known][:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
            hint = did_you_mean(similar_names(code, known, 1))
            yield f'{where}: {name} has "{code}", which is no code of {table}.{column}; its codes are {shown}{hint}'


def _part(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = given.get(name)
    return part if isinstance(part, dict) else {}


def _list(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    part = given.get(name)
    return [item if isinstance(item, dict) else {} for item in part] if isinstance(part, list) else []
