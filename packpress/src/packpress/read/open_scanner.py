"""Chooses the scanner of a delimited file by its dialect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packpress.issue import Findings
from packpress.package.model import Dialect
from packpress.read.csv.scanner import Scanner


def open_scanner(
    file: Path,
    shown: str,
    dialect: Dialect,
    findings: Findings,
    names: tuple[str, ...],
    accept: Callable[[tuple[str, ...]], bool] | None = None,
    compression: str = "",
    *,
    even: bool = True,
) -> Scanner:
    """Returns the scanner for files in the dialect; ``names`` are those of the fields, for a file without a header."""
    kind: type[Scanner] = Scanner
    if not dialect.is_plain:
        from packpress.read.dialect.scanner import DialectScanner  # the import takes 5 ms, which most packages need not spend

        kind = DialectScanner
    return kind(file, shown, dialect, findings, accept, names, compression, even=even)
