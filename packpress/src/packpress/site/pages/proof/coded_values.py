"""What a value of a second coding means: a row, a code with its label, a table, a date or a number, by what the record has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}[~?%]?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LOGICAL = {"true": "page.yes", "false": "page.no"}


@dataclass(frozen=True)
class CodedValue:
    """A value as text; ``row`` is the row that it names, ``field`` the field whose ``code`` it is."""

    text: str
    row: Row | None = None
    field: Field | None = None
    code: str = ""


def read_coded_value(site: Site, decision: str, value: str, tables: Iterable[Table]) -> CodedValue:
    """Returns what the value of the decision means, where ``tables`` are those of the record and what else was coded."""
    resources = [kind.resource for kind in site.setting.records] + [kind.resource for kind in site.setting.names]
    for resource in resources:
        if (row := site.tables[resource].by_id.get(value)) is not None:
            return CodedValue(site.label(row), row)
    if value in site.tables:
        return CodedValue(_table_title(site, value))
    listed = tuple(tables)
    field = _field_of_code(decision, value, listed)
    if field is not None:
        return CodedValue(field.labels[value], field=field, code=value)
    if value in _LOGICAL:
        return CodedValue(site.words.t(_LOGICAL[value]))
    if _NUMBER.fullmatch(value) and (_is_number(decision, listed) or not _DATE.fullmatch(value)):
        return CodedValue(site.words.number(value))
    return CodedValue(site.words.date(value))


def _table_title(site: Site, name: str) -> str:
    kind = site.setting.record_kind(name)
    return (kind.title if kind else "") or site.tables[name].title


def _field_of_code(decision: str, value: str, tables: Iterable[Table]) -> Field | None:
    """Returns the field of the first table that has the code; of several, the one that is named like the decision."""
    for table in tables:
        fields = [field for field in table.own_fields if value in field.labels]
        if fields:
            return next((field for field in fields if _is_named(field, decision)), fields[0])
    return None


def _is_number(decision: str, tables: Iterable[Table]) -> bool:
    """Returns whether the first column that is named like the decision has numbers, so that 1200 is no year."""
    named = (field for table in tables for field in table.own_fields if _is_named(field, decision))
    return next((field.is_number for field in named), False)


def _is_named(field: Field, decision: str) -> bool:
    return field.name.casefold() == decision.replace("-", "_").casefold()
