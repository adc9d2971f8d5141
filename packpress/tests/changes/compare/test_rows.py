"""The rows of two states of a table: what differs turns the one into the other, in whatever order they stand."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.changes.conftest import KEEPS, RETIRED, SCHEMA, read_cell, write_package

from packpress.changes.compare.diff import diff
from packpress.changes.compare.matching import is_in_order, match
from packpress.changes.compare.rows import SideTable
from packpress.changes.formats.csv import FEED_COLUMNS, diff_csv
from packpress.changes.model import CellChange, Diff, RowChange
from packpress.errors import PackageError
from packpress.issue import Findings
from packpress.package.descriptor import read_package
from packpress.read.csv import scanner as text

COLUMNS = ("id", "part", "a", "b")
Row = dict[str, str]
Rows = list[Row]

CELL = st.text(alphabet="ab1'=-,\"\né ", max_size=12)
KEY = st.text(alphabet="abcdefgh", min_size=1, max_size=9)


def schema(key: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> dict[str, Any]:
    made: dict[str, Any] = {"fields": [{"name": name, "type": "string"} for name in columns]}
    return made | ({"primaryKey": list(key)} if key else {})


def written(rows: Rows, columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return out.getvalue()


@st.composite
def states(draw: st.DrawFn, key: tuple[str, ...]) -> Rows:
    """Rows of one state; no two have the same key."""
    found = draw(st.dictionaries(st.tuples(KEY, st.sampled_from("xy")), st.tuples(CELL, CELL), max_size=12))
    rows = [dict(zip(COLUMNS, (*parts, *cells), strict=True)) for parts, cells in found.items()]
    unique = {tuple(row[name] for name in key): row for row in rows}
    ordered = sorted(unique.values(), key=lambda row: [row[name] for name in key])
    return ordered if draw(st.booleans()) else draw(st.permutations(ordered))


def key_of(row: Row, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row[name] for name in key)


def applied(rows: Rows, found: Diff, key: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    """The rows with the changes made, by key."""
    by_key = {key_of(row, key): dict(row) for row in rows}
    for change in (row for table in found.tables for row in table.rows):
        if change.action == "removed":
            gone = by_key.pop(change.key)
            assert {cell.column: cell.old for cell in change.cells} == {name: t for name, t in gone.items() if t}
        elif change.action == "added":
            assert change.key not in by_key
            by_key[change.key] = dict.fromkeys(COLUMNS, "") | {cell.column: cell.new for cell in change.cells}
        else:
            for cell in change.cells:
                assert by_key[change.key][cell.column] == cell.old != cell.new
                by_key[change.key][cell.column] = cell.new
    return by_key


def mirrored(row: RowChange) -> RowChange:
    turned: Any = {"removed": "added", "added": "removed", "changed": "changed"}
    cells = tuple(CellChange(cell.column, cell.new, cell.old, cell.is_key) for cell in row.cells)
    return RowChange(turned[row.action], row.key, cells)


def rows_of(found: Diff) -> list[RowChange]:
    return [row for table in found.tables for row in table.rows]


PROPERTY = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("key", [("id",), ("id", "part")], ids=["one column", "two columns"])
@PROPERTY
@given(data=st.data())
def test_the_changes_turn_the_old_rows_into_the_new_ones_and_back(key: tuple[str, ...], data: st.DataObject) -> None:
    before, after = data.draw(states(key)), data.draw(states(key))
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(text, "CHUNK", data.draw(st.sampled_from([40, 2**20]))):
        old = write_package(Path(folder, "old"), {"t": (schema(key), written(before))})
        new = write_package(Path(folder, "new"), {"t": (schema(key), written(after))})
        there, back, same = diff(old, new), diff(new, old), diff(old, old)
        feed = list(csv.reader(io.StringIO(b"".join(diff_csv(old, new)).decode(), newline="")))
    assert same.is_empty
    assert applied(before, there, key) == {key_of(row, key): row for row in after}
    assert sorted(map(repr, map(mirrored, rows_of(there)))) == sorted(map(repr, rows_of(back)))
    assert followed(before, feed, key) == {key_of(row, key): row for row in after}
    for found in (there, back):
        for table in found.tables:
            assert Counter(row.action for row in table.rows) == table.counts
            changed = Counter(cell.column for row in table.rows if row.action == "changed" for cell in row.cells)
            assert changed == table.columns


def followed(rows: Rows, feed: list[list[str]], key: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    """The rows after the lines of the feed, as a program that keeps a copy applies them."""
    by_key = {key_of(row, key): dict(row) for row in rows}
    known = set(by_key)
    assert tuple(feed[0]) == FEED_COLUMNS
    for line in feed[1:]:
        version, action, table, identifier, column, old, new = map(read_cell, line)
        assert (version, table) == ("", "t")
        name = (identifier,) if len(key) == 1 else tuple(json.loads(identifier))
        row = by_key.setdefault(name, dict.fromkeys(COLUMNS, ""))
        assert (action in ("MOD", "DEL"), row[column]) == (name in known, old)
        row[column] = new
        if not any(row.values()):
            del by_key[name]
    return by_key


@PROPERTY
@given(before=st.lists(st.tuples(CELL, CELL), max_size=9), after=st.lists(st.tuples(CELL, CELL), max_size=9))
@example(before=[("a", "b"), ("a", "b"), ("", "")], after=[("a", "b"), ("", ""), ("", "")])
def test_rows_without_a_key_are_counted_as_often_as_they_stand(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    columns = ("a", "b")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("old", before), ("new", after)):
            listed = [dict(zip(columns, row, strict=True)) for row in rows]
            paths.append(write_package(Path(folder, name), {"t": (schema((), columns), written(listed, columns))}))
        found = rows_of(diff(*paths))
    assert Counter(row.key for row in found if row.action == "removed") == Counter(before) - Counter(after)
    assert Counter(row.key for row in found if row.action == "added") == Counter(after) - Counter(before)
    assert {row.action for row in found} <= {"removed", "added"}


@PROPERTY
@given(old=st.lists(st.integers(0, 9)), new=st.lists(st.integers(0, 9)))
def test_the_nth_of_one_hash_is_matched_with_the_nth(old: list[int], new: list[int]) -> None:
    partners = match(np.array(old, dtype=np.uint64), np.array(new, dtype=np.uint64)).tolist()
    expected = []
    for row, number in enumerate(old):
        places = [place for place, other in enumerate(new) if other == number]
        rank = old[:row].count(number)
        expected.append(places[rank] if rank < len(places) else -1)
    assert partners == expected
    both = [place for place in partners if place >= 0]
    assert is_in_order(np.array(partners, dtype=np.int64)) == (both == sorted(both))


LARGE = 3_000


@pytest.fixture
def small_blocks() -> Iterator[None]:
    """Files are read in blocks of a few rows, so that both sides have their borders in other places."""
    with mock.patch.object(text, "CHUNK", 4096):
        yield


@pytest.mark.parametrize("is_shuffled", [False, True], ids=["in one order", "in another order"])
@pytest.mark.usefixtures("small_blocks")
def test_few_changes_among_many_rows_are_all_that_is_found(is_shuffled: bool, tmp_path: Path) -> None:
    before = [f"k{n:05},name {n},{n}" for n in range(LARGE)]
    after = [*before[:17], *before[18:]]
    after[1000] = after[1000] + "7"
    after.insert(2000, "k99,new,1")
    if is_shuffled:
        random.Random(1).shuffle(after)
    tables = [{"t": (SCHEMA, "\n".join(["id,name,n", *rows]) + "\n")} for rows in (before, after)]
    found = diff(write_package(tmp_path / "old", tables[0]), write_package(tmp_path / "new", tables[1]))
    gone = CellChange("id", "k00017", "", is_key=True), CellChange("name", "name 17", ""), CellChange("n", "17", "")
    come = CellChange("id", "", "k99", is_key=True), CellChange("name", "", "new"), CellChange("n", "", "1")
    assert rows_of(found) == [
        RowChange("removed", ("k00017",), gone),
        RowChange("changed", ("k01001",), (CellChange("n", "1001", "10017"),)),
        RowChange("added", ("k99",), come),
    ]


@pytest.mark.usefixtures("small_blocks")
def test_changed_cells_are_counted_in_the_order_of_the_columns(tmp_path: Path) -> None:
    before = [f"k{n:05},name {n},{n}" for n in range(LARGE)]
    after = [*before]
    after[17], after[2500] = "k00017,name 17,5", "k02500,other,2500"
    tables = [{"t": (SCHEMA, "\n".join(["id,name,n", *side]) + "\n")} for side in (before, after)]
    (found,) = diff(write_package(tmp_path / "old", tables[0]), write_package(tmp_path / "new", tables[1])).tables
    assert list(found.columns.items()) == [("name", 1), ("n", 1)]


def test_rows_beyond_the_limit_are_counted_and_not_kept(tmp_path: Path) -> None:
    def table(*rows: str) -> dict[str, Any]:
        return {"t": (SCHEMA, "\n".join(["id,name,n", *rows]) + "\n")}

    old = table(*(f"{c}{n},x,{n}" for c in "ab" for n in range(5)))
    new = table(*(f"{c}{n},y,{n}" for c in "bc" for n in range(5)))
    (found,) = diff(write_package(tmp_path / "old", old), write_package(tmp_path / "new", new), keep=2).tables
    assert found.counts == {"removed": 5, "changed": 5, "added": 5}
    assert [(row.action, *row.key) for row in found.rows] == [
        ("removed", "a0"), ("removed", "a1"), ("changed", "b0"), ("changed", "b1"), ("added", "c0"), ("added", "c1"),
    ]  # fmt: skip


def test_a_row_whose_reference_changed_comes_before_one_with_another_value(tmp_path: Path) -> None:
    keyed = SCHEMA | {"uniqueKeys": [["n"]]}
    old = write_package(tmp_path / "old", {"t": (keyed, "id,name,n\na,x,1\nb,x,2\n")})
    new = write_package(tmp_path / "new", {"t": (keyed, "id,name,n\na,y,1\nb,x,3\n")})
    assert [(row.key, row.touches_key) for row in rows_of(diff(old, new))] == [(("b",), True), (("a",), False)]


def lines(*given: str) -> tuple[dict[str, Any], str]:
    return RETIRED, "\n".join(["id,table,successor", *given]) + "\n"


def things(*rows: str) -> tuple[dict[str, Any], str]:
    return SCHEMA, "\n".join(["id,name,n", *rows]) + "\n"


# lines of the withdrawn identifiers → what becomes of the row "a", whose place "b" takes
WITHDRAWN = {
    "without a line": ([], [("removed", "a", "", False), ("added", "b", "", False)]),
    "without a successor": (["a,t,"], [("removed", "a", "", True), ("added", "b", "", False)]),
    "with a new successor": (["a,t,b"], [("renamed", "a", "b", True)]),
    "with a successor that was there": (["a,t,z"], [("removed", "a", "z", True), ("added", "b", "", False)]),
    "in another table": (["a,other,b"], [("removed", "a", "", False), ("added", "b", "", False)]),
}


@pytest.mark.parametrize(("listed", "expected"), WITHDRAWN.values(), ids=WITHDRAWN)
def test_a_row_is_renamed_where_its_successor_is_new(
    listed: list[str], expected: list[tuple[str, str, str, bool]], tmp_path: Path
) -> None:
    old = write_package(tmp_path / "old", {"t": things("a,x,1", "z,,"), "gone": lines()}, **KEEPS)
    new = write_package(tmp_path / "new", {"t": things("b,x,2", "z,,"), "gone": lines(*listed)}, **KEEPS)
    table = diff(old, new).tables[0]
    assert [(row.action, *row.key, row.successor, row.is_retired) for row in table.rows] == expected
    assert table.vanished == sum(not is_retired for action, _, _, is_retired in expected if action == "removed")


def test_a_renamed_row_has_the_cells_that_differ(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old", {"t": things("a,x,1"), "gone": lines()}, **KEEPS)
    new = write_package(tmp_path / "new", {"t": things("b,x,2"), "gone": lines("a,t,b")}, **KEEPS)
    (row,) = diff(old, new).tables[0].rows
    assert row.cells == (CellChange("id", "a", "b", is_key=True), CellChange("n", "1", "2"))


# what the columns of the new side are → the cells of the row that differ
RESHAPED = {
    "one more": (("id", "name", "n", "note"), "a,x,1,new", [("note", "", "new")]),
    "one less": (("id", "name"), "a,x", [("n", "1", "")]),
    "another order": (("n", "name", "id"), "1,y,a", [("name", "x", "y")]),
    "another name": (("id", "title", "n"), "a,y,1", [("title", "x", "y")]),
}


@pytest.mark.parametrize(("names", "line", "cells"), RESHAPED.values(), ids=RESHAPED)
def test_rows_are_compared_over_columns_that_came_went_and_moved(
    names: tuple[str, ...], line: str, cells: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    fields = {field["name"]: field for field in SCHEMA["fields"]}
    new_fields = [fields.get(name, {"name": name, "type": "string"}) for name in names]
    old = write_package(tmp_path / "old", {"t": things("a,x,1", "z,,2" if "n" in names else "z,,")})
    other = {"id": "z", "n": "2"}
    text = "\n".join([",".join(names), line, ",".join(other.get(name, "") for name in names)]) + "\n"
    new = write_package(tmp_path / "new", {"t": ({"fields": new_fields, "primaryKey": ["id"]}, text)})
    (row,) = rows_of(diff(old, new))
    assert [(cell.column, cell.old, cell.new) for cell in row.cells] == cells


def test_texts_with_one_hash_and_other_keys_are_not_taken_for_one_row(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old", {"t": things("a,x,1", "c,x,1")})
    new = write_package(tmp_path / "new", {"t": things("b,x,1", "c,y,1")})
    with mock.patch("packpress.changes.compare.rows.hash_rows", lambda columns: np.arange(len(columns[0]), dtype=np.uint64)):
        (table,) = diff(old, new).tables
    assert [(row.action, *row.key) for row in table.rows] == [("removed", "a"), ("changed", "c"), ("added", "b")]
    assert table.counts == {"removed": 1, "changed": 1, "added": 1}


def test_a_comparison_does_not_import_pandas(tmp_path: Path) -> None:
    import subprocess
    import sys

    old = write_package(tmp_path / "old", {"t": things("a,x,1"), "gone": lines()}, **KEEPS)
    new = write_package(tmp_path / "new", {"t": things("b,x,2", "c,,"), "gone": lines("a,t,b")}, **KEEPS)
    code = (
        "import sys; from packpress.cli import main; "
        f"[main(['diff', {str(old)!r}, {str(new)!r}, '--format', form]) for form in ('text', 'json', 'csv', 'markdown')]; "
        "sys.exit(bool({'pandas', 'pandera', 'frictionless'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


INTEGER = {"type": "integer"}
LIST = {"type": "list", "itemType": "integer"}
# old type of the key, new type, old keys, new keys → the rows that differ: action, key, and the cell of the key
VALUES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str], list[str], list[tuple[str, str, str, str]]]] = {
    "a zero before": (INTEGER, INTEGER, ["1", "2"], ["01", "2"], [("changed", "1", "1", "01")]),
    "another order": (
        INTEGER,
        INTEGER,
        ["1", "2", "3"],
        ["+3", "02", "1"],
        [("changed", "2", "2", "02"), ("changed", "3", "3", "+3")],
    ),
    "a text": ({"type": "string"}, {"type": "string"}, ["1"], ["01"], [("removed", "1", "1", ""), ("added", "01", "", "01")]),
    "capitals": ({"type": "string"}, {"type": "string"}, ["a"], ["A"], [("removed", "a", "a", ""), ("added", "A", "", "A")]),
    "a text that became an integer": ({"type": "string"}, INTEGER, ["01", "x"], ["1", "x"], [("changed", "01", "01", "1")]),
    "an integer that became a text": (
        INTEGER,
        {"type": "string"},
        ["1"],
        ["01"],
        [("removed", "1", "1", ""), ("added", "01", "", "01")],
    ),
    "an integer that became a number": (INTEGER, {"type": "number"}, ["1"], ["1.0"], [("changed", "1", "1", "1.0")]),
    "another group": (
        {**INTEGER, "groupChar": " "},
        {**INTEGER, "groupChar": "'"},
        ["1 000"],
        ["1'000"],
        [("changed", "1 000", "1 000", "1'000")],
    ),
    "another format": (
        {"type": "date"},
        {"type": "date", "format": "%d.%m.%Y"},
        ["2024-02-01"],
        ["01.02.2024"],
        [("changed", "2024-02-01", "2024-02-01", "01.02.2024")],
    ),
    "another zone": (
        {"type": "datetime"},
        {"type": "datetime"},
        ["2024-01-01T00:00:00Z"],
        ["2024-01-01T01:00:00+01:00"],
        [("changed", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00")],
    ),
    "a list": (LIST, {**LIST, "delimiter": ";"}, ["1,2"], ["01;2"], [("changed", "1,2", "1,2", "01;2")]),
    "an object": (
        {"type": "object"},
        {"type": "object"},
        ['{"a":1}'],
        ['{"a": 1.0}'],
        [("changed", '{"a":1}', '{"a":1}', '{"a": 1.0}')],
    ),
    "no value": (INTEGER, INTEGER, ["x", "1-2"], ["x", "1-3"], [("removed", "1-2", "1-2", ""), ("added", "1-3", "", "1-3")]),
    "a missing value": (INTEGER, INTEGER, ["", "1"], ["0", "1"], [("removed", "", "", ""), ("added", "0", "", "0")]),
    "more digits than an integer has": (
        INTEGER,
        INTEGER,
        ["1" * 30],
        ["0" + "1" * 30],
        [("removed", "1" * 30, "1" * 30, ""), ("added", "0" + "1" * 30, "", "0" + "1" * 30)],
    ),
}


def of_values(root: Path, key: dict[str, Any], rows: list[tuple[str, str]]) -> Path:
    described = {"fields": [{"name": "id", **key}, {"name": "a", "type": "string"}], "primaryKey": ["id"]}
    return write_package(
        root, {"t": (described, written([dict(zip(("id", "a"), row, strict=True)) for row in rows], ("id", "a")))}
    )


@pytest.mark.parametrize(("before", "after", "olds", "news", "expected"), VALUES.values(), ids=VALUES)
def test_rows_are_matched_by_the_values_of_their_keys(
    before: dict[str, Any],
    after: dict[str, Any],
    olds: list[str],
    news: list[str],
    expected: list[tuple[str, str, str, str]],
    tmp_path: Path,
) -> None:
    old = of_values(tmp_path / "old", before, [(key, "") for key in olds])
    new = of_values(tmp_path / "new", after, [(key, "") for key in news])
    found = [(row.action, *row.key, *next(((c.old, c.new) for c in row.cells), ("", ""))) for row in rows_of(diff(old, new))]
    assert found == expected


def test_a_feed_makes_the_new_rows_also_where_a_key_is_written_otherwise(tmp_path: Path) -> None:
    before, after = [("1", "x"), ("2", "y"), ("3", "z")], [("01", "w"), ("+2", "y"), ("4", "z")]
    old, new = (of_values(tmp_path / name, INTEGER, rows) for name, rows in (("old", before), ("new", after)))
    feed = list(csv.reader(io.StringIO(b"".join(diff_csv(old, new)).decode(), newline="")))
    assert [line[1:] for line in feed[1:]] == [
        ["DEL", "t", "3", "id", "3", ""],
        ["DEL", "t", "3", "a", "z", ""],
        ["MOD", "t", "1", "a", "x", "w"],
        ["MOD", "t", "1", "id", "1", "01"],
        ["MOD", "t", "2", "id", "2", "+2"],
        ["ADD", "t", "4", "id", "", "4"],
        ["ADD", "t", "4", "a", "", "z"],
    ]
    table = {key: {"id": key, "a": a} for key, a in before}
    for _, action, _, identifier, column, _, cell in feed[1:]:
        # as a data base does it: a row is found by the key that it has now
        row = next((row for row in table.values() if row["id"] == identifier), None)
        if action == "DEL":
            table.pop(identifier, None)
        elif row is None:
            assert (action, column) == ("ADD", "id")
            table[identifier] = {"id": cell, "a": ""}
        else:
            row[column] = cell
    assert sorted((row["id"], row["a"]) for row in table.values()) == sorted(after)


def test_withdrawn_identifiers_are_those_of_rows_by_value(tmp_path: Path) -> None:
    described = {"fields": [{"name": "id", **INTEGER}], "primaryKey": ["id"]}
    old = write_package(tmp_path / "old", {"t": (described, "id\n1\n2\n3\n"), "gone": lines()}, **KEEPS)
    new = write_package(tmp_path / "new", {"t": (described, "id\n04\n3\n"), "gone": lines("01,t,4", "002,t,")}, **KEEPS)
    table = next(table for table in diff(old, new).tables if table.name == "t")
    assert [(row.action, row.key, row.successor, row.is_retired) for row in table.rows] == [
        ("removed", ("2",), "", True),
        ("renamed", ("1",), "04", True),
    ]
    assert table.vanished == 0


def test_a_file_that_changes_between_two_passes_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,a\n1,x\n", encoding="utf-8")
    schema = {"fields": [{"name": "id"}, {"name": "a"}]}
    resources = [{"name": "t", "path": "t.csv", "schema": schema}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    package, _ = read_package(tmp_path, Findings())
    table = SideTable(tmp_path, package.tables[0], "new")
    assert len(table.key_hashes([0], [None])) == 1
    (tmp_path / "t.csv").write_text("id,a\n1,x\n2,y\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"^new: t\.csv: the file changed while it was compared; run the command again$"):
        list(table.batches([0, 1]))


@pytest.mark.parametrize("now", ["id,a\n1,y\n", "id,a\n1,x\n2,y\n"], ids=["as long", "longer"])
def test_a_file_that_changes_during_one_pass_is_an_error(now: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("id,a\n1,x\n", encoding="utf-8")
    resources = [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "id"}, {"name": "a"}]}}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    package, _ = read_package(tmp_path, Findings())
    read = SideTable._cells

    def read_and_change(*arguments: Any) -> Any:
        file.write_text(now, encoding="utf-8")
        os.utime(file, ns=(0, 0))
        return read(*arguments)

    message = r"^new: t\.csv: the file changed while it was compared; run the command again$"
    with mock.patch.object(SideTable, "_cells", read_and_change), pytest.raises(PackageError, match=message):
        next(SideTable(tmp_path, package.tables[0], "new").batches([0, 1]))
