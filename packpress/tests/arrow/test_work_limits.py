from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pytest

import packpress.pattern.emit  # noqa: F401 # it keeps the limits of its first import, so no test that lowers them may be that
from packpress.arrow import work_limits as effort
from packpress.arrow.arrays import string_array
from packpress.arrow.work_limits import Effort, TooSlowError, size
from packpress.check.validate import validate

# pattern → how many places it has
PLACES = {
    "": 0,
    "abc": 3,
    "a+b*?": 2,
    "[a-z0-9]+(-[a-z0-9]+)*": 3,
    "r-[0-9]{9}": 11,
    "a{3,}": 4,
    "a{2,5}": 5,
    "(a{10}){10}": 100,
    "((ab|c){3}d){2}": 20,
    r"\p{L}{1,100}": 100,
    r"[\]a]{2}[^]a]": 3,
    r"\\{2}": 2,
    "[[:alpha:]x]{4}": 4,
    "x{y": 3,
}


@pytest.mark.parametrize(("pattern", "places"), PLACES.items())
def test_a_counted_part_stands_as_often_as_it_may(pattern: str, places: int) -> None:
    assert size(pattern)[0] == places


LARGE = (
    ".{0,1000}", r"\p{L}{1,100}", r"[\w\s]{1,500}", "[^x]{300}", r"\S{200}", "(?:a|b|ab|ba){400}", "(?:[ab]?){900}",
    "[é-ü]{300}", r"\P{N}{50}", "(?:abc|abd|xyz){200}", ".{5,}" * 50, r"[\p{L}\p{N}]{50}", "(?s:.){1000}", "[acegikm]{500}",
)  # fmt: skip


@pytest.mark.parametrize("pattern", LARGE)
def test_re2_makes_no_more_instructions_than_are_counted(pattern: str) -> None:
    # RE2 gives a program some 700,000 instructions, so that many copies fit where each is no larger than was counted
    copies = 700_000 // size(pattern)[1]
    assert copies > 0
    pc.match_substring_regex(string_array([""]), pattern="x".join([f"(?:{pattern})"] * copies))


TEXTS = ["", "aaaaaaaaaaaaaaa", "b", "aaaaaaaaaaaaaaab", "a" * 14]


@pytest.mark.parametrize("seconds", [3.0, 1e-4, 1e-9])
def test_cells_are_judged_the_same_in_parts(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "CALL_SECONDS", seconds)
    pattern = Effort().admit("a{15}", r"\A(?:{})\z")
    found = Effort().matches(string_array(TEXTS), pattern).to_pylist()
    assert pattern.longest is not None
    assert found == [text == "a" * 15 or len(text) > pattern.longest for text in TEXTS]


def test_a_pattern_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "SECONDS", 0.0)
    monkeypatch.setattr(effort, "SECONDS_PER_BYTE", 0.0)
    spent = Effort()
    pattern = spent.admit("(?:a|b)*a(?:a|b){20}")
    spent.matches(string_array(["ab" * 1000]), pattern)
    with pytest.raises(TooSlowError):
        spent.matches(string_array(["ab"]), pattern)
    assert spent.matches(string_array(["ab"]), spent.admit("a+b")).to_pylist() == [True]  # a small one is always asked


def test_the_patterns_of_a_package_are_bounded_together(
    make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "MAX_INSTRUCTIONS", 150)
    fields = [{"name": f"a{n}", "type": "string", "constraints": {"pattern": "[a-c]{3}", "maxLength": 2}} for n in range(3)]
    report = validate(make_package({"fields": fields}, "a0,a1,a2\na,b,abc\n"))
    assert [(issue.column, issue.rule) for issue in report.issues] == [
        ("a0", "constraint-pattern"),
        ("a1", "constraint-pattern"),
        ("a2", "constraint-max-length"),
        ("a2", "pattern-not-checked"),
    ]


def test_a_json_schema_of_too_many_steps_is_given_up(
    make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "JSON_STEPS", 2_000)
    wanted = {"items": {"allOf": [{"type": "integer"}] * 100}}
    schema = {"fields": [{"name": "a", "type": "array", "constraints": {"jsonSchema": wanted}}]}
    few, many = (make_package(schema, f'a\n"[1{",1" * more}]"\n', name=f"of-{more}") for more in (5, 50))
    assert validate(few).issues == ()
    assert [(issue.line, issue.rule) for issue in validate(many).issues] == [(2, "constraint-given-up")]
