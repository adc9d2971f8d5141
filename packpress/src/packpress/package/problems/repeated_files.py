"""Finds resources that name files of other resources so often that the work would be unlimited."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from packpress.package.model import Resource


def read_again(root: Path, resources: Sequence[Resource], most: int) -> dict[str, None]:
    """Returns the names of the resources that must not be read, in order.

    In addition to ``most`` bytes in total, each file may be read three more times, under any names, also by one resource.
    Build outputs are not counted.
    """
    found = {r.name: [_file(root / path) for path in r.paths] for r in resources if not r.made_from}
    sizes = dict(chain(*found.values()))
    left, seen, refused = most + 3 * sum(sizes.values()), set[object](), dict[str, None]()
    for name, files in found.items():
        new = {file for file, _ in files} - seen
        again = sum(size for _, size in files) - sum(sizes[file] for file in new)
        seen |= new
        if again > left:
            refused[name] = None
        else:
            left -= again
    return refused


def _file(path: Path) -> tuple[object, int]:
    """Returns the identity of the file, equal for each of its names, and its size; 0 if it does not exist."""
    try:
        found = path.stat()
    except OSError:
        return path, 0
    return (found.st_dev, found.st_ino), found.st_size if stat.S_ISREG(found.st_mode) else 0
