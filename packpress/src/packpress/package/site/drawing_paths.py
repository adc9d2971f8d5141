"""The paths of the drawings that ``packpress:site`` names, for code that reads a descriptor whatever else is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packpress.package.site.shapes import SITE_SETTING


def drawing_paths(raw: Any) -> Iterator[str]:
    """Yields the paths to which the build of a package with this descriptor writes drawings."""
    setting = raw.get(SITE_SETTING) if isinstance(raw, dict) else None
    listed = setting.get("drawings") if isinstance(setting, dict) else None
    for drawing in listed if isinstance(listed, list) else ():
        if isinstance(drawing, dict) and isinstance(path := drawing.get("path"), str):
            yield path
