"""The lines of a comparison say what changed in which cell, and turn the old tables into the new ones."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.conftest import write_package

from packpress.changes.cells.cell_lines import cell_lines
from packpress.changes.cells.formats import csv_header, csv_line, json_line, read_json_lines
from packpress.changes.cells.model import CellLine, TextTable
from packpress.changes.cells.replay import replay
from packpress.changes.sides.side import open_sides
from packpress.errors import PackageError

Tables = Mapping[str, tuple[Sequence[str], Sequence[str], Sequence[Sequence[str]]]]
"""The columns, the primary key and the rows of each table."""


def write(root: Path, tables: Tables) -> Path:
    made: dict[str, tuple[Mapping[str, Any], str]] = {}
    for name, (columns, key, rows) in tables.items():
        fields = [{"name": c.partition("=")[0], "type": "string", "description": c.partition("=")[2]} for c in columns]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerows([[field["name"] for field in fields], *rows])
        made[name] = ({"fields": fields, **({"primaryKey": [*key]} if key else {})}, text.getvalue())
    return write_package(root, made)


def texts(tables: Tables) -> dict[str, TextTable]:
    names = {name: tuple(c.partition("=")[0] for c in columns) for name, (columns, _, _) in tables.items()}
    return {name: TextTable(names[name], tuple(sorted(map(tuple, rows)))) for name, (_, _, rows) in tables.items()}


def in_order(tables: Mapping[str, TextTable]) -> dict[str, TextTable]:
    return {name: TextTable(table.columns, tuple(sorted(table.rows))) for name, table in tables.items()}


def lines_between(old: Tables, new: Tables, folder: Path) -> list[CellLine]:
    with open_sides(write(folder / "old", old), write(folder / "new", new), folder) as (before, after):
        return list(cell_lines(before, after))


OLD: Tables = {"t": (("id", "name", "n"), ("id",), (("a", "first", "1"), ("b", "second", "2"), ("c", "", "3")))}
# what happened → the tables after it, and the lines
CASES: Mapping[str, tuple[Tables, list[CellLine]]] = {
    "nothing": (OLD, []),
    "cell": (
        {"t": (("id", "name", "n"), ("id",), (("a", 'First, "1st"\nor so', "1"), ("b", "", "2"), ("c", "x", "3")))},
        [
            CellLine("t", (("id", "a"),), "name", "modify", "first", 'First, "1st"\nor so'),
            CellLine("t", (("id", "b"),), "name", "modify", "second", ""),
            CellLine("t", (("id", "c"),), "name", "modify", "", "x"),
        ],
    ),
    "rows": (
        {"t": (("id", "name", "n"), ("id",), (("a", "first", "1"), ("b2", "second", ""), ("c", "", "3")))},
        [
            CellLine("t", (("id", "b"),), "id", "delete", "b", None),
            CellLine("t", (("id", "b"),), "name", "delete", "second", None),
            CellLine("t", (("id", "b"),), "n", "delete", "2", None),
            CellLine("t", (("id", "b2"),), "id", "add", None, "b2"),
            CellLine("t", (("id", "b2"),), "name", "add", None, "second"),
        ],
    ),
    "columns": (
        {"t": (("kind", "n", "id"), ("id",), (("k", "1", "a"), ("", "2", "b"), ("", "3", "c")))},
        [
            CellLine("t", None, None, "modify", ("id", "name", "n"), ("kind", "n", "id")),
            CellLine("t", (("id", "a"),), "kind", "add", None, "k"),
            CellLine("t", (("id", "a"),), "name", "delete", "first", None),
            CellLine("t", (("id", "b"),), "name", "delete", "second", None),
        ],
    ),
    "table-removed-and-added": (
        {"u": (("x",), (), (("1",), ("1",), ("",)))},
        [
            CellLine("u", None, None, "add", None, ("x",)),
            CellLine("u", (("x", ""),), None, "add", None, None),
            CellLine("u", (("x", "1"),), None, "add", None, None),
            CellLine("u", (("x", "1"),), None, "add", None, None),
            CellLine("t", None, None, "delete", ("id", "name", "n"), None),
            CellLine("t", (("id", "a"),), "id", "delete", "a", None),
            CellLine("t", (("id", "a"),), "name", "delete", "first", None),
            CellLine("t", (("id", "a"),), "n", "delete", "1", None),
            CellLine("t", (("id", "b"),), "id", "delete", "b", None),
            CellLine("t", (("id", "b"),), "name", "delete", "second", None),
            CellLine("t", (("id", "b"),), "n", "delete", "2", None),
            CellLine("t", (("id", "c"),), "id", "delete", "c", None),
            CellLine("t", (("id", "c"),), "n", "delete", "3", None),
        ],
    ),
    "table-renamed": (
        {"u": (("id", "name", "n"), ("id",), (("a", "first", "1"), ("b", "second", "2"), ("c", "", "4")))},
        [
            CellLine("u", None, None, "modify", "t", "u"),
            CellLine("u", (("id", "c"),), "n", "modify", "3", "4"),
        ],
    ),
    "column-renamed": (
        {"t": (("id", "name", "count"), ("id",), (("a", "first", "1"), ("b", "second", "2"), ("c", "", "4")))},
        [
            CellLine("t", None, None, "modify", ("id", "name", "n"), ("id", "name", "count")),
            CellLine("t", None, "count", "modify", "n", "count"),
            CellLine("t", (("id", "c"),), "count", "modify", "3", "4"),
        ],
    ),
}


@pytest.mark.parametrize(("new", "wanted"), CASES.values(), ids=CASES)
def test_each_change_is_a_line_that_names_its_cell(new: Tables, wanted: list[CellLine], tmp_path: Path) -> None:
    found = lines_between(OLD, new, tmp_path)
    assert found == wanted
    assert in_order(replay(texts(OLD), found)) == texts(new)


def test_a_key_column_that_is_renamed_is_found_by_its_new_name(tmp_path: Path) -> None:
    new: Tables = {"t": (("code", "name", "n"), ("code",), (("a", "first", "1"), ("b", "2nd", "2"), ("d", "", "3")))}
    found = lines_between(OLD, new, tmp_path)
    assert CellLine("t", (("code", "b"),), "name", "modify", "second", "2nd") in found
    assert in_order(replay(texts(OLD), found)) == texts(new)


def test_json_and_csv_have_the_same_lines(tmp_path: Path) -> None:
    found = [line for new, _ in CASES.values() for line in lines_between(OLD, new, tmp_path)]
    assert list(read_json_lines(map(json_line, found), "c.jsonl")) == found
    rows = list(csv.reader(io.StringIO(csv_header() + "".join(map(csv_line, found)))))
    assert rows[0] == ["table", "key", "column", "change", "old", "new"]
    assert [row[3] for row in rows[1:]] == [line.change for line in found]
    cell = CellLine("t", (("id", "b"),), "name", "modify", 'a "b",\nc', "")
    assert csv_line(cell) == 't,b,name,modify,"a ""b"",\nc",""\n'
    assert csv_line(CellLine("t", (("x", "1"), ("y", "ü")), "n", "add", None, "2")) == 't,"[""1"", ""ü""]",n,add,,2\n'


UNFIT: Mapping[str, tuple[CellLine, str]] = {
    "another-text": (
        CellLine("t", (("id", "a"),), "name", "modify", "1st", "x"),
        'column "name": the cell is "first", not "1st"',
    ),
    "no-row": (CellLine("t", (("id", "z"),), "name", "modify", "1st", "x"), "there is no such row"),
    "no-table": (CellLine("u", (("id", "a"),), "name", "modify", "1st", "x"), "there is no such table"),
    "no-column": (CellLine("t", None, "z", "modify", "y", "z"), "there is no column of the old name"),
    "other-columns": (CellLine("t", None, None, "modify", ("id",), ("id", "x")), 'the old columns are "id", "name", "n"'),
    "table-there": (CellLine("t", None, None, "add", None, ("id",)), "the table exists already"),
    "whole-row": (CellLine("t", (("id", "a"), ("name", ""), ("n", "")), None, "delete", None, None), "there is no such row"),
}


@pytest.mark.parametrize(("line", "why"), UNFIT.values(), ids=UNFIT)
def test_a_line_that_does_not_fit_the_old_tables_is_refused(line: CellLine, why: str) -> None:
    with pytest.raises(PackageError) as raised:
        replay(texts(OLD), [line])
    assert why in str(raised.value)


BAD = {
    "no-json": "{",
    "other-members": '{"table": "t"}',
    "change": '{"table": "t", "key": null, "column": null, "change": "move", "old": null, "new": null}',
    "key": '{"table": "t", "key": ["a"], "column": null, "change": "add", "old": null, "new": null}',
    "number": '{"table": "t", "key": null, "column": "c", "change": "add", "old": 1, "new": null}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_line_that_is_no_change_is_refused_with_its_number(text: str) -> None:
    good = json_line(CellLine("t", (("id", "a"),), "n", "add", None, "1"))
    with pytest.raises(PackageError, match=r"^c\.jsonl:2"):
        list(read_json_lines([good, text], "c.jsonl"))


EXAMPLES = int(os.environ.get("PACKPRESS_EXAMPLES", "0"))
CELLS = st.text(st.sampled_from(["a", "b", "1", '"', ",", "\n", " ", "é", "'"]), max_size=3)


@st.composite
def random_tables(draw: st.DrawFn) -> Tables:
    made: dict[str, tuple[Sequence[str], Sequence[str], Sequence[Sequence[str]]]] = {}
    for name in draw(st.lists(st.sampled_from(["t", "u", "v"]), min_size=1, max_size=3, unique=True)):
        columns = draw(st.lists(st.sampled_from(["id", "name", "n", "kind", "other=of many"]), min_size=1, unique=True))
        key = draw(st.lists(st.sampled_from(columns), max_size=2, unique=True))
        row = st.tuples(*(CELLS for _ in columns))
        places = [columns.index(column) for column in key]
        unique = (lambda row, places=places: tuple(row[place] for place in places)) if key else None
        rows = draw(st.lists(row, max_size=5, unique_by=unique) if key else st.lists(row, max_size=5))
        made[name] = (columns, [column.partition("=")[0] for column in key], rows)
    return made


@settings(max_examples=max(EXAMPLES, 60), deadline=None, derandomize=not EXAMPLES)
@given(old=random_tables(), new=random_tables())
def test_replaying_the_lines_gives_the_new_tables_whatever_changed(old: Tables, new: Tables) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = lines_between(old, new, Path(folder))
        again = list(read_json_lines(map(json_line, found), "c.jsonl"))
        assert in_order(replay(texts(old), again)) == texts(new)
