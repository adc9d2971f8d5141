"""The page on schemas says what the code says, and an export names what it does not check."""

from __future__ import annotations

from pathlib import Path

from packpress.commands.schema import TARGETS
from packpress.export.limits import CANNOT, FEATURES, NOTES, describe_limits, unsaid
from packpress.package.descriptor import read_package

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "schemas.md").read_text(encoding="utf-8")


def test_the_page_has_the_tables_that_the_code_writes() -> None:
    assert PAGE.partition("each target.\n\n")[2] == describe_limits()


def test_the_page_names_every_target() -> None:
    assert [target for target in TARGETS if f"| `{target}` |" not in PAGE] == []


def test_every_target_has_limits_of_known_features_and_notes() -> None:
    assert {target: limits - FEATURES.keys() for target, limits in CANNOT.items()} == dict.fromkeys(NOTES, frozenset())


def test_what_a_target_does_not_check_is_named_by_column() -> None:
    package, _ = read_package(ROOT / "tests" / "packages" / "every-type")
    assert list(unsaid(package.table("things"), "pandera")) == [
        "object: number of items",
        "list: other notation, number of items",
        "time: bounds of text",
        "datetime: bounds of text",
        "year: bounds of text",
        "yearmonth: bounds of text",
        "duration: bounds of text",
        "geopoint: other notation",
        "foreignKeys",
    ]
