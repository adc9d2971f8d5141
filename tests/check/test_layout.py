from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fentanyl_control.check.validate import validate
from fentanyl_control.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]}
CANONICAL = {"press:layout": "canonical"}
OTHERWISE = 'the layout differs from the canonical one from here on; run "fentanyl-control format"'

# data that is right but not laid out canonically → the line from which on it differs, and what stands there
UNTIDY = {
    "rows out of order": ("a,b\n2,x\n1,y\n", 2, "2,x"),
    "quotes without need": ('a,b\n1,"x"\n', 2, '1,"x"'),
    "CR LF": ("a,b\r\n1,x\r\n", 1, "a,b\r"),
    "space at an edge": ("a,b\n1, x\n", 2, "1, x"),
    "no line end at the end": ("a,b\n1,x", 3, ""),
}


@pytest.mark.parametrize(("data", "line", "value"), UNTIDY.values(), ids=UNTIDY)
def test_an_untidy_table_is_reported_where_it_begins(
    data: str, line: int, value: str, make_package: Callable[..., Path]
) -> None:
    root = make_package(SCHEMA, data, descriptor=CANONICAL)
    assert validate(root, quick=True).issues == (Issue("data.csv", line, "", "", "layout", "error", OTHERWISE, value),)


def test_a_line_break_in_a_cell_is_for_a_person_to_mend(make_package: Callable[..., Path]) -> None:
    root = make_package(SCHEMA, 'a,b\n1,"x\ny"\n', descriptor=CANONICAL)
    issue = Issue("data.csv", 2, "", "", "layout", "error", "a cell has a line break; write it as one line")
    assert validate(root, quick=True).issues == (issue,)


def test_a_canonical_table_is_right(make_package: Callable[..., Path]) -> None:
    root = make_package(SCHEMA, 'a,b\n1,"x,y"\n2,\n', descriptor=CANONICAL)
    assert validate(root, quick=True).issues == ()


@pytest.mark.parametrize("data", [data for data, _, _ in UNTIDY.values()], ids=UNTIDY)
def test_the_layout_is_free_where_the_package_does_not_ask_for_it(data: str, make_package: Callable[..., Path]) -> None:
    assert validate(make_package(SCHEMA, data), quick=True).issues == ()


# dialect, data → each issue as (line, message)
IN_DIALECTS: dict[str, tuple[dict[str, object], str, list[tuple[int, str]]]] = {
    "canonical but for its delimiter and quotes": ({"delimiter": "§", "quoteChar": "'"}, "a§b\n1§'x§y'\n", []),
    "canonical with the line end of the dialect": ({"lineTerminator": "\r\n"}, "a,b\r\n1,x\r\n", []),
    "no header": ({"header": False}, "2,x\n1,y\n", [(1, OTHERWISE)]),
    "CR": ({"lineTerminator": "\r"}, "a,b\r2,x\r1,y\r", [(2, OTHERWISE)]),
    "comments": (
        {"commentChar": "#"},
        "#\na,b\n2,x\n1,y\n",
        [
            (
                0,
                "the file has comments, which would lose their places, so there is no canonical layout of it; take them out, "
                "or drop press:layout",
            )
        ],
    ),
}


@pytest.mark.parametrize(("dialect", "data", "issues"), IN_DIALECTS.values(), ids=IN_DIALECTS)
def test_a_file_in_a_dialect_is_laid_out_in_it(
    dialect: dict[str, object], data: str, issues: list[tuple[int, str]], make_package: Callable[..., Path]
) -> None:
    root = make_package(SCHEMA, data, resource={"dialect": dialect}, descriptor=CANONICAL)
    found = validate(root, quick=True).issues
    assert [(issue.line, issue.message) for issue in found] == issues
