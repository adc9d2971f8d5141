"""A stated figure is drawn beside others: each with its number, its bar on one scale, and the verdict on the stated one."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from packpress.publish.drawings.pictures.figure_picture import DrawnFigure, draw_figures

SVG = "{http://www.w3.org/2000/svg}"
STATED = DrawnFigure("The letters", 750, "750")
LESS = DrawnFigure("Final count", 600, "600", "up", "Higher", "The stated figure is higher.")
NOT_EXACT = DrawnFigure("A later count", None, "about 800", "down", "Lower", "The stated figure is lower.")


def read(*others: DrawnFigure, title: str = "Letters sent") -> ElementTree.Element:
    return ElementTree.fromstring(draw_figures(title, STATED, others))


def texts(drawn: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for text in drawn.iter(f"{SVG}text"):
        yield text.attrib.get("class", ""), str(text.text)


def test_every_figure_has_its_words() -> None:
    assert list(texts(read(LESS, NOT_EXACT))) == [
        ("head", "Letters sent"),
        ("own", "The letters"),
        ("own", "750"),
        ("", "Final count"),
        ("strong", "600"),
        ("", "Higher"),
        ("", "A later count"),
        ("strong", "about 800"),
        ("", "Lower"),
        ("small", "One scale from 0. The dashed line marks the stated figure, and each verdict is on it. Only exact"),
        ("small", "figures have a bar."),
    ]


def test_bars_share_one_scale_and_a_figure_that_is_not_exact_has_none() -> None:
    bars = [
        (bar.attrib["class"], bar.attrib["width"])
        for svg in read(LESS, NOT_EXACT).iter(f"{SVG}svg")
        if svg.get("class") == "d-bar"
        for bar in svg.findall(f"{SVG}rect")
    ]
    assert bars == [("d-own", "100%"), ("d-other", "80%")]


def test_the_description_says_all_of_it() -> None:
    assert read(LESS, NOT_EXACT).findtext(f"{SVG}desc") == (
        "Letters sent. The letters: 750. Final count: 600 (the stated figure is higher). "
        "A later count: about 800 (the stated figure is lower)."
    )


@pytest.mark.parametrize("words", ["x" * 90, "many words in a row " * 6], ids=["one word", "words"])
def test_long_words_make_a_row_higher_and_leave_no_text_outside(words: str) -> None:
    drawn = read(DrawnFigure(words, 1, words, "equal", words), title=words)
    height = float(drawn.attrib["height"])
    places = [float(text.attrib["y"]) for text in drawn.iter(f"{SVG}text")]
    assert height > float(read(LESS).attrib["height"])
    assert max(places) < height - 4
    assert all(0 <= float(text.attrib["x"]) <= 800 for text in drawn.iter(f"{SVG}text"))
