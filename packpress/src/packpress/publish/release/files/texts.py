"""The texts of a package that go with every copy of its tables: the licence."""

from __future__ import annotations

from pathlib import Path

from packpress.package.model import Package
from packpress.package.paths import path_fault

LICENSE = "LICENSE"
LICENSE_NAMES = (LICENSE, "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "LICENCE.txt")
"""The names under which packages have the text of their licence; the first that exists counts."""


def license_file(package: Package) -> Path | None:
    """Returns the file with the text of the package's licence; None if it has no file with one of the usual names."""
    paths = (package.root / name for name in LICENSE_NAMES if path_fault(package.root, name) is None)
    return next((path for path in paths if path.is_file()), None)
