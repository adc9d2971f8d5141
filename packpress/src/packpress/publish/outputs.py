"""What a build gives: its report, its rows, and which of its files were stale."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.issue import Report
from packpress.proof.agreement import Agreement
from packpress.proof.coverage import Coverage


@dataclass(frozen=True)
class Built:
    """What a build did: its report, the rows of each table, the files that were fresh or stale, and what it counted.

    ``counts`` has the rows of each code of the fields that ``packpress:counts`` in the descriptor names.
    """

    report: Report
    rows: dict[str, int]
    coverage: Coverage | None
    counts: dict[str, dict[str, int]]
    agreements: tuple[Agreement, ...]
    fresh: tuple[str, ...]
    stale: tuple[str, ...]


def refused(report: Report) -> Built:
    """A build that wrote nothing, because the report has errors."""
    return Built(report, {}, None, {}, (), (), ())
