"""Searches the keys of tables: in this process, or in shards if some of them are where the splits of a file were checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from packpress.arrow.arrays import NO_ROWS, Rows
from packpress.check.keys.found import FoundRows, rows_by_file
from packpress.check.keys.lookalikes import mixed_rows, twin_rows
from packpress.check.keys.orphans import orphans
from packpress.check.keys.table_keys import KeyFields, TableKeys

if TYPE_CHECKING:
    from packpress.check.keys.shards.sharded_keys import AnyKeys


def find_duplicates(keys: AnyKeys, fields: KeyFields, most: int) -> list[FoundRows]:
    """Returns by file the rows whose values occurred before, at least the first ``most``; omits rows with a null."""
    if isinstance(keys, TableKeys):
        return _by_file(keys, *keys.duplicates(fields))
    from packpress.check.keys.shards.repeats import duplicates_in_shards

    return duplicates_in_shards(keys, fields, most)


def find_twins(keys: AnyKeys, fields: KeyFields, most: int) -> list[FoundRows]:
    """Returns by file the rows whose key equals an earlier one except for case and forms of characters."""
    if isinstance(keys, TableKeys):
        return _by_file(keys, *twin_rows(keys, fields))
    from packpress.check.keys.shards.repeats import twins_in_shards

    return twins_in_shards(keys, fields, most)


def find_mixed(keys: AnyKeys, field: str, most: int) -> list[FoundRows]:
    """Returns by file the rows in which the text of the field mixes scripts."""
    if isinstance(keys, TableKeys):
        return _by_file(keys, mixed_rows(keys, field))
    from packpress.check.keys.shards.sharded_keys import mixed_in_parts

    return mixed_in_parts(keys, field, most)


def find_orphans(
    parent: AnyKeys, fields: KeyFields, children: Sequence[tuple[AnyKeys, KeyFields]], most: int
) -> list[list[FoundRows]]:
    """Returns for each child, by file, the rows whose values are in no row of the parent's ``fields``."""
    if isinstance(parent, TableKeys):
        local = [(keys, own) for keys, own in children if isinstance(keys, TableKeys)]
        if len(local) == len(children):
            rows = orphans(parent, fields, local)
            return [_by_file(keys, found) for (keys, _), found in zip(local, rows, strict=True)]
    from packpress.check.keys.shards.references import orphans_in_shards

    return orphans_in_shards(parent, fields, children, most)


def _by_file(keys: TableKeys, rows: Rows, firsts: Rows = NO_ROWS) -> list[FoundRows]:
    return rows_by_file(keys.paths, keys.starts, rows, firsts)
