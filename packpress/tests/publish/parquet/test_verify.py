"""A conversion that loses or changes a value is found by the build itself, which then publishes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.arrow import compute as pc
from packpress.derived import edtf_columns as derived
from packpress.edtf import read_edtf
from packpress.errors import LostValueError
from packpress.fidelity import verify
from packpress.publish.build import build
from packpress.publish.parquet import exact, stream
from packpress.publish.parquet import table as parquet
from packpress.publish.streamed import build_streamed
from packpress.types.number import Number

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 0, "maximum": 99}},
    {"name": "number", "type": "number"},
    {"name": "exact", "type": "number"},
    {"name": "open", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "moment", "type": "datetime"},
    {"name": "edtf", "type": "string", "packpress:edtf": True},
]
SCHEMA = {"fields": FIELDS, "primaryKey": ["id"]}
NAMES = [field["name"] for field in FIELDS]
ROWS = (
    "id,number,exact,open,day,moment,edtf\n"
    "1,1.5,12345678901234567.25,true,2024-02-29,2024-02-29T10:00:00.123456789+01:00,2024-02\n"
    "3,-0,0.5,false,1969-12-31,2024-02-29T09:00:00Z,2013/..\n"
    "2,1e-7,1e3,TRUE,,2024-02-29T09:00:00,\n"
    "4,,,,,,2001/2002-02\n"
)
TABLE = "parquet/table.parquet"
WAYS = pytest.mark.parametrize("way", [build, build_streamed])
Change = Callable[[pa.Array], pa.Array]


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def to_null(values: pa.Array) -> pa.Array:
    changed: pa.Array = pa.concat_arrays([pa.nulls(1, values.type), values.slice(1)])
    return changed


def to_zero(values: pa.Array) -> pa.Array:
    changed: pa.Array = pa.concat_arrays([pa.array(["0"]).cast(values.type), values.slice(1)])
    return changed


def swapped(values: pa.Array) -> pa.Array:
    return values.take(pa.array([1, 0, *range(2, len(values))]))


def text(old: str, new: str) -> Change:
    return lambda values: pc.replace_substring(values, pattern=old, replacement=new)


# what a conversion does to a column → the field, what it does, the line at which it is found
FAULTS: dict[str, tuple[str, Change, int]] = {
    "an integer is lost": ("id", to_null, 2),
    "an integer has another digit": ("id", lambda values: pc.add(values, pa.scalar(90)), 2),
    "a number is lost": ("number", to_null, 2),
    "a number is rounded": ("number", lambda values: pc.cast(pc.cast(values, pa.float32()), pa.float64()), 4),
    "a missing number is zero": ("number", lambda values: pc.fill_null(values, pa.scalar(0.0)), 5),
    "two numbers are swapped": ("number", swapped, 2),
    "a boolean is turned": ("open", pc.invert, 2),
    "a boolean that is written in capitals is lost": (
        "open",
        lambda values: pa.array([*values.to_pylist()[:2], None, *values.to_pylist()[3:]], pa.bool_()),
        4,
    ),
    "a date is a day early": (
        "day",
        lambda values: pc.cast(pc.subtract(pc.cast(values, pa.int32()), pa.scalar(1, pa.int32())), pa.date32()),
        2,
    ),
    "two dates are swapped": ("day", swapped, 2),
    "a fraction of a second is cut": ("moment", text("123456789", "123456"), 2),
    "a zone is taken off": ("moment", text("+01:00", "Z"), 2),
    "a text is cut": ("edtf", text("/..", ""), 3),
}


@WAYS
@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_value_is_found_at_its_place_and_nothing_is_published(
    fault: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, change, line = FAULTS[fault]
    root = with_parquet(SCHEMA, ROWS)
    before = files(root)
    typed = parquet.typed_columns

    def faulty(resource: Any, table: pa.Table, decimals: Any, added: Any = ()) -> pa.Table:
        place = table.schema.get_field_index(name)
        values = table.column(name).combine_chunks()
        table = table.set_column(place, table.schema.field(name), change(values)) if len(values) else table
        return typed(resource, table, decimals, added)

    monkeypatch.setattr(stream, "typed_columns", faulty)
    monkeypatch.setitem(build.__globals__, "typed_columns", faulty)
    with pytest.raises(LostValueError, match=rf"^data\.csv:{line}:{name}: was not published: "):
        way(root)
    assert files(root) == before


@WAYS
def test_a_cast_of_the_checker_that_loses_a_value_is_found(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_parquet({"fields": FIELDS[:2]}, "id,number\n1,1.25\n2,2.5\n")

    def faulty(number: Number, texts: pa.StringArray) -> tuple[pa.Array, None]:
        return to_null(number.cast(texts)[0]), None

    monkeypatch.setattr(Number, "cast_unjudged", faulty)
    with pytest.raises(LostValueError, match=r"^data\.csv:2:number: was not published: the cell is '1.25', but 'None' would"):
        way(root)


@WAYS
def test_a_changed_number_that_is_taken_for_an_exact_one_is_found(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Number, "is_inexact", lambda *_: False)
    with pytest.raises(LostValueError, match=r"^data\.csv:2:exact: was not published: the cell is '12345678901234567.25'"):
        way(with_parquet(SCHEMA, ROWS))


# what a cast to decimals does → the line at which it is found
DECIMALS: dict[str, tuple[Callable[[pa.ChunkedArray], pa.ChunkedArray], int]] = {
    "a digit is changed": (lambda values: pc.if_else(pc.is_valid(values), values[1], values), 2),
    "a number is lost": (lambda values: pc.if_else(pc.is_valid(values), pa.scalar(None, values.type), values), 2),
}


@WAYS
@pytest.mark.parametrize("fault", DECIMALS)
def test_a_decimal_that_is_not_the_number_is_found(
    fault: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    change, line = DECIMALS[fault]

    class Faulty:
        def __getattr__(self, name: str) -> Any:
            return getattr(pc, name)

        def cast(self, values: Any, kind: pa.DataType) -> Any:
            found = pc.cast(values, kind)
            return change(found) if pa.types.is_decimal(kind) else found

    monkeypatch.setattr(exact, "pc", Faulty())
    monkeypatch.setattr(stream, "pc", Faulty())
    root = with_parquet(SCHEMA, ROWS)
    with pytest.raises(LostValueError, match=rf"^data\.csv:{line}:exact: was not published: "):
        way(root)
    assert not (root / TABLE).exists()


@WAYS
def test_a_derived_day_that_is_not_the_first_is_found(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(written: str) -> Any:
        span = read_edtf(written)
        return span if span.precision != "open" else type(span)(span.last, span.first, span.precision)

    monkeypatch.setattr(derived, "read_edtf", late)
    with pytest.raises(LostValueError, match=r"^data\.csv:3:edtf: was not published: the cell is '2013/..', but "):
        way(with_parquet(SCHEMA, ROWS))


def test_rows_that_are_sorted_wrongly_are_found(with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build.__globals__, "key_order", lambda *_: pa.array([0, 0, 1, 2], pa.uint64()))
    with pytest.raises(LostValueError, match="the sort order leaves some rows out"):
        build(with_parquet(SCHEMA, ROWS))


def without_last_row(table: pa.Table) -> pa.Table:
    return table.slice(0, len(table) - 1)


def with_null(table: pa.Table) -> pa.Table:
    return table.set_column(3, table.schema.field(3), pa.nulls(len(table), pa.bool_()))


def with_other(table: pa.Table) -> pa.Table:
    return table.set_column(5, table.schema.field(5), pc.replace_substring(table["moment"], pattern="4", replacement="5"))


# what happens to a table while it is written → what is said, whether a file that is not read back tells it
WRITTEN: dict[str, tuple[Callable[[pa.Table], pa.Table], str, bool]] = {
    "a row is left out": (without_last_row, "expected 4 published rows", True),
    "values are nulls": (with_null, "open: was not published: ", True),
    "a text is another": (with_other, "moment: was not published: ", False),
}


@pytest.mark.parametrize("is_small", [True, False])
@WAYS
@pytest.mark.parametrize("fault", WRITTEN)
def test_a_file_that_is_not_what_was_written_to_it_is_found(
    fault: str, way: Callable[[Path], Any], is_small: bool, with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    change, message, is_seen_in_footer = WRITTEN[fault]
    if not is_small:
        monkeypatch.setattr(verify, "READ_BACK", 0)
    write = pq.ParquetWriter.write_table
    monkeypatch.setattr(pq.ParquetWriter, "write_table", lambda self, table, **more: write(self, change(table), **more))
    root = with_parquet(SCHEMA, ROWS)
    if is_small or is_seen_in_footer or way is build:
        with pytest.raises(LostValueError, match=message):
            way(root)
        assert not (root / TABLE).exists()
    else:
        way(root)


# how cells are written → the field, cells, what is published; None where it is only that nothing is null
NOTATIONS: dict[str, tuple[dict[str, Any], list[str], list[Any] | None]] = {
    "zeros before": ({"type": "integer"}, ["007", "-0", "+12", "-0012"], [7, 0, 12, -12]),
    "more digits than words": ({"type": "integer"}, ["9223372036854775807", "-9223372036854775808", "0" * 30 + "1"], None),
    "groups": ({"type": "integer", "groupChar": " "}, ["1 000", "-2 500 000"], [1000, -2500000]),
    "a comma": ({"type": "number", "decimalChar": ","}, ["12,5", "-0,25", "1e3", "NaN"], None),
    "a unit": (
        {"type": "number", "bareNumber": False, "groupChar": ","},
        ["EUR 1,500.25", "-5%", "7 kg"],
        [1500.25, -5, 7],
    ),
    "a unit beside digits for a decimal": (
        {"type": "number", "bareNumber": False, "groupChar": ","},
        ["EUR 12,345,678,901,234,567,890.5", "-5%", "1.5e2 kg"],
        [Decimal("12345678901234567890.5"), -5, 150],
    ),
    "denormals": ({"type": "number"}, ["5e-324", "1e308", "-0.0", "1E+2", ".5", "5.", "0.1234567890123456"], None),
    "special values": ({"type": "number"}, ["NaN", "INF", "-INF", "inf", "nan", "1.5"], None),
    "special values that mean missing": ({"type": "number", "missingValues": ["NaN", ""]}, ["NaN", "1.5"], [None, 1.5]),
    "own words": (
        {"type": "boolean", "trueValues": ["ja, sicherlich", "j"], "falseValues": ["nein, keinesfalls", "n"]},
        ["ja, sicherlich", "nein, keinesfalls", "j", "n"],
        [True, False, True, False],
    ),
    "first and last days": ({"type": "date"}, ["0001-01-01", "9999-12-31", "1970-01-01"], None),
    "only nulls": ({"type": "number"}, ["", ""], [None, None]),
    "no rows": ({"type": "date"}, [], []),
}


@WAYS
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_legal_notation_is_published(
    notation: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    properties, written, wanted = NOTATIONS[notation]
    rows = "".join(f'{number},"{cell}"\n' for number, cell in enumerate(written))
    root = with_parquet({"fields": [{"name": "id"}, {"name": "x", **properties}]}, "id,x\n" + rows)
    assert way(root).report.valid
    found = pq.read_table(root / TABLE)["x"].to_pylist()
    if wanted is not None:
        assert found == wanted
    else:
        assert None not in found


SPECIAL = "id,number,exact,open,day,moment,edtf\n1,,12345678901234567890.5,,,,\n2,,NaN,,,,\n3,,-INF,,,,\n4,,1,,,,\n"


@WAYS
def test_special_values_beside_a_number_that_only_a_decimal_holds_are_refused_with_their_lines(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    root = with_parquet(SCHEMA, SPECIAL)
    before = files(root)
    report = way(root).report
    assert [(i.path, i.line, i.column, i.rule, i.value) for i in report.issues] == [
        ("data.csv", 3, "exact", "number-unpublished", "NaN"),
        ("data.csv", 4, "exact", "number-unpublished", "-INF"),
    ]
    assert re.search(r"with 12345678901234567890\.5 on line 2, .* or make the field a string$", report.issues[0].message)
    assert files(root) == before


@WAYS
def test_special_values_beside_numbers_that_a_float_holds_are_published(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    root = with_parquet(SCHEMA, SPECIAL.replace("12345678901234567890.5", "0.5"))
    assert way(root).report.valid
    assert [str(value) for value in pq.read_table(root / TABLE)["exact"].to_pylist()] == ["0.5", "nan", "-inf", "1.0"]


@WAYS
def test_an_edtf_date_that_is_not_real_is_an_issue_of_every_build(
    way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    root = with_parquet(SCHEMA, ROWS.replace("2013/..", "2024-02-30"))
    report = way(root).report
    assert [(i.path, i.line, i.column, i.key, i.rule, i.value) for i in report.issues] == [
        ("data.csv", 3, "edtf", "3", "edtf-date", "2024-02-30")
    ]


@WAYS
@pytest.mark.parametrize(("kind", "cell"), [("integer", "2024"), ("date", "2024-02-29"), ("any", "2024")])
def test_an_edtf_date_of_another_type_is_derived_too(
    kind: str, cell: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    root = with_parquet({"fields": [{"name": "d", "type": kind, "packpress:edtf": True}]}, f"d\n{cell}\n")
    assert way(root).report.valid
    assert pq.read_table(root / TABLE)["d_min"].null_count == 0
