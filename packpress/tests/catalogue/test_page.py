"""The page of the checker is fresh, whole, and right in what it says of a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.catalogue.entries import catalogue, entries
from packpress.catalogue.page import describe_rules
from packpress.check.validate import validate
from packpress.cli import main
from packpress.report import format_issue

if TYPE_CHECKING:
    import pytest
    from tests.conftest import PackageMaker

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_page_is_fresh_or_else_scripts_checker_page_makes_it_so() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe_rules()


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--all"]) == 0
    assert capsys.readouterr() == (describe_rules(), "")


def test_the_page_has_a_heading_for_each_rule_and_a_link_to_it() -> None:
    page = describe_rules()
    assert re.findall(r"^### (.+)$", page, re.MULTILINE) == list(entries())
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == [
        "Contents",
        *(group.title for group in catalogue()),
        "Patterns",
        "JSON Schemas",
    ]
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^##+ (.+)$", page, re.MULTILINE)}
    linked = re.findall(r"\]\(#([^)]+)\)", page)
    assert sorted(linked) == sorted(anchors - {"contents"})


def test_the_line_of_a_report_in_the_introduction_is_what_a_report_says(make_package: PackageMaker) -> None:
    rows = "2024-01-01\n" * 12 + "2024-02-30\n"
    fields = {"fields": [{"name": "due", "type": "date"}]}
    root = make_package(fields, "", resource={"path": "data/loans.csv"})
    (root / "data").mkdir()
    (root / "data" / "loans.csv").write_text(f"due\n{rows}", encoding="utf-8")
    (issue,) = validate(root).issues
    assert f"```text\n{format_issue(issue)}\n```" in describe_rules()


def test_no_character_of_the_page_is_hidden() -> None:
    assert [line for line in describe_rules().split("\n") if not line.isprintable()] == []
    assert json.dumps("\u200b")[1:-1] in describe_rules()
