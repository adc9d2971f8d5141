"""The image that ``packpress:site`` names for links to the site: its path, its size in pixels, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from packpress.package.model import Package
from packpress.package.paths import path_fault
from packpress.package.site.setting import SITE_SETTING

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = 24
"""How many bytes have the size of a PNG (W3C PNG, 5.2 and 11.2.1): signature, length and name of IHDR, width, height."""


def image_path(raw: Any) -> str:
    """Returns the path of the image of a package with this descriptor, whatever else is wrong with it; "" without a PNG."""
    setting = raw.get(SITE_SETTING) if isinstance(raw, dict) else None
    image = setting.get("image") if isinstance(setting, dict) else None
    path = image.get("path") if isinstance(image, dict) else None
    return path if isinstance(path, str) and path.endswith(".png") else ""


def png_size(data: bytes) -> tuple[int, int] | None:
    """Returns width and height of a PNG in pixels, from its first bytes; None if they are not those of a PNG.

    >>> png_size(bytes.fromhex("89504e470d0a1a0a 0000000d 49484452 000004b0 00000276"))
    (1200, 630)
    """
    if len(data) < _HEAD or data[:8] != _SIGNATURE or data[12:16] != b"IHDR":
        return None
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return (width, height) if width and height else None


def image_fault(package: Package) -> str:
    """Returns what is wrong with the file of the image, with what to do; "" if nothing is, or if the package names no image."""
    path = image_path(package.raw)
    if not path:
        return ""
    where = f'"{SITE_SETTING}": image: path is "{path}"'
    if fault := path_fault(package.root, path):
        return f"{where}, which {fault}"
    if not (package.root / path).is_file():
        return f"{where}, but there is no such file; add it, or remove the image"
    with (package.root / path).open("rb") as stream:
        if png_size(stream.read(_HEAD)) is None:
            return f"{where}, but the file is no PNG; give one of 1200 × 630 pixels"
    return ""
