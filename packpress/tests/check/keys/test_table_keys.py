from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow import equal_rows, hashes
from packpress.arrow.arrays import NO_ROWS, string_array
from packpress.arrow.equal_rows import duplicate_rows, orphan_rows
from packpress.check.keys import orphans as orphans_module
from packpress.check.keys import table_keys as keys_module
from packpress.check.keys.lookalikes import twin_rows
from packpress.check.keys.orphans import orphans
from packpress.check.keys.table_keys import TableKeys, key_block
from packpress.package.model import Schema
from packpress.read.reader import RowBlock
from packpress.types import field_type
from packpress.types.field import Field

repeatable = settings(deadline=None, derandomize=True)

Row = tuple[str | None, ...]
CELL = st.sampled_from(["", "a", "A", "b", "ab", "é", "É", "1", "01"]) | st.none()


def _columns(rows: list[Row], width: int) -> list[pa.StringArray]:
    return [pa.array([row[number] for row in rows], pa.string()) for number in range(width)]


@st.composite
def two_tables(draw: st.DrawFn) -> tuple[int, list[Row], list[Row]]:
    width = draw(st.integers(1, 3))
    rows = st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=12)
    return width, draw(rows), draw(rows)


# how far numbers of rows may go, and how many marks there are for a row: enough for all, and so few that all ways are gone
ROOMS = st.sampled_from([(2**62, 8), (8, 8), (2**62, 0), (8, 0)])


@pytest.fixture(scope="module")
def room() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def _narrow(patch: pytest.MonkeyPatch, most: tuple[int, int]) -> None:
    patch.setattr(equal_rows, "_MOST", most[0])
    patch.setattr(equal_rows, "_PLACES", most[1])


@repeatable
@given(two_tables(), ROOMS)
def test_duplicates_are_those_of_a_plain_search(
    room: pytest.MonkeyPatch, drawn: tuple[int, list[Row], list[Row]], most: tuple[int, int]
) -> None:
    _narrow(room, most)
    width, rows, _ = drawn
    whole = [number for number, row in enumerate(rows) if None not in row]
    wanted = [(number, rows.index(rows[number])) for number in whole if rows.index(rows[number]) < number]
    repeated, firsts = duplicate_rows(_columns(rows, width))
    assert list(zip(repeated.tolist(), firsts.tolist(), strict=True)) == wanted


@repeatable
@given(two_tables(), ROOMS)
def test_orphans_are_those_of_a_plain_search(
    room: pytest.MonkeyPatch, drawn: tuple[int, list[Row], list[Row]], most: tuple[int, int]
) -> None:
    _narrow(room, most)
    width, child, parent = drawn
    wanted = [number for number, row in enumerate(child) if None not in row and row not in parent]
    assert orphan_rows(_columns(child, width), _columns(parent, width)).tolist() == wanted


KEYS = {
    "string": st.sampled_from(["", "a", "b", "ab", "é", "Z"]),
    "integer": st.integers(-3, 12),
    "number": st.sampled_from([-1.0, 0.0, 0.5, 2.0, 10.0, float("inf"), float("nan")]),
    "boolean": st.booleans(),
}


@st.composite
def key_blocks(draw: st.DrawFn) -> tuple[str, list[list[object]]]:
    """A type, and blocks of values of it that often rise from one to the next."""
    kind = draw(st.sampled_from([*KEYS]))
    values: list[object] = draw(st.lists(KEYS[kind], max_size=12))
    if draw(st.booleans()):
        values.sort(key=lambda value: (value != value, value))
    if draw(st.booleans()):
        values = [*dict.fromkeys(values)]
    if draw(st.booleans()):
        values.insert(draw(st.integers(0, len(values))), None)
    cuts = sorted(draw(st.lists(st.integers(0, len(values)), max_size=3)))
    return kind, [values[a:b] for a, b in zip([0, *cuts], [*cuts, len(values)], strict=True)]


@settings(repeatable, max_examples=300)
@given(key_blocks())
def test_a_key_that_rises_is_judged_as_one_that_does_not(drawn: tuple[str, list[list[object]]]) -> None:
    kind, blocks = drawn
    field = Field("a", kind, "default", "", "", {}, ("",), {})
    schema = Schema("", (field,), primary_key=("a",))
    keys = TableKeys()
    for values in blocks:
        typed = pa.array(values, field_type(field).arrow, from_pandas=False)
        texts = pa.array([None if value is None else str(value) for value in values], pa.string())
        block = RowBlock(pa.record_batch([typed], ["a"]), 1)
        keys.add("table.csv", key_block(block, schema, {"a": texts}, {"a": typed}, {"a": field_type(field)}))
    written = [str(value) for values in blocks for value in values]
    again = [n for n, text in enumerate(written) if text != "None" and text in written[:n]]
    repeated, firsts = keys.duplicates(("a",))
    assert list(zip(repeated.tolist(), firsts.tolist(), strict=True)) == [(n, written.index(written[n])) for n in again]


def test_columns_are_not_run_together() -> None:
    repeated, _ = duplicate_rows([string_array(["a", "ab"]), string_array(["bc", "c"])])
    assert repeated.tolist() == []


def _keys(blocks: list[list[Row]], width: int) -> TableKeys:
    names = [f"f{number}" for number in range(width)]
    fields = tuple(Field(name, "string", "default", "", "", {}, ("",), {}) for name in names)
    keys, schema = TableKeys(), Schema("", fields)
    for rows in blocks:
        texts = dict(zip(names, _columns(rows, width), strict=True))
        block = RowBlock(pa.record_batch(list(texts.values()), names), 1)
        keys.add("table.csv", key_block(block, schema, texts, texts, {field.name: field_type(field) for field in fields}))
    return keys


@st.composite
def families(draw: st.DrawFn) -> tuple[int, list[list[Row]], list[list[list[Row]]]]:
    """How many fields a key has, the blocks of the table that is referred to, and those of the tables that refer to it."""
    width = draw(st.integers(1, 2))
    blocks = st.lists(st.lists(st.tuples(*[CELL] * width), max_size=4), max_size=4)
    return width, draw(blocks), draw(st.lists(blocks, max_size=3))


def _set_large(patch: pytest.MonkeyPatch, large: int) -> None:
    """So many bytes of text are compared with each other at a time."""
    for module in (keys_module, orphans_module, hashes):
        patch.setattr(module, "LARGE", large)


@settings(repeatable, max_examples=300)
@given(families(), st.sampled_from([0, 2, 1_000_000]), st.sampled_from([1, 7, 2**30]))
def test_orphans_are_the_same_however_much_is_asked_at_a_time(
    room: pytest.MonkeyPatch, drawn: tuple[int, list[list[Row]], list[list[list[Row]]]], many: int, large: int
) -> None:
    _narrow(room, (2**62, 8))
    room.setattr(orphans_module, "MANY", many)
    _set_large(room, large)
    width, parent, children = drawn
    fields = tuple(f"f{number}" for number in range(width))
    known = {row for block in parent for row in block}
    rows = [[row for block in blocks for row in block] for blocks in children]
    wanted = [[n for n, row in enumerate(own) if None not in row and row not in known] for own in rows]
    found = orphans(_keys(parent, width), fields, [(_keys(blocks, width), fields) for blocks in children])
    assert [places.tolist() for places in found] == wanted


@settings(repeatable, max_examples=300)
@given(families(), st.sampled_from([1, 7, 2**30]))
def test_duplicates_and_twins_are_the_same_however_much_is_compared_at_a_time(
    room: pytest.MonkeyPatch, drawn: tuple[int, list[list[Row]], list[list[list[Row]]]], large: int
) -> None:
    _narrow(room, (2**62, 8))
    _set_large(room, large)
    width, blocks, _ = drawn
    rows = [row for block in blocks for row in block]
    folded = [tuple(cell and cell.lower() for cell in row) for row in rows]
    fields = tuple(f"f{number}" for number in range(width))
    keys = _keys(blocks, width)
    again = [n for n, row in enumerate(rows) if None not in row and row in rows[:n]]
    twins = [n for n, row in enumerate(folded) if None not in row and row in folded[:n] and rows.index(rows[n]) == n]
    for found, wanted, values in ((keys.duplicates(fields), again, rows), (twin_rows(keys, fields), twins, folded)):
        pairs = [(n, values.index(values[n])) for n in wanted]
        assert list(zip(*(places.tolist() for places in found), strict=True)) == pairs


class _Path(str):
    """A path that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        _Path.compared += 1
        return str.__eq__(self, str(other))

    __hash__ = str.__hash__


def test_rows_of_many_files_are_told_apart_without_comparing_each_with_all() -> None:
    keys, many = _keys([[("a",), ("b",)]] * 300, 1), 300
    keys.paths = [_Path(f"{block // 2}.csv") for block in range(many)]  # two blocks a file
    found = [(path, places.tolist()) for path, places in keys.by_path(np.array([2, 3, 4, 599]))]
    assert found == [("0.csv", [0, 1]), ("1.csv", [2]), ("149.csv", [3])]
    assert list(keys.by_path(NO_ROWS)) == []
    assert _Path.compared < 10 * many


def test_the_rows_of_a_table_of_many_files_are_counted_once_for_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, counts = _keys([[("a",)]] * 300, 1), iter([300])
    monkeypatch.setattr(TableKeys, "rows", property(lambda _: next(counts)))
    assert [rows.tolist() for rows in orphans(keys, ("f0",), [(keys, ("f0",))])] == [[]]
