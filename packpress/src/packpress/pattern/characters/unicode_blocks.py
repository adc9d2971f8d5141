r"""The blocks of Unicode by name, for ``\p{Is…}``; ``unicode_blocks.txt`` states the version."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

# name of a block in XML Schema 1.0, which cites Unicode 3.1 → its name in Unicode now
_FORMER = {
    "greek": "greekandcoptic",
    "combiningmarksforsymbols": "combiningdiacriticalmarksforsymbols",
    "cyrillicsupplementary": "cyrillicsupplement",
}
_PRIVATE_USE = ("privateusearea", "supplementaryprivateuseareaa", "supplementaryprivateuseareab")


def plain_name(name: str) -> str:
    """Returns the name without what Unicode says to ignore: case, spaces, hyphens and underscores."""
    return name.lower().replace(" ", "").replace("-", "").replace("_", "")


@cache
def unicode_blocks() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Maps the plain name of each block to its code points, including the names in XML Schema 1.0."""
    lines = Path(__file__).with_name("unicode_blocks.txt").read_text("utf-8").splitlines()
    blocks = dict[str, tuple[tuple[int, int], ...]]()
    for line in lines:
        if not line.startswith("#"):
            first, last, name = line.split(" ", 2)
            blocks[plain_name(name)] = ((int(first, 16), int(last, 16)),)
    blocks |= {former: blocks[name] for former, name in _FORMER.items()}
    blocks["privateuse"] = tuple(blocks[name][0] for name in _PRIVATE_USE)
    return blocks
