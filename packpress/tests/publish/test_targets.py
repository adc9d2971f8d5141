"""A package that names no outputs gets Parquet for every table, in its folder ``parquet`` or in another one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.issue import Findings
from packpress.package.descriptor import read_package
from packpress.publish.build import build
from packpress.publish.outputs import Built
from packpress.publish.overwrites import check_foreign
from packpress.publish.streamed import build_streamed
from packpress.publish.targets import Target, Targets

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "year", "type": "year"}],
    "primaryKey": ["id"],
}
TABLES = ("parquet/a.parquet", "parquet/b.parquet")
WAYS = pytest.mark.parametrize("way", [build, build_streamed])
Way = Callable[..., Built]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two tables of CSV, one of Parquet, one without a schema, and an attachment."""
    root = tmp_path / "package"
    root.mkdir()
    listed: list[dict[str, Any]] = [{"name": name, "path": f"{name}.csv", "schema": SCHEMA} for name in "ab"]
    listed.append({"name": "c", "path": "c.parquet", "schema": SCHEMA})
    listed += [{"name": "d", "path": "d.csv"}, {"name": "e", "path": "e.txt"}]
    for name in "abd":
        (root / f"{name}.csv").write_text("id,year\n1,2024\n2,1066\n", encoding="utf-8")
    (root / "e.txt").write_text("text", encoding="utf-8")
    pq.write_table(pa.table({"id": [1], "year": [2024]}), root / "c.parquet")
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": listed}), encoding="utf-8")
    return root


def files(root: Path) -> dict[str, str]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def change(root: Path, **properties: Any) -> None:
    """Changes the descriptor."""
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (root / "datapackage.json").write_text(json.dumps({**raw, **properties}), encoding="utf-8")


@WAYS
def test_every_table_gets_its_parquet_and_no_codebook(way: Way, package: Path) -> None:
    before = set(files(package))
    built = way(package)
    assert (built.report.valid, built.rows["b"], built.stale, built.fresh) == (True, 2, TABLES, ())
    assert built.left_out == ("c (Parquet already)", "d (no schema)")
    assert set(files(package)) - before == set(TABLES)
    assert pq.read_table(package / TABLES[0]).to_pydict() == {"id": [1, 2], "year": [2024, 1066]}
    assert b"packpress:sourceHash" in (pq.read_metadata(package / TABLES[0]).metadata or {})


@WAYS
def test_a_second_build_is_fresh_and_a_check_names_what_is_stale(way: Way, package: Path) -> None:
    way(package)
    built = files(package)
    assert (way(package).fresh, files(package)) == (TABLES, built)
    (package / "b.csv").write_text("id,year\n1,2025\n", encoding="utf-8")
    before = files(package)
    checked = way(package, check_only=True)
    assert (checked.fresh, checked.stale, files(package)) == (TABLES[:1], TABLES[1:], before)


@WAYS
def test_a_check_of_the_package_finds_nothing_new_after_the_build(way: Way, package: Path) -> None:
    before = validate(package).issues
    way(package)
    assert validate(package).issues == before


@WAYS
def test_another_folder_gets_every_table_even_if_the_package_names_outputs(way: Way, package: Path, tmp_path: Path) -> None:
    raw = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    made = {"name": "m", "path": "m.parquet", "format": "parquet", "schema": "m.json", "packpress:madeFrom": "a"}
    change(package, resources=[*raw["resources"], made])
    before = files(package)
    out = tmp_path / "deep" / "release"
    built = way(package, out=out)
    assert built.stale == (f"{out}/a.parquet", f"{out}/b.parquet")
    assert (set(files(out)), files(package)) == ({"a.parquet", "b.parquet"}, before)
    assert way(package, out=out).fresh == built.stale
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command_says_what_was_left_out(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(package)]) == 0
    assert capsys.readouterr().out.splitlines()[-5:] == [
        *(f"wrote: {path}" for path in TABLES),
        "not built: c (Parquet already), d (no schema)",
        "2 tables, 4 rows: a 2, b 2",
        "2 files written, 0 fresh",
    ]


def test_the_codebook_is_written_if_asked_for_and_then_kept_up_to_date(package: Path, tmp_path: Path) -> None:
    assert build(package, out=tmp_path / "out", with_codebook=True).stale[-1] == f"{tmp_path}/out/codebook.md"
    assert build(package).stale == TABLES
    assert build(package, with_codebook=True).stale == ("docs/codebook.md",)
    assert build(package).fresh == (*TABLES, "docs/codebook.md")
    (package / "docs" / "codebook.md").write_text("# By hand\n", encoding="utf-8")
    assert build(package).fresh == TABLES
    issues = build(package, with_codebook=True).report.issues
    assert [(i.path, i.rule) for i in issues if i.severity == "error"] == [("docs/codebook.md", "descriptor-made-from")]


def test_the_codebook_needs_the_full_build(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--codebook", str(package)]) == 2
    message = "--codebook: the codebook is written only with --full; add --full or remove --codebook"
    assert capsys.readouterr().err == f"packpress: {message}\n"


def of_another_program(file: Path) -> None:
    pq.write_table(pa.table({"id": [1]}), file)


def cut_off(file: Path) -> None:
    file.write_bytes(b"PAR1")


def as_link(file: Path) -> None:
    (file.parent / "other.parquet").write_bytes(b"")
    file.symlink_to("other.parquet")


def as_dead_link(file: Path) -> None:
    file.symlink_to("nothing.parquet")


def as_folder(file: Path) -> None:
    file.mkdir()


FOREIGN = (of_another_program, cut_off, as_link, as_dead_link, as_folder)


@pytest.mark.parametrize("is_elsewhere", [False, True], ids=["in the package", "elsewhere"])
@pytest.mark.parametrize("make", FOREIGN)
@WAYS
def test_what_no_build_made_is_never_overwritten(
    way: Way, make: Callable[[Path], None], is_elsewhere: bool, package: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out" if is_elsewhere else package / "parquet"
    folder.mkdir()
    make(folder / "b.parquet")
    before = files(tmp_path)
    built = way(package, out=folder if is_elsewhere else None)
    assert not built.report.valid
    shown = f"{folder}/b.parquet" if is_elsewhere else "parquet/b.parquet"
    assert {i.path for i in built.report.issues if i.severity == "error"} == {shown}
    assert (built.stale, files(tmp_path)) == ((), before)


@WAYS
def test_a_file_of_the_package_is_never_overwritten(way: Way, package: Path) -> None:
    way(package)
    raw = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    change(package, resources=[*raw["resources"], {"name": "f", "path": "parquet/b.parquet", "schema": SCHEMA}])
    before = files(package)
    issues = [(i.path, i.rule, i.message) for i in way(package).report.issues if i.severity == "error"]
    message = 'is where the build would write, but is a file of "f"; give a folder of its own with --out'
    assert (issues, files(package)) == ([("parquet/b.parquet", "descriptor-made-from", message)], before)
    assert way(package, out=package / "release").report.valid


@WAYS
def test_a_folder_that_leads_out_of_the_package_is_refused_unless_it_is_given(way: Way, package: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (package / "parquet").symlink_to(tmp_path / "outside")
    assert {i.rule for i in way(package).report.issues if i.severity == "error"} == {"path-unsafe"}
    assert files(tmp_path / "outside") == {}
    assert way(package, out=package / "parquet").stale == (f"{package}/parquet/a.parquet", f"{package}/parquet/b.parquet")


def test_two_tables_whose_names_differ_by_case_are_refused(package: Path) -> None:
    read, _ = read_package(package)
    places = ("parquet/a.parquet", "parquet/A.parquet")
    targets = Targets({place: Target(package / place, place, is_named=False) for place in places}, {})
    findings = Findings()
    check_foreign(read, targets, findings)
    message = (
        "is where the build would write, but is where the build would write another table; give a folder of its own with --out"
    )
    assert [(i.path, i.message) for i in findings.report().issues] == [("parquet/A.parquet", message)]


@WAYS
def test_a_wrong_cell_leaves_nothing_behind(way: Way, package: Path, tmp_path: Path) -> None:
    (package / "b.csv").write_text("id,year\n1,x\n", encoding="utf-8")
    before = files(tmp_path)
    assert not way(package, out=tmp_path / "out").report.valid
    assert (files(tmp_path), (tmp_path / "out").exists()) == (before, False)


@pytest.mark.parametrize("given", ["a file", "below a file"])
@WAYS
def test_a_folder_that_is_a_file_is_wrong_usage(
    way: Way, given: str, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = package / "e.txt" if given == "a file" else package / "e.txt" / "deep"
    options = ["--full"] if way is build else []
    assert main(["build", *options, "--out", str(out), str(package)]) == 2
    assert capsys.readouterr().err == f"packpress: {package}/e.txt: is not a folder; give another one with --out\n"


@pytest.mark.parametrize("out", ["", "new"])
@WAYS
def test_a_read_only_folder_is_named_before_anything_is_read(
    way: Way, out: str, package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)  # root may write to every folder
    options = [*(["--full"] if way is build else []), *(["--out", str(package / out)] if out else [])]
    assert main(["build", *options, str(package)]) == 2
    message = f"{package}: cannot be written to; make it writable, or give another folder with --out"
    assert capsys.readouterr().err == f"packpress: {message}\n"


def test_an_empty_name_of_a_folder_is_wrong_usage(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", str(package), "--out", ""])
    assert "argument --out: is empty; name a folder, such as release" in capsys.readouterr().err


@WAYS
def test_what_was_made_of_a_table_that_is_gone_is_named_and_kept(
    way: Way, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    way(package)
    way(package, out=out)
    of_another_program(package / "parquet" / "other.parquet")
    raw = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    change(package, resources=[raw["resources"][0] | {"name": "z"}, *raw["resources"][1:]])
    before = files(tmp_path)
    for found in (way(package, check_only=True), way(package), way(package)):
        assert found.no_longer_made == TABLES[:1]
    assert way(package, out=out).no_longer_made == (f"{out}/a.parquet",)
    assert before.items() <= files(tmp_path).items()
    assert main(["build", *(["--full"] if way is build else []), "--check", str(package)]) == 0
    assert "no longer made: parquet/a.parquet; remove it" in capsys.readouterr().out.splitlines()


@WAYS
def test_the_outputs_of_another_package_are_never_overwritten(way: Way, package: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    way(package, out=out)
    before = files(out)
    change(package, name="q")
    issues = [(i.path, i.rule, i.message) for i in way(package, out=out).report.issues if i.severity == "error"]
    message = 'was built from another package, "p"; remove it, or give another folder with --out'
    assert issues == [(f"{out}/{name}.parquet", "descriptor-made-from", message) for name in "ab"]
    assert files(out) == before
    way(package)
    change(package, name="r")
    assert way(package).report.valid
