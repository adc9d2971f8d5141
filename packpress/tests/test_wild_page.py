"""The table of public packages is fresh, and says of each error who is right and why."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKER = runpy.run_path(str(ROOT / "tests" / "wild_page.py"))
TEXT = (ROOT / "docs" / "wild.toml").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "wild.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ENTRIES = MAKER["read_entries"](TEXT)
ENTRY = MAKER["Entry"](
    "p__a", "p/a", "1a2b3c4", errors={"required": 2}, frictionless={}, right="packpress", why="w", clause="c"
)


def _with(**changed: Any) -> Any:
    return MAKER["replace"](ENTRY, **changed)


def test_the_page_is_fresh_or_else_scripts_wild_page_makes_it_so() -> None:
    assert MAKER["describe_packages"](ENTRIES) == PAGE


def test_the_page_says_in_its_first_line_what_made_it() -> None:
    assert re.match(r"<!-- Made by `scripts/wild-page` from .+ Do not edit\. -->\n", PAGE)


def test_the_entries_are_written_as_they_are_read() -> None:
    assert MAKER["write_entries"](ENTRIES) == TEXT


def test_at_least_thirty_packages_were_tried_each_once_and_in_order() -> None:
    folders = [entry.folder for entry in ENTRIES]
    assert len(folders) >= 30
    assert folders == sorted(set(folders))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.folder for entry in ENTRIES])
def test_an_error_of_either_is_judged(entry: Any) -> None:
    assert (entry.is_judged, entry.folder.count("__")) == (True, 1)
    assert {rule for rule in entry.errors if f"### {rule}\n" not in RULES} == set()


# what is missing → an entry that is not judged
UNJUDGED = {
    "who is right": _with(right=""),
    "a known answer": _with(right="perhaps"),
    "the reason": _with(why=""),
    "the clause": _with(clause=""),
    "the reason for an error of frictionless": _with(errors={}, frictionless={"type-error": 1}, why=""),
}


@pytest.mark.parametrize("entry", UNJUDGED.values(), ids=UNJUDGED)
def test_an_entry_without_a_judgement_is_found(entry: Any) -> None:
    assert not entry.is_judged


def test_a_package_without_errors_needs_no_reason() -> None:
    assert _with(errors={}, right="both", why="", clause="").is_judged


# what is now different → the entry, and what is kept of its judgement
CHANGED = {
    "another number of errors": (_with(errors={"required": 3}), ("", "", "")),
    "an error of frictionless": (_with(frictionless={"type-error": 1}), ("", "", "")),
    "more rows": (_with(rows=7), ("packpress", "w", "c")),
    "a warning": (_with(warnings={"layout": 1}), ("packpress", "w", "c")),
}


@pytest.mark.parametrize(("now", "kept"), CHANGED.values(), ids=CHANGED)
def test_a_judgement_is_kept_while_the_errors_are_the_same(now: Any, kept: tuple[str, str, str]) -> None:
    entry = MAKER["keep_judgement"](ENTRY, now)
    assert (entry.right, entry.why, entry.clause) == kept
    assert len(MAKER["differences"](ENTRY, now)) == 1


def test_addresses_with_local_files_are_written_as_they_are_read() -> None:
    entry = _with(map={"https://example.org/a.json": "a.json"}, frictionless={"type-error": 2})
    assert MAKER["read_entries"](MAKER["write_entries"]([entry])) == [entry]


def test_the_page_counts_what_passes_what_has_a_fault_and_names_what_is_wrong() -> None:
    passing = _with(errors={}, right="both")
    doubtful = [
        _with(folder="p__b", right="neither"),
        _with(folder="p__c", errors={}, frictionless={"x": 1}, right="frictionless"),
    ]
    page = " ".join(MAKER["describe_packages"]([passing, ENTRY, *doubtful]).split())
    assert "1 of them pass here; 1 have a fault" in page
    assert "; packpress is wrong on 2 (b, c)." in page


@pytest.fixture
def wild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one package with an empty cell that must have a value, and the entry that says so."""
    package = tmp_path / "p__a"
    package.mkdir()
    descriptor = (
        '{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": '
        '[{"name": "x", "type": "string", "constraints": {"required": true}}, {"name": "y", "type": "string"}]}}]}'
    )
    (package / "datapackage.json").write_text(descriptor, encoding="utf-8")
    (package / "a.csv").write_text("x,y\n,1\n2,\n", encoding="utf-8")
    known = _with(tables=1, rows=2, errors={"required": 1}, frictionless={"constraint-error": 1})
    (tmp_path / "wild.toml").write_text(MAKER["write_entries"]([known]), encoding="utf-8")
    monkeypatch.setitem(MAKER["main"].__globals__, "ENTRIES", tmp_path / "wild.toml")
    monkeypatch.setitem(MAKER["main"].__globals__, "PAGE", tmp_path / "wild.md")
    return tmp_path


@pytest.mark.slow
def test_the_page_is_written_if_the_verdicts_are_those_of_the_entries(wild: Path) -> None:
    assert MAKER["main"]([str(wild)]) == 0
    assert "| a | p/a 1a2b3c4 | 1 | 2 | `required` | `constraint-error` | packpress | w | c |" in (wild / "wild.md").read_text()


def test_the_page_is_not_written_if_a_verdict_has_changed_until_it_is_judged(
    wild: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (wild / "p__a" / "a.csv").write_text("x,y\n1,1\n2,\n", encoding="utf-8")
    assert MAKER["main"]([str(wild), "--quick"]) == 1
    assert "p__a: errors was {'required': 1}, is valid\n" in capsys.readouterr().out
    assert MAKER["main"]([str(wild), "--quick", "--record"]) == 1
    (entry,) = MAKER["read_entries"]((wild / "wild.toml").read_text(encoding="utf-8"))
    assert (entry.errors, entry.right, (wild / "wild.md").exists()) == ({}, "", False)


def test_a_package_that_is_not_there_is_named(wild: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert MAKER["main"]([str(wild / "elsewhere")]) == 1
    assert f"p__a: is not in {wild / 'elsewhere'}; its source is p/a\n" in capsys.readouterr().out
