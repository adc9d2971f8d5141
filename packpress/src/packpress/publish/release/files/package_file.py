"""The names of files that are named for their package."""

from __future__ import annotations

from packpress.package.model import Package
from packpress.package.problems.property_values import SAFE_NAME


def package_file(package: Package, extension: str) -> str:
    """Returns the package's name with the extension; "package" in its place if it has none that is safe as a file name."""
    name = package.raw.get("name")
    return f"{name if isinstance(name, str) and SAFE_NAME.fullmatch(name) else 'package'}.{extension}"
