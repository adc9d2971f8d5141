"""Counts records by name and kind: in how many records of each kind a country or a body has a part."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.package.site.setting import NameKind, RecordKind
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.names.parts import Part, has_parties, parts_as_party, parts_as_subject


@dataclass(frozen=True)
class Count:
    """How many records of a kind a name has a part in, and how many of them the coded text itself states."""

    kind: RecordKind
    all: int
    own: int


@dataclass(frozen=True)
class MatrixRow:
    """A name with its counts, one for each kind of records."""

    name: Row
    counts: tuple[Count, ...]

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return sum(count.all for count in self.counts)


def parts_of(site: Site, name: Row, kind: RecordKind) -> tuple[Part, ...]:
    """Returns the parts of the name in records of the kind: as a party, if both can be, else the records about it."""
    read = parts_as_party if is_party(site, name.table.name, kind) else parts_as_subject
    parts = read(site, name, kind.resource)
    return parts if kind.figure else newest_first(parts, kind)


def newest_first(parts: tuple[Part, ...], kind: RecordKind) -> tuple[Part, ...]:
    """Returns the parts by the dates of their records, the newest first; those without a date last, in their order."""
    return tuple(sorted(parts, key=lambda part: part.record.get(kind.date).lstrip("./"), reverse=True))


def is_party(site: Site, table: str, kind: RecordKind) -> bool:
    """Returns whether names of the table can be parties of records of the kind, themselves or by a name within them."""
    return table in _party_tables(site) and has_parties(site, kind.resource)


def count_names(site: Site, kind: NameKind) -> tuple[MatrixRow, ...]:
    """Returns a row for each name of the kind, those in most records first."""
    rows = [_row(site, name) for name in site.tables[kind.resource]]
    return tuple(sorted(rows, key=lambda row: (-row.total, site.label(row.name), row.name.number)))


def _row(site: Site, name: Row) -> MatrixRow:
    counts = []
    for kind in site.setting.records:
        parts = parts_of(site, name, kind)
        counts.append(Count(kind, len(parts), sum(site.is_own(part.record) for part in parts)))
    return MatrixRow(name, tuple(counts))


def has_matrix(site: Site, kind: NameKind) -> bool:
    """Returns whether the names of the kind hold other names, as a country holds its bodies, or are parties themselves.

    Names within others, such as bodies, are listed under them.
    """
    if kind.within:
        return False
    return kind.resource in _party_tables(site)


def _party_tables(site: Site) -> frozenset[str]:
    """Returns the tables of names that are parties, and those that they are within."""
    tables = {_target(site, other.resource, other.within) for other in site.setting.names if other.within}
    parties = site.setting.parties
    if parties is not None:
        tables |= {_target(site, parties.resource, field) for field in parties.names}
    return frozenset(tables - {""})


def _target(site: Site, table: str, field: str) -> str:
    """Returns the table that the field refers to; "" if it refers to none."""
    found = site.tables[table].fields.get(field) if table in site.tables else None
    return found.references[0] if found is not None and found.references is not None else ""
