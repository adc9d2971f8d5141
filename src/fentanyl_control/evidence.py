"""The evidence of a record, and the address that opens at the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .loading import rows
from .lookup import find_record, record_columns, record_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind a record: what they support and how, and where they are. A text that is not known is ``""``.

    ``supports`` is a column of the record, or ``record`` for the record as a whole. ``stance`` is ``states``, ``confirms``,
    ``contradicts`` or ``qualifies``. ``words`` are at most eight words of the source. ``place`` is a passage of a coded
    text, else a page or section. ``link`` opens the page at the sentence where the text is coded, else the page. ``access``
    is the code of how the source was seen.
    """

    id: str
    record: str
    supports: str
    stance: str
    words: str
    source: str
    publisher: str
    source_id: str
    place: str
    link: str
    access: str
    note: str


def evidence_for(identifier: str) -> list[Evidence]:
    """Returns every piece of evidence for a record, in the order of their numbers.

    An identifier of the table ``evidence`` gives the one piece. Raises KeyError for an unknown identifier, and for one of a
    table that needs no evidence, such as ``areas``.

    >>> import fentanyl_control as fc
    >>> proof = fc.evidence_for("s-us-synthetic-opioid-deaths-2023-stated")[0]
    >>> proof.supports, proof.stance, proof.words, proof.place
    ('value', 'states', 'reached 75,000', 'wp-7-008')
    """
    table, row = find_record(identifier, "evidence")
    if table == "evidence":
        return [_evidence(row)]
    found = [row for row in rows("evidence").values() if row[record_columns()[table]] == identifier]
    return [_evidence(row) for row in sorted(found, key=lambda row: int(row["id"].rpartition("-")[2]))]


def _evidence(row: Mapping[str, Any]) -> Evidence:
    source = rows("sources")[row["source_id"]]
    return Evidence(
        id=row["id"],
        record=record_of(row),
        supports=row["supports"],
        stance=row["stance"],
        words=row["fragment"] or "",
        source=source["title"],
        publisher=source["publisher_name"],
        source_id=source["id"],
        place=row["passage_id"] or row["locator"] or "",
        link=link_of(row),
        access=row.get("access") or "",
        note=row["note"] or "",
    )


def link_of(row: Mapping[str, Any]) -> str:
    """Returns the address of the row itself, else of its passage, else of its source; ``""`` if unknown."""
    passage = rows("passages").get(row.get("passage_id") or "", {})
    source = rows("sources").get(row.get("source_id") or "", {})
    return row.get("url") or passage.get("url") or source.get("url") or ""


def trace_link(identifier: str) -> str:
    """Returns the address that opens the page at the sentence, or the page where no text is coded; ``""`` if none is known.

    For a record it is the address of the first evidence that states it and has one. Identifiers of ``passages``,
    ``sources``, ``evidence`` and ``verifications`` are taken too. Raises KeyError for an unknown identifier, and for one of
    any other table.

    >>> import fentanyl_control as fc
    >>> fc.trace_link("wp-7-008").partition("#")[2]
    ':~:text=According%20to%20data%20from,45%20in%20the%20US4.'
    """
    table, row = find_record(identifier, "passages", "sources", "evidence", "verifications")
    if table not in record_columns():
        return link_of(row)
    return next((piece.link for piece in evidence_for(identifier) if piece.stance == "states" and piece.link), "")
