"""One table of a package: its own faults and those of its references are reported, and those of no other table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import packpress
from packpress import validate
from packpress.publish.streamed import build_streamed

PLACES = {
    "fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}],
    "primaryKey": "id",
}
VISITS = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "place", "type": "string"},
        {"name": "after", "type": "integer"},
    ],
    "primaryKey": "id",
    "foreignKeys": [
        {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}},
        {"fields": ["after"], "reference": {"fields": ["id"]}},
    ],
}
FILES = {
    "data/places.csv": "id,n\na,1\nb,2\n",
    "data/visits.csv": "id,place,after\n1,a,\n2,b,1\n",
    "data/more.csv": "id,place,after\n3,a,2\n",
    "data/notes.csv": "note\nx\n",
}
RESOURCES: dict[str, dict[str, Any]] = {
    "places": {"path": "data/places.csv", "schema": "schemas/places.json"},
    "visits": {"path": ["data/visits.csv", "data/more.csv"], "schema": VISITS},
    "notes": {"path": "data/notes.csv"},
    "made": {"path": "places.parquet", "packpress:madeFrom": "places"},
}
Change = Callable[[Path], object]


def _write(root: Path, *, descriptor: dict[str, Any] | None = None, **resources: dict[str, Any] | None) -> None:
    described = {name: {**RESOURCES.get(name, {}), **(more or {})} for name, more in {**RESOURCES, **resources}.items()}
    listed = [{"name": name, **item} for name, item in described.items()]
    whole = {"name": "trip", "resources": listed, **(descriptor or {})}
    (root / "datapackage.json").write_text(json.dumps(whole), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "trip"
    for folder in ("data", "schemas"):
        (root / folder).mkdir(parents=True)
    for path, text in FILES.items():
        (root / path).write_text(text, encoding="utf-8")
    (root / "schemas" / "places.json").write_text(json.dumps(PLACES), encoding="utf-8")
    _write(root)
    assert build_streamed(root).stale == ("places.parquet",)
    return root


def _put(path: str, text: str) -> Change:
    return lambda root: (root / path).write_text(text, encoding="utf-8")


def _remove(path: str) -> Change:
    return lambda root: (root / path).unlink()


def _described(**changes: Any) -> Change:
    return lambda root: _write(root, **changes)


DROPPED = "reference-not-judged"
# what is done to the package, the file that is checked → the issues, as (path, line, column, rule)
CASES: dict[str, tuple[Change, str, list[tuple[str, int, str, str]]]] = {
    "all is right": (lambda root: None, "data/visits.csv", []),
    "a wrong cell": (
        _put("data/visits.csv", "id,place,after\n0,a,\n2,b,\n"),
        "data/visits.csv",
        [("data/visits.csv", 2, "id", "constraint-minimum")],
    ),
    "a wrong cell in the table's other file": (
        _put("data/more.csv", "id,place,after\n0,a,\n"),
        "data/visits.csv",
        [("data/more.csv", 2, "id", "constraint-minimum")],
    ),
    "a key that the other file repeats": (
        _put("data/more.csv", "id,place,after\n1,a,\n"),
        "data/more.csv",
        [("data/more.csv", 2, "id", "primary-key")],
    ),
    "a ragged row": (
        _put("data/visits.csv", "id,place,after\n1,a\n"),
        "data/visits.csv",
        [("data/visits.csv", 2, "", "text-ragged-row")],
    ),
    "a reference to a row that is not there": (
        _put("data/visits.csv", "id,place,after\n1,c,\n2,a,9\n"),
        "data/visits.csv",
        [("data/visits.csv", 2, "place", "foreign-key"), ("data/visits.csv", 3, "after", "foreign-key")],
    ),
    "faults of a table that refers to it": (
        _put("data/visits.csv", "id,place,after\n0,c,\n"),
        "data/places.csv",
        [],
    ),
    "a fault of the table that is referred to, elsewhere": (
        _put("data/places.csv", "id,n\na,x\nb,2\n"),
        "data/visits.csv",
        [],
    ),
    "a fault where it is referred to": (
        _put("data/places.csv", "id,n\n,1\nb,2\n"),
        "data/visits.csv",
        [("data/visits.csv", 0, "place", DROPPED)],
    ),
    "a table that is referred to and cannot be read": (
        _put("data/places.csv", "id,n\na\n"),
        "data/visits.csv",
        [("data/visits.csv", 0, "place", DROPPED)],
    ),
    "a table that is referred to and is not there": (
        _remove("data/places.csv"),
        "data/visits.csv",
        [("data/visits.csv", 0, "place", DROPPED)],
    ),
    "a table that is referred to, whose schema is broken": (
        _put("schemas/places.json", "{"),
        "data/visits.csv",
        [("data/visits.csv", 0, "place", DROPPED)],
    ),
    "its own schema is broken": (
        _put("schemas/places.json", "{"),
        "data/places.csv",
        [("schemas/places.json", 1, "", "descriptor-json")],
    ),
    "a broken schema that it shares": (
        lambda root: (_described(notes={"schema": "schemas/places.json"})(root), _put("schemas/places.json", "{")(root)),
        "data/notes.csv",
        [("schemas/places.json", 1, "", "descriptor-json")],
    ),
    "a fault of another resource in the descriptor": (_described(notes={"name": "No"}), "data/visits.csv", []),
    "a fault of the package in the descriptor": (_described(descriptor={"licences": []}), "data/visits.csv", []),
    "a fault of its own in the descriptor": (
        _described(visits={"dialect": {"delimiter": 1}}),
        "data/visits.csv",
        [("datapackage.json", 0, "", "descriptor-type")],
    ),
    "its size": (
        _described(notes={"bytes": 1}),
        "data/notes.csv",
        [("data/notes.csv", 0, "", "file-bytes")],
    ),
    "another one's size": (_described(notes={"bytes": 1}), "data/visits.csv", []),
    "its layout": (
        lambda root: (
            _described(descriptor={"packpress:layout": "canonical"})(root),
            _put("data/places.csv", "id,n\nb,2\na,1\n")(root),
        ),
        "data/places.csv",
        [("data/places.csv", 2, "", "layout")],
    ),
    "another one's layout": (
        lambda root: (
            _described(descriptor={"packpress:layout": "canonical"})(root),
            _put("data/places.csv", "id,n\nb,2\na,1\n")(root),
        ),
        "data/visits.csv",
        [],
    ),
    "a stale output": (_put("data/places.csv", "id,n\na,1\nb,3\n"), "data/places.csv", []),
    "an output that is not there": (_remove("places.parquet"), "data/places.csv", []),
    "its other file is not there": (
        _remove("data/more.csv"),
        "data/visits.csv",
        [("data/more.csv", 0, "", "file-missing")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_of_the_table_alone(case: str, root: Path) -> None:
    change, file, expected = CASES[case]
    change(root)
    report = validate(root / file)
    assert [(issue.path, issue.line, issue.column, issue.rule) for issue in report.issues] == expected
    assert (report.layers, report.file) == (("files", "cells"), file)


@pytest.mark.parametrize("case", CASES)
def test_the_whole_check_finds_what_is_said_of_the_table_alone(case: str, root: Path) -> None:
    change, file, _ = CASES[case]
    change(root)
    alone, whole = validate(root / file).issues, validate(root).issues
    assert [issue for issue in alone if issue not in whole and issue.rule != DROPPED] == []


def test_a_reference_that_was_not_judged_is_a_warning_that_names_the_other_table(root: Path) -> None:
    _put("data/places.csv", "id,n\n,1\n")(root)
    report = validate(root / "data" / "visits.csv")
    assert (report.valid, report.warnings) == (True, 1)
    message = "refers to places, which has errors, so the reference was not checked; check places first"
    assert report.issues[0].message == message


# what is asked → what is said
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "an output": (
        lambda root: validate(root / "places.parquet"),
        'places.parquet: is built from the table "places"; give the file of that table, or ',
    ),
    "full": (lambda root: validate(root / "data" / "notes.csv", full=True), "data/notes.csv: full=True checks a whole package"),
    "rules without full": (lambda root: validate(root, rules="x.py"), "a rules file runs only with full=True"),
}


@pytest.mark.parametrize("asked", REFUSED)
def test_what_one_table_cannot_have_is_refused(asked: str, root: Path) -> None:
    call, said = REFUSED[asked]
    with pytest.raises(packpress.PackpressError) as error:
        call(root)
    assert str(error.value).startswith(said)


def test_a_table_that_is_lost_in_a_broken_descriptor_is_no_valid_one(root: Path) -> None:
    listed = [{"name": f"r{number}", "path": "data/notes.csv"} for number in range(10_001)]
    _write(root, descriptor={"resources": listed})
    with pytest.raises(packpress.PackageError, match="cannot be checked alone because the descriptor has errors; validate "):
        validate(root / "data" / "notes.csv")


def test_the_descriptor_may_lie_far_above(root: Path) -> None:
    deep = root / "data" / "a" / "b"
    deep.mkdir(parents=True)
    shutil.copy(root / "data" / "notes.csv", deep)
    _write(root, notes={"path": "data/a/b/notes.csv"})
    assert validate(deep / "notes.csv").file == "data/a/b/notes.csv"
