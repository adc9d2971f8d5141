"""The picture of the years counts what it shows, and says what it does not show."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from packpress.publish.drawings.dated import read_dated
from packpress.publish.drawings.pictures.timeline_picture import draw_years

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("Named by the letters", "From other sources")
# dates of the coded text, dates of others → the lines of text, the description
PICTURES = {
    "both": (
        ["2020", "2020-05", "2019/2021", ""], ["2020-01-01", "2022", ""],
        ["When", "Named by the letters 2", "From other sources 2", "2020", "2021", "2022",
         "Each block is one record in its year. Not shown: 1 that run over several years and 2 without a date."],
        "Records by year from 2020 to 2022: 2 named by the letters and 2 from other sources. "
        "The year with most is 2020, with 3. Not shown: 1 that run over several years and 2 without a date.",
    ),
    "others alone": (
        [], ["1990", "1990", "2024"],
        ["When", "From other sources 3", "1990", "1995", "2000", "2005", "2010", "2015", "2020",
         "Each block is one record in its year."],
        "Records by year from 1990 to 2024: 3 from other sources. The year with most is 1990, with 2.",
    ),
    "many": (
        [], ["2020"] * 61,
        ["When", "From other sources 61", "2020", "Each block is up to 2 records in their year."],
        "Records by year from 2020 to 2020: 61 from other sources. The year with most is 2020, with 61.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("own", "others", "texts", "description"), PICTURES.values(), ids=PICTURES)
def test_a_picture(own: list[str], others: list[str], texts: list[str], description: str) -> None:
    drawn = ElementTree.fromstring(draw_years("When", [*map(read_dated, own)], [*map(read_dated, others)], NAMES))
    assert [text.text for text in drawn.iter(f"{SVG}text")] == texts
    assert drawn.findtext(f"{SVG}desc") == description


def test_dates_that_lie_in_no_year_have_no_picture() -> None:
    with pytest.raises(ValueError, match=r"^an axis needs a year$"):
        draw_years("When", [read_dated("2019/2020")], [], NAMES)
