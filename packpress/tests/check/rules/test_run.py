from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import packpress
from packpress.check.rules.check_rules import check_rules
from packpress.check.rules.rule import Rule, load_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.cli import main
from packpress.issue import Findings, Issue, Report

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "words", "type": "string"},
        {"name": "count", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "open", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "when", "type": "string", "packpress:edtf": True},
    ],
    "primaryKey": "id",
}
HEADER = "id,words,count,share,open,day,when\n"
HEAD = "from packpress.check.rules.rule import Fault, rule\n"


def write_rules(folder: Path, body: str, name: str = "rules.py") -> Path:
    file = folder / name
    file.write_text(HEAD + body, encoding="utf-8")
    return file


def rule_text(find: str, name: str = "made-up", table: str = "table", function: str = "made_up") -> str:
    """A rule as a rules file has it; ``find`` is an expression over ``frame`` that gives the faults."""
    return f"""
@rule("{name}", "{table}")
def {function}(table, tables):
    '''A rule made for a test.'''
    frame = tables[table]
    return {find}
"""


def issues(root: Path, rules: Path | None) -> tuple[Issue, ...]:
    return check(root, rules).issues


def check(root: Path, rules: Path | None) -> Report:
    session = Session.open(root, Findings())
    return check_rules(session, read_tables(session), rules)


def issue(line: int, column: str, key: str, value: str, rule: str = "made-up", message: str = "is wrong") -> Issue:
    return Issue("data.csv", line, column, key, rule, "error", message, value)


# ---- the rules file

# id → (text of the rules file, what the message says of it)
BROKEN = {
    "raises": ("raise KeyError('x')\n", "the rules cannot be loaded: KeyError: 'x'"),
    "imports-what-is-not-there": (
        "import no_such_module\n",
        "the rules cannot be loaded: ModuleNotFoundError: No module named",
    ),
    "syntax": ("def\n", "the rules cannot be loaded: SyntaxError: invalid syntax"),
    "nul": ("\0", "the rules cannot be loaded: SyntaxError: source code string cannot contain null bytes"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_rules_file_that_cannot_be_loaded_is_named(
    make_package: PackageMaker, tmp_path: Path, text: str, message: str
) -> None:
    rules = tmp_path / "rules.py"
    rules.write_text(text, encoding="utf-8")
    with pytest.raises(packpress.PackageError) as caught:
        packpress.validate(make_package(SCHEMA, HEADER), full=True, rules=rules)
    assert str(caught.value).startswith(f"{rules}: {message}")


def test_rules_that_need_a_library_of_the_extra_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandera", None)
    with pytest.raises(packpress.MissingExtraError, match=r'^pandera is not installed; it comes with the extra "publish"'):
        load_rules(write_rules(tmp_path, "import pandera\n"))


def test_a_rules_file_that_is_not_there_is_named(make_package: PackageMaker, tmp_path: Path) -> None:
    with pytest.raises(packpress.PackageError) as caught:
        packpress.validate(make_package(SCHEMA, HEADER), full=True, rules=tmp_path / "rules.py")
    assert str(caught.value) == f"{tmp_path / 'rules.py'}: the rules file does not exist; correct its path"


def test_a_rules_file_must_be_python_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(packpress.PackageError):
        load_rules(write_rules(tmp_path, "", "rules.txt"))


def test_rules_come_in_the_order_in_which_they_stand(tmp_path: Path) -> None:
    text = rule_text("[]", name="second", function="b") + rule_text("[]", name="first", table="other", function="a")
    rules = load_rules(write_rules(tmp_path, text))
    assert [(rule.name, rule.tables, rule.meaning) for rule in rules] == [
        ("second", ("table",), "A rule made for a test."),
        ("first", ("other",), "A rule made for a test."),
    ]


def test_a_rules_file_may_have_no_rule(make_package: PackageMaker, tmp_path: Path) -> None:
    assert issues(make_package(SCHEMA, HEADER + "a,,,,,,\n"), write_rules(tmp_path, "")) == ()


def test_a_rules_file_leaves_no_module_behind(tmp_path: Path) -> None:
    before = set(sys.modules)
    assert [type(rule) for rule in load_rules(write_rules(tmp_path, rule_text("[]")))] == [Rule]
    assert set(sys.modules) == before


# ---- faults

ALL = "[Fault(row, 'id', 'is wrong') for row in frame.index]"


def test_a_fault_stands_at_the_line_on_which_its_row_begins(make_package: PackageMaker, tmp_path: Path) -> None:
    data = HEADER + 'a,"one\ntwo\n\nfour",,,,,\n"b",,,,,,\nc,"say ""so""\r\nand",,,,,\nd,,,,,,'
    assert issues(make_package(SCHEMA, data), write_rules(tmp_path, rule_text(ALL))) == (
        issue(2, "id", "a", "a"),
        issue(6, "id", "b", "b"),
        issue(7, "id", "c", "c"),
        issue(9, "id", "d", "d"),
    )


CELLS = {
    "string": ("words", "some words", "some words"),
    "integer": ("count", "-8", "-8"),
    "large-integer": ("count", "9223372036854775807", "9223372036854775807"),
    "decimal": ("share", "8.25", "8.25"),
    "empty": ("words", "", ""),
    "empty-integer": ("count", "", ""),
}
NOT_SHOWN_AS_WRITTEN = {
    "number": ("share", "8435", "8435"),
    "true": ("open", "true", "true"),
    "date": ("day", "2024-02-29", "2024-02-29"),
}


def value_shown(make_package: PackageMaker, folder: Path, column: str, cell: str) -> list[Issue]:
    names = HEADER.strip().split(",")
    row = ",".join({"id": "a", column: cell}.get(name, "") for name in names)
    rules = write_rules(folder, rule_text(f"[Fault(0, '{column}', 'is wrong')]"))
    return list(issues(make_package(SCHEMA, f"{HEADER}{row}\n"), rules))


@pytest.mark.parametrize(("column", "cell", "shown"), CELLS.values(), ids=CELLS)
def test_a_fault_shows_the_cell_as_it_is_written(
    make_package: PackageMaker, tmp_path: Path, column: str, cell: str, shown: str
) -> None:
    assert value_shown(make_package, tmp_path, column, cell) == [issue(2, column, "a", shown)]


@pytest.mark.parametrize(("column", "cell", "shown"), NOT_SHOWN_AS_WRITTEN.values(), ids=NOT_SHOWN_AS_WRITTEN)
def test_a_fault_shows_numbers_truth_and_dates_as_they_are_written(
    make_package: PackageMaker, tmp_path: Path, column: str, cell: str, shown: str
) -> None:
    assert value_shown(make_package, tmp_path, column, cell) == [issue(2, column, "a", shown)]


def test_a_row_that_breaks_two_rules_is_reported_twice(make_package: PackageMaker, tmp_path: Path) -> None:
    text = rule_text(ALL, name="one", function="one") + rule_text(ALL, name="two", function="two")
    assert issues(make_package(SCHEMA, HEADER + "a,,,,,,\n"), write_rules(tmp_path, text)) == (
        issue(2, "id", "a", "a", rule="one"),
        issue(2, "id", "a", "a", rule="two"),
    )


def test_a_row_that_breaks_a_rule_in_two_columns_is_reported_twice(make_package: PackageMaker, tmp_path: Path) -> None:
    find = "[Fault(0, 'words', 'is wrong'), Fault(0, 'count', 'is wrong')]"
    assert issues(make_package(SCHEMA, HEADER + "a,x,1,,,,\n"), write_rules(tmp_path, rule_text(find))) == (
        issue(2, "count", "a", "1"),
        issue(2, "words", "a", "x"),
    )


def test_a_rule_that_binds_another_table_leaves_this_one_alone(make_package: PackageMaker, tmp_path: Path) -> None:
    other = {"name": "other", "type": "table", "path": "other.csv", "schema": SCHEMA}
    first = {"name": "table", "type": "table", "path": "data.csv", "schema": SCHEMA}
    root = make_package(SCHEMA, HEADER + "a,,,,,,\n", descriptor={"resources": [first, other]})
    (root / "other.csv").write_text(HEADER, encoding="utf-8")
    rules = [rule_text(ALL, name="mine"), rule_text(ALL, name="other", table="other", function="other")]
    assert issues(root, write_rules(tmp_path, "".join(rules))) == (issue(2, "id", "a", "a", rule="mine"),)


def test_a_rule_may_be_a_generator(make_package: PackageMaker, tmp_path: Path) -> None:
    rules = write_rules(tmp_path, rule_text("(Fault(row, 'id', 'is wrong') for row in frame.index)"))
    assert issues(make_package(SCHEMA, HEADER + "a,,,,,,\n"), rules) == (issue(2, "id", "a", "a"),)


def test_rules_do_not_run_while_a_cell_is_wrong(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, HEADER + "a,,x,,,,\n")
    report = check(root, write_rules(tmp_path, rule_text(ALL)))
    assert [found.rule for found in report.issues] == ["type-integer"]
    assert report.layers == ("files", "cells")


def test_a_date_that_is_not_real_is_found_without_a_rules_file(make_package: PackageMaker) -> None:
    assert issues(make_package(SCHEMA, HEADER + "a,,,,,,2024-02-29\nb,,,,,,2023-02-30\n"), None) == (
        issue(
            3,
            "when",
            "b",
            "2023-02-30",
            rule="edtf-date",
            message="is not a real date; write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20",
        ),
    )


# ---- what goes lost or is blamed on another


def make_parts(make_package: PackageMaker) -> Path:
    root = make_package(SCHEMA, HEADER + "a,,,,,,\n", resource={"path": ["data.csv", "more.csv"]})
    (root / "more.csv").write_text(HEADER + "b,,,,,,\n", encoding="utf-8")
    return root


def test_a_fault_stands_in_the_file_of_its_row(make_package: PackageMaker, tmp_path: Path) -> None:
    found = issues(make_parts(make_package), write_rules(tmp_path, rule_text(ALL)))
    assert [(item.path, item.line, item.key) for item in found] == [("data.csv", 2, "a"), ("more.csv", 2, "b")]


def test_a_rule_that_fails_names_itself_and_the_exception(make_package: PackageMaker, tmp_path: Path) -> None:
    rules = write_rules(tmp_path, rule_text("1 / 0"))
    with pytest.raises(packpress.PackageError, match=r"made-up.*ZeroDivisionError"):
        issues(make_package(SCHEMA, HEADER + "a,,,,,,\n"), rules)


@pytest.mark.parametrize("data", [HEADER, HEADER + "a,,,,,,\n"], ids=["no-row", "one-row"])
def test_a_fault_of_the_whole_table_is_reported(make_package: PackageMaker, tmp_path: Path, data: str) -> None:
    rules = write_rules(tmp_path, rule_text("[Fault(-1, '', 'is wrong')]"))
    assert issues(make_package(SCHEMA, data), rules) == (issue(0, "", "", ""),)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(packpress.PackageError):
        load_rules(write_rules(tmp_path, rule_text(ALL) + rule_text("[]", function="again")))


def test_a_rule_that_binds_no_table_of_the_package_is_refused(make_package: PackageMaker, tmp_path: Path) -> None:
    with pytest.raises(packpress.PackageError):
        issues(make_package(SCHEMA, HEADER), write_rules(tmp_path, rule_text(ALL, table="tabel")))


# ---- whose code runs


@pytest.fixture
def trap(make_package: PackageMaker, tmp_path: Path) -> tuple[Path, Path]:
    """A package that brings rules of its own under every name that could be guessed, and the file that they would make."""
    marker = tmp_path / "executed"
    root = make_package(SCHEMA, HEADER + "a,,,,,,\n", descriptor={"packpress:rules": "rules.py"})
    (root / "schemas").mkdir()
    for name in ("rules.py", "schemas/rules.py", "conftest.py", "setup.py", "sitecustomize.py"):
        (root / name).write_text(f"open({str(marker)!r}, 'w').close()\n", encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.packpress]\nrules = "rules.py"\n', encoding="utf-8")
    return root, marker


def test_rules_in_the_judged_folder_are_not_executed(trap: tuple[Path, Path]) -> None:
    root, marker = trap
    assert packpress.validate(root, full=True).issues == ()
    assert not marker.exists()


def test_settings_in_the_judged_folder_are_not_read_from_elsewhere(
    trap: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, marker = trap
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main(["validate", "--full", str(root)]) == 0
    assert capsys.readouterr().out == "valid: 0 errors, 0 warnings (checked: files, cells, rules, second opinion)\n"
    assert not marker.exists()


def test_settings_of_the_working_folder_are_not_for_another_package(
    trap: tuple[Path, Path], make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, marker = trap
    other = make_package(SCHEMA, HEADER, name="other")
    monkeypatch.chdir(root)
    assert main(["validate", "--full", str(other)]) == 0
    assert not marker.exists()


def test_settings_of_the_working_folder_hold_for_the_package_in_it(
    trap: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, marker = trap
    monkeypatch.chdir(root)
    assert main(["validate", "--full"]) == 0
    assert marker.exists()


def test_rules_that_are_asked_for_are_executed(trap: tuple[Path, Path]) -> None:
    root, marker = trap
    assert main(["validate", "--full", str(root), "--rules", str(root / "rules.py")]) == 0
    assert marker.exists()


def test_a_quick_check_executes_no_rules(trap: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root, marker = trap
    monkeypatch.chdir(root)
    assert main(["validate"]) == 0
    assert not marker.exists()
