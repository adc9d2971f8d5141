"""Agreement between two codings: percent and Krippendorff's alpha for each decision that was coded twice.

The tables and their columns are named by ``packpress:secondCoding`` in the descriptor, an object or a list of objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.package.model import NAMESPACE, Package


@dataclass(frozen=True)
class Agreement:
    """For one decision: how many units were coded twice, how many of them equally, and alpha, None if undefined."""

    decision: str
    units: int
    same: int
    alpha: float | None


def nominal_alpha(first: list[str], second: list[str]) -> float | None:
    """Returns Krippendorff's alpha for two codings of nominal data without gaps (Content Analysis, 2004, chapter 11).

    None if every coder gave every unit the same value: nothing varies, so alpha is undefined.
    """
    values = sorted({*first, *second})
    if len(values) < 2:
        return None
    import krippendorff

    codes = {value: code for code, value in enumerate(values)}
    data = np.array([[codes[value] for value in coding] for coding in (first, second)], dtype=float)
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


@dataclass(frozen=True)
class Coding:
    """A second coding: its title, "" if it has none, and the agreement for each decision."""

    title: str
    agreements: tuple[Agreement, ...]


def second_codings(package: Package, tables: Mapping[str, pa.Table]) -> tuple[Coding, ...]:
    """Returns the second codings of the package, in the order of the descriptor."""
    named = package.raw.get(NAMESPACE + "secondCoding", ())
    listed = [named] if isinstance(named, dict) else named
    return tuple(Coding(item.get("title", ""), _agreements(package, tables, item)) for item in listed)


def _agreements(package: Package, tables: Mapping[str, pa.Table], named: Mapping[str, Any]) -> tuple[Agreement, ...]:
    """Returns the agreement for each decision that was coded twice, in the order of the schema's categories."""
    table = tables[named["resource"]]
    decisions, first, second = (table[column].to_pylist() for column in (named["decisions"], *named["codings"]))
    schema = package.table(named["resource"]).schema
    listed = [str(value) for value in schema.field(named["decisions"]).categories] or sorted(set(decisions))
    return decision_agreements(zip(decisions, first, second, strict=True), listed)


def decision_agreements(coded: Iterable[tuple[str, str, str]], listed: Iterable[str]) -> tuple[Agreement, ...]:
    """Returns the agreement for each of the listed decisions that was coded twice.

    ``coded`` has a decision with its two values for each unit.

    >>> decision_agreements([("date", "2024", "2024"), ("date", "2024", "2025")], ["date"])
    (Agreement(decision='date', units=2, same=1, alpha=0.0),)
    """
    pairs: dict[str, list[tuple[str, str]]] = {decision: [] for decision in listed}
    for decision, first, second in coded:
        if decision in pairs:
            pairs[decision].append((first, second))
    return tuple(
        Agreement(decision, len(found), sum(a == b for a, b in found), nominal_alpha(*map(list, zip(*found, strict=True))))
        for decision, found in pairs.items()
        if found
    )
