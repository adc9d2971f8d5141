"""Checks and publishes Data Packages. This is the public API; everything else may change between versions."""

from importlib import import_module

from packpress.version import VERSION

TYPE_CHECKING = False  # `python -m` must import nothing before __main__ has removed the folder from the path
if TYPE_CHECKING:
    from typing import Any

    from packpress.check.progress import Progress as Progress
    from packpress.check.rules.rule import Fault, Rule, Tables, rule
    from packpress.check.validate import validate
    from packpress.edtf import Span, read_edtf
    from packpress.errors import LockedError, LostValueError, MissingExtraError, PackageError, PackpressError
    from packpress.export.pandera_schema import pandera_schema
    from packpress.issue import Issue, Report
    from packpress.severities import Override
    from packpress.severities import Severity as Severity

__version__ = VERSION
__all__ = [
    "Fault",
    "Issue",
    "LockedError",
    "LostValueError",
    "MissingExtraError",
    "Override",
    "PackageError",
    "PackpressError",
    "Report",
    "Rule",
    "Span",
    "Tables",
    "pandera_schema",
    "read_edtf",
    "rule",
    "validate",
]
_HOMES = {
    "check.progress": ("Progress",),
    "check.rules.rule": ("Fault", "Rule", "Tables", "rule"),
    "check.validate": ("validate",),
    "edtf": ("Span", "read_edtf"),
    "errors": ("LockedError", "LostValueError", "MissingExtraError", "PackageError", "PackpressError"),
    "export.pandera_schema": ("pandera_schema",),
    "issue": ("Issue", "Report"),
    "severities": ("Override", "Severity"),
}


def __getattr__(name: str) -> "Any":
    """Imports a public name on first use: some of them load libraries for a third of a second."""
    for home, names in _HOMES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
