"""Moments, days and years are published in types of their own where every value allows it, else as they are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.errors import LostValueError
from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.build import build
from packpress.publish.streamed import build_streamed
from packpress.read.csv import scanner as text
from packpress.types.formatted import FormattedDate
from packpress.types.time import DateTime
from packpress.types.year import Year

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

TABLE = "parquet/table.parquet"
WAYS = pytest.mark.parametrize("way", [build, build_streamed])
LOCAL, IN_UTC = pa.timestamp("us"), pa.timestamp("us", "UTC")
NOON = datetime(2024, 2, 29, 12)
# field → cells, the type and the values that are published; None where the values are the cells
CASES: dict[str, tuple[dict[str, Any], list[str], pa.DataType, list[Any] | None]] = {
    "no zone": ({"type": "datetime"}, ["2024-02-29T12:00:00", ""], LOCAL, [NOON, None]),
    "fractions": (
        {"type": "datetime"},
        ["2024-02-29T12:00:00.5", "2024-02-29T12:00:00.000001", "2024-02-29T12:00:00.120"],
        LOCAL,
        [NOON.replace(microsecond=part) for part in (500_000, 1, 120_000)],
    ),
    "UTC": ({"type": "datetime"}, ["2024-02-29T12:00:00Z", "", "0001-01-01T00:00:00Z"], IN_UTC, [NOON, None, datetime.min]),
    "offsets": (
        {"type": "datetime"},
        ["2024-02-29T12:00:00-00:00", "2024-02-29T13:30:00.5+01:30", "2024-02-28T22:00:00-14:00"],
        IN_UTC,
        [NOON, NOON.replace(microsecond=500_000), NOON],
    ),
    "the last moment": ({"type": "datetime"}, ["9999-12-31T23:59:59.999999"], LOCAL, [datetime.max]),
    "some with a zone": ({"type": "datetime"}, ["2024-02-29T12:00:00", "2024-02-29T12:00:00Z"], pa.string(), None),
    "more digits": ({"type": "datetime"}, ["2024-02-29T12:00:00.1234567"], pa.string(), None),
    "an offset to the year 0": ({"type": "datetime"}, ["0001-01-01T00:00:00+14:00"], pa.string(), None),
    "an offset to the year 10000": ({"type": "datetime"}, ["9999-12-31T23:59:59-14:00"], pa.string(), None),
    "no moment": ({"type": "datetime"}, ["", ""], LOCAL, [None, None]),
    "no row": ({"type": "datetime"}, [], LOCAL, []),
    "any form": (
        {"type": "datetime", "format": "any"},
        ["20240229T1200", "2024-02-29 12:00:00,5"],
        LOCAL,
        [NOON, NOON.replace(microsecond=500_000)],
    ),
    "any form with a zone": (
        {"type": "datetime", "format": "any"},
        ["20240229T1300+0100", "2024-02-29 12Z"],
        IN_UTC,
        [NOON] * 2,
    ),
    "any form without an hour": ({"type": "datetime", "format": "any"}, ["2024-02-29", "2024-02-29T12:00"], pa.string(), None),
    "a format": ({"type": "datetime", "format": "%d.%m.%Y %H:%M"}, ["29.02.2024 12:00", "29.2.2024 12:0"], LOCAL, [NOON] * 2),
    "a format with a zone": ({"type": "datetime", "format": "%Y%m%d%H%z"}, ["2024022913+0100"], IN_UTC, [NOON]),
    "a format with names": ({"type": "datetime", "format": "%d %b %y %I %p"}, ["29 Feb 24 12 pm"], LOCAL, [NOON]),
    "a format with a fraction": (
        {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S.%f"},
        ["2024-02-29 12:00:00.5"],
        LOCAL,
        [NOON.replace(microsecond=500_000)],
    ),
    "a format without an hour": ({"type": "datetime", "format": "%d.%m.%Y"}, ["29.02.2024"], pa.string(), None),
    "a format without a year": ({"type": "datetime", "format": "%d.%m. %H:%M"}, ["28.02. 12:00"], pa.string(), None),
    "a format whose offset leads to the year 0": (
        {"type": "datetime", "format": "%Y-%m-%d %H%z"},
        ["0001-01-01 00+1400"],
        pa.string(),
        None,
    ),
    "a day": ({"type": "date"}, ["2024-02-29"], pa.date32(), [NOON.date()]),
    "a day in a format": (
        {"type": "date", "format": "%d.%m.%Y"},
        ["29.02.2024", "", "1.1.0001"],
        pa.date32(),
        [NOON.date(), None, date.min],
    ),
    "a day in a format with an hour": (
        {"type": "date", "format": "%d.%m.%Y %H"},
        ["29.02.2024 23"],
        pa.date32(),
        [NOON.date()],
    ),
    "a day of the year": ({"type": "date", "format": "%Y-%j"}, ["2024-060"], pa.date32(), [NOON.date()]),
    "a day in any form": ({"type": "date", "format": "any"}, ["20240229", "2024-02-29"], pa.date32(), [NOON.date()] * 2),
    "a day with a zone": ({"type": "date", "format": "%d.%m.%Y%z"}, ["29.02.2024Z"], pa.string(), None),
    "a day without a year": ({"type": "date", "format": "%d.%m."}, ["28.02."], pa.string(), None),
    "a day as a week": ({"type": "date", "format": "%G-W%V-%u"}, ["2024-W09-4"], pa.string(), None),
    "years": (
        {"type": "year"},
        ["2024", "-0044", "0987", "", "10000", "-123456789"],
        pa.int32(),
        [2024, -44, 987, None, 10_000, -123_456_789],
    ),
    "a year with a zone": ({"type": "year"}, ["2024", "2024Z"], pa.string(), None),
    "months": ({"type": "yearmonth"}, ["2024-02"], pa.string(), None),
    "times": ({"type": "time"}, ["12:00:00"], pa.string(), None),
    "durations": ({"type": "duration"}, ["P1Y"], pa.string(), None),
}


def rows(cells: list[str]) -> str:
    return "id,x\n" + "".join(f'{number},"{cell}"\n' for number, cell in enumerate(cells))


def schema(**field: Any) -> dict[str, Any]:
    return {"fields": [{"name": "id", "type": "integer"}, {"name": "x", **field}], "primaryKey": ["id"]}


def plain(value: Any) -> Any:
    """A value as other tests compare it: a moment in UTC without its zone."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


@WAYS
@pytest.mark.parametrize("case", CASES)
def test_a_column_has_the_type_that_holds_every_value(
    case: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path]
) -> None:
    field, cells, kind, wanted = CASES[case]
    root = with_parquet(schema(**field), rows(cells))
    assert way(root).report.valid
    column = pq.read_table(root / TABLE)["x"]
    assert (column.type, [plain(value) for value in column.to_pylist()]) == (kind, cells if wanted is None else wanted)


@pytest.mark.parametrize("case", [name for name, (_, cells, *_) in CASES.items() if cells])
def test_the_check_of_the_published_table_finds_nothing(
    case: str, with_parquet: Callable[..., Path], make_package: PackageMaker
) -> None:
    field, cells, *_ = CASES[case]
    root = with_parquet(schema(**field), rows(cells))
    build_streamed(root)
    described = {"name": "table", "path": TABLE, "schema": schema(**field)}
    again = make_package({}, "", descriptor={"resources": [described]})
    assert [issue for issue in validate(again).issues if issue.severity == "error"] == []


LINES = 2000
# cells of two columns, of which the later are otherwise than the first → their types
LATER: dict[str, tuple[str, list[str], list[str], pa.DataType]] = {
    "a zone at the end": ("datetime", ["2024-02-29T12:00:00"] * LINES, ["2024-02-29T12:00:00Z"], pa.string()),
    "a digit more at the end": (
        "datetime",
        ["2024-02-29T12:00:00.123456"] * LINES,
        ["2024-02-29T12:00:00.1234567"],
        pa.string(),
    ),
    "a zone after nothing": ("datetime", [""] * LINES, ["2024-02-29T12:00:00Z"], IN_UTC),
    "no zone after nothing": ("datetime", [""] * LINES, ["2024-02-29T12:00:00"], LOCAL),
    "a year with a zone at the end": ("year", ["2024"] * LINES, ["2024+01:00"], pa.string()),
    "nothing else": ("datetime", ["2024-02-29T12:00:00Z"] * LINES, ["2024-02-29T12:00:00Z"], IN_UTC),
}


@pytest.mark.parametrize("number", ["0.5", "12345678901234567.25"])
@pytest.mark.parametrize("case", LATER)
def test_a_stream_chooses_the_types_of_the_full_build(
    case: str, number: str, with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", 4096)
    kind, first, later, wanted = LATER[case]
    fields = [*schema(type=kind)["fields"], {"name": "n", "type": "number"}]
    data = "id,x,n\n" + "".join(f"{row},{cell},{number}\n" for row, cell in enumerate([*first, *later]))
    whole, streamed = (with_parquet({"fields": fields}, data, name=name) for name in ("whole", "streamed"))
    build(whole)
    build_streamed(streamed)
    table = pq.read_table(streamed / TABLE)
    assert table.equals(pq.read_table(whole / TABLE), check_metadata=True)
    assert table.schema.field("x").type == wanted
    before = (streamed / TABLE).read_bytes()
    assert build_streamed(streamed).stale == ()
    assert (streamed / TABLE).read_bytes() == before


def with_pandas(file: Path) -> list[Any]:
    return [None if pd.isna(value) else value.to_pydatetime() for value in pd.read_parquet(file)["x"]]


def with_polars(file: Path) -> list[Any]:
    return pl.read_parquet(file, use_pyarrow=False)["x"].to_list()


def with_duckdb(file: Path) -> list[Any]:
    with duckdb.connect() as engine:
        query = "SELECT epoch_us(x), typeof(x) FROM read_parquet(?)"  # pytz would be needed for the moments themselves
        read = engine.execute(query, [str(file)]).fetchall()
    zones = {"TIMESTAMP": None, "TIMESTAMP WITH TIME ZONE": UTC}
    return [None if us is None else datetime(1970, 1, 1, tzinfo=zones[kind]) + timedelta(microseconds=us) for us, kind in read]


@pytest.mark.parametrize("read", [with_pandas, with_polars, with_duckdb])
@pytest.mark.parametrize("case", ["no zone", "offsets", "UTC"])
def test_other_programs_read_the_same_moments(
    case: str, read: Callable[[Path], list[Any]], with_parquet: Callable[..., Path]
) -> None:
    field, cells, kind, wanted = CASES[case]
    root = with_parquet(schema(**field), rows(cells))
    build_streamed(root)
    zone = UTC if kind == IN_UTC else None
    found = read(root / TABLE)
    assert [None if value is None else value.astimezone(UTC) if zone else value for value in found] == [
        None if value is None else value.replace(tzinfo=zone) for value in wanted or ()
    ]


@pytest.mark.parametrize(("read", "values"), [(pd.read_parquet, [2024, -44]), (pl.read_parquet, [2024, -44])])
def test_other_programs_read_years_as_numbers(read: Any, values: list[int], with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(schema(type="year"), rows(["2024", "-0044"]))
    build_streamed(root)
    assert list(read(root / TABLE)["x"]) == values


def later_by_one(values: pa.Array) -> pa.Array:
    number = pa.int32() if values.type.bit_width == 32 else pa.int64()
    later: pa.Array = pa.array([value + 1 for value in values.view(number).to_pylist()], number).view(values.type)
    return later


def turned(values: pa.Array) -> pa.Array:
    other: pa.Array = values.take(pa.array([1, 0]))
    return other


def emptied(values: pa.Array) -> pa.Array:
    nothing: pa.Array = pa.nulls(len(values), values.type)
    return nothing


# what is wrong with a conversion → the class, the field, cells, what it does to the values
CHANGED: dict[str, tuple[Any, dict[str, Any], list[str], Callable[[pa.Array], pa.Array]]] = {
    "a microsecond more": (DateTime, {"type": "datetime"}, ["2024-02-29T12:00:00"], later_by_one),
    "another offset": (DateTime, {"type": "datetime"}, ["2024-02-29T12:00:00+01:00"], later_by_one),
    "a fraction": (DateTime, {"type": "datetime"}, ["2024-02-29T12:00:00.25Z"], later_by_one),
    "two swapped": (DateTime, {"type": "datetime"}, ["2024-02-29T12:00:00Z", "2024-02-29T12:00:01Z"], turned),
    "a moment lost": (DateTime, {"type": "datetime"}, ["2024-02-29T12:00:00"], emptied),
    "a year more": (Year, {"type": "year"}, ["2024"], later_by_one),
    "a day more": (FormattedDate, {"type": "date", "format": "%d.%m.%Y"}, ["29.2.2024"], later_by_one),
    "a day more, padded": (FormattedDate, {"type": "date", "format": "%d.%m.%Y"}, ["29.02.2024"], later_by_one),
}


@WAYS
@pytest.mark.parametrize("case", CHANGED)
def test_a_conversion_that_changes_a_value_is_found(
    case: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, field, cells, change = CHANGED[case]
    publish = kind.publish

    def faulty(self: Any, texts: Any, given: pa.DataType) -> pa.Array | None:
        values = publish(self, texts, given)
        return values if values is None else change(values)

    monkeypatch.setattr(kind, "publish", faulty)
    root = with_parquet(schema(**field), rows(cells))
    with pytest.raises(LostValueError, match=r"^data\.csv:2:x: was not published: the cell is '"):
        way(root)
    assert not (root / TABLE).exists()


@WAYS
@pytest.mark.parametrize("cell", ["2024-02-29T12:00:00Z", "2024-02-29T12:00:00+01:00", "2024-02-29T12:00:00"])
def test_a_zone_that_is_lost_or_made_up_is_found(
    cell: str, way: Callable[[Path], Any], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = DateTime.publish

    def faulty(self: Any, texts: Any, given: pa.DataType) -> pa.Array | None:
        values = publish(self, texts, LOCAL if given == IN_UTC else IN_UTC)
        return values if values is None else values.view(given)

    monkeypatch.setattr(DateTime, "publish", faulty)
    with pytest.raises(LostValueError, match=r"^data\.csv:2:x: was not published: the cell is '"):
        way(with_parquet(schema(type="datetime"), rows([cell])))


def test_an_output_of_a_version_that_published_text_is_stale(
    with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(kind: str) -> bool:
        root = with_parquet(schema(type=kind), rows([]))
        package, _ = read_package(root)
        found = SourceHashes(package).parquet(package.table("table"))
        with monkeypatch.context() as patch:
            patch.setattr(DateTime, "published_as", ())
            return SourceHashes(package).parquet(package.table("table")) != found

    assert (stale("datetime"), stale("string")) == (True, False)
