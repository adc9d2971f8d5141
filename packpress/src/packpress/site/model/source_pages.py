"""How the sources are divided into pages: by their kind, and a kind with many of them into several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packpress.site.model.anchors import file_stems
from packpress.site.model.table import Row, Table

SOURCES = "sources"
MOST_RECORDS = 24
"""How many records the entry of a source lists."""
_MOST_BYTES = 85_000
_PER_SOURCE, _PER_RECORD = 700, 160
"""About how many bytes the entry of a source has beside its cells, and how many each record in it."""


@dataclass(frozen=True)
class SourcePage:
    """One page of sources of a kind: its number of how many, and its sources; ``code`` is "" if sources have no kinds."""

    path: str
    code: str
    number: int
    of: int
    rows: tuple[Row, ...]


def source_pages(table: Table, kind: str, citing: Mapping[str, int]) -> tuple[SourcePage, ...]:
    """Returns the pages, in the order of the codes of the column ``kind``; ``citing`` counts the evidence of each source."""
    field = table.fields.get(kind)
    of_code: dict[str, list[Row]] = {code: [] for code in (field.labels if field is not None else ())}
    for row in table:
        of_code.setdefault(row.get(kind), []).append(row)
    stems = file_stems(code or "other" for code in of_code)
    found = []
    for code, rows in of_code.items():
        parts = list(_divided(rows, citing))
        stem = stems[code or "other"]
        for number, part in enumerate(parts, 1):
            path = f"{SOURCES}/{stem}.html" if number == 1 else f"{SOURCES}/{stem}/{number}.html"
            found.append(SourcePage(path, code, number, len(parts), tuple(part)))
    return tuple(found)


def count_citing(evidence: Table | None, source: str) -> Mapping[str, int]:
    """Returns how many rows of evidence name each source in the column ``source``."""
    return Counter(row[source] for row in evidence) if evidence is not None and source in evidence.fields else {}


def _divided(rows: list[Row], citing: Mapping[str, int]) -> Iterator[list[Row]]:
    part: list[Row] = []
    size = 0
    for row in rows:
        cost = _PER_SOURCE + len("".join(row.cells).encode()) + _PER_RECORD * min(citing.get(row.id, 0), MOST_RECORDS)
        if part and size + cost > _MOST_BYTES:
            yield part
            part, size = [], 0
        part.append(row)
        size += cost
    if part:
        yield part
