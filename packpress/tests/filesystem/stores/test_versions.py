"""The version of an object is its size and the best mark that its store has for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Self

import pytest

from packpress.filesystem.stores.versions import Version, version_at


class _Source:
    def __init__(self, said: Any) -> None:
        self.said = said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def size(self) -> int:
        return 7

    def metadata(self) -> Any:
        return self.said


# store → what it says of an object, and the mark
MARKS: Mapping[str, tuple[Any, str]] = {
    "amazon": ({"ETag": b'"a1"', "Last-Modified": b"2024-01-01T00:00:00Z", "Content-Type": b"text/csv"}, 'etag "a1"'),
    "google": ({b"etag": b"CJ=", b"generation": b"17"}, "etag CJ="),
    "generation": ({"generation": "17", "etag": ""}, "generation 17"),
    "time": ({"Last-Modified": "2024-01-01T00:00:00Z"}, "last-modified 2024-01-01T00:00:00Z"),
    "nothing": ({}, "modified 5"),
    "no-metadata": (None, "modified 5"),
}


@pytest.mark.parametrize(("said", "mark"), MARKS.values(), ids=MARKS)
def test_a_version_has_the_mark_of_its_store(said: Any, mark: str) -> None:
    files: Any = SimpleNamespace(open_input_file=lambda _: _Source(said), get_file_info=lambda _: SimpleNamespace(mtime_ns=5))
    assert version_at(files, "bucket/a") == Version(7, mark)
