"""Ranges of a valid file, counted one by one, give the borders that a reader of the whole file finds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.read.csv import survey_range as module
from packpress.read.csv.places import RowPlace, Split
from packpress.read.csv.survey_range import Border, RangeSurvey, feeds_after_odd, splits_of, survey_range

# bytes → what they have
SURVEYS = {
    "nothing": (b"", RangeSurvey(0, 0, 0, (0, 0), (None, None))),
    "no row's end": (b"1,2", RangeSurvey(3, 0, 0, (0, 0), (None, None))),
    "rows": (b"1\n2\n", RangeSurvey(4, 0, 2, (2, 0), (Border(2, 1), None))),
    "a quoted line feed": (b'1,"\n"\n2\n', RangeSurvey(8, 2, 3, (2, 1), (Border(6, 2), Border(4, 1)))),
    "the rest of a quoted cell": (b'1\n2"\n3\n', RangeSurvey(7, 1, 3, (1, 2), (Border(2, 1), Border(5, 2)))),
}


@pytest.mark.parametrize("piece", [1, 2, 100])
@pytest.mark.parametrize("case", SURVEYS)
def test_a_range_is_counted_for_both_of_its_beginnings(
    case: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, expected = SURVEYS[case]
    (tmp_path / "data.csv").write_bytes(b"before" + data + b'"after\n')
    monkeypatch.setattr(module, "_PIECE", piece)
    assert survey_range(tmp_path / "data.csv", 6, 6 + len(data)) == expected


@settings(max_examples=300, deadline=None, derandomize=True)
@given(before=st.integers(0, 200), text=st.text(st.sampled_from('a"\n'), max_size=200))
def test_line_feeds_after_an_odd_number_of_quotes_are_found_in_any_word(before: int, text: str) -> None:
    data = "a" * before + text
    characters = np.array(list(data), "U1")
    found = feeds_after_odd(characters == "\n", characters == '"').tolist()
    assert found == [place for place, character in enumerate(data) if character == "\n" and data[:place].count('"') % 2]


CELLS = st.text(st.sampled_from('a"\n,\r'), max_size=6)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), size=st.integers(1, 30), ends=st.booleans())
def test_each_split_of_valid_text_begins_with_the_first_row_of_a_range(
    rows: list[tuple[str, str]], size: int, ends: bool, tmp_path: Path
) -> None:
    places, data = [RowPlace(0, 1, 0)], b""
    for number, row in enumerate(rows, 1):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(row)
        data += text.getvalue().encode()
        places.append(RowPlace(len(data), 1 + data.count(b"\n"), number))
    if not ends:
        data = data[:-1]
    (tmp_path / "data.csv").write_bytes(data)
    ranges = range(0, len(data), size)
    surveys = [survey_range(tmp_path / "data.csv", begin, min(begin + size, len(data))) for begin in ranges]
    firsts = [next((p for p in places if begin < p.offset <= begin + size), None) for begin in ranges if begin]
    begins = [places[0], *(place for place in firsts if place is not None and place.offset < len(data))]
    expected = [Split(*pair) for pair in zip(begins, [*(p.offset for p in begins[1:]), len(data)], strict=True)]
    assert splits_of(places[0], surveys) == expected


def test_text_that_leaves_a_quote_open_has_no_splits(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(b'1\n2\n"3\n')
    surveys = [survey_range(tmp_path / "data.csv", begin, end) for begin, end in ((0, 4), (4, 7))]
    assert splits_of(RowPlace(0, 1, 0), surveys) == []
