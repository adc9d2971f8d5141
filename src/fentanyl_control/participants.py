"""The parties to a record: bodies, countries and areas, each by name and with its role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .loading import rows
from .lookup import record_of


@dataclass(frozen=True, slots=True)
class Participant:
    """One party: its role, its name, and the words of the source for it. A text that is not known is ``""``.

    ``name`` is that of the organization, else that of the area; ``party_id`` is the identifier of the one or the other.
    """

    id: str
    record: str
    role: str
    name: str
    party_id: str
    stated_as: str
    note: str


def participants_of(identifier: str) -> tuple[Participant, ...]:
    """Returns every party of the record, in the order of their numbers."""
    found = [row for row in rows("participants").values() if record_of(row) == identifier]
    return tuple(_participant(row) for row in sorted(found, key=lambda row: int(row["id"].rpartition("-")[2])))


def _participant(row: Mapping[str, Any]) -> Participant:
    table, party = ("organizations", row["organization_id"]) if row["organization_id"] else ("areas", row["area_id"])
    return Participant(
        id=row["id"],
        record=record_of(row),
        role=row["role"],
        name=rows(table)[party]["name"] if party else "",
        party_id=party or "",
        stated_as=row["stated_as"] or "",
        note=row["note"] or "",
    )
