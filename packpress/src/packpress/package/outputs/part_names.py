"""The paths of the Parquet of a table in parts: a folder that has nothing else, and part-00000.parquet and so on in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

PART = re.compile(r"part-[0-9]{5,}\.parquet")


def part_names(count: int) -> list[str]:
    """Returns the names of so many parts, which sort in their order.

    >>> part_names(2)
    ['part-00000.parquet', 'part-00001.parquet']
    """
    digits = max(5, len(str(count - 1)))
    return [f"part-{number:0{digits}}.parquet" for number in range(count)]


def folder_of_parts(paths: Sequence[str]) -> str | None:
    """Returns the folder if the paths are those of all parts in it, in order, and are more than one; else None.

    >>> folder_of_parts(["parquet/loans/part-00000.parquet", "parquet/loans/part-00001.parquet"])
    'parquet/loans'
    """
    folders = {PurePosixPath(path).parent for path in paths}
    if len(paths) < 2 or len(folders) > 1 or [PurePosixPath(path).name for path in paths] != part_names(len(paths)):
        return None
    (folder,) = folders
    return None if folder == PurePosixPath() else folder.as_posix()
