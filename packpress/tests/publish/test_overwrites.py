"""The build writes over nothing that it did not make, and says so before it writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.conftest import PackageMaker

from packpress.check.splits.executor import LocalExecutor
from packpress.issue import Issue
from packpress.publish.build import build
from packpress.publish.outputs import Built
from packpress.publish.streamed import build_streamed

SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}]}
FULL, QUICK = build, build_streamed


def _made(**more: Any) -> dict[str, Any]:
    made = {"name": "m", "type": "table", "path": "m.parquet", "format": "parquet", "packpress:madeFrom": "t"}
    return {**made, **more}


def _other(**more: Any) -> dict[str, Any]:
    return _made(name="n", **{"packpress:madeFrom": "u", **more})


PARTS = ["docs/part-00000.parquet", "docs/part-00001.parquet"]
# what a made file would take the place of → the made resources
TAKEN: dict[str, list[dict[str, Any]]] = {
    "the descriptor": [_made(path="datapackage.json")],
    "the table": [_made(path="./t.csv")],
    "another table": [_made(path="u.csv")],
    "a schema": [_made(path="schemas/t.json")],
    "the same through a link": [_made(path="linked/t.json")],
    "a link to a table": [_made(path="link.parquet")],
    "a link to nothing": [_made(path="nothing.parquet")],
    "a file outside": [_made(path="outside.parquet")],
    "a folder": [_made(path="schemas")],
    "a file as a folder": [_made(path="t.csv/m.parquet")],
    "a file of no table": [_made(path="README.md")],
    "the codebook": [_made(path="docs/codebook.md")],
    "the descriptor, by its schema": [_made(schema="datapackage.json")],
    "a schema, by its schema": [_made(schema="schemas/t.json")],
    "a dialect, by its schema": [_made(schema="dialect.json")],
    "a file of no table, by its schema": [_made(schema="package.json")],
    "itself": [_made(schema="m.parquet")],
    "another made table": [_made(), _other()],
    "another in other letter case": [_made(), _other(path="M.parquet")],
    "another as a folder": [_made(), _other(path="m.parquet/n.parquet")],
    "another's folder": [_made(path="m.parquet/n.parquet"), _other()],
    "another's schema": [_made(schema="m.json"), _other(path="n.parquet", schema="m.json")],
    "one of two from the same table": [_made(), _made(name="n", path="n.parquet")],
    "several paths": [_made(path=["m.parquet", "n.parquet"])],
    "parts where a file is that no build made": [_made(path=PARTS)],
    "parts in the folder of a schema": [_made(path=["schemas/part-00000.parquet", "schemas/part-00001.parquet"])],
    "a schema in the folder of the parts": [_made(path=PARTS, schema="docs/m.json")],
    "parts where another is": [_made(path=PARTS), _other(path="docs/n.parquet")],
    "another where parts are": [_other(path="docs/n.parquet"), _made(path=PARTS)],
    "parts from the second on": [_made(path=[PARTS[1], "docs/part-00002.parquet"])],
    "parts beside the descriptor": [_made(path=["part-00000.parquet", "part-00001.parquet"])],
}


def _package(root: Path, made: list[dict[str, Any]]) -> Path:
    (root / "schemas").mkdir(parents=True)
    (root.parent / "outside.txt").write_text("outside", encoding="utf-8")
    source = {"type": "table", "path": "t.csv", "schema": "schemas/t.json", "dialect": "dialect.json"}
    tables = [{"name": "t", **source}, {"name": "u", **source, "path": "u.csv"}]
    texts = {
        "datapackage.json": json.dumps({"name": "p", "resources": [*tables, *made]}),
        "schemas/t.json": json.dumps(SCHEMA),
        "dialect.json": "{}",
        "t.csv": "a\n1\n",
        "u.csv": "a\n2\n",
        "README.md": "# Read\n",
        "package.json": "{}",
    }
    (root / "docs").mkdir()
    if made[0].get("path") == PARTS and len(made) == 1:
        texts["docs/notes.md"] = "# Notes"
    for path, text in texts.items():
        (root / path).write_text(text, encoding="utf-8")
    for path, target in {
        "linked": "schemas",
        "link.parquet": "t.csv",
        "nothing.parquet": "nothing",
        "outside.parquet": "../outside.txt",
    }.items():
        (root / path).symlink_to(target)
    return root


def _files(root: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in root.rglob("*")}


@pytest.mark.parametrize("run", [FULL, QUICK])
@pytest.mark.parametrize("made", TAKEN.values(), ids=TAKEN)
def test_a_made_file_takes_the_place_of_no_other(
    made: list[dict[str, Any]], run: Callable[[Path], Built], tmp_path: Path
) -> None:
    root = _package(tmp_path / "package", made)
    before = _files(tmp_path)
    rules = {issue.rule for issue in run(root).report.issues if issue.severity == "error"}
    assert rules
    assert rules <= {"descriptor-made-from", "path-unsafe"}
    assert _files(tmp_path) == before


def test_a_page_of_others_is_not_the_codebook(tmp_path: Path) -> None:
    root = _package(tmp_path / "package", [_made(schema="m.json")])
    (root / "docs" / "codebook.md").write_text("# By hand\n", encoding="utf-8")
    before = _files(root)
    assert [(i.path, i.rule) for i in build(root).report.issues] == [("docs/codebook.md", "descriptor-made-from")]
    assert _files(root) == before
    assert build_streamed(root).stale == ("m.parquet", "m.json")


# first line of a codebook that an older or this version made
OWN = {
    "without a hash": "<!-- Made by `packpress build` from datapackage.json and the data. Do not edit. -->\n",
    "with a hash": f"<!-- Made by `packpress build` from all (sha256:{'0' * 64}). Do not edit. -->\n",
}


@pytest.mark.parametrize("line", OWN.values(), ids=OWN)
def test_a_codebook_of_any_version_is_written_over(line: str, tmp_path: Path) -> None:
    root = _package(tmp_path / "package", [_made(schema="m.json")])
    build(root)
    made = (root / "docs" / "codebook.md").read_bytes()
    (root / "docs" / "codebook.md").write_text(line, encoding="utf-8")
    assert build(root).stale == ("docs/codebook.md",)
    assert (root / "docs" / "codebook.md").read_bytes() == made


PARTED = {"fields": [{"name": "a", "type": "integer"}], "primaryKey": "a"}
NUMBERS = "a\n" + "".join(f"{n}\n" for n in range(100, 200))


def _in_parts(root: Path, out: Path | None = None) -> Built:
    return build_streamed(root, out=out, executor=LocalExecutor(100))


def _with_notes(root: Path) -> None:
    _in_parts(root)
    (root / "parquet" / "table" / "notes.md").write_text("# Notes\n", encoding="utf-8")


def _of_another(root: Path) -> None:
    _in_parts(root)
    table = pq.read_table(part := root / "parquet" / "table" / "part-00001.parquet")
    pq.write_table(table, part)


def _described(root: Path) -> None:
    _in_parts(root)
    (root / "parquet" / "datapackage.json").write_text('{"name": "example", "resources": [{"schema": {}}]}', encoding="utf-8")


def _described_for_another(root: Path) -> None:
    _in_parts(root)
    text = (file := root / "parquet" / "datapackage.json").read_text(encoding="utf-8")
    file.write_text(text.replace('"name": "example"', '"name": "other"'), encoding="utf-8")


NOT_MADE = "is where the build would write, but was not made by a build; move or remove it, or give another folder with --out"
# what is where the parts of a table or their descriptor would be written → what makes it, and the place that is named
KEPT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder with notes": (_with_notes, "parquet/table"),
    "a folder with Parquet of others": (_of_another, "parquet/table"),
    "an empty folder": (lambda root: (root / "parquet" / "table").mkdir(parents=True), "parquet/table"),
    "a descriptor of others": (_described, "parquet/datapackage.json"),
    "the descriptor of another package": (_described_for_another, "parquet/datapackage.json"),
}


@pytest.mark.parametrize("case", KEPT)
def test_parts_take_the_place_of_nothing_that_no_build_made(case: str, make_package: PackageMaker) -> None:
    prepare, place = KEPT[case]
    prepare(root := make_package(PARTED, NUMBERS))
    before = _files(root)
    issue = Issue(place, 0, "", "", "descriptor-made-from", "error", NOT_MADE)
    assert (_in_parts(root).report.issues, _files(root)) == ((issue,), before)


def test_the_descriptor_of_the_parts_is_not_written_over_that_of_the_package(make_package: PackageMaker) -> None:
    root = make_package(PARTED, NUMBERS)
    message = "is where the build would write, but is datapackage.json; give a folder of its own with --out"
    issue = Issue(f"{root.as_posix()}/datapackage.json", 0, "", "", "descriptor-made-from", "error", message)
    assert _in_parts(root, root).report.issues == (issue,)
