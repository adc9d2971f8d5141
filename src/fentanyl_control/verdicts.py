"""The verifications of a record: what another source says of the same figure, date, place or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .evidence import link_of
from .loading import read_json, rows
from .lookup import find, find_record, record_columns, record_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of ``statistics`` in short: ``value`` in ``unit`` (a UCUM code), with its ``qualifier`` and ``status``."""

    id: str
    title: str
    value: float
    qualifier: str
    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison of a column of a record with another source. A text that is not known is ``""``.

    ``compared`` is the column, ``stated`` the record's value in it, ``verdict`` a code and ``meaning`` its label. For
    figures, ``other`` is what the source says and ``difference`` is stated minus other, in the unit of both; else ``found``
    says it in words. ``source`` is the title of the other source, ``publisher`` whose it is, ``link`` its page.
    ``checked`` is the day of the comparison. ``independence`` and ``access`` are the codes of whose the other source is, and
    of how it was seen.
    """

    id: str
    record: str
    compared: str
    stated: str | float | bool | None
    verdict: str
    meaning: str
    other: Figure | None
    difference: float | None
    found: str
    source: str
    publisher: str
    source_id: str
    link: str
    checked: date
    independence: str
    access: str
    reasoning: str


def verdicts_of(identifier: str) -> tuple[Verdict, ...]:
    """Returns every verification of a record, in the order of their identifiers; empty if it was not compared with anything.

    For a figure of another source these are the verifications in which a stated figure was compared with that figure. An
    identifier of the table ``verifications`` gives the one verdict. Raises KeyError for an unknown identifier, and for one of
    a table that is not verified, such as ``areas``.
    """
    table, row = find_record(identifier, "verifications")
    if table == "verifications":
        return (_verdict(row),)
    columns = (record_columns()[table], "other_statistic_id")
    found = rows("verifications").values()
    return tuple(_verdict(row) for row in found if identifier in (row.get(column) for column in columns))


def _verdict(row: Mapping[str, Any]) -> Verdict:
    record = record_of(row)
    source = rows("sources").get(row["source_id"], {"title": "", "publisher_name": "", "id": ""})
    return Verdict(
        id=row["id"],
        record=record,
        compared=row["compared"],
        stated=find(record)[1][row["compared"]],
        verdict=row["verdict"],
        meaning=_meanings()[row["verdict"]],
        other=_figure(row["other_statistic_id"]) if row["other_statistic_id"] else None,
        difference=row["difference"],
        found=row["found"] or "",
        source=source["title"],
        publisher=source["publisher_name"],
        source_id=source["id"],
        link=link_of(row),
        checked=row["checked"],
        independence=row.get("independence") or "",
        access=row.get("access") or "",
        reasoning=row["reasoning"],
    )


def _figure(identifier: str) -> Figure:
    row = rows("statistics")[identifier]
    return Figure(**{name: row[name] for name in Figure.__slots__})


def _meanings() -> dict[str, str]:
    """Verdict → its label in the schema."""
    fields = {field["name"]: field for field in read_json("schemas/verifications.json")["fields"]}
    return {category["value"]: category["label"] for category in fields["verdict"]["categories"]}
