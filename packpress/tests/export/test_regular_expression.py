"""A translated pattern finds the same texts as packpress itself, in Python and with JSON Schema's anchors."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from packpress.arrow.work_limits import Effort
from packpress.export.regular_expression import ecma_expression, python_expression
from packpress.pattern import UncheckedPatternError, compile_pattern
from packpress.types import TYPES, field_type
from packpress.types.field import plain_field

TEXTS = [
    "", "a", "b", "ab", "abc", "A", "Z9", "-", "]", "^", "\\", "a-b", "a.b", "a|b", "&&", "~", "é", "Éa", "ß", "٣", "3", "12",
    "123", "a b", "a\tb", "_", "a_1", "€", "国", "\U0001f600", "x\u0301", "2024-02-29", "10:00:00", "P1Y", "1,5", "€ 1.234,50",
    "#[x]", "a/b", "{2}", "(a)", "nan", "INF", "1e5", "+1", "true", "A1b2", "name@example.org", "aGk=", "\u00a0",
]  # fmt: skip
PATTERNS = [
    "a", "a|b", "(a|b)+", "[a-c]*", "[^a-c]+", r"[\]\^\\-]", r"\d+", r"\D+", r"\w+", r"\W", r"\s", r"\S+", r"\p{L}+", r"\P{L}+",
    r"\p{Lu}.*", r"[\p{L}\d]+", r"[^\p{L}\d]+", r"[\w-[0-9]]+", r"[a-z-[aeiou]]", "a{2}", "a{1,3}", "(ab){0,2}c?", r"a\.b",
    r"a\|b", r"a/b", r"\{2\}", "(?:a|b)c?", "[&~|]+", "[#-&]", ".", ".*", r"\i\c*", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "^a$",
    "^(a|b)$", r"\bab\b", "国", "\U0001f600", "[^\U0001f600]",
]  # fmt: skip
WITH_FLAGS = ["(?i)AB", "a(?i)B", "(?i:a)b", "(?i)é"]


def by_packpress(pattern: str) -> list[bool]:
    found: list[bool] = compile_pattern(pattern, Effort()).matches(pa.array(TEXTS)).to_pylist()
    return found


@pytest.mark.parametrize("pattern", [*PATTERNS, *WITH_FLAGS])
def test_python_finds_the_same_texts(pattern: str) -> None:
    compiled = re.compile(python_expression(pattern))
    assert [compiled.fullmatch(text) is not None for text in TEXTS] == by_packpress(pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_json_schema_finds_the_same_texts(pattern: str) -> None:
    compiled = re.compile(ecma_expression(pattern))
    assert [compiled.search(text) is not None for text in TEXTS] == by_packpress(pattern)


@pytest.mark.parametrize("pattern", WITH_FLAGS)
def test_flags_cannot_be_written_for_json_schema(pattern: str) -> None:
    with pytest.raises(UncheckedPatternError, match="the flags i"):
        ecma_expression(pattern)


@pytest.mark.parametrize("name", [name for name in TYPES if field_type(plain_field(name)).lexis.pattern])
def test_the_notation_of_a_type_is_the_same(name: str) -> None:
    pattern = field_type(plain_field(name)).lexis.pattern
    compiled = re.compile(python_expression(pattern))
    found = pc.match_substring_regex(pa.array(TEXTS), pattern=rf"\A(?:{pattern})\z").to_pylist()
    assert [compiled.fullmatch(text) is not None for text in TEXTS] == found
