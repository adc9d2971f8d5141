"""The compiled pandera schema refuses nothing that the checker accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packpress.check.rules.check_rules import check_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.issue import Findings

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

# field → cells that keep all it asks
RIGHT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "NaN where a value must be": ({"type": "number", "constraints": {"required": True}}, ["NaN", "1"]),
    "NaN in a list of values": ({"type": "number", "constraints": {"enum": ["NaN", 1]}}, ["NaN", "1"]),
    "a number beside a bound": (
        {"type": "number", "constraints": {"exclusiveMinimum": 5}},
        ["5.000000000000000000001", "6"],
    ),
    "two numbers of one double": ({"type": "number", "constraints": {"unique": True}}, ["0.1", "0.1000000000000000055"]),
    "the ends of 64 bits": (
        {"type": "integer", "constraints": {"minimum": -(2**63), "maximum": 2**63 - 1, "enum": [-(2**63), 2**63 - 1]}},
        ["9223372036854775807", "-9223372036854775808"],
    ),
    "the ends of time": (
        {"type": "date", "constraints": {"minimum": "0001-01-01", "maximum": "9999-12-31"}},
        ["0001-01-01", "9999-12-31", ""],
    ),
    "a digit beyond ASCII": ({"type": "string", "constraints": {"pattern": r"\d+"}}, ["\u0663", "1", ""]),
    "a class without another": ({"type": "string", "constraints": {"pattern": r"[\w-[aeiou]]+"}}, ["\u00e9xy", ""]),
    "no space of ASCII": ({"type": "string", "constraints": {"pattern": r"\S+"}}, ["a\u00a0b"]),
    "a pattern of letters": ({"type": "string", "constraints": {"pattern": r"\pL+"}}, ["ab\u00e9"]),
    "a pattern with a class by name": ({"type": "string", "constraints": {"pattern": "[[:alpha:]]+"}}, ["ab"]),
    "a pattern with its end": ({"type": "string", "constraints": {"pattern": r"a\z"}}, ["a"]),
    "a pattern with a flag inside": ({"type": "string", "constraints": {"pattern": "a(?i)b"}}, ["aB"]),
    "a pattern that Python never ends": ({"type": "string", "constraints": {"pattern": "(?:a+)+b|a+"}}, ["a" * 60]),
    "lengths in characters": ({"type": "string", "constraints": {"minLength": 1, "maxLength": 1}}, ["\u00e9", "\U0001f600"]),
    "one empty cell under two constraints": ({"type": "string", "constraints": {"pattern": "a|b", "maxLength": 1}}, [""]),
    "a format that is empty everywhere": (
        {"type": "string", "packpress:edtf": True, "constraints": {"pattern": "[0-9]+"}},
        ["", ""],
    ),
    "nothing at all": ({"type": "string", "constraints": {"pattern": "a", "enum": ["a"]}}, []),
    "nothing but empty cells": ({"type": "string", "constraints": {"pattern": "a", "minLength": 1, "enum": ["a"]}}, ["", ""]),
}


@pytest.mark.parametrize(("field", "cells"), RIGHT.values(), ids=RIGHT)
def test_pandera_agrees_with_the_checker(make_package: PackageMaker, field: dict[str, Any], cells: list[str]) -> None:
    schema = {"fields": [{"name": "n", "type": "integer"}, {"name": "x", **field}], "primaryKey": "n"}
    lines = ["n,x", *(f"{number},{cell}" for number, cell in enumerate(cells))]
    session = Session.open(make_package(schema, "\n".join(lines) + "\n"), Findings())
    report = check_rules(session, read_tables(session), None)
    assert (report.layers[-1], report.issues) == ("rules", ())
