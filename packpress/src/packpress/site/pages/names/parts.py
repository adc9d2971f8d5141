"""Which part a name, such as a body or a country, has in which records: its own, and that of the names within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from packpress.site.model.site import Site
from packpress.site.model.table import Row


@dataclass(frozen=True)
class Mention:
    """A row of the table of parties that names somebody; ``through`` is the body that it names, if that is another row."""

    party: Row
    through: Row | None = None


@dataclass(frozen=True)
class Part:
    """A record, and how it names somebody; without mentions if the record itself refers to the name, in ``field``."""

    record: Row
    mentions: tuple[Mention, ...] = ()
    field: str = ""


@lru_cache(maxsize=1)
def _mentions(site: Site) -> Mapping[tuple[str, str], Mapping[tuple[str, str], tuple[Row, list[Mention]]]]:
    """Maps each name to the records that name it as a party, by table and id."""
    found: dict[tuple[str, str], dict[tuple[str, str], tuple[Row, list[Mention]]]] = {}
    parties = site.setting.parties
    if parties is None or parties.resource not in site.tables:
        return found
    for party in site.tables[parties.resource]:
        records = [row for field in parties.records if (row := site.follow(party, field))]
        for name, mention in _named(site, party, parties.names):
            for record in records:
                of_name = found.setdefault(_key(name), {})
                of_name.setdefault(_key(record), (record, []))[1].append(mention)
    return found


def _named(site: Site, party: Row, fields: tuple[str, ...]) -> Iterator[tuple[Row, Mention]]:
    """Yields each name in the row of a party, and the name that it is within."""
    for field in fields:
        if (name := site.follow(party, field)) is not None:
            yield name, Mention(party)
            kind = site.setting.name_kind(name.table.name)
            if kind is not None and (outer := site.follow(name, kind.within)) is not None:
                yield outer, Mention(party, name)


def _key(row: Row) -> tuple[str, str]:
    return row.table.name, row.id


def parts_as_party(site: Site, name: Row, table: str) -> tuple[Part, ...]:
    """Returns the parts that the name has as a party in the records of the table, in their order."""
    found = _mentions(site).get(_key(name), {}).values()
    parts = [Part(record, tuple(mentions)) for record, mentions in found if record.table.name == table]
    return tuple(sorted(parts, key=lambda part: part.record.number))


def parts_as_subject(site: Site, name: Row, table: str) -> tuple[Part, ...]:
    """Returns the records of the table that refer to the name themselves, each with the first field in which they do."""
    found: dict[str, Part] = {}
    for field, record in site.references_to(name):
        if record.table.name == table:
            found.setdefault(record.id, Part(record, field=field.name))
    return tuple(sorted(found.values(), key=lambda part: part.record.number))


def has_parties(site: Site, table: str) -> bool:
    """Returns whether the records of the table have parties."""
    parties = site.setting.parties
    if parties is None or parties.resource not in site.tables:
        return False
    fields = site.tables[parties.resource].fields
    targets = [fields[name].references for name in parties.records if name in fields]
    return any(target is not None and target[0] == table for target in targets)
