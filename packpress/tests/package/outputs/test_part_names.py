"""Parts are named so that their names sort in their order, and paths are those of parts only if they are all of them."""

from __future__ import annotations

import pytest

from packpress.package.outputs.part_names import folder_of_parts, part_names


@pytest.mark.parametrize(("count", "last"), [(1, "part-00000.parquet"), (100_001, "part-100000.parquet")])
def test_names_sort_in_the_order_of_the_parts(count: int, last: str) -> None:
    names = part_names(count)
    assert (sorted(names), len(names), names[-1]) == (names, count, last)


# paths → the folder of which they are the parts
FOLDERS: dict[str, tuple[list[str], str | None]] = {
    "two parts": (["a/b/part-00000.parquet", "a/b/part-00001.parquet"], "a/b"),
    "the same, with a dot": (["./a/part-00000.parquet", "a/part-00001.parquet"], "a"),
    "one part": (["a/part-00000.parquet"], None),
    "no path": ([], None),
    "another order": (["a/part-00001.parquet", "a/part-00000.parquet"], None),
    "the second missing": (["a/part-00000.parquet", "a/part-00002.parquet"], None),
    "two folders": (["a/part-00000.parquet", "b/part-00001.parquet"], None),
    "other names": (["a/part-0.parquet", "a/part-1.parquet"], None),
    "no folder": (["part-00000.parquet", "part-00001.parquet"], None),
}


@pytest.mark.parametrize(("paths", "folder"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_is_found_only_by_all_of_its_parts(paths: list[str], folder: str | None) -> None:
    assert folder_of_parts(paths) == folder
