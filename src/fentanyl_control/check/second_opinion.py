"""Layer 4, second opinion: frictionless validates the package as published; what it finds is an issue too.

Where frictionless is known to be wrong, the exception is a line in ``KNOWN_WRONG`` with its reason. It sees only the properties
that the standard knows: it would fetch the addresses that stand in others, such as ``profile`` and ``extrapaths``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.shape import PROPERTIES
from fentanyl_control.package.strict_json import read_json

if TYPE_CHECKING:
    from frictionless import Error

# name → (whether an error of frictionless is meant, why it is wrong)
KNOWN_WRONG: Mapping[str, tuple[Callable[[Error, Any], bool], str]] = {
    "parquet-bytes": (
        lambda error, task: error.type == "byte-count" and str(task.place).endswith(".parquet"),
        "frictionless 5.21 compares the bytes of a Parquet file with a count of its own, which is never the file's",
    ),
    "sums-of-several-files": (
        lambda error, task: error.type in ("byte-count", "hash-count") and str(task.place).endswith("(multipart)"),
        "frictionless 5.21 leaves the headers of the later files out; the standard has the files treated as one large file",
    ),
}


def ask_frictionless(root: Path, descriptor: str, findings: Findings) -> None:
    """Add an issue for every error that frictionless finds in the package in the folder ``root``."""
    from frictionless import FrictionlessException, Package, system
    from requests import Session

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    offline = Session()
    offline.adapters.clear()  # a session without adapters can fetch nothing
    try:
        with system.use_context(trusted=False, onerror="ignore", http_session=offline):
            report = Package.from_descriptor(known(read_json(root / descriptor, descriptor)), basepath=str(root)).validate()
    except FrictionlessException as exception:
        findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {exception.error.message}"))
        return
    for error in report.errors:
        findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
    for task in report.tasks:
        for error in task.errors:
            if not any(is_meant(error, task) for is_meant, _ in KNOWN_WRONG.values()):
                findings.add(_issue(str(task.place), error))


def known(raw: Any, kind: str = "package") -> Any:
    """The object of a descriptor with the properties of its kind that Data Package 2.0 knows, down to schemas and dialects."""
    if isinstance(raw, list):
        return [known(item, kind) for item in raw]
    if not isinstance(raw, dict):
        return raw
    inner = {"resources": "resource", "schema": "schema", "dialect": "dialect"}
    return {
        name: known(value, inner[name]) if name in inner else value for name, value in raw.items() if name in PROPERTIES[kind]
    }


def _issue(path: str, error: Error) -> Issue:
    line = getattr(error, "row_number", 0) or 0
    column = getattr(error, "field_name", "") or ""
    value = getattr(error, "cell", "") or ""
    message = f"frictionless ({error.type}): {error.note or error.message}"
    return Issue(path, line, column, "", "second-opinion", "error", message, str(value))
