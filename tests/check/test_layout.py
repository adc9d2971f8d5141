from __future__ import annotations

import csv
import io
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fentanyl_control.check.layout import check_layout
from fentanyl_control.check.validate import validate
from fentanyl_control.curate.format import format_table
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.descriptor import read_package
from fentanyl_control.package.model import Dialect
from fentanyl_control.package.schema import read_schema
from fentanyl_control.read import text

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
    "a header alone without its line end": ("a,b", 2, ""),
    "quotes in the header": ('"a",b\n1,x\n', 1, '"a",b'),
    "a row at the end that belongs to the beginning": ("a,b\n1,x\n2,x\n0,x\n", 2, "1,x"),
    "a tab at an edge": ("a,b\n1,x\t\n", 2, "1,x\t"),
    "quotes without need beside quotes with need": ('a,b\n1,"x,y"\n2,"x"\n', 3, '2,"x"'),
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


def test_two_columns_decide_the_order(make_package: Callable[..., Path]) -> None:
    two = {**SCHEMA, "primaryKey": ["b", "a"]}
    rows = "a,b\n2,x\n1,xé\n1,y\n"
    assert validate(make_package(two, rows, descriptor=CANONICAL), quick=True).issues == ()
    (issue,) = validate(make_package(two, "a,b\n2,x\n1,x\n", descriptor=CANONICAL), quick=True).issues
    assert (issue.line, issue.value) == (2, "2,x")


def test_each_line_break_is_reported_and_counted(make_package: Callable[..., Path]) -> None:
    rows = "".join(f'{number:04},"x\ny"\n' for number in range(150))
    report = validate(make_package(SCHEMA, "a,b\n" + rows, descriptor=CANONICAL), quick=True)
    assert (report.errors, [issue.line for issue in report.issues]) == (150, list(range(2, 202, 2)))


CELLS = st.text('aAbé,;" \t', max_size=3)


@pytest.mark.parametrize("size", [16, 2**20])
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=6, unique_by=lambda row: row[0]),
    key=st.sampled_from([[], ["a"], ["b", "a"]]),
    quotes=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\n", "\n", "\r\n"]),
    is_sorted=st.booleans(),
)
def test_the_line_is_the_first_that_the_formatter_changes(
    size: int,
    make_package: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[str, str]],
    key: list[str],
    quotes: Any,
    line_end: str,
    is_sorted: bool,
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=line_end, quoting=quotes)
    writer.writerows([("a", "b"), *(sorted(rows) if is_sorted else rows)])
    data = stream.getvalue()
    schema = {**SCHEMA, "primaryKey": key}
    formatted = format_table(data.encode(), read_schema(schema, ""), Dialect()).text
    assert formatted is not None
    pairs = enumerate(zip_longest(data.split("\n"), formatted.split("\n")), 1)
    wanted = [line for line, (is_now, should_be) in pairs if is_now != should_be][:1]
    package, _ = read_package(make_package(schema, data))
    findings = Findings()
    check_layout(package, package.resource("table"), findings)
    assert [issue.line for issue in findings.report().issues] == wanted


# dialect, data → each issue as (line, message)
IN_DIALECTS: dict[str, tuple[dict[str, object], str, list[tuple[int, str]]]] = {
    "canonical but for its delimiter and quotes": ({"delimiter": "§", "quoteChar": "'"}, "a§b\n1§'x§y'\n", []),
    "canonical with the line end of the dialect": ({"lineTerminator": "\r\n"}, "a,b\r\n1,x\r\n", []),
    "no header and no row": ({"header": False}, "", []),
    "no header and no line end": ({"header": False}, "1,x", [(2, OTHERWISE)]),
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
