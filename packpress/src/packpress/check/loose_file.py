"""Layer 1 for one delimited file that no package describes: its text and its header, without a schema."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

from packpress.check.files.without_schema import check_schemaless
from packpress.errors import ExpansionError
from packpress.filesystem.stores.store_path import StorePath
from packpress.issue import FOR_PROGRAMS, Findings, Issue, Limits, Report
from packpress.package.formats import delimiter_of
from packpress.package.model import DESCRIPTOR, Dialect, Resource
from packpress.read.data import open_data
from packpress.read.dialect.sniff import sniff_delimiter
from packpress.severities import AS_FOUND, Severities

_HEAD = 64 * 1024
_NAMES = {"\t": "a tab"}


def check_loose_file(file: Path, limits: Limits = FOR_PROGRAMS, severities: Severities = AS_FOUND) -> Report:
    """Returns a report on the file; a warning says that it was checked without a schema, and with which delimiter."""
    findings, shown = Findings(limits, severities), file.as_posix()
    root, path = (file.parent, file.name) if isinstance(file, StorePath) else (Path(), shown)
    packed = {".gz": "gz", ".zip": "zip"}.get(file.suffix.lower(), "")
    delimiter = _delimiter(file, packed)
    named = _NAMES.get(delimiter) or json.dumps(delimiter)
    message = (
        f"no {DESCRIPTOR} lists this file, so only its text and its header were checked, without a schema and with {named} "
        'as the delimiter; describe it with "packpress init" to check its values'
    )
    findings.add(Issue(path, 0, "", "", "table-not-described", "warning", message))
    resource = Resource("", (path,), "csv", "", "", Dialect(delimiter), None, "", MappingProxyType({}), packed)
    check_schemaless(root, resource, findings)
    report = findings.report(("files",))
    return report._replace(file=shown, issues=tuple(issue._replace(path=shown) for issue in report.issues))


def _delimiter(file: Path, compression: str) -> str:
    usual = delimiter_of({}, file.name)
    try:
        with open_data(file, compression, usual.encode()) as stream:
            return sniff_delimiter(stream.read(_HEAD), usual)
    except ExpansionError:
        return usual  # the check reports it
