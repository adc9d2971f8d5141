"""Frictionless gets a part of a long table: its ends and the rows at the edges of its columns, as they are in the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.check.test_frictionless import JUDGED_OTHERWISE, RIGHT, _package

from packpress.check.frictionless import ask_frictionless
from packpress.check.opinion import samples
from packpress.check.validate import validate
from packpress.issue import Findings, Issue
from packpress.package.descriptor import read_package


@pytest.fixture(autouse=True)
def _short_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample has one row of each end and one of each edge."""
    monkeypatch.setattr(samples, "WHOLE", 0)
    monkeypatch.setattr(samples, "ENDS", 1)
    monkeypatch.setattr(samples, "EDGES", 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # frictionless leaves packed files open
@pytest.mark.parametrize(("resource", "files"), RIGHT.values(), ids=RIGHT)
def test_a_sample_of_what_is_right_is_right(resource: dict[str, Any], files: dict[str, bytes], tmp_path: Path) -> None:
    report = validate(_package(tmp_path, resource, files), full=True)
    assert {issue.rule for issue in report.issues} <= {samples.SAMPLED}
    assert report.layers == ("files", "cells", "rules", "second opinion")


@pytest.mark.parametrize(("schema", "rows"), JUDGED_OTHERWISE.values(), ids=JUDGED_OTHERWISE)
def test_a_sample_has_only_what_frictionless_judges_by_the_standard(schema: dict[str, Any], rows: str, tmp_path: Path) -> None:
    header = ",".join(field["name"] for field in schema["fields"])
    report = validate(_package(tmp_path, {"schema": schema}, {"t.csv": f"{header}\n{rows}\n".encode()}), full=True)
    assert [issue.rule for issue in report.issues] == [samples.SAMPLED]


FIELDS = [
    {"name": "a", "type": "integer"},
    {"name": "b", "type": "string"},
    {"name": "c", "type": "string", "constraints": {"enum": ["x", "y"]}},
]
# the edge → the rows between the first and the last, and the numbers of those that are in the sample
EDGES = {
    "the largest and the smallest number": ("5,bb,x\n7,bb,x\n1,bb,x\n5,bb,x\n", [2, 3]),
    "the longest and the shortest text": ("5,bb,x\n5,bbb,x\n5,b,x\n5,bb,x\n", [2, 3]),
    "the longest number": ("5,bb,x\n5,bb,x\n0005,bb,x\n5,bb,x\n", [3]),
    "the first of each code": ("5,bb,x\n5,bb,x\n5,bb,y\n5,bb,y\n", [3]),
    "a missing number": ("5,bb,x\n,bb,x\n5,bb,x\n", [2]),
}


@pytest.mark.parametrize(("rows", "chosen"), EDGES.values(), ids=EDGES)
def test_the_rows_at_the_edges_are_in_the_sample(rows: str, chosen: list[int], tmp_path: Path) -> None:
    text = f"a,b,c\n5,bb,x\n{rows}5,bb,x\n"
    package, _ = read_package(_package(tmp_path, {"schema": {"fields": FIELDS}}, {"t.csv": text.encode()}), Findings())
    total = text.count("\n") - 1
    found = samples.chosen_rows(package, package.table("t"), total).tolist()
    assert {0, *chosen, total - 1} <= {*found}
    assert len(found) <= 2 + 2 * len(FIELDS) + 2 + 2


def _issues(root: Path) -> list[tuple[str, int, str, str]]:
    findings = Findings()
    ask_frictionless(read_package(root)[0], findings)
    return [
        (issue.path, issue.line, issue.column, issue.value) for issue in findings.report().issues if issue.severity == "error"
    ]


# how the table is written → the properties of the resource, its files, and where the only fault is
PLACES: dict[str, tuple[dict[str, Any], dict[str, bytes], tuple[str, int]]] = {
    "lines": ({}, {"t.csv": b"a,b\n1,u\n2,u\n3,u\nx,u\n"}, ("t.csv", 5)),
    "a record of several lines before": ({}, {"t.csv": b'a,b\n1,"u\nu"\n2,u\nx,u'}, ("t.csv", 5)),
    "CR LF": ({}, {"t.csv": b"a,b\r\n1,u\r\n2,u\r\n2,u\r\nx,u\r\n"}, ("t.csv", 5)),
    "several files": ({}, {"t.csv": b"a,b\n1,u\n2,u\n", "v.csv": b"a,b\n2,u\nx,u\n"}, ("v.csv", 3)),
    "no header": ({"dialect": {"header": False}}, {"t.csv": b"1,u\n2,u\n2,u\nx,u\n"}, ("t.csv", 4)),
    "a dialect": (
        {"dialect": {"delimiter": ";", "commentChar": "#"}},
        {"t.csv": b"# c\na;b\n1;u\n# c\n2;u\n2;u\nx;u\n"},
        ("t.csv", 7),
    ),
    "an encoding": ({"encoding": "utf-16"}, {"t.csv": "a,b\n1,ü\n2,ü\n2,ü\nx,ü\n".encode("utf-16")}, ("t.csv", 5)),
}


@pytest.mark.parametrize(("resource", "files", "place"), PLACES.values(), ids=PLACES)
def test_an_error_in_a_sample_has_its_place_in_the_table(
    resource: dict[str, Any], files: dict[str, bytes], place: tuple[str, int], tmp_path: Path
) -> None:
    assert _issues(_package(tmp_path, resource, files)) == [(*place, "a", "x")]


def test_a_row_in_the_middle_is_not_in_the_sample(tmp_path: Path) -> None:
    assert _issues(_package(tmp_path, {}, {"t.csv": b"a,b\n1,u\n2,u\ny,u\n2,u\n3,u\n"})) == []


def test_a_warning_says_how_many_rows_were_checked(tmp_path: Path) -> None:
    issues = validate(_package(tmp_path, {}, {"t.csv": b"a,b\n1,u\n2,u\n2,u\n"}), full=True).issues
    message = (
        "frictionless checked 2 of 3 rows: the first and the last 1, and those with the shortest, longest, smallest and "
        "largest cells of each column; packpress checked all"
    )
    assert issues == (Issue("t.csv", 0, "", "", samples.SAMPLED, "warning", message),)


@pytest.mark.parametrize(("parent", "faults"), [(4, []), (9, [("u.csv", 2, "", "")])])
def test_keys_of_a_long_table_are_found_wherever_they_are(parent: int, faults: list[object], tmp_path: Path) -> None:
    root = _package(tmp_path, {}, {"t.csv": b"a,b\n" + b"".join(b"%03d,u\n" % n for n in range(8))})
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    key = {"fields": ["c"], "reference": {"resource": "t", "fields": ["a"]}}
    schema = {"fields": [{"name": "c", "type": "integer"}], "foreignKeys": [key]}
    raw["resources"].append({"name": "u", "type": "table", "path": "u.csv", "schema": schema})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "u.csv").write_text(f"c\n{parent}\n", encoding="utf-8")
    assert _issues(root) == faults
