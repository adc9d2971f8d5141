"""The verifications of a record: what another source says of the same figure, date, place or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .evidence import link_of
from .loading import read_json, rows
from .records import RECORD_COLUMNS, find, find_record


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
    ``checked`` is the day of the comparison.
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
    reasoning: str


def verdicts_for(identifier: str) -> list[Verdict]:
    """Returns every verification of a record, in the order of their identifiers; empty if it was not compared with anything.

    For a figure of another source it returns the verifications in which a stated figure was compared with that figure. An
    identifier of the table ``verifications`` gives the one verdict. Raises KeyError for an unknown identifier, and for one of
    a table that is not verified, such as ``areas``.

    >>> import fentanyl_control as fc
    >>> for verdict in fc.verdicts_for("s-us-synthetic-opioid-deaths-2023-final"):
    ...     print(verdict.stated, verdict.verdict, verdict.other.value, verdict.difference, verdict.meaning)
    75000.0 higher 72776.0 2224.0 The stated figure is higher
    """
    table, row = find_record(identifier, "verifications")
    if table == "verifications":
        return [_verdict(row)]
    columns = (RECORD_COLUMNS[table], "other_statistic_id")
    found = rows("verifications").values()
    return [_verdict(row) for row in found if identifier in (row.get(column) for column in columns)]


def _verdict(row: Mapping[str, Any]) -> Verdict:
    record = next(row[column] for column in RECORD_COLUMNS.values() if row.get(column))
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
        reasoning=row["reasoning"],
    )


def _figure(identifier: str) -> Figure:
    row = rows("statistics")[identifier]
    return Figure(**{name: row[name] for name in Figure.__slots__})


def _meanings() -> dict[str, str]:
    """Verdict → its label in the schema."""
    fields = {field["name"]: field for field in read_json("schemas/verifications.json")["fields"]}
    return {category["value"]: category["label"] for category in fields["verdict"]["categories"]}
