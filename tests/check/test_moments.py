"""Columns of dates and times in a format are read as strptime of Python reads each."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fentanyl_control.check.canonical_time import _of_format, canonical_times
from fentanyl_control.check.moments import column_reader, microseconds
from fentanyl_control.package.lexical import lexis
from fentanyl_control.package.model import Field
from fentanyl_control.read.constants import string_array

MOMENTS = st.one_of(
    st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)),
    st.sampled_from([datetime(2024, 2, 29), datetime(1900, 2, 28), datetime(2000, 12, 31, 23, 59, 59, 999999)]),
)
PIECES = st.sampled_from(["%Y", "%y", "%m", "%d", "%H", "%M", "%S", "%f", "%j", "%I", "%p", "%b", "%B", "%a", "%A", "%x"])
LITERALS = st.sampled_from(["", "", "-", "/", ":", " ", "  ", "T", ".", "年", "%%", "k", "(", "\\", "0", "12"])
FORMATS = st.lists(st.tuples(PIECES, LITERALS), min_size=1, max_size=7, unique_by=lambda pair: pair[0]).map(
    lambda pairs: "".join(map("".join, pairs))
)
CHANGES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", *"0123456789 .-/TkKſ\u212aaM\n"])), max_size=2)


def field(form: str, kind: str = "datetime") -> Field:
    return Field("a", kind, form, "", "", {}, (), {})


def changed(text: str, changes: list[tuple[int, str]]) -> str:
    for place, character in changes:
        place %= len(text) + 1
        text = text[:place] + character + text[place + 1 :]
    return text


@given(FORMATS, MOMENTS, st.lists(CHANGES, min_size=1, max_size=8), st.sampled_from(["date", "time", "datetime"]))
@example("%d/%m/%Y", datetime(2024, 2, 29), [[(0, " ")]], "date")
def test_a_column_is_read_as_strptime_reads_each_cell(
    form: str, moment: datetime, many: list[list[tuple[int, str]]], kind: str
) -> None:
    of = field(form, kind)
    read = column_reader(of)
    assume(read is not None)
    assert read is not None
    text = moment.strftime(form)
    texts = [text, text.lower(), re.sub("(?<![0-9])0", "", text), *(changed(text, changes) for changes in many)]
    cells = string_array(texts)
    moments, exists = read(cells)
    judge = lexis(of).judge
    assert judge is not None
    wanted = [judge(text) and not ("%f" in form and "%j" in form and _rolls_over(text, form)) for text in texts]
    assert exists.tolist() == wanted
    right = [(text, int(found)) for text, found, is_real in zip(texts, moments, wanted, strict=True) if is_real]
    assert [found for _, found in right] == [microseconds(datetime.strptime(text, form)) for text, _ in right]
    legal = [text for text, _ in right]
    assert canonical_times(of, string_array(legal)).to_pylist() == list(map(_of_format(of), legal))


def _rolls_over(text: str, form: str) -> bool:
    """Whether the year has no day 366; with a fraction, strptime of Python counts on and the judge of one cell lets it."""
    return datetime.strptime(text, form).timetuple().tm_yday == 1 and "366" in text


@pytest.mark.parametrize(
    "form", ["%Y%m%d", "%Y-%j", "%d/%m/%Y %H:%M:%S", "%I:%M %p", "%y%m%d.%f", "%d %b %Y", "%A, %d. %B %Y", "%Y年%m月%d日", "%c"]
)
def test_a_common_format_is_read_by_columns(form: str) -> None:
    assert column_reader(field(form)) is not None


@pytest.mark.parametrize("form", ["%Y %y", "%j %m %Y", "%G-W%V-%u", "%H %I", "%Y-%m-%d %z", "%Yſ"])
def test_an_odd_format_is_left_to_python(form: str) -> None:
    assert column_reader(field(form)) is None
