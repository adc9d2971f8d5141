"""The result of a build: its report, its row counts, and which of its files were stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from packpress.issue import Report
from packpress.proof.agreement import Coding
from packpress.proof.coverage import Coverage
from packpress.proof.nearness import Nearness


@dataclass(frozen=True)
class Built:
    """The result of a build: its report, the number of rows of each table, the fresh and stale files, and other counts.

    ``counts`` has the number of rows of each code, for the fields that ``packpress:counts`` in the descriptor names, and
    ``left_out`` the tables of which no Parquet is made, each with the reason, if the package does not name its outputs.
    ``no_longer_made`` has the paths of Parquet that an earlier build made of a table that is gone, and ``parts`` how many files
    each folder has that is a table in parts.
    """

    report: Report
    rows: dict[str, int]
    coverage: Coverage | None
    counts: dict[str, dict[str, int]]
    codings: tuple[Coding, ...]
    fresh: tuple[str, ...]
    stale: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    no_longer_made: tuple[str, ...] = ()
    nearness: Nearness | None = None
    parts: Mapping[str, int] = field(default_factory=dict)


def refused(report: Report) -> Built:
    """Returns the result of a build that wrote nothing, because the report has errors."""
    return Built(report, {}, None, {}, (), (), ())
