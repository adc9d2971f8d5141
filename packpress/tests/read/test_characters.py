from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow import byte_sets
from packpress.read.characters import is_clean_beyond_ascii, is_composed, refused_characters
from packpress.read.joiners import POSITIONAL

ASSIGNED = (range(0x80, 0xD800), range(0xE000, 0x33480), range(0xE0000, 0xE0200))
# what composes, joins, reorders, is rejected, or is only near such characters in UTF-8, and what ends a line or a cell
PIECES = (
    *("e", "a,", "\n", "\r\n", '"', " ", "é", "ß", "\u00a0", "–", "’", "λ", "я", "й", "漢", "か", "한", "\u0387", "\u03d3"),
    *("\u0301", "\u0323", "\u0308", "\u0338", "<", "\u05b0", "\u0651", "\u3099", "\u0344", "\u212b", "\uf900", "\u1100"),
    *("\u1161", "\u11a8", "\u09c7", "\u09be", "\u0b47", "\u0b3e", "\U00011099", "\U000110ba", "\U0001d15e", "\U00016d67"),
    *("\u0645", "\u06cc", "\u0915", "\u094d", "\u093c", "\u09b0", "\u200c", "\u200d", "\u00ad", "\ufe0f", "\U0001f469"),
    *("\U0001f3fd", "\U0001f3f4", "\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074", "\U000e007f", "\U000e0067"),
    *("\u0085", "\u200b", "\u202e", "\u2028", "\ufeff", "\ue000", "\uffff", "\ufdd0", "\u06dd", "\u0378", "\U0010ffff"),
)


def is_clean(text: str) -> bool:
    """What the judge on bytes must say, by the two definitions."""
    return not refused_characters(text) and is_composed(text)


def compositions() -> list[tuple[str, str]]:
    """Each two characters that normal form C composes, in the Unicode of this Python."""
    whole = [chr(code) for code in range(0x80, 0x30000) if unicodedata.normalize("NFC", chr(code)) == chr(code)]
    decomposed = ((character, unicodedata.decomposition(character).split()) for character in whole)
    pairs = [
        (chr(int(parts[0], 16)), chr(int(parts[1], 16))) for _, parts in decomposed if len(parts) == 2 and parts[0][0] != "<"
    ]
    return [*pairs, ("\u1100", "\u1161"), ("\uac00", "\u11a8")]


@pytest.mark.parametrize("step", [97, pytest.param(1, marks=pytest.mark.slow)])
def test_every_character_is_judged_on_bytes_as_by_the_definition(step: int) -> None:
    """With a step, only so many of the code points that are for private use or not assigned."""
    rest = sorted({*range(0x33480, 0x110000, step), *range(0x3FFFF, 0x110000, 0x10000)})
    codes, differing = [*ASSIGNED[0], *ASSIGNED[1], *ASSIGNED[2], *rest], []
    for begin in range(0, len(codes), 256):
        characters = [*map(chr, codes[begin : begin + 256])]
        whole = "".join(f"0{character}0\n" for character in characters)
        if is_clean(whole):
            differing += [] if is_clean_beyond_ascii(whole.encode()) else characters
        else:
            differing += [c for c in characters if is_clean_beyond_ascii(f"0{c}0".encode()) != is_clean(f"0{c}0")]
    assert differing == []


def test_every_two_characters_that_compose_are_seen_on_bytes() -> None:
    assert [pair for pair in compositions() if is_clean_beyond_ascii("a{}{}b\n".format(*pair).encode())] == []


def test_characters_of_two_lines_do_not_compose() -> None:
    text = "".join(f"{first}\n{second}\n" for first, second in compositions())
    assert (is_clean(text), is_clean_beyond_ascii(text.encode())) == (True, True)


@pytest.mark.parametrize("size", [3, byte_sets.CACHED_CHUNK])
@settings(max_examples=400, deadline=None, derandomize=True)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_text_is_judged_on_bytes_as_by_the_definition(size: int, pieces: list[str]) -> None:
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_sets, "CACHED_CHUNK", size)
        found = is_clean_beyond_ascii(text.encode()), is_clean_beyond_ascii(text.encode(), joined=True)
    assert found == (is_clean(text), is_clean(text) and POSITIONAL.isdisjoint(text))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=st.text(max_size=20).map(lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")))
def test_any_text_is_judged_on_bytes_as_by_the_definition(text: str) -> None:
    beyond_ascii = "".join(character if character > "\x7f" else "x" for character in text)
    assert is_clean_beyond_ascii(beyond_ascii.encode()) == is_clean(beyond_ascii)
