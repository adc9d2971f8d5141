from __future__ import annotations

import runpy
import unicodedata
from pathlib import Path

import idna.idnadata
import polars
import pytest

from packpress.read.characters import refused_characters
from packpress.read.joiners import joining_types, misplaced, pictographs

ROOT = Path(__file__).resolve().parents[2]
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
# text in which every joiner, tag and soft hyphen belongs
RIGHT = {
    "a scientist": "\U0001f469\u200d\U0001f52c",
    "a scientist with a skin tone": "\U0001f469\U0001f3fd\u200d\U0001f52c",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a heart between two": "\U0001f469\u200d\u2764\ufe0f\u200d\U0001f468",
    "a rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a walker to the right": "\U0001f6b6\u200d\u27a1\ufe0f",
    "Scotland's flag": SCOTLAND,
    "the flags of a pair": SCOTLAND + SCOTLAND,
    "a variation of text": "\u2603\ufe0e",
    "Persian: I go": "\u0645\u06cc\u200c\u0631\u0648\u0645",
    "Persian: with a mark before the joiner": "\u0645\u06cc\u0651\u200c\u0631\u0648\u0645",
    "Persian: with a mark after the joiner": "\u0645\u06cc\u200c\u0651\u0631\u0648\u0645",
    "Hindi: a joiner after the virama": "\u0915\u094d\u200d\u0937",
    "Hindi: a non-joiner after the virama": "\u0915\u094d\u200c\u0937",
    "Hindi: a nukta before the virama": "\u0915\u093c\u094d\u200d\u0937",
    "Malayalam: a virama at the end of a word": "\u0d15\u0d4d\u200c \u0d15",
    "Bengali: a joiner before the virama": "\u09b0\u200d\u09cd\u09af\u09be\u09ac",
    "Sinhala: Sri Lanka": "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
    "a soft hyphen": "Euro\u00adpean",
    "a soft hyphen after a mark": "q\u0301\u00ada",
}
# text → the characters that do not belong in it
WRONG = {
    "a joiner between letters of Latin": ("a\u200db", "\u200d"),
    "a non-joiner between letters of Latin": ("a\u200cb", "\u200c"),
    "a joiner at the beginning": ("\u200d\U0001f52c", "\u200d"),
    "a joiner at the end": ("\U0001f469\u200d", "\u200d"),
    "two joiners": ("\U0001f469\u200d\u200d\U0001f52c", "\u200d"),
    "a joiner before a letter": ("\U0001f469\u200da", "\u200d"),
    "a joiner after a digit": ("1\ufe0f\u200d\U0001f52c", "\u200d"),
    "a non-joiner in an emoji": ("\U0001f469\u200c\U0001f52c", "\u200c"),
    "a joiner that is right once": ("\U0001f469\u200d\U0001f52c a\u200db", "\u200d"),
    "Persian: after a letter that joins none": ("\u0631\u200c\u0645", "\u200c"),
    "Persian: at the end of a word": ("\u0645\u200c \u0645", "\u200c"),
    "Persian: a joiner": ("\u0645\u200d\u0645", "\u200d"),
    "a virama without a letter": ("\u094d\u200d\u0937", "\u200d"),
    "a soft hyphen at the end": ("a\u00ad", "\u00ad"),
    "a soft hyphen before a digit": ("a\u00ad1", "\u00ad"),
    "two soft hyphens": ("a\u00ad\u00adb", "\u00ad"),
    "tags without a flag": (SCOTLAND[1:], "".join(sorted(set(SCOTLAND[1:])))),
    "a flag without an end": (SCOTLAND[:-1], "".join(sorted(set(SCOTLAND[1:-1])))),
    "a message in tags": ("\U0001f3f4" + "\U000e0061" * 9 + "\U000e007f", "\U000e0061\U000e007f"),
    "capital tags": ("\U0001f3f4" + "\U000e0041" * 3 + "\U000e007f", "\U000e0041\U000e007f"),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_a_joiner_may_stand_where_it_belongs(text: str) -> None:
    assert (misplaced(text), refused_characters(text)) == (frozenset(), [])


@pytest.mark.parametrize(("text", "wrong"), WRONG.values(), ids=WRONG)
def test_a_joiner_is_refused_elsewhere(text: str, wrong: str) -> None:
    assert "".join(sorted(misplaced(text))) == wrong
    assert [code for code, _ in refused_characters(text)] == [f"U+{ord(character):04X}" for character in wrong]


def test_a_soft_hyphen_between_letters_is_refused_where_none_may_be() -> None:
    assert refused_characters("a\u00adb", soft_hyphens=False) == [("U+00AD", "invisible format character")]
    assert refused_characters("\U0001f469\u200d\U0001f52c", soft_hyphens=False) == []


def test_a_long_text_of_joiners_is_looked_at_once() -> None:
    persian, wrong = "\u0645\u06cc\u0651\u200c\u0631\u0648\u0645 " * 50_000, "\u064b" * 200_000 + "\u200c"
    assert misplaced(persian) == frozenset()
    assert misplaced(wrong) == {"\u200c"}


# ---- the tables


def test_the_joining_types_are_those_of_idna() -> None:
    packed = {
        name: [(pair >> 32, (pair & 0xFFFFFFFF) - 1) for pair in pairs] for name, pairs in idna.idnadata.joining_types.items()
    }
    assert {name: _codes(ranges) for name, ranges in joining_types().items()} == {n: _codes(r) for n, r in packed.items()}


def test_the_pictographs_are_those_of_polars() -> None:
    letters = [chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    found = polars.Series(letters).str.contains(r"^\p{Extended_Pictographic}$").to_list()
    assert _codes(pictographs()) == {ord(c) for c, is_one in zip(letters, found, strict=True) if is_one}


def test_the_script_makes_the_tables_of_joiners() -> None:
    tables = runpy.run_path(str(ROOT / "scripts" / "unicode-tables"))["TABLES"]
    made = {path.name: make() for path, make in tables.items() if path.parent.name == "read"}
    assert made == {path.name: path.read_text(encoding="utf-8") for path in tables if path.parent.name == "read"}


def test_every_virama_is_among_the_letters_that_are_searched() -> None:
    viramas = [code for code in range(0x110000) if unicodedata.combining(chr(code)) == 9]
    assert 0x900 <= min(viramas) <= max(viramas) < 0x12000


def _codes(ranges: list[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}
