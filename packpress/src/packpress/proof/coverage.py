"""How much of the coded texts is accounted for: passages that a record cites, and passages marked as without claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.package.model import Package
from packpress.package.provenance import provenance


@dataclass(frozen=True)
class Coverage:
    """The number of passages, of those that a record cites, and of those marked as without claim."""

    passages: int
    cited: int
    without_claim: int

    @property
    def share(self) -> float:
        """The share of passages that are accounted for, from 0 to 1."""
        return 1.0 if self.passages == 0 else (self.cited + self.without_claim) / self.passages


def coverage(package: Package, tables: Mapping[str, pa.Table]) -> Coverage | None:
    """Returns the coverage of the coded texts; None if the package does not name its passages and evidence."""
    named = provenance(package)
    passages, reasons = _column(tables, named.get("passages", {}), "noClaim")
    evidence, cites = _column(tables, named.get("evidence", {}), "passage")
    if passages is None or evidence is None:
        return None
    schema = package.table(named["passages"]["resource"]).schema
    keys = passages[schema.primary_key[0]] if schema.primary_key else None
    if keys is None or keys.type != evidence[cites].type:
        return None
    cited = pc.is_in(keys, value_set=evidence[cites].combine_chunks())
    without = pc.and_(pc.is_valid(passages[reasons]), pc.invert(cited))
    return Coverage(passages.num_rows, pc.sum(cited).as_py() or 0, pc.sum(without).as_py() or 0)


def _column(tables: Mapping[str, pa.Table], part: Mapping[str, Any], role: str) -> tuple[pa.Table | None, str]:
    """Returns the table that a part of the provenance names, with the column of that role; None if either is missing."""
    table = tables.get(str(part.get("resource")))
    column = str(part.get(role))
    return (table, column) if table is not None and column in table.column_names else (None, "")
