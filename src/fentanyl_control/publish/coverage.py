"""How much of the coded texts is accounted for: passages that a record cites, and passages that are said to hold no claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.package.model import Package
from fentanyl_control.package.provenance import provenance


@dataclass(frozen=True)
class Coverage:
    """How many passages there are, how many a record cites, and how many are said to hold no claim."""

    passages: int
    cited: int
    without_claim: int

    @property
    def share(self) -> float:
        """The part of the passages that are accounted for, from 0 to 1."""
        return 1.0 if self.passages == 0 else (self.cited + self.without_claim) / self.passages


def coverage(package: Package, tables: Mapping[str, pa.Table]) -> Coverage | None:
    """The coverage of the coded texts; None when the package does not say where its passages and evidence are."""
    named = provenance(package)
    if not {"passages", "evidence"} <= named.keys():
        return None
    passages, evidence = tables[named["passages"]["resource"]], tables[named["evidence"]["resource"]]
    key = package.resource(named["passages"]["resource"]).schema.primary_key[0]  # type: ignore[union-attr]
    cited = pc.is_in(passages[key], value_set=evidence[named["evidence"]["passage"]].combine_chunks())
    reason = pc.is_valid(passages[named["passages"]["noClaim"]])
    without = pc.and_(reason, pc.invert(cited))
    return Coverage(passages.num_rows, pc.sum(cited).as_py() or 0, pc.sum(without).as_py() or 0)
