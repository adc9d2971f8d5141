"""The source that a record cites for its figure, and whether what another source says comes from it."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.evidence import EvidencePlace, evidence_of, quotes_for

_MOST_STEPS = 20
"""How far a chain of parts is followed; a chain of bodies or sources may end in a circle."""


@dataclass(frozen=True)
class CitedSource:
    """What the words name: the source, the body that measured, and the places where they are named."""

    source: Row | None
    body: Row | None
    places: tuple[EvidencePlace, ...]

    @property
    def is_named(self) -> bool:
        """Whether the words name a source or a body."""
        return self.source is not None or self.body is not None


def cited_source(site: Site, record: Row) -> CitedSource:
    """Returns what the record cites."""
    kind = site.setting.record_kind(record.table.name)
    if kind is None:
        return CitedSource(None, None, ())
    places = evidence_of(site, record)
    found = [place for name in (kind.cited, kind.measured_by) if name for place, _ in quotes_for(places, name)]
    named = tuple({id(place): place for place in found}.values())
    return CitedSource(site.follow(record, kind.cited), site.follow(record, kind.measured_by), named)


def is_from_cited(site: Site, cited: CitedSource, source: Row | None, measured_by: Row | None) -> bool:
    """Returns whether the other source is the cited one or a part of it, or its figure was measured by the cited body."""
    names = site.setting.name_kind(measured_by.table.name) if measured_by else None
    if cited.body and measured_by and _is_within(site, measured_by, cited.body, names.part_of if names else ""):
        return True
    return bool(cited.source and source and _is_within(site, source, cited.source, site.setting.sources.part_of))


def _is_within(site: Site, row: Row, whole: Row, part_of: str) -> bool:
    """Returns whether the row is ``whole``, or a part of it by the column ``part_of``."""
    step: Row | None = row
    for _ in range(_MOST_STEPS):
        if step is None:
            return False
        if step is whole:
            return True
        step = site.follow(step, part_of)
    return False
