"""The JSON of a report is what docs/report.schema.json says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from packpress.check.validate import validate
from packpress.issue import Issue, Report
from packpress.report import format_json

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

ROOT = Path(__file__).parents[2]
SCHEMA: Any = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_report_on_a_package_without_its_outputs_is_as_the_schema_says(letters: PackageFolder) -> None:
    CHECKER.validate(json.loads(format_json(validate(letters.root))))


def test_a_report_with_every_kind_of_place_is_as_the_schema_says(letters: PackageFolder) -> None:
    letters.path("ports").write_bytes(b'x\n"\x00\n=1,2\n')
    document = json.loads(format_json(validate(letters.root)))
    CHECKER.validate(document)
    assert {issue["line"] == 0 for issue in document["issues"]} == {True, False}


@pytest.mark.parametrize(
    "golden", [ROOT / "tests" / "golden" / name for name in ("report.json", "validate.json")], ids=lambda file: file.name
)
def test_the_agreed_reports_are_as_the_schema_says(golden: Path) -> None:
    CHECKER.validate(json.loads(golden.read_text(encoding="utf-8")))


# what is no report → how it is made from one
NOT: dict[str, Any] = {
    "a property more": {"more": 1},
    "valid with errors": {"valid": True},
    "not valid without errors": {"valid": False, "errors": 0},
    "another severity": {"issues": [{"severity": "note"}]},
    "an unknown layer": {"layers": ["pages"]},
    "a number as text": {"errors": "1"},
}


@pytest.mark.parametrize("change", NOT.values(), ids=NOT)
def test_what_is_no_report_is_refused(change: Any) -> None:
    found = Issue("data.csv", 2, "n", "k", "rule", "error", "is wrong")
    document = json.loads(format_json(Report((found,), 1, 0, ("files",))))
    CHECKER.validate(document)
    assert not CHECKER.is_valid(document | change)
