"""The image that ``packpress:site`` names for links to the site: its path, and what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from packpress.filesystem.file_names import name_fault
from packpress.package.model import Package
from packpress.package.paths import path_fault
from packpress.package.site.png import PngError, read_png_size
from packpress.package.site.shapes import SITE_SETTING

_FILE_PATH = r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\."
SVG_PATH, PNG_PATH = (re.compile(_FILE_PATH + ending) for ending in ("svg", "png"))
"""Paths that ``packpress:site`` may name, in the package and on the web."""


def image_path(raw: Any) -> str:
    """Returns the path of the image of a package with this descriptor; "" without one, or with one that no release may have."""
    setting = raw.get(SITE_SETTING) if isinstance(raw, dict) else None
    image = setting.get("image") if isinstance(setting, dict) else None
    path = image.get("path") if isinstance(image, dict) else None
    return path if isinstance(path, str) and PNG_PATH.fullmatch(path) and not name_fault(path) else ""


def image_fault(package: Package) -> str:
    """Returns what is wrong with the file of the image, with what to do; "" if nothing is, or if the package names no image.

    A path that no image may have is a fault of the descriptor (``site_faults``).
    """
    path = image_path(package.raw)
    if not path:
        return ""
    where = f'"{SITE_SETTING}": image: path is "{path}"'
    if fault := path_fault(package.root, path):
        return f"{where}, which {fault}"
    if not (package.root / path).is_file():
        return f"{where}, but there is no such file; add it, or remove the image"
    try:
        with (package.root / path).open("rb") as stream:
            read_png_size(stream)
    except PngError as error:
        return f"{where}, but the file {error}; give a PNG of 1200 × 630 pixels"
    return ""
