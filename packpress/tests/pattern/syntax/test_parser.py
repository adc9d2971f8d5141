from __future__ import annotations

import pytest

from packpress.pattern.syntax.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.syntax.parser import MAX_PATTERN, parse_pattern

# pattern that is no regular expression → why
INVALID = {
    "(": "a ( is not closed",
    "(a|b": "a ( is not closed",
    "a)": "a ) closes no group",
    "a)|(?:b": "a ) closes no group",
    "(?=a": "a ( is not closed",
    "[a": "a [ is not closed",
    "[a-z-[aeiou": "a [ is not closed",
    "[]": "a [ is not closed",
    "*a": "* has nothing to repeat",
    "a|+": "+ has nothing to repeat",
    "{2}": "a count has nothing to repeat",
    "({1,2}a)": "a count has nothing to repeat",
    "a**": "a quantifier follows another",
    "a{2}{3}": "a quantifier follows another",
    "a{3,1}": "the count {3,1} is reversed",
    "[z-a]": "the range z-a is reversed",
    "a\\": "it ends with a backslash",
    r"\p{Lu": r"\p must be followed by a property, as in \p{Lu}",
}
# pattern that RE2 cannot run → what it cannot run
UNCHECKED = {
    "^(?!x).*$": "the look-ahead (?!…)",
    "a(?=b)b": "the look-ahead (?=…)",
    "(?<=a)b": "the look-behind (?<=…)",
    "(?<!a)b": "the look-behind (?<!…)",
    "^(?=^[^./~])(^((?!\\.{2}).)*$).*$": "the look-ahead (?=…)",
    r"(a)\1": r"the back-reference \1",
    r"(?<n>a)\k<n>": r"the back-reference \k<n>",
    "(?P<n>a)(?P=n)": "the back-reference (?P=…)",
    "(?>a)": "the atomic group (?>…)",
    "(?|a|b)": "the branch reset (?|…)",
    "(?(1)a|b)": "the condition (?(…)…)",
    "(a(?R)?)": "the recursion (?R)",
    "(?1)": "the group (?1)…",
    "(*FAIL)": "a verb (*…)",
    "a++": "the possessive ++",
    "a{2}+": "the possessive {2}+",
    "(?x) a": "the flag x",
    "a{,3}": "{,…}, a count in some notations and text in others; write {0,…}",
    r"\h": r"the escape \h",
    r"[\R]": r"the escape \R",
    r"\p{Nope}": "the unknown property Nope",
    r"\p{Script=Greek}": "the unknown property Script=Greek",
    r"\p{IsNope}": "the unknown Unicode block Nope",
    "[[:nope:]]": "the class [:nope:]",
    "[a-z&&[^aeiou]]": "the intersection &&",
    r"\uD800": "the code point D800, which is not a character",
    "(" * 200 + ")" * 200: "groups nested more than 100 deep",
    "[a-" * 200 + "]" * 200: "classes nested more than 100 deep",
    "a" * (MAX_PATTERN + 1): "more than 200,000 characters",
}


@pytest.mark.parametrize(("pattern", "reason"), INVALID.items())
def test_what_is_no_regular_expression_is_invalid(pattern: str, reason: str) -> None:
    with pytest.raises(InvalidPatternError) as raised:
        parse_pattern(pattern)
    assert str(raised.value) == reason


@pytest.mark.parametrize(("pattern", "reason"), UNCHECKED.items(), ids=(pattern[:20] for pattern in UNCHECKED))
def test_what_re2_cannot_run_is_named(pattern: str, reason: str) -> None:
    with pytest.raises(UncheckedPatternError) as raised:
        parse_pattern(pattern)
    assert str(raised.value) == reason
