"""Annotations: at the exact place, within GitHub's limits, what the pull request touches first, and no command but ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.changes.touched import Touched
from packpress.issue import Findings, Issue, Report, Severity
from packpress.report.github import MAX_ANNOTATIONS, format_github, format_outputs
from packpress.report.pull import Pull

if TYPE_CHECKING:
    from tests.conftest import Command, PackageMaker

Reader = Callable[[str], "list[Command]"]
SCHEMA = {"fields": [{"name": "id"}, {"name": "n"}]}


@pytest.fixture(autouse=True)
def outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Pull()` takes the folder that the command stands in: here, one whose files are named from no repository's root."""
    monkeypatch.chdir(tmp_path)


HOSTILE = "%\r\n::error file=a,line=1::x\n##[add-mask]b\x1b[31m\u202e\u2028::stop-commands::t"


def issue(line: int, rule: str = "rule", severity: Severity = "error", path: str = "data.csv") -> Issue:
    return Issue(path, line, "n", f"k{line}", rule, severity, f"is wrong on {line}", "v")


def report(*issues: Issue, unkept: int = 0) -> Report:
    """The report on these issues, and on as many more of the last one's kind that were only counted."""
    findings = Findings()
    for issue in issues[:-1]:
        findings.add(issue)
    for last in issues[-1:]:
        findings.add(last, 1 + unkept)
    return findings.report(("files", "cells"))


def test_an_annotation_has_its_place_and_says_what_to_do(make_package: PackageMaker, read_commands: Reader) -> None:
    root = make_package(SCHEMA, "id,n\na,1\nb,1.5\n")
    found = Issue("data.csv", 3, "n", "b", "type-integer", "error", "is not a whole number", "1.5")
    (command,) = read_commands(format_github(report(found), Pull(root)))
    assert (command.name, command.message) == ("error", '"1.5" is not a whole number')
    place = {"file": "data.csv", "line": "3", "col": "3", "endColumn": "5"}
    assert command.properties == {"title": "n: type-integer"} | place


def test_an_empty_cell_has_the_column_where_it_stands(make_package: PackageMaker, read_commands: Reader) -> None:
    root = make_package(SCHEMA, "id,n\na,\n")
    found = Issue("data.csv", 2, "n", "a", "constraint-required", "error", "is required")
    (command,) = read_commands(format_github(report(found), Pull(root)))
    assert {key: command.properties[key] for key in ("col", "endColumn")} == {"col": "3", "endColumn": "3"}


def test_a_file_is_named_as_the_repository_has_it(make_package: PackageMaker, tmp_path: Path, read_commands: Reader) -> None:
    (tmp_path / ".git").mkdir()
    root = make_package(SCHEMA, "id,n\na,\n", name="some where")
    (command,) = read_commands(format_github(report(issue(2)), Pull(root)))
    assert command.properties["file"] == "some where/data.csv"


@pytest.mark.parametrize("name", ["a\x1b[2J", "b\u202egpj", "c\u2028x", "e\x9b31m", "g\x85::warning::q"])
def test_a_folder_that_does_not_print_is_no_property(
    name: str, make_package: PackageMaker, tmp_path: Path, read_commands: Reader
) -> None:
    root = make_package(SCHEMA, "id,n\na,1\n", name=name)
    (tmp_path / ".git").mkdir()
    output = format_github(report(issue(2)), Pull(root))
    (command,) = read_commands(output)
    assert command.properties == {"title": "n: rule"}
    assert output.replace("\n", "").isprintable()


def test_an_issue_of_a_whole_file_has_no_line(read_commands: Reader) -> None:
    found = Issue("gone.csv", 0, "", "", "file-missing", "error", "the file is not there")
    (command,) = read_commands(format_github(report(found), Pull()))
    assert command.properties == {"title": "file-missing", "file": "gone.csv"}


def shown(output: str, read: Reader, name: str) -> list[str]:
    return [command.properties.get("line", "-") for command in read(output) if command.name == name]


# what is wrong and touched → the lines that have an annotation, in order; "-" for what has no line
ALL = [issue(line) for line in range(1, 31)]
TWO_RULES = [issue(line, "one" if line <= 20 else "two") for line in range(1, 31)]
MANY_RULES = [issue(line, f"rule-{line}") for line in range(1, 31)]
CHOICES: dict[str, tuple[list[Issue], tuple[range, ...], list[str]]] = {
    "all fit": (ALL[:10], (), [str(line) for line in range(1, 11)]),
    "all fit, and what is touched stands first": (ALL[:4], (range(3, 4),), ["3", "1", "2", "4"]),
    "one too many, of one rule": (ALL[:11], (), ["1"]),
    "what is touched, then the rest at once": (ALL, (range(7, 9),), ["7", "8", "1"]),
    "each rule once": (TWO_RULES, (), ["1", "21"]),
    "touched lines of two rules in turn": (TWO_RULES, (range(19, 24),), ["19", "21", "20", "22", "23", "1", "24"]),
    "more touched than fit": (ALL, (range(1, 31),), [*(str(line) for line in range(1, 10)), "-"]),
    "more rules than fit": (MANY_RULES, (range(25, 27),), ["25", "26", "1", "2", "3", "4", "5", "6", "7", "-"]),
}


@pytest.mark.parametrize(("issues", "touched", "lines"), CHOICES.values(), ids=CHOICES)
def test_touched_lines_come_first_then_one_of_each_rule(
    issues: list[Issue], touched: tuple[range, ...], lines: list[str], read_commands: Reader
) -> None:
    pull = Pull(touched=Touched({"data.csv": touched}))
    assert shown(format_github(report(*issues), pull), read_commands, "error") == lines


def test_every_issue_is_counted_in_an_annotation(read_commands: Reader) -> None:
    messages = [c.message for c in read_commands(format_github(report(*TWO_RULES, unkept=100), Pull()))]
    assert messages == [
        '"v" is wrong on 1 (and 19 more of one)',
        '"v" is wrong on 21 (and 109 more of two)',
    ]
    last = read_commands(format_github(report(*MANY_RULES, unkept=100), Pull()))[-1]
    assert last.message == "121 more errors; the log and the summary show some of each kind, --format json lists them all"


def test_errors_and_warnings_have_each_their_limit(read_commands: Reader) -> None:
    both = [issue(line, f"rule-{line}", severity) for severity in ("error", "warning") for line in range(1, 31)]
    pull = Pull(touched=Touched({"data.csv": None}), part="minor", least="0.2.0")
    commands = read_commands(format_github(report(*both), pull))
    assert Counter(command.name for command in commands) == {"error": MAX_ANNOTATIONS, "warning": MAX_ANNOTATIONS, "notice": 1}
    assert commands[-1].message == "the changes require a minor version: 0.2.0 or later"


@pytest.mark.parametrize("part", ["path", "column", "key", "rule", "message", "value"])
def test_no_part_of_an_issue_is_a_command(part: str, read_commands: Reader) -> None:
    parts = {"path": "p", "column": "c", "key": "k", "rule": "r", "message": "m", "value": "v"} | {part: HOSTILE}
    found = Issue(line=1, severity="error", **parts)
    commands = read_commands(format_github(report(found), Pull()))
    assert [command.name for command in commands] == ["error"]
    assert commands[0].message.isprintable()
    place = {} if part == "path" else {"file": "p", "line": "1"}
    assert {key: value for key, value in commands[0].properties.items() if key != "title"} == place


PATHS = ("a,b:c%.csv", "::set-env name=x::", "##[error]x", "-rf", "$(touch x)", "國 x.csv")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_prints_is_the_files_own(path: str, read_commands: Reader) -> None:
    commands = read_commands(format_github(report(issue(2, path=path)), Pull()))
    assert [(command.name, command.properties["file"]) for command in commands] == [("error", path)]


def test_a_long_message_ends_before_the_runner_cuts_it(read_commands: Reader) -> None:
    found = Issue("data.csv", 1, "", "", "rule", "error", "x" * 5000)
    (command,) = read_commands(format_github(Report((found,), 1, 0), Pull()))
    assert command.message == "x" * 4000


def test_the_words_come_before_the_commands() -> None:
    assert format_github(report(issue(2)), Pull()) == (
        'data.csv:2:n: "v" is wrong on 2 [rule]\n'
        "not valid: 1 error, 0 warnings (checked: files, cells)\n"
        '::error title=n%3A rule,file=data.csv,line=2::"v" is wrong on 2\n'
    )


OUTPUTS = {
    "a valid package": (report(), "", "valid=true\nerrors=0\nbump=\n"),
    "errors and a bump": (report(issue(2), unkept=4), "minor", "valid=false\nerrors=5\nbump=minor\n"),
}


@pytest.mark.parametrize(("given", "part", "expected"), OUTPUTS.values(), ids=OUTPUTS)
def test_outputs_are_a_line_each(given: Report, part: str, expected: str) -> None:
    assert format_outputs(given, Pull(part=part)) == expected


def test_an_output_of_several_lines_stays_one_output() -> None:
    *_, begin, first, second, end = format_outputs(report(), Pull(part="a\nvalid=true")).splitlines()
    name, mark = begin.split("<<")
    assert (name, first, second, end) == ("bump", "a", "valid=true", mark)
    assert mark.startswith("end-")
    assert len(mark) == 68
