"""Which records rest on a passage or a source, and whether the words state, limit or contradict them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table


@dataclass(frozen=True)
class Citation:
    """A record, and the rows of evidence by which it rests on a passage or a source."""

    record: Row
    evidence: tuple[Row, ...]


def evidence_table(site: Site) -> Table | None:
    """Returns the table of evidence; None if the package has none."""
    return site.tables.get(str(site.provenance.get("evidence", {}).get("resource", "")))


def evidence_field(site: Site, role: str) -> str:
    """Returns the column of evidence with that role; "" if the package names none."""
    found = site.provenance.get("evidence", {}).get(role, "")
    return found if isinstance(found, str) else ""


def records_of(site: Site, evidence: Row) -> tuple[Row, ...]:
    """Returns the records that a row of evidence supports, in most packages one."""
    fields = site.provenance.get("evidence", {}).get("records", ())
    return tuple(row for field in fields if (row := site.follow(evidence, field)) is not None)


def citations(site: Site, role: str, cited: Row) -> tuple[Citation, ...]:
    """Returns the records that cite the row as their ``role``, "passage" or "source", in the order of the record kinds."""
    return _index(site, role).get(cited.id, ())


@lru_cache(maxsize=4)
def _index(site: Site, role: str) -> Mapping[str, tuple[Citation, ...]]:
    table, field = evidence_table(site), evidence_field(site, role)
    if table is None or field not in table.fields:
        return {}
    order = {name: place for place, name in enumerate(site.tables)}
    order |= {kind.resource: place - len(order) for place, kind in enumerate(site.setting.records)}
    found: dict[str, dict[tuple[str, str], tuple[Row, list[Row]]]] = {}
    for evidence in table:
        for record in records_of(site, evidence):
            of_cited = found.setdefault(evidence[field], {})
            of_cited.setdefault((record.table.name, record.id), (record, []))[1].append(evidence)
    return {
        cited: tuple(
            Citation(record, tuple(rows))
            for record, rows in sorted(records.values(), key=lambda pair: (order[pair[0].table.name], pair[0].number))
        )
        for cited, records in found.items()
    }


def stances_against(site: Site) -> tuple[str, ...]:
    """Returns the codes of evidence that does not support its record, the strongest first."""
    return site.setting.evidence.against


def stance_of(site: Site, citation: Citation) -> str:
    """Returns the strongest code against the record among its evidence; "" if all of it supports the record."""
    field = evidence_field(site, "stance")
    stances = {row.get(field) for row in citation.evidence}
    return next((code for code in stances_against(site) if code in stances), "")
