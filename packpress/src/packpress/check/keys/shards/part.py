"""A part of a table, whose keys are where its file was checked, and what the process that merges knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from packpress.arrow.compressed_columns import Letters
from packpress.check.keys.table_keys import KeyFields, Rise, TableKeys


class Outline(NamedTuple):
    """What the process that merges knows of the keys in a part: no more for many rows than for few.

    ``rises`` has the first and the last value of each unique key that strictly increases from row to row; ``letters`` and
    ``sizes`` are those of each key column.
    """

    rows: int = 0
    rises: Mapping[KeyFields, Rise] = {}
    letters: Mapping[str, Letters] = {}
    sizes: Mapping[str, int] = {}


class TablePart(NamedTuple):
    """A part of a table, in one file: what stands for its ``TableKeys`` where the executor has them, and their outline."""

    path: str
    held: Any
    outline: Outline


def outline(keys: TableKeys) -> Outline:
    """Returns the outline of a part."""
    names = list(keys.blocks[0].texts) if keys.blocks else []
    rising = {fields for block in keys.blocks for fields in block.rises}
    rises = {fields: rise for fields in rising if (rise := keys.rise(fields)) is not None}
    letters = {name: Letters.of_all([block.texts.letters[name] for block in keys.blocks]) for name in names}
    return Outline(keys.rows, rises, letters, {name: keys.size((name,)) for name in names})
