"""The coded texts, passage by passage: which records cite it, or why it holds no claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table
from packpress.site.pages.proof.citations import Citation, citations

PassageState = Literal["cited", "no claim", "open"]


@dataclass(frozen=True)
class ShownPassage:
    """A passage, the records that cite it, and what became of it: cited, without a claim, or not yet accounted for."""

    row: Row
    citations: tuple[Citation, ...]
    state: PassageState


@dataclass(frozen=True)
class CodedSource:
    """A text that was coded: its row in the table of sources, None if it has none, and its passages in order."""

    id: str
    row: Row | None
    path: str
    passages: tuple[ShownPassage, ...]

    @property
    def states(self) -> tuple[PassageState, ...]:
        """What became of each passage, in order, for a drawing."""
        return tuple(passage.state for passage in self.passages)

    def count(self, state: PassageState) -> int:
        """Returns how many passages have the state."""
        return Counter(self.states)[state]


def passage_table(site: Site) -> Table | None:
    """Returns the table of passages; None if the package has none, or does not name the column of their source."""
    named = site.provenance.get("passages", {})
    table = site.tables.get(str(named.get("resource", "")))
    return table if table is not None and named.get("source") in table.fields else None


def passage_field(site: Site, role: str) -> str:
    """Returns the column of passages with that role; "" if the package names none."""
    found = site.provenance.get("passages", {}).get(role, "")
    return found if isinstance(found, str) else ""


def coded_sources(site: Site) -> tuple[CodedSource, ...]:
    """Returns each coded text with its passages by position, in the order of the table of sources."""
    table = passage_table(site)
    if table is None:
        return ()
    of_source: dict[str, list[Row]] = {}
    source = passage_field(site, "source")
    for row in table:
        of_source.setdefault(row[source], []).append(row)
    found = []
    for name, rows in sorted(of_source.items()):
        rows.sort(key=lambda row: _position(row.get(passage_field(site, "position"))))
        passages = tuple(_shown(site, row) for row in rows)
        found.append(CodedSource(name, site.follow(rows[0], source), site.addresses.text_page(name), passages))
    return tuple(found)


def _shown(site: Site, row: Row) -> ShownPassage:
    cited = citations(site, "passage", row)
    state: PassageState = "cited" if cited else "no claim" if row.get(passage_field(site, "noClaim")) else "open"
    return ShownPassage(row, cited, state)


def _position(text: str) -> float:
    """Returns the number of a passage; passages without one are last, in their order."""
    try:
        return float(text)
    except ValueError:
        return float("inf")
