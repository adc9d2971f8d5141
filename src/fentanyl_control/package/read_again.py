"""Which resources name files of others so often that the work would have no bound."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from fentanyl_control.package.model import Resource


def read_again(root: Path, resources: Sequence[Resource], most: int) -> dict[str, None]:
    """The names of the resources that are not to be read, in order.

    Beyond ``most`` bytes in all, each file may be read three times more. What the build makes is not counted.
    """
    found = {r.name: [Path(os.path.realpath(root / path)) for path in r.paths] for r in resources if not r.made_from}
    sizes = {file: file.stat().st_size for file in {*chain(*found.values())} if file.is_file()}
    left, seen, refused = most + 3 * sum(sizes.values()), set[Path](), dict[str, None]()
    for name, files in found.items():
        again = sum(sizes.get(file, 0) for file in seen.intersection(files))
        seen.update(files)
        if again > left:
            refused[name] = None
        else:
            left -= again
    return refused
