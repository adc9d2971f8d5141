"""Where a cell stands on its line: in characters, also behind quotes, long rows and whatever is not ASCII."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.issue import Issue
from packpress.report.spans import MAX_SCANNED_RECORD, CellSpan, find_spans

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": name} for name in ("a", "b", "c")]}

# what it is → (the file, line, column, where the cell stands)
CASES = {
    "the first cell": ("a,b,c\n12,3,45\n", 2, "a", CellSpan(1, 3)),
    "one in the middle": ("a,b,c\n12,3,45\n", 2, "b", CellSpan(4, 5)),
    "the last, without a line end": ("a,b,c\n12,3,45", 2, "c", CellSpan(6, 8)),
    "an empty cell": ("a,b,c\n12,,45\n", 2, "b", CellSpan(4, 4)),
    "an empty cell at the end": ("a,b,c\r\n12,3,\r\n", 2, "c", CellSpan(6, 6)),
    "characters, not bytes": ("a,b,c\n国务院,é,45\n", 2, "c", CellSpan(7, 9)),
    "code points, not what UTF-16 counts": ("a,b,c\n\U0001f600,3,45\n", 2, "b", CellSpan(3, 4)),
    "a quoted cell, with its quotes": ('a,b,c\n1,"x,""y""",45\n', 2, "b", CellSpan(3, 12)),
    "one behind it": ('a,b,c\n1,"x,""y""",45\n', 2, "c", CellSpan(13, 15)),
    "a cell that begins after a line break": ('a,b,c\n1,"x\ny",45\n', 3, "c", CellSpan(4, 6)),
    "a cell of two lines": ('a,b,c\n1,"x\ny",45\n', 2, "b", CellSpan(3, 5)),
    "a row after one of several lines": ('a,b,c\n1,"x\n\n\ny",2\n7,8,9\n', 6, "b", CellSpan(3, 4)),
    "a name of the header": ("a,b,c\n1,2,3\n", 1, "c", CellSpan(5, 6)),
    "a quoted name of the header": ('a,"b",c\n1,2,3\n', 1, "c", CellSpan(7, 8)),
    "a name behind a byte order mark": ("\ufeffa,b,c\n1,2,3\n", 1, "a", CellSpan(1, 2)),
    "a cell below a byte order mark": ("\ufeffa,b,c\n12,2,3\n", 2, "a", CellSpan(1, 3)),
    "no such column": ("a,b,c\n1,2,3\n", 2, "d", None),
    "no such line": ("a,b,c\n1,2,3\n", 9, "a", None),
    "a row that is too short": ("a,b,c\n1\n", 2, "c", None),
    "a quote that is never closed": ('a,b,c\n1,"2,3\n4,5,6\n', 3, "a", None),
    "a record that is too long": (f"a,b,c\n1,{'x' * MAX_SCANNED_RECORD},3\n4,5,6\n", 2, "c", None),
    "one after it": (f"a,b,c\n1,{'x' * MAX_SCANNED_RECORD},3\n4,5,6\n", 3, "c", CellSpan(5, 6)),
    "a long record of many lines": (
        "a,b,c\n" + '1,"' + "\n" * MAX_SCANNED_RECORD + '",3\n4,5,6\n',
        3 + MAX_SCANNED_RECORD,
        "b",
        CellSpan(3, 4),
    ),
}


@pytest.mark.parametrize(("data", "line", "column", "expected"), CASES.values(), ids=CASES)
def test_a_cell_is_found_on_its_line(
    data: str, line: int, column: str, expected: CellSpan | None, make_package: PackageMaker
) -> None:
    issue = Issue("data.csv", line, column, "", "rule", "error", "is wrong", "x")
    assert find_spans(make_package(SCHEMA, data), [issue]) == ({} if expected is None else {issue: expected})


def test_another_delimiter_is_that_of_the_dialect(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "a;b;c\n1,0;2;3\n", resource={"dialect": {"delimiter": ";"}})
    issue = Issue("data.csv", 2, "b", "", "rule", "error", "is wrong")
    assert find_spans(root, [issue]) == {issue: CellSpan(5, 6)}


def test_a_header_that_differs_is_found_by_what_it_says(make_package: PackageMaker) -> None:
    issue = Issue("data.csv", 1, "b", "", "header-mismatch", "error", "make them the same", "x")
    assert find_spans(make_package(SCHEMA, "a,x,c\n"), [issue]) == {issue: CellSpan(3, 4)}


NOT_READ = {
    "no UTF-8": b"a,b,c\n\xff,2,3\n",
    "nothing": b"",
}


@pytest.mark.parametrize("data", NOT_READ.values(), ids=NOT_READ)
def test_what_cannot_be_read_has_no_places(data: bytes, make_package: PackageMaker) -> None:
    assert find_spans(make_package(SCHEMA, data), [Issue("data.csv", 2, "b", "", "rule", "error", "is wrong")]) == {}


@pytest.mark.parametrize("name", ["gone", "."], ids=["no folder", "no package"])
def test_where_no_package_is_there_are_no_places(name: str, tmp_path: Path) -> None:
    assert find_spans(tmp_path / name, [Issue("data.csv", 2, "b", "", "rule", "error", "is wrong")]) == {}
