"""Text is put into lines that fit, in any common font, and no word of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.pictures.text_lines import fitting_lines, text_elements, text_width

# text → its width at 100 pixels in DejaVu Sans, and in its bold, as Chromium measures it
MEASURED = {
    "Provisional release of the measuring body": (2102.0, 2387.0),
    "about 76,282": (670.2, 747.5),
    "MMMMMMMMMM": (862.8, 995.1),
    "illicit, till": (419.2, 501.9),
    "Events, agreements and measures by year": (2151.8, 2410.2),
    "WASHINGTON (QUEUE)": (1154.6, 1287.3),
    "2020–2024 @ 50 %": (976.6, 1050.4),
}


@pytest.mark.parametrize(("text", "widths"), MEASURED.items(), ids=MEASURED)
def test_a_text_is_never_wider_than_it_is_taken_for(text: str, widths: tuple[float, float]) -> None:
    for width, taken in zip(widths, (text_width(text, 100), text_width(text, 100, bold=True)), strict=True):
        assert width <= taken <= 1.25 * width


LINES = {
    "one line": ("a few words", 200, ["a few words"]),
    "two lines": ("a few more words", 75, ["a few more", "words"]),
    "a word that is too wide": ("incomprehensibilities", 65, ["incomprehe", "nsibilities"]),
    "no words": ("", 60, [""]),
    "spaces": ("  a \n b ", 60, ["a b"]),
}


@pytest.mark.parametrize(("text", "width", "lines"), LINES.values(), ids=LINES)
def test_lines(text: str, width: float, lines: list[str]) -> None:
    assert fitting_lines(text, width, 10) == lines


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc"])), st.integers(20, 200))
def test_every_line_fits_and_no_character_is_lost(text: str, width: int) -> None:
    lines = fitting_lines(text, width, 10)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(text_width(line, 10) <= width for line in lines)


def test_lines_are_elements_one_below_the_other() -> None:
    assert text_elements(["a < b", "", "c"], "small", 4, 10, 15, at_end=True) == (
        '<text class="small" x="4" y="10" text-anchor="end">a &lt; b</text>'
        '<text class="small" x="4" y="40" text-anchor="end">c</text>'
    )
