"""The record of an identifier, with what stands behind it: evidence, participants and verifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .evidence import Evidence, evidence_for
from .lookup import find, record_columns
from .participants import Participant, participants_of
from .verdicts import Verdict, verdicts_of


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record(Mapping[str, Any]):
    """One row: a mapping of columns to values, with the name of its table and what other tables say of it.

    Values are ``str``, ``float``, ``int``, ``bool`` or ``date``, and None if missing. ``dict(record)`` gives a plain dict.
    Only measures, agreements, events and statistics have evidence, participants or verifications.

    >>> import fentanyl_control as fc
    >>> mexico = fc.record("MEX")
    >>> mexico
    Record('MEX', table='areas', name='Mexico')
    >>> mexico.table, mexico["name"], "value" in mexico, mexico.evidence
    ('areas', 'Mexico', False, ())
    """

    table: str
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __repr__(self) -> str:
        title = next((f"{name}={self[name]!r}" for name in ("title", "name") if self.get(name)), "")
        lists = ("evidence", "participants", "verifications") if self._is_record else ()
        counts = (f"{name}={len(getattr(self, name))}" for name in lists)
        return f"Record({', '.join(filter(None, (repr(self['id']), f'table={self.table!r}', title, *counts)))})"

    @property
    def _is_record(self) -> bool:
        return self.table in record_columns()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words behind it, as ``evidence_for`` returns them."""
        return tuple(evidence_for(self["id"])) if self._is_record else ()

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The parties to it, in the order of their numbers."""
        return participants_of(self["id"]) if self._is_record else ()

    @property
    def verifications(self) -> tuple[Verdict, ...]:
        """What other sources say of it, in the order of their identifiers."""
        return verdicts_of(self["id"]) if self._is_record else ()


def record(identifier: str) -> Record:
    """Returns the row with this identifier, whichever table it is in.

    The columns are those of ``load``. Raises KeyError for an unknown identifier, with the nearest ones, and for one that was
    withdrawn, with its successor.

    >>> import fentanyl_control as fc
    >>> stated = fc.record("s-us-synthetic-opioid-deaths-2023-stated")
    >>> stated["value"], stated["unit"], stated["period_min"]
    (75000.0, '{death}', datetime.date(2023, 1, 1))
    >>> [verdict.verdict for verdict in stated.verifications if verdict.other]
    ['higher', 'rounds-to', 'lower']
    """
    table, row = find(identifier)
    return Record(table, dict(row))
