"""Fentanyl Control Data: what the white paper states, as traceable tables, and the press that checks and publishes them."""

from fentanyl_control.check.validate import validate
from fentanyl_control.errors import LockedError, MissingExtraError, PackageError, PressError
from fentanyl_control.issue import Issue, Report
from fentanyl_control.load import Evidence, cite, evidence_for, load, tables, trace_link

__version__ = "0.1.0"
__all__ = [
    "Evidence",
    "Issue",
    "LockedError",
    "MissingExtraError",
    "PackageError",
    "PressError",
    "Report",
    "cite",
    "evidence_for",
    "load",
    "tables",
    "trace_link",
    "validate",
]
