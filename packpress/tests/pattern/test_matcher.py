from __future__ import annotations

import re

import elementpath.regex
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.arrow.work_limits import Effort, TooSlowError
from packpress.pattern import UncheckedPatternError, compile_pattern

# pattern → texts that have it, and texts that have not
STANDARD: dict[str, tuple[str, str]] = {
    r"\w+": ("élan Ωa x1 a+b ü\u0301", "a.b a-b “a”"),
    r"\W": (". - “ \u00a0", "a é 1 $"),
    r"\d{2}": ("12 ١٢ १२", "1 1a ½½"),
    r"\D": ("a ½ é", "1 ١"),
    r"a\sb": ("a\tb a\nb", "a\u00a0b a\u3000b"),
    r"\S+": ("a\u00a0b é", "a\tb"),
    r"\i\c*": ("a-b.1 _x :é é·", "1a -a .a"),
    r"\I": ("1 - ·", "a : é"),
    r"\C": ("! / +", "- 1 ·"),
    r"a.c": ("abc aéc a\u2028c", "a\nc a\rc ac"),
    r"\p{Lu}\p{Ll}*": ("Éa Ω", "é 1"),
    r"\P{L}": ("1 . +", "a é"),
    r"\p{Nd}\p{Zs}": ("1\u00a0", "1a"),
    r"\p{IsGreek}+": ("Ωα", "a"),
    r"\p{IsGreekandCoptic}+": ("Ωα", "a"),
    r"\P{IsBasicLatin}": ("é Ω", "a ~"),
    r"\p{IsLatin-1Supplement}": ("é ÿ", "a ā"),
    r"\p{IsPrivateUse}": ("\ue000 \U00100000", "a"),
    r"[a-z-[aeiou]]": ("b z", "a u B"),
    r"[a-z-[a-f-[bc]]]": ("b c z", "a d f"),
    r"[\w-[aeiou_]]": ("b é 1", "a _ ."),
    r"[\p{L}-[a-zé]]": ("A É Ω", "a é 1"),
    r"[\p{IsGreek}-[\p{L}]]": ("\u0375 \u0387", "Ω a"),
    r"[^a-z-[A-Z]]": ("1 é .", "a A"),
    r"[^\w.]": ("- “", "a é ."),
    r"[^\W_]+": ("aé1", "_ ."),
    r"[\w.-]+": ("a.b-é", "a/b"),
    r"\p{C}": ("\u200b \ue000", "a 1"),
    r"\p{Cn}": ("\u0378", "a \u200b"),
    r"[a\-z\]\[\^\\]": ("a - z ] [ ^ \\", "b"),
    r"\(\)\{\}\.\?\*\+\|\-\^": ("(){}.?*+|-^", "x"),
    r"a\|b|c": ("a|b c", "a b"),
    "a|b": ("a b", "ab"),
    "(a|bc){2,3}": ("abc aaa bcbc", "a aaaa"),
    "x{3}": ("xxx", "xx xxxx"),
    "x{1500}": ("x" * 1500, "x" * 1499 + " " + "x" * 1501),
    "x{2,1500}": ("xx " + "x" * 1500, "x " + "x" * 1501),
    "x{1500,}": ("x" * 1500 + " " + "x" * 3000, "x" * 1499),
    "(x{600}y?){2}": ("x" * 1200 + " " + ("x" * 600 + "y") * 2, "x" * 1199),
    "a{03}": ("aaa", "a{03}"),
    "x^y$z": ("x^y$z", "xyz"),
    r"US\$[0-9]+": ("US$5", "US5"),
    "$[0-9]+": ("$5", "5"),
    "^*a": ("a ^a ^^a", "b"),
    "a||b": ("a b", "ab"),
}
COMMON: dict[str, tuple[str, str]] = {
    "^a$": ("a", "^a$ aa"),
    "^a|b$": ("a b", "ab"),
    "(^a|b$)": ("a b", "ab"),
    r"(?:(?:^|,)(^[A-Z]{2}[A-Z0-9]{4,33}$|Non_concerné))+$": ("FRABCD Non_concerné", "frabcd"),
    "(?i)^ab$": ("AB ab", "abc"),
    "(?i:a)b": ("Ab ab", "AB"),
    "a(?i)b|c": ("aB c C", "AB"),
    "(?s).": ("\n a", "ab"),
    "(?P<year>[0-9]{4})": ("2024", "24"),
    "(?<year>[0-9]{4})": ("2024", "24"),
    "a+?b*?": ("aab a", "b"),
    r"\A[a]\Z": ("a", "aa"),
    r"a\z": ("a", "b"),
    r"\x41\u00e9\x{1F600}": ("Aé\U0001f600", "A"),
    r"a\/b": ("a/b", "ab"),
    r"\Qa.b\E+": ("a.b a.bb", "aab"),
    "[[:alpha:]]+": ("ab", "é 1"),
    r"\pL+": ("aé", "1"),
    r"\p{Greek}": ("Ω", "a"),
    r"\p{^Lu}": ("a 1", "A"),
    "]{2}": ("]]", "]"),
    "a{b}": ("a{b}", "ab"),
    "[]a]": ("] a", "b"),
    "[a-c-[b]": ("a b c - [", "d"),
    "[+-[]": ("+ A [", "a"),
    r"[\w-.]": ("a - .", "/"),
    "[a-]": ("a -", "b"),
    r"[\b]": ("\b", "b"),
    "(?#word)a": ("a", "word"),
    r"\b\w+\b": ("élan abc", "- é-"),
    r"\bl'\b\p{L}+": ("l'été", "l'1"),
    r"a\Bé\b": ("aé", "a"),
    r"\w+\b-\b\w+": ("é-é a-b", "é--é"),
    r"a\bb": ("", "ab a b"),
}


def _matched(pattern: str, texts: list[str]) -> list[str]:
    found = compile_pattern(pattern, Effort()).matches(string_array(texts)).to_pylist()
    return [text for text, is_match in zip(texts, found, strict=True) if is_match]


def _texts(joined: str) -> list[str]:
    return [text for text in joined.split(" ") if text]


@pytest.mark.parametrize(("pattern", "right", "wrong"), [(p, *texts) for p, texts in (STANDARD | COMMON).items()])
def test_a_pattern_means_what_the_standard_and_common_usage_say(pattern: str, right: str, wrong: str) -> None:
    assert _matched(pattern, [*_texts(right), *_texts(wrong)]) == _texts(right)


def test_a_space_is_a_character_of_a_pattern() -> None:
    assert _matched(r"a \s[ ]", ["a   ", "a \t ", "a  "]) == ["a   ", "a \t "]


def test_a_null_cell_neither_matches_nor_fails() -> None:
    cells = pa.array(["é", None, "-"])
    assert compile_pattern(r"\w", Effort()).matches(cells).to_pylist() == [True, None, False]


@pytest.mark.parametrize("pattern", [r"\w{700}" * 100, "(((a{1000}){1000}))", "a{99999999999}", "[^b]{1,1000}" * 120])
def test_a_pattern_too_large_for_re2_is_not_checked(pattern: str) -> None:
    with pytest.raises(UncheckedPatternError, match="a pattern of this size"):
        compile_pattern(pattern, Effort())


def test_a_pattern_that_is_too_large_for_letters_beyond_ascii_alone_is_checked_on_the_others() -> None:
    matcher = compile_pattern(r"(\w{1,900}-){2}", Effort())
    assert matcher.matches(string_array(["a-b-", "a-b"])).to_pylist() == [True, False]
    with pytest.raises(TooSlowError):
        matcher.matches(string_array(["é-b-"]))


# ---- another engine for XML Schema's regular expressions

# \s and \S stand in classes, for elsewhere elementpath leaves them to Python, which has more spaces than the standard; \w is
# left out, for it has no "_" there
_SETS = (
    "a", "b", "é", "-", ".", r"\.", r"\-", r"\d", r"\D", r"[\s]", r"[\S]", r"\p{L}", r"\P{Lu}", r"\p{Nd}", r"\p{IsGreek}",
    r"\p{IsLatin-1Supplement}", "[a-c]", "[^b]", "[a-z-[b]]", r"[\p{L}-[a-b]]", r"[^\d]", r"[\d.]", r"[\p{IsGreek}-[Ω]]",
    r"[^\p{L}-[1]]", r"\i", r"\c", r"\C", r"[\i-[:]]",
)  # fmt: skip
_ATOMS = st.sampled_from(_SETS)
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"])).map(lambda t: f"({t[0]}){t[1]}"),
    ),
    max_leaves=6,
)
_CHARACTERS = "ab1z-.:é Ω\u0375ÿ\n\t١_A"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(pattern=_PATTERNS, texts=st.lists(st.text(_CHARACTERS, max_size=5), min_size=1, max_size=8))
def test_a_pattern_of_the_standard_means_what_elementpath_says(pattern: str, texts: list[str]) -> None:
    translated = elementpath.regex.translate_pattern(
        pattern, back_references=False, lazy_quantifiers=False, anchors=False, xsd_version="1.1"
    )
    expected = [text for text in texts if re.search(translated, text)]
    assert _matched(pattern, texts) == expected


@pytest.mark.parametrize("pattern", _SETS)
def test_a_set_has_the_characters_that_elementpath_says(pattern: str) -> None:
    translated = elementpath.regex.translate_pattern(
        pattern, back_references=False, lazy_quantifiers=False, anchors=False, xsd_version="1.1"
    )
    known = [chr(code) for code in (*range(0x20, 0x370), *range(0x386, 0x530), *range(0x4E00, 0x4E10), *range(0x2000, 0x2030))]
    assert _matched(pattern, known) == [character for character in known if re.search(translated, character)]
