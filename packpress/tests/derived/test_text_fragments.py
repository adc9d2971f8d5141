"""Text fragments, against the WICG draft "URL Fragment Text Directives", sections 3.3 and 3.5."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.derived.text_fragments import text_fragment

PAGE = "https://example.org/page"

# first words, last words → the directive
DIRECTIVES = {
    "two ends": ("China has made", "related substances.", "China%20has%20made,related%20substances."),
    "one end": ("the same words", "the same words", "the%20same%20words"),
    "a hyphen": ("wind-blown", "half-mast", "wind%2Dblown,half%2Dmast"),
    "a comma": ("75,000", "and so on, on", "75%2C000,and%20so%20on%2C%20on"),
    "an ampersand": ("R&D", "law & order", "R%26D,law%20%26%20order"),
    "a hash and a percent sign": ("#1", "64%", "%231,64%25"),
    "a plus sign, which is no space": ("a+b", "c", "a%2Bb,c"),
    "letters beyond ASCII": ("国务院", "–", "%E5%9B%BD%E5%8A%A1%E9%99%A2,%E2%80%93"),
}


@pytest.mark.parametrize(("first", "last", "directive"), DIRECTIVES.values(), ids=DIRECTIVES)
def test_words_are_encoded_so_that_none_is_read_as_syntax(first: str, last: str, directive: str) -> None:
    assert text_fragment(PAGE, first, last) == f"{PAGE}#:~:text={directive}"


def test_a_fragment_of_the_address_gives_way() -> None:
    assert text_fragment(f"{PAGE}?a=b#top", "words", "words") == f"{PAGE}?a=b#:~:text=words"


@given(st.text(min_size=1).filter(str.isprintable), st.text(min_size=1).filter(str.isprintable))
def test_the_words_come_back_from_the_link(first: str, last: str) -> None:
    directive = text_fragment(PAGE, first, last).partition("#:~:text=")[2]
    assert directive.isascii()
    assert not set(directive) & set("-& #")
    assert [unquote(part) for part in directive.split(",")] == ([first] if first == last else [first, last])
