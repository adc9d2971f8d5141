"""``validate --base``: the version, the withdrawn identifiers and the changelog tell what changed since a revision."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from tests.changes.conftest import KEEPS, RETIRED, SCHEMA, Repository, write_package

from packpress.changes.bump import bump
from packpress.changes.changelog import draft_entry, has_entry
from packpress.changes.check_base import compare_with_base
from packpress.changes.compare.diff import compare, diff
from packpress.changes.withdrawn import Withdrawn, withdrawn
from packpress.check.validate import validate
from packpress.cli import main
from packpress.errors import PackageError
from packpress.issue import Issue
from packpress.package.descriptor import read_package

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

Capture = pytest.CaptureFixture[str]
DRAFTS = '"packpress diff HEAD --changelog" drafts them'


def tables(*rows: str, gone: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "things": (SCHEMA, "\n".join(["id,name,n", *rows]) + "\n"),
        "gone": (RETIRED, "\n".join(["id,table,successor", *gone]) + "\n"),
    }


CHANGELOG = "# Changes\n\n## 1.0.0 (2026-11-21)\n\nThe first.\n\n### Data\n\n- All of it.\n"


@pytest.fixture
def package(repository: Repository) -> Path:
    """A package of two things, committed as version 1.0.0 with its changelog."""
    root = write_package(repository.root, tables("a,x,1", "b,y,2", gone=("old,things,",)), version="1.0.0", **KEEPS)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    repository.commit()
    return root


def tell(root: Path, version: str, *lines: str) -> None:
    """Put an entry of that version into the changelog, before the others."""
    entry = [f"## {version} (2026-12-01)", "", "Nothing to do.", "", "### Data", "", *(f"- {line}" for line in lines), ""]
    (root / "CHANGELOG.md").write_text(CHANGELOG.replace("## 1.0.0", "\n".join([*entry, "", "## 1.0.0"]), 1), encoding="utf-8")


def issues(root: Path) -> list[Issue]:
    report, _ = compare_with_base(validate(root), root, "HEAD")
    assert report.layers == ("files", "cells", "changes")
    assert (len(report.issues), report.valid) == (report.total, report.errors == 0)
    return list(report.issues)


def version_bump(reason: str, least: str, version: str = "1.0.0", line: int = 4) -> Issue:
    message = f"since HEAD (1.0.0) there is a {reason}; write {least} or later wherever it is stated"
    return Issue("datapackage.json", line, "version", "", "version-bump", "warning", message, version)


def changelog_entry(version: str) -> Issue:
    message = f"does not mention the changes; add lines under Data, Schema or Code of {version}; {DRAFTS}"
    return Issue("CHANGELOG.md", 0, "", "", "changelog-entry", "error", message)


def vanished(name: str, message: str, path: str = "things.csv") -> Issue:
    return Issue(path, 0, "id", name, "id-vanished", "error", message, name)


def test_nothing_is_asked_where_nothing_changed(package: Path) -> None:
    assert issues(package) == []


def test_a_corrected_value_asks_for_a_patch_and_an_entry(package: Path) -> None:
    write_package(package, tables("a,x,1", "b,y,3", gone=("old,things,",)), version="1.0.0", **KEEPS)
    expected = [changelog_entry("1.0.1"), version_bump("patch change (things: 1 row corrected)", "1.0.1")]
    assert issues(package) == expected
    write_package(package, tables("a,x,1", "b,y,3", gone=("old,things,",)), version="1.0.1", **KEEPS)
    assert issues(package) == [changelog_entry("1.0.1")]
    tell(package, "1.0.1", "b has its right number.")
    assert issues(package) == []


def test_a_version_that_moves_too_little_is_told_by_how_much(package: Path) -> None:
    write_package(package, tables("a,x,1", "b,y,2", "c,z,3", gone=("old,things,",)), version="1.0.9", **KEEPS)
    tell(package, "1.0.9", "c is new.")
    assert issues(package) == [
        changelog_entry("1.1.0"),
        version_bump("minor change (things: 1 row added)", "1.1.0", "1.0.9"),
    ]


def test_a_version_that_goes_back_is_told(package: Path) -> None:
    write_package(package, tables("a,x,1", "b,y,2", gone=("old,things,",)), version="0.9.0", **KEEPS)
    message = "it was 1.0.0 in HEAD and must not decrease; write 1.0.0 or later wherever it is stated"
    assert issues(package) == [Issue("datapackage.json", 4, "version", "", "version-bump", "warning", message, "0.9.0")]


def test_a_package_without_a_version_is_not_asked_for_one(repository: Repository) -> None:
    root = write_package(repository.root, tables("a,x,1"))
    repository.commit()
    write_package(root, tables("a,x,2"))
    assert issues(root) == []


# lines of the withdrawn identifiers, settings → what is said of the row b, which is gone
GONE: dict[str, tuple[tuple[str, ...], dict[str, Any], list[Issue]]] = {
    "without a line": (
        ("old,things,",), KEEPS, [vanished("b", "the row was removed; add a line for it to gone.csv, or restore the row")],
    ),
    "with a line": (("b,things,", "old,things,"), KEEPS, []),
    "with a line of another table": (
        ("b,other,", "old,things,"), KEEPS,
        [vanished("b", "the row was removed; add a line for it to gone.csv, or restore the row")],
    ),
    "and a line is gone": (
        ("b,things,",), KEEPS, [vanished("old", "the line of a withdrawn identifier is missing; restore it", "gone.csv")],
    ),
    "where the table's identifiers are no longer kept": (
        ("old,things,",), {"packpress:withdrawn": {**KEEPS["packpress:withdrawn"], "tables": []}},
        [vanished("b", "the row was removed; add a line for it to gone.csv, or restore the row")],
    ),
    "where the setting is gone": (
        ("old,things,",), {},
        [vanished("b", "datapackage.json no longer says where withdrawn identifiers are kept; restore packpress:withdrawn")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "settings", "expected"), GONE.values(), ids=GONE)
def test_an_identifier_that_is_gone_has_a_line(
    lines: tuple[str, ...], settings: dict[str, Any], expected: list[Issue], package: Path
) -> None:
    write_package(package, tables("a,x,1", gone=lines), version="2.0.0", **settings)
    tell(package, "2.0.0", "b is gone.")
    assert issues(package) == expected


def test_where_no_identifiers_are_kept_none_is_asked_for(repository: Repository) -> None:
    root = write_package(repository.root, tables("a,x,1", "b,y,2"), version="1.0.0")
    repository.commit()
    write_package(root, tables("a,x,1"), version="1.1.0")
    assert issues(root) == []


def test_many_that_are_gone_are_counted_and_named_up_to_the_limit(repository: Repository) -> None:
    root = write_package(repository.root, tables(*(f"k{n:04},x,{n}" for n in range(300))), version="1.0.0", **KEEPS)
    repository.commit()
    write_package(root, tables(), version="2.0.0", **KEEPS)
    reports = [compare_with_base(validate(root, limit=limit), root, "HEAD")[0] for limit in (300, 100)]
    assert [(report.errors, len(report.issues)) for report in reports] == [(300, 300), (300, 100)]


def test_what_is_wrong_with_the_package_comes_before_what_changed(package: Path) -> None:
    (package / "things.csv").write_bytes(b"id,name,n\na,x,one\n")
    report = validate(package)
    assert not report.valid
    assert compare_with_base(report, package, "HEAD")[0] == report


def test_a_base_that_is_not_there_is_no_issue_but_an_error(package: Path) -> None:
    with pytest.raises(PackageError, match="nowhere: is not a folder"):
        compare_with_base(validate(package), package, "nowhere")


def test_the_command_exits_with_1_where_the_version_tells_too_little(package: Path, capsys: Capture) -> None:
    assert main(["validate", str(package), "--base", "HEAD"]) == 0
    write_package(package, tables("a,x,1", "b,y,3", gone=("old,things,",)), version="1.0.0", **KEEPS)
    capsys.readouterr()
    assert main(["validate", str(package), "--base", "HEAD"]) == 1
    assert capsys.readouterr().out == (
        "CHANGELOG.md: does not mention the changes; add lines under Data, Schema or Code of 1.0.1; "
        f"{DRAFTS} [changelog-entry]\n"
        'datapackage.json:4:version: warning: "1.0.0" since HEAD (1.0.0) there is a patch change (things: 1 row corrected); '
        "write 1.0.1 or later wherever it is stated [version-bump]\n"
        "not valid: 1 error, 1 warning (checked: files, cells, changes)\n"
    )


def entry(heading: str, *lines: str) -> str:
    return "\n".join(["# Changes", "", heading, "", *lines, "", "## 1.0.0 (2026-11-21)", "", "### Data", "", "- All.", ""])


# changelog → whether it has an entry for version 1.1.0, where the old one had only 1.0.0 and "- Old." as unreleased
ENTRIES = {
    "a line under its version": (entry("## 1.1.0 (2026-12-01)", "### Data", "", "- New."), True),
    "a line under Schema": (entry("## [1.1.0] - 2026-12-01", "### Schema", "", "* New."), True),
    "a line of the unreleased": (entry("## Unreleased", "### Code", "", "- New."), True),
    "the same line of the unreleased as before": (entry("## Unreleased", "### Data", "", "- Old."), False),
    "one more line of the unreleased": (entry("## Unreleased", "### Data", "", "- Old.", "- New."), True),
    "a heading without a line": (entry("## 1.1.0 (2026-12-01)", "### Data"), False),
    "a line without a heading of its kind": (entry("## 1.1.0 (2026-12-01)", "- New."), False),
    "another heading": (entry("## 1.1.0 (2026-12-01)", "### Fun", "", "- New."), False),
    "another version": (entry("## 1.1.1 (2026-12-01)", "### Data", "", "- New."), False),
    "a version that begins alike": (entry("## 1.1.0-rc.1 (2026-12-01)", "### Data", "", "- New."), False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("changelog", "is_there"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_is_a_new_line_under_data_schema_or_code(changelog: str, is_there: bool) -> None:
    old = entry("## Unreleased", "### Data", "", "- Old.")
    assert has_entry(changelog, old, "1.1.0") is is_there


def test_the_drafted_entry_is_one(package: Path, capsys: Capture) -> None:
    write_package(package, tables("a,x,1", "b,y,3", gone=("old,things,",)), version="1.0.0", **KEEPS)
    assert main(["diff", "HEAD", str(package), "--changelog"]) == 0
    drafted = capsys.readouterr().out
    assert has_entry(drafted, CHANGELOG, "1.0.1")
    document = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (package / "datapackage.json").write_text(json.dumps(document | {"version": "1.0.1"}), encoding="utf-8")
    (package / "CHANGELOG.md").write_text(CHANGELOG.replace("## 1.0.0", f"{drafted}\n## 1.0.0", 1), encoding="utf-8")
    assert issues(package) == []


def test_the_draft_for_no_change_says_so(package: Path) -> None:
    found = diff(package, package)
    opening = "Tables and schemas are unchanged; there is nothing to do."
    assert draft_entry(found, bump(found)) == f"## 1.0.0 (date)\n\n{opening}\n"


# packpress:withdrawn of the descriptor → what is said
MISNAMED = {
    "no object": ("gone", "must be an object whose resource is an edited table"),
    "no such table": ({"resource": "nowhere", "id": "id"}, "must be an object whose resource is an edited table"),
    "no id": ({"resource": "gone"}, "must name columns of gone"),
    "no such column": ({"resource": "gone", "id": "id", "successor": "heir"}, "must name columns of gone"),
    "a column that is no name": ({"resource": "gone", "id": ["id"]}, "must name columns of gone"),
    "tables that are no list": ({"resource": "gone", "id": "id", "tables": "things"}, "tables must list"),
    "tables that there are not": ({"resource": "gone", "id": "id", "tables": ["nowhere"]}, "tables must list"),
}


@pytest.mark.parametrize(("named", "said"), MISNAMED.values(), ids=MISNAMED)
def test_a_setting_that_names_what_is_not_there_is_told(named: Any, said: str, tmp_path: Path) -> None:
    package, _ = read_package(write_package(tmp_path, tables(), **{"packpress:withdrawn": named}))
    with pytest.raises(PackageError, match=said):
        withdrawn(package)


def test_the_identifiers_of_all_tables_are_kept_where_none_is_named(tmp_path: Path) -> None:
    package, _ = read_package(write_package(tmp_path, tables(), **KEEPS))
    assert withdrawn(package) == Withdrawn("gone", "id", "table", "successor", ("things",))


def test_a_withdrawn_record_is_told_from_one_that_vanished(letters: PackageFolder, tmp_path: Path) -> None:
    before = Path(shutil.copytree(letters.root, tmp_path / "before"))
    letters.remove("visits", "v-cadiz")
    table = next(table for table in diff(before, letters.root).tables if table.name == "visits")
    assert (table.vanished, table.is_referenced, bump(diff(before, letters.root)).least) == (1, True, "0.3.0")
    line = {"id": "v-cadiz", "table": "visits", "since": "0.3.0", "new_id": "", "why": "Made for a test."}
    letters.write("gone", [*letters.rows("gone"), line])
    assert next(table for table in diff(before, letters.root).tables if table.name == "visits").vanished == 0


@pytest.mark.parametrize("is_valid", [True, False])
def test_the_command_compares_the_package_with_its_base_once(
    is_valid: bool, package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    if not is_valid:
        (package / "things.csv").write_bytes(b"id,name,n\na,x,one\n")
    compared = mock.Mock(wraps=compare)
    monkeypatch.setattr("packpress.changes.check_base.compare", compared)
    assert main(["validate", str(package), "--base", "HEAD", "--format", "markdown"]) == (0 if is_valid else 1)
    assert compared.call_count == 1
    assert "Version:" in capsys.readouterr().out
