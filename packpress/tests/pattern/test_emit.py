from __future__ import annotations

import pyarrow.compute as pc
import pytest

from packpress.arrow.arrays import string_array
from packpress.pattern.emit import emit
from packpress.pattern.syntax.parser import parse_pattern

# pattern → what RE2 gets of it, in full and in ASCII where that differs
EMITTED = {
    "[A-Z]{2}-a": (r"(?:[A-Z]{2}-a)", ""),
    "^a|b$": (r"(?:^a|b$)", ""),
    r"\w+": (r"(?:(?:[^\pP\pZ\pC]|[\x{5F}])+)", r"(?:[\x{24}\x{2B}0-9\x{3C}-\x{3E}A-Z\x{5E}-z\x{7C}\x{7E}]+)"),
    r"\d{9}": (r"(?:[\p{Nd}]{9})", "(?:[0-9]{9})"),
    ".": (r"(?:[^\x{A}\x{D}])", ""),
    "x{2500}": ("(?:x{1000}x{1000}x{500})", ""),
    "x{5,1500}": ("(?:x{5}x{0,1000}x{0,495})", ""),
    "(x{600}){2,}": ("(?:(?:x{600})(?:x{600})(?:x{600})*)", ""),
    r"(?i:a(?:b|c))": (r"(?:(?i:a(?:b|c)))", ""),
    r"a\Q.*\E": (r"(?:a\.\*)", ""),
}


@pytest.mark.parametrize(("pattern", "wide", "narrow"), [(pattern, *texts) for pattern, texts in EMITTED.items()])
def test_a_pattern_is_written_for_re2(pattern: str, wide: str, narrow: str) -> None:
    tree = parse_pattern(pattern)
    assert emit(tree).text == rf"\A{wide}\z"
    assert emit(tree, is_narrow=True).text == rf"\A{narrow or wide}\z"


LARGE = (
    r"\w", r"\W", r"\d", r"\D", r"\p{L}", r"\P{L}", r"\p{Lo}", r"\P{Lo}", r"\p{C}", r"\P{C}", r"\p{N}", r"\p{S}", r"\P{P}",
    r"[\p{L}\p{N}]", r"[\w-[aeiou]]", r"[\p{L}-[a-z]]", r"[^\w.]", r"\i", r"\C", r"\p{IsGreek}", r"\p{Han}", "[^\u00e9]",
    ".", r"\S", "é", "a", "(?:a|b|ab)", "(?:[ab]?)", r"(?i:\p{L})", r"(?i:[à-ü])",
)  # fmt: skip


@pytest.mark.parametrize("pattern", LARGE)
def test_re2_makes_no_more_instructions_than_are_counted(pattern: str) -> None:
    # RE2 gives a program some 700,000 instructions, so that many copies fit where each is no larger than was counted
    tree = parse_pattern(pattern)
    copies = min(100_000, 650_000 // emit(tree).instructions)
    assert copies > 100
    pc.match_substring_regex(string_array([""]), pattern=emit(parse_pattern(f"(?:{pattern}){{{copies}}}")).text)
