"""``new``: what the command prints and how it exits; the record itself is tested beside the tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.check.validate import validate
from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Capture = pytest.CaptureFixture[str]
SCHEMA = {
    "fields": [
        {"name": "id", "title": "Identifier", "constraints": {"pattern": "e-[a-z]+(-[a-z]+)*"}, "type": "string"},
        {
            "name": "kind",
            "description": "What sort of thing it is.",
            "type": "string",
            "constraints": {"required": True, "enum": ["open", "closed"]},
            "categories": [{"value": "open", "label": "Anyone may come"}, {"value": "closed", "label": "By invitation"}],
            "example": "open",
        },
        {"name": "part_of", "type": "string", "example": "e-larger-thing"},
        {"name": "share", "type": "number", "constraints": {"minimum": 0, "exclusiveMaximum": 1}, "packpress:unit": "1"},
    ],
    "primaryKey": "id",
    "foreignKeys": [{"fields": ["part_of"], "reference": {"fields": ["id"]}}],
}


def new(root: Path, capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(["new", *arguments, str(root)])
    return code, *capsys.readouterr()


@pytest.mark.parametrize(("arguments", "golden"), [((), "new-placeholder.txt"), (("--id", "e-thing"), "new-id.txt")])
def test_the_columns_are_listed_as_the_golden_file_has_them(
    arguments: tuple[str, ...], golden: str, make_package: PackageMaker, capsys: Capture
) -> None:
    root = make_package(SCHEMA, "id,kind,part_of,share\n")
    assert new(root, capsys, "table", *arguments) == (0, (GOLDEN / golden).read_text(encoding="utf-8"), "")


def test_the_checker_names_what_is_still_missing(letters: PackageFolder, capsys: Capture) -> None:
    code, out, _ = new(letters.root, capsys, "visits", "--id", "v-new")
    line = letters.line("visits", "v-new")
    assert (code, out.split("\n")[0]) == (0, f"data/visits.csv:{line}: a new record, v-new")
    named = [issue.column for issue in validate(letters.root).issues if issue.rule != "file-missing"]
    required = [text.split(" ")[0] for text in out.split("\n") if text.endswith(" (required)")]
    assert sorted(required) == named == sorted(set(named))


# arguments → the beginning of what is said
REFUSED = {
    "a table that there is not": (
        ("nope",),
        '"nope" is not a table that has a schema and is edited by hand; these are: tab',
    ),
    "a name that does not print": (("a\nb",), '"a\\nb" is not a table'),
    "an id that exists": (("table", "--id", "e-a"), 'the id "e-a" is or was that of another record'),
    "an id that breaks the pattern": (("table", "--id", "E"), 'the id "E" does not match the pattern'),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_exits_with_2_and_changes_nothing(
    arguments: tuple[str, ...], said: str, make_package: PackageMaker, capsys: Capture
) -> None:
    text = "id,kind,part_of,share\ne-a,open,,\n"
    root = make_package(SCHEMA, text)
    code, out, err = new(root, capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"packpress: {said}")
    assert (root / "data.csv").read_text(encoding="utf-8") == text


def test_a_descriptor_with_a_fault_takes_no_record(make_package: PackageMaker, capsys: Capture) -> None:
    other = {"name": "other", "path": "other.csv", "schema": {"fields": []}}
    root = make_package(SCHEMA, "id,kind,part_of,share\n")
    table = {"name": "table", "path": "data.csv", "schema": SCHEMA}
    (root / "datapackage.json").write_text(json.dumps({"resources": [table, other]}), encoding="utf-8")
    said = 'packpress: datapackage.json: resource "other": the schema has no "fields"; list every column in order\n'
    assert new(root, capsys, "table") == (2, "", said)
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,kind,part_of,share\n"


def test_what_is_made_by_the_build_takes_no_record(letters: PackageFolder, capsys: Capture) -> None:
    assert new(letters.root, capsys, "visits-parquet")[0] == 2


def test_no_words_of_a_package_begin_a_line_or_reach_the_terminal(make_package: PackageMaker, capsys: Capture) -> None:
    hostile = "a\n::error::x\r\x1b[31m\u202e"
    field = {"name": hostile, "title": hostile, "description": f"{hostile} " * 100, "example": hostile, "type": "string"}
    root = make_package({"fields": [{"name": "id"}, field], "primaryKey": "id"}, "", resource={"path": "b\u202ec.csv"})
    (root / "b\u202ec.csv").write_bytes(f'id,"{hostile}"\n'.encode())
    for line in "".join(new(root, capsys, "table", "--id", "k")[1:]).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
