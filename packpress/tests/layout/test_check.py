from __future__ import annotations

import csv
import io
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate
from packpress.issue import Findings, Issue
from packpress.layout.check import check_layout
from packpress.layout.format import format_table
from packpress.layout.row_writer import DialectWriter
from packpress.layout.survey import first_misplaced
from packpress.package.descriptor import read_package
from packpress.package.dialect import read_dialect
from packpress.package.model import Dialect, Schema
from packpress.package.schema import read_schema
from packpress.read.csv import scanner as text
from packpress.read.open_scanner import open_scanner

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]}
CANONICAL = {"packpress:layout": "canonical"}
OTHERWISE = 'from here on, the layout is not canonical; run "packpress format"'

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
    assert validate(root).issues == (Issue("data.csv", line, "", "", "layout", "error", OTHERWISE, value),)


def test_a_line_break_in_a_cell_is_for_a_person_to_mend(make_package: Callable[..., Path]) -> None:
    root = make_package(SCHEMA, 'a,b\n1,"x\ny"\n', descriptor=CANONICAL)
    issue = Issue("data.csv", 2, "", "", "layout", "error", "a cell contains a line break; write it on one line")
    assert validate(root).issues == (issue,)


def test_a_canonical_table_is_right(make_package: Callable[..., Path]) -> None:
    root = make_package(SCHEMA, 'a,b\n1,"x,y"\n2,\n', descriptor=CANONICAL)
    assert validate(root).issues == ()


@pytest.mark.parametrize("data", [data for data, _, _ in UNTIDY.values()], ids=UNTIDY)
def test_the_layout_is_free_where_the_package_does_not_ask_for_it(data: str, make_package: Callable[..., Path]) -> None:
    assert validate(make_package(SCHEMA, data)).issues == ()


def test_two_columns_decide_the_order(make_package: Callable[..., Path]) -> None:
    two = {**SCHEMA, "primaryKey": ["b", "a"]}
    rows = "a,b\n2,x\n1,xé\n1,y\n"
    assert validate(make_package(two, rows, descriptor=CANONICAL)).issues == ()
    (issue,) = validate(make_package(two, "a,b\n2,x\n1,x\n", descriptor=CANONICAL)).issues
    assert (issue.line, issue.value) == (2, "2,x")


def test_each_line_break_is_reported_and_counted(make_package: Callable[..., Path]) -> None:
    rows = "".join(f'{number:04},"x\ny"\n' for number in range(150))
    root = make_package(SCHEMA, "a,b\n" + rows, descriptor=CANONICAL)
    for limit in (150, 100):
        report = validate(root, limit=limit)
        assert (report.errors, [issue.line for issue in report.issues]) == (150, list(range(2, 2 + 2 * limit, 2)))


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
    package, _ = read_package(make_package(schema, data))
    findings = Findings()
    check_layout(package, package.table("table"), findings)
    assert _said(findings) == _formatter_says(data, read_schema(schema, ""), Dialect())


def _said(findings: Findings) -> set[tuple[int, str, str]]:
    return {(issue.line, issue.message, issue.value) for issue in findings.report().issues}


def _formatter_says(data: str, schema: Schema, dialect: Dialect) -> set[tuple[int, str, str]]:
    """What the layout is to be blamed for, as the formatter has it."""
    formatted = format_table(data.encode(), schema, dialect)
    blamed = {(line, message, "") for line, message in formatted.unfixed}
    if formatted.left_alone:
        blamed.add((0, f"{formatted.left_alone}, so it has no canonical layout; remove them, or remove packpress:layout", ""))
    if formatted.text is not None and formatted.text != data:
        line_break = "\r" if dialect.line_end == "\r" else "\n"
        pairs = enumerate(zip_longest(data.split(line_break), formatted.text.split(line_break)), 1)
        line, value = next((line, is_now or "") for line, (is_now, should_be) in pairs if is_now != should_be)
        blamed.add((line, OTHERWISE, value[:80]))
    return blamed


DIALECTS: list[dict[str, Any]] = [
    {"quoteChar": "'"},
    {"quoteChar": "¶", "delimiter": "||", "nullSequence": "-"},
    {"doubleQuote": False, "lineTerminator": "\r"},
    {"escapeChar": "\\", "nullSequence": "\\N"},
    {"escapeChar": "¬", "delimiter": ":=", "lineTerminator": "\r\n"},
    {"escapeChar": "~", "commentChar": "//"},
    {"commentChar": "#", "lineTerminator": "|\n"},
    {"lineTerminator": "::", "header": False},
    {"delimiter": "§", "skipInitialSpace": True, "header": False},
    {"delimiter": " ", "commentRows": [3]},
    {"nullSequence": "-"},
]
LETTERS = st.sampled_from(
    ["a", "b", "0", "é", " ", "\t", ",", "|", ":", "=", "'", '"', "¶", "§", "\\", "~", "¬", "#", "/", "-"]
)


@st.composite
def written(draw: st.DrawFn) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """A schema, a table in a dialect, and the dialect; the table is canonical but for what is drawn to be otherwise."""
    raw = draw(st.sampled_from(DIALECTS))
    dialect = read_dialect(raw)
    writer = DialectWriter(dialect)
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    header = draw(st.permutations([*names, *draw(st.sampled_from([(), (), ("x ",), ("", "")]))])) if dialect.header else names
    edge = "" if draw(st.booleans()) else " \t"
    cells = st.lists(LETTERS, max_size=3).map("".join).map(lambda cell: cell if edge else cell.strip(" \t"))
    rows = draw(st.lists(st.tuples(*[cells] * len(header)).map(list), max_size=6))
    if draw(st.booleans()):
        rows.sort(key=lambda row: [row[header.index(name)].strip(" \t") for name in names])
    lines = [writer.write_row(row) for row in [*([header] if dialect.header else []), *rows]]
    if dialect.quote and lines and draw(st.booleans()):
        place = draw(st.integers(0, len(lines) - 1))
        row = [header, *rows][place] if dialect.header else rows[place]
        quoted = [dialect.quote + cell.replace(dialect.quote, dialect.quote * 2) + dialect.quote for cell in row]
        lines[place] = dialect.delimiter.join(quoted) + writer.line_end
    if dialect.comment and draw(st.booleans()):
        lines.insert(draw(st.integers(0, len(lines))), f"{dialect.comment} note{writer.line_end}")
    data = "".join(lines)
    data = data.removesuffix(writer.line_end) if draw(st.integers(0, 3)) == 0 else data
    fields = [{"name": name, "type": "string"} for name in names]
    return {"fields": fields, "primaryKey": names[::-1], "fieldsMatch": "subset"}, data, raw


@pytest.mark.slow
@pytest.mark.parametrize("size", [16, 2**20])
@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=written())
def test_of_any_dialect_the_formatter_and_the_checker_say_the_same(
    size: int,
    make_package: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    table: tuple[dict[str, Any], str, dict[str, Any]],
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    monkeypatch.setattr(text, "WINDOW", size)
    schema, data, dialect = table
    package, _ = read_package(make_package(schema, data, resource={"dialect": dialect}))
    resource, findings = package.table("table"), Findings()
    scanner = open_scanner(package.root / "data.csv", "data.csv", resource.dialect, findings, resource.schema.names)
    assume(all(True for _ in scanner.blocks()) and not findings.has_errors())
    check_layout(package, resource, findings)
    assert _said(findings) == _formatter_says(data, resource.schema, resource.dialect)


@settings(deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(*[st.text("aé\U0001f600", max_size=2)] * 2), min_size=1), size=st.integers(1, 3))
def test_the_first_row_out_of_place_is_that_of_a_sort(rows: list[tuple[str, str]], size: int) -> None:
    chunks = [rows[place : place + size] for place in range(0, len(rows), size)]
    columns = [pa.chunked_array([[row[column] for row in chunk] for chunk in chunks], pa.string()) for column in (0, 1)]
    order = sorted(range(len(rows)), key=rows.__getitem__)
    wanted = next((place for place, row in enumerate(order) if place != row), None)
    assert first_misplaced(columns) == wanted


LEFT_ALONE = (
    "the file has comments, which would lose their places, so it has no canonical layout; remove them, "
    "or remove packpress:layout"
)
# dialect, data → each issue as (line, message)
IN_DIALECTS: dict[str, tuple[dict[str, object], str, list[tuple[int, str]]]] = {
    "canonical but for its delimiter and quotes": ({"delimiter": "§", "quoteChar": "'"}, "a§b\n1§'x§y'\n", []),
    "canonical with the line end of the dialect": ({"lineTerminator": "\r\n"}, "a,b\r\n1,x\r\n", []),
    "no header and no row": ({"header": False}, "", []),
    "no header and no line end": ({"header": False}, "1,x", [(2, OTHERWISE)]),
    "no header": ({"header": False}, "2,x\n1,y\n", [(1, OTHERWISE)]),
    "escapes": ({"escapeChar": "\\"}, "a,b\n1,\\,\n2,\\;\n", [(3, OTHERWISE)]),
    "a space that the dialect skips": ({"skipInitialSpace": True}, "a,b\n1,x\n2, y\n", [(3, OTHERWISE)]),
    "a line break in a cell": (
        {"quoteChar": "'"},
        "a,b\n1,'x\ny'\n2,'z'\n",
        [(2, "a cell contains a line break; write it on one line"), (4, OTHERWISE)],
    ),
    "comments after a line break in a cell": ({"commentChar": "#"}, 'a,b\n1,"x\ny"\n#\n', [(0, LEFT_ALONE)]),
    "CR": ({"lineTerminator": "\r"}, "a,b\r2,x\r1,y\r", [(2, OTHERWISE)]),
    "comments": ({"commentChar": "#"}, "#\na,b\n2,x\n1,y\n", [(0, LEFT_ALONE)]),
}


@pytest.mark.parametrize(("dialect", "data", "issues"), IN_DIALECTS.values(), ids=IN_DIALECTS)
def test_a_file_in_a_dialect_is_laid_out_in_it(
    dialect: dict[str, object], data: str, issues: list[tuple[int, str]], make_package: Callable[..., Path]
) -> None:
    root = make_package(SCHEMA, data, resource={"dialect": dialect}, descriptor=CANONICAL)
    found = validate(root).issues
    assert [(issue.line, issue.message) for issue in found] == issues
