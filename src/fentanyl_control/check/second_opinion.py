"""Layer 4, second opinion: frictionless validates the package as published; what it finds is an issue too.

Where frictionless is known to be wrong, the exception is a line in ``KNOWN_WRONG`` with its reason.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fentanyl_control.issue import Findings, Issue

if TYPE_CHECKING:
    from frictionless import Error

# name → (whether an error of frictionless is meant, why it is wrong)
KNOWN_WRONG: Mapping[str, tuple[Callable[[Error, Any], bool], str]] = {
    "parquet-bytes": (
        lambda error, task: error.type == "byte-count" and str(task.place).endswith(".parquet"),
        "frictionless 5.21 compares the bytes of a Parquet file with a count of its own, which is never the file's",
    ),
}


def ask_frictionless(root: Path, descriptor: str, findings: Findings) -> None:
    """Add an issue for every error that frictionless finds in the package in the folder ``root``."""
    from frictionless import FrictionlessException, Package, system

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    try:
        with system.use_context(trusted=False, onerror="ignore"):
            report = Package.from_descriptor(str(root / descriptor)).validate()
    except FrictionlessException as exception:
        findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {exception.error.message}"))
        return
    for error in report.errors:
        findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
    for task in report.tasks:
        for error in task.errors:
            if not any(is_meant(error, task) for is_meant, _ in KNOWN_WRONG.values()):
                findings.add(_issue(str(task.place), error))


def _issue(path: str, error: Error) -> Issue:
    line = getattr(error, "row_number", 0) or 0
    column = getattr(error, "field_name", "") or ""
    value = getattr(error, "cell", "") or ""
    message = f"frictionless ({error.type}): {error.note or error.message}"
    return Issue(path, line, column, "", "second-opinion", "error", message, str(value))
