"""Columns of dates and times in a format are read as strptime of Python reads each."""

from __future__ import annotations

import _strptime  # type: ignore[import-not-found]
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.package.schema import schema_faults
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.iso8601 import write_moment
from packpress.types.strptime.reader import reader_of

ZONES = st.one_of(
    st.integers(-86_399_999_999, 86_399_999_999).map(lambda offset: timezone(timedelta(microseconds=offset))),
    st.integers(-1_439, 1_439).map(lambda offset: timezone(timedelta(minutes=offset))),
    st.just(UTC),
)
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.one_of(
        st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999_999)),
        st.datetimes(datetime(1995, 12, 20), datetime(1996, 1, 12)),
        st.sampled_from([datetime(2024, 2, 29), datetime(2000, 12, 31, 23, 59, 59, 999_999), datetime(9999, 12, 31)]),
    ),
    ZONES,
)
PIECES = [f"%{letter}" for letter in "YYYymdHMSfjIpbBaAxcXUWuwzzZ"]
WHOLE = ["%G-W%V-%u", "%G%V%a", "%Y-%W-%w", "%U %A %Y", "%d.%b", "%Y-%m-%d %H:%M:%S%z", "%Y-%j%z", "%d/%m/%Y"]
LITERALS = [
    "",
    "",
    "-",
    "/",
    ":",
    " ",
    "  ",
    "T",
    ".",
    "年",
    "%%",
    "%%x",
    "%%%%c",
    "k",
    "(",
    "\\",
    "0",
    "12",
    "Z",
    "+",
    "ſ",
    "É",
    "\u2003",
]
FORMATS = st.lists(
    st.tuples(st.sampled_from([*PIECES, *WHOLE]), st.sampled_from(LITERALS)),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: "".join(map("".join, pairs)))
CHANGES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", *"0123456789 .-:+/TkKſ\u212aaMéZz\u2003\n"])), max_size=2)


def field(form: str, kind: str = "datetime") -> Field:
    return Field("a", kind, form, "", "", {}, (), {})


def changed(text: str, changes: list[tuple[int, str]]) -> str:
    for place, character in changes:
        place %= len(text) + 1
        text = text[:place] + character + text[place + 1 :]
    return text


def is_taken(form: str) -> bool:
    """Whether strptime takes the format at all; the schema's check refuses the others."""
    return not list(schema_faults({"fields": [{"name": "a", "type": "datetime", "format": form}]}, strict=True))


def strptime(text: str, form: str) -> datetime | None:
    """What Python reads, but for characters that the format has not, and days and weeks that the year has not."""
    if not all(c.isascii() or c in form for c in text) or (form == form.strip() and text != text.strip()):
        return None
    try:
        moment = datetime.strptime(text, form)
    except (ValueError, OverflowError):
        return None
    found = _strptime.TimeRE().compile(form).match(text)
    assert found is not None
    parts: dict[str, str] = found.groupdict()
    month = next((parts[d] for d in reversed(parts) if d in "mBb"), "")
    is_leap_day = month.lower() in ("2", "02", "feb", "february") and parts.get("d") == "29"
    if is_leap_day and parts.keys().isdisjoint("Yy"):
        return None
    if "j" in parts:
        return moment if moment.timetuple().tm_yday == int(parts["j"]) else None
    if "V" in parts and "G" in parts and parts.keys().isdisjoint("UW"):
        return moment if moment.isocalendar()[:2] == (int(parts["G"]), int(parts["V"])) else None
    return moment


def microseconds(moment: datetime) -> int:
    since = moment.replace(tzinfo=None) - datetime(1970, 1, 1) - (moment.utcoffset() or timedelta())
    return since // timedelta(microseconds=1)


def canonical(moment: datetime, kind: str) -> str:
    written = write_moment(moment, Decimal(0))
    if written.endswith(" s"):
        day = 86_400_000_000 if kind == "date" else 1
        seconds, rest = divmod(microseconds(moment) // day * day, 1_000_000)
        return f"{seconds}.{rest:06}".rstrip("0").rstrip(".") + " s"
    return {"date": written[:10], "time": written[11:]}.get(kind, written)


@given(FORMATS, MOMENTS, st.lists(CHANGES, min_size=1, max_size=8), st.sampled_from(["date", "time", "datetime"]))
@example("%d/%m/%Y", datetime(2024, 2, 29), [[(0, " ")]], "date")
@example("%G-W%V-%u", datetime(2020, 12, 31), [[(3, "1")]], "date")
@example("%Y-%W-%w", datetime(1, 1, 1), [[(6, "1")]], "date")
@example("%Y-%U-%a", datetime(9999, 12, 31), [[(6, "3")]], "date")
@example("%H:%M%z", datetime(2024, 1, 1, tzinfo=UTC), [[(6, "2"), (7, "4")], [(8, ":")], [(5, "Z")]], "time")
@example("%j %d %b", datetime(2024, 2, 29), [[(2, "1")]], "date")
@example("%Y%z", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))), [[]], "datetime")
def test_a_column_is_read_as_strptime_reads_each_cell(
    form: str, moment: datetime, many: list[list[tuple[int, str]]], kind: str
) -> None:
    assume(is_taken(form))
    of = field(form, kind)
    reader = field_type(of).form
    assert reader is not None
    text = moment.strftime(form)
    texts = [text, text.lower(), re.sub("(?<![0-9])0", "", text), re.sub("([+-][0-9][0-9])([0-9][0-9])", r"\1:\2", text)]
    texts += [changed(text, changes) for changes in many for text in texts[:4]]
    moments = [strptime(text, form) for text in texts]
    wanted = [None if moment is None else microseconds(moment) for moment in moments]
    assert dict(zip(texts, reader.read(string_array(texts)).to_pylist(), strict=True)) == dict(zip(texts, wanted, strict=True))
    legal = {text: canonical(moment, kind) for text, moment in zip(texts, moments, strict=True) if moment is not None}
    cells = string_array([*legal])
    assert field_type(of).key_texts(cells, reader.read(cells)).to_pylist() == [*legal.values()]


@pytest.mark.parametrize("form", ["%q", "%Y %Y", "%c %Y"])
def test_a_format_that_strptime_does_not_take_has_no_reader(form: str) -> None:
    assert reader_of(form) is None


def test_a_long_column_is_read_and_written_cell_by_cell() -> None:
    of = field("%f%z", "time")
    cells = string_array([f"{number:06}Z" for number in range(250_001)])
    reader = field_type(of).form
    assert reader is not None
    first = microseconds(datetime(1900, 1, 1))
    assert reader.read(cells).to_pylist() == [*range(first, first + 250_001)]
    written = field_type(of).key_texts(cells, reader.read(cells))
    assert written.slice(99_999, 3).to_pylist() == ["00:00:00.099999Z", "00:00:00.1Z", "00:00:00.100001Z"]


@pytest.mark.parametrize("letter", "xXcHY")
def test_a_per_cent_sign_of_the_format_is_no_directive(letter: str) -> None:
    reader = field_type(field(f"%H%%{letter}")).form
    assert reader is not None
    read = reader.read(string_array([f"10%{letter}", "10", "10%", "10%12/31/20"]))
    assert read.is_valid().to_pylist() == [True, False, False, False]
