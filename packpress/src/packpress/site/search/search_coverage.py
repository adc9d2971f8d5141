"""How much of a site its search knows: all, unless the index would be too large or the rows are on no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from packpress.site.model.site import Site
from packpress.site.search.entry import SearchEntry


@dataclass(frozen=True)
class PartlyKnown:
    """A kind of entries of which the search knows some: ``known`` of ``all``."""

    name: str
    known: int
    all: int


@dataclass(frozen=True)
class SearchCoverage:
    """How many of all entries the search knows, and the kinds of which it does not know all."""

    known: int
    all: int
    parts: tuple[PartlyKnown, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the search knows all entries."""
        return self.known == self.all


def search_coverage(site: Site, entries: Sequence[SearchEntry], known: int) -> SearchCoverage:
    """Returns the coverage of an index with the first ``known`` of the entries; rows that are on no page count as unknown."""
    found = Counter(entry.kind.name for entry in entries[:known])
    every = Counter(entry.kind.name for entry in entries)
    for table in site.tables.values():
        if not table.is_view and site.addresses.has_row_pages(table):
            every[table.title or table.name] += sum(site.address(row) is None for row in table)
    parts = tuple(PartlyKnown(name, found[name], every[name]) for name in every if found[name] < every[name])
    return SearchCoverage(known, every.total(), parts)
