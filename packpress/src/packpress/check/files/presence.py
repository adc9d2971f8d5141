"""Layer 1, missing files: the only module that reports them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from packpress.issue import Findings, Issue
from packpress.package.forms.local_copies import is_address
from packpress.package.model import INLINE, Resource

_REMEDY = "; add it or remove the resource"


def check_presence(root: Path, resources: Iterable[Resource], findings: Findings) -> None:
    """Adds an issue for each missing file of the resources, and for each missing schema file that they name."""
    missing = []
    for resource in resources:
        schema = resource.raw.get("schema")
        files = () if resource.format == INLINE else resource.paths
        for path in (*files, *([schema] if isinstance(schema, str) and not is_address(schema) else [])):
            if not (root / path).is_file():
                missing.append((path, resource.made_from))
    if missing:
        from packpress.filesystem.near_files import NearFiles  # takes 1 ms, which most packages need not spend

        near = NearFiles(root)
        for path, made_from in missing:
            report_missing(path, findings, "; run the build" if made_from else near.hint(path) or _REMEDY)


def report_missing(path: str, findings: Findings, hint: str = _REMEDY) -> None:
    """Adds the issue that the file is missing."""
    findings.add(Issue(path, 0, "", "", "file-missing", "error", f"the file is missing{hint}"))
