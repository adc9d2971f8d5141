"""Fentanyl Control Data: what the white paper states, as traceable tables, and the press that checks and publishes them."""

from typing import TYPE_CHECKING, Any

from fentanyl_control.errors import LockedError, MissingExtraError, PackageError, PressError
from fentanyl_control.issue import Issue, Report
from fentanyl_control.load import Evidence, cite, evidence_for, load, tables, trace_link

if TYPE_CHECKING:
    from fentanyl_control.check.validate import validate

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


def __getattr__(name: str) -> Any:
    """``validate``, imported when it is first asked for: what it stands on takes a third of a second."""
    if name != "validate":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from fentanyl_control.check.validate import validate

    return validate
