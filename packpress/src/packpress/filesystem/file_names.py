"""Names of files that are unsafe on some system: they lead elsewhere, mean a device, or fall together with another name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

LONGEST = 1_000
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?: *\..*)?")
"""Names that Windows takes for a device, with any extension."""


def name_fault(path: str) -> str:
    """Returns why the path must not be the name of a file in a release; "" if it is safe on every system."""
    parts = path.split("/")
    if path.startswith(("/", "\\", "~")) or re.match("[A-Za-z]:", path):
        return "is absolute"
    if ".." in re.split(r"[/\\]", path):
        return 'contains ".."'
    if _FORBIDDEN.search(path):
        return "contains a character that not every system allows in a name"
    if any(part in ("", ".") or part != part.rstrip(" .") for part in parts):
        return 'has an empty part, or one that ends with "." or a space'
    if any(_DEVICE.fullmatch(part) for part in parts):
        return "is the name of a device on Windows"
    if len(path) > LONGEST:
        return f"has more than {LONGEST:,} characters"
    return ""


def colliding_names(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields each name that some system cannot tell from an earlier one, with that one: ("Data.csv", "data.csv")."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        for end in (place for place, character in enumerate(f"{path}/") if character == "/"):
            found[_folded(path[:end])].add(path[:end])
    for names in found.values():
        first, *others = sorted(names)
        for other in others:
            yield other, first


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
