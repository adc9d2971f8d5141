"""How a changed constraint is judged: stricter or looser where both bounds are values, otherwise changed."""

from __future__ import annotations

from typing import Any

import pytest

from packpress.changes.compare.constraints import constraint_changes
from packpress.package.schema import read_field

# type, old constraints, new constraints → what changed
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any], list[str]]] = {
    "a bound of numbers is added": ("number", {}, {"minimum": 1}, ["constraint-tightened"]),
    "a bound of numbers is removed": ("number", {"exclusiveMaximum": 1.5}, {}, ["constraint-loosened"]),
    "a bound of integers is added": ("integer", {}, {"maximum": 9}, ["constraint-tightened"]),
    "a bound that is not a number": ("number", {"minimum": "NaN"}, {"minimum": 1}, ["constraint-changed"]),
    "one number in two notations": ("number", {"minimum": "1.50"}, {"minimum": 1.5}, []),
    "a later datetime": (
        "datetime", {"maximum": "2024-01-01T00:00:00Z"}, {"maximum": "2024-01-01T00:00:00-01:00"}, ["constraint-loosened"]
    ),
    "a year of five digits": ("year", {"maximum": 9999}, {"maximum": 10000}, ["constraint-loosened"]),
    "a longer duration": ("duration", {"minimum": "P1D"}, {"minimum": "PT25H"}, ["constraint-tightened"]),
    "one duration in two notations": ("duration", {"minimum": "P1D"}, {"minimum": "PT24H"}, []),
    "a pattern of another numeral": ("string", {"pattern": "1"}, {"pattern": "01"}, ["constraint-changed"]),
    "a shorter length": ("string", {"maxLength": 10}, {"maxLength": 9}, ["constraint-tightened"]),
    "a length as a float": ("string", {"maxLength": 10}, {"maxLength": 10.0}, []),
    "a switch that is off": ("string", {"required": False}, {}, []),
    "a code": ("string", {"enum": ["a"]}, {"enum": ["b"]}, ["code-removed", "code-added"]),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "changes"), CASES.values(), ids=CASES)
def test_a_changed_constraint_is_judged_by_its_values(
    kind: str, old: dict[str, Any], new: dict[str, Any], changes: list[str]
) -> None:
    before, after = (read_field({"name": "a", "type": kind, "constraints": stated}, ("",)) for stated in (old, new))
    assert [change.what for change in constraint_changes("t", before, after)] == changes
