"""Fentanyl Control Data: what the white paper states, as traceable tables, and the press that checks and publishes them."""

from importlib import import_module

TYPE_CHECKING = False  # under `python -m` nothing may be imported before __main__ has put the folder off the path
if TYPE_CHECKING:
    from typing import Any

    from fentanyl_control.check.validate import validate
    from fentanyl_control.dataset import Evidence, cite, evidence_for, load, tables, trace_link
    from fentanyl_control.errors import LockedError, MissingExtraError, PackageError, PressError
    from fentanyl_control.issue import Issue, Report

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
_HOMES = {
    "check.validate": ("validate",),
    "errors": ("LockedError", "MissingExtraError", "PackageError", "PressError"),
    "issue": ("Issue", "Report"),
    "dataset": ("Evidence", "cite", "evidence_for", "load", "tables", "trace_link"),
}


def __getattr__(name: str) -> "Any":
    """The public name, imported when it is first asked for: what some stand on takes a third of a second."""
    for home, names in _HOMES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
