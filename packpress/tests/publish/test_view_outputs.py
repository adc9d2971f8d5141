"""The build writes the result of each view as CSV and Parquet, the same bytes in each build, or writes nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.errors import LostValueError
from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.build import build
from packpress.publish.outputs import Built
from packpress.publish.parquet.table import typed_columns
from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from tests.conftest import ViewAsker

WAYS = pytest.mark.parametrize("way", [build, build_streamed])
Way = Callable[..., Built]
FLEET = """\
port_id,label,ferries,ids,large_seats,depth
aa,Aarhus,2,f-1 f-2,120,12.5
bg,Bergen (closed),1,f-3,,
cx,Cuxhaven,0,,,9
"""
MADE = [f"parquet/views/{name}.{ending}" for name in ("fleet", "starts") for ending in ("parquet", "csv")]


def change(root: Path, **properties: Any) -> dict[str, Any]:
    """Changes the descriptor; returns it."""
    raw = {**json.loads((root / "datapackage.json").read_text(encoding="utf-8")), **properties}
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    return raw


def hashes(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def named(root: Path) -> Path:
    """Names the outputs of the package."""
    raw = change(root)
    made = [
        {"name": f"{name}-parquet", "type": "table", "path": f"data/built/{name}.parquet", "format": "parquet",
         "schema": f"data/built/{name}.json", "packpress:madeFrom": name}
        for name in ("ports", "ferries")
    ]  # fmt: skip
    change(root, resources=[*raw["resources"], *made])
    return root


@WAYS
def test_each_view_is_published_as_csv_and_parquet(way: Way, ferries: Path) -> None:
    built = way(ferries)
    assert (built.report.issues, [path for path in built.stale if "/views/" in path]) == ((), MADE)
    folder = ferries / "parquet" / "views"
    assert (folder / "fleet.csv").read_bytes() == FLEET.encode()
    table = pq.read_table(folder / "starts.parquet")
    assert table.to_pydict() == {
        "ferry_id": ["f-2", "f-1", "f-3"],
        "began": ["1999-12-31", "2001-05", "2010/2012"],
        "first_day": [date(1999, 12, 31), date(2001, 5, 1), date(2010, 1, 1)],
        "last_day": [date(1999, 12, 31), date(2001, 5, 31), date(2012, 12, 31)],
        "first_year": [1999, 2001, 2010],
    }
    metadata = {name.decode(): text.decode() for name, text in (table.schema.metadata or {}).items()}
    assert (metadata["title"], metadata["description"]) == ("Ferries: Starts", "When did each service begin?")
    assert [field.nullable for field in table.schema] == [False, True, True, True, True]


def test_both_builds_and_every_run_write_the_same_bytes(ferries: Path, tmp_path: Path) -> None:
    for number, way in enumerate((build, build_streamed, build)):
        assert way(ferries, out=tmp_path / str(number)).report.issues == ()
    first, *others = (hashes(tmp_path / str(number) / "views") for number in range(3))
    assert sorted(first) == ["fleet.csv", "fleet.parquet", "starts.csv", "starts.parquet"]
    assert others == [first, first]


@WAYS
def test_a_second_build_finds_the_outputs_fresh(way: Way, ferries: Path) -> None:
    way(ferries)
    again = way(ferries, check_only=True)
    assert (again.stale, set(again.fresh) >= set(MADE)) == ((), True)


@WAYS
def test_named_outputs_have_the_views_with_their_schemas_beside_them(way: Way, ferries: Path) -> None:
    assert way(named(ferries)).report.issues == ()
    schema = json.loads((ferries / "data" / "built" / "views" / "fleet.json").read_text(encoding="utf-8"))
    assert schema.pop(SOURCE_HASH).startswith("sha256:")
    assert schema == json.loads((ferries / "views" / "fleet.json").read_text(encoding="utf-8"))
    assert validate(ferries).issues == ()
    assert validate(ferries, full=True).issues == () or way is build_streamed  # which writes no codebook


# what is changed after a build → which files of the views are then stale
STALE: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a table": (
        lambda root: edit(root / "data/ports.csv", "Bergen", "Bergen C"),
        ["data/built/views/fleet.csv", "data/built/views/fleet.parquet"],
    ),
    "the SQL": (
        lambda root: edit(root / "views/starts.sql", "IS NOT NULL", "< '2005'"),
        ["data/built/views/starts.csv", "data/built/views/starts.parquet"],
    ),
    "the schema": (
        lambda root: edit(root / "views/fleet.json", "Number of ferries.", "How many."),
        ["data/built/views/fleet.json", "data/built/views/fleet.parquet"],
    ),
    "the result": (lambda root: edit(root / "data/built/views/fleet.csv", "Bergen", "Oslo"), ["data/built/views/fleet.csv"]),
    "a comment of the SQL": (lambda root: edit(root / "views/fleet.sql", "One row", "A row"), []),
}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("case", STALE)
def test_validate_and_the_build_find_stale_results(case: str, ferries: Path) -> None:
    build_streamed(named(ferries))
    act, expected = STALE[case]
    act(ferries)
    found = sorted(issue.path for issue in validate(ferries).issues if issue.rule == "output-stale" and "views" in issue.path)
    assert found == expected
    assert sorted(path for path in build_streamed(ferries, check_only=True).stale if "views" in path) == expected
    build_streamed(ferries)
    assert validate(ferries).issues == ()


def test_missing_results_are_reported_if_the_package_names_its_outputs(ferries: Path) -> None:
    assert validate(ferries).issues == ()
    build_streamed(named(ferries))
    (ferries / "data" / "built" / "views" / "fleet.csv").unlink()
    found = [(issue.path, issue.rule, issue.message) for issue in validate(ferries).issues]
    assert found == [("data/built/views/fleet.csv", "file-missing", "the file is missing; run the build")]


@WAYS
def test_results_of_a_view_that_is_gone_are_no_longer_made(way: Way, ferries: Path) -> None:
    way(ferries)
    raw = change(ferries)
    change(ferries, **{"packpress:views": raw["packpress:views"][1:]})
    assert way(ferries).no_longer_made == ("parquet/views/fleet.parquet", "parquet/views/fleet.csv")
    assert validate(ferries).issues == ()


# what is where the build would write → its path, its content, and the message
FOREIGN = {
    "a CSV of somebody": ("parquet/views/fleet.csv", b"a\n", "was not made by a build; move or remove it"),
    "Parquet of somebody": ("parquet/views/fleet.parquet", b"PAR1", "was not made by a build; move or remove it"),
}


@WAYS
@pytest.mark.parametrize("case", FOREIGN)
def test_nothing_is_written_over_a_file_of_somebody_else(case: str, way: Way, ferries: Path) -> None:
    path, data, words = FOREIGN[case]
    (ferries / path).parent.mkdir(parents=True)
    (ferries / path).write_bytes(data)
    built = way(ferries)
    (issue,) = built.report.issues
    message = f"is where the build would write, but {words}, or give another folder with --out"
    assert (issue.path, issue.rule, issue.message) == (path, "descriptor-made-from", message)
    assert hashes(ferries / "parquet") == {Path(path).relative_to("parquet").as_posix(): hashlib.sha256(data).hexdigest()}


@WAYS
def test_the_sql_of_a_view_is_never_written_over(way: Way, ferries: Path) -> None:
    raw = named(ferries)
    described = change(raw)
    (ferries / "data" / "built" / "views").mkdir(parents=True)
    (ferries / "views" / "fleet.json").rename(ferries / "data" / "built" / "views" / "fleet.json")
    views = [{**described["packpress:views"][0], "schema": "data/built/views/fleet.json"}]
    change(ferries, **{"packpress:views": views})
    (issue,) = way(ferries).report.issues
    message = 'is where the build would write, but is the schema of the view "fleet"; move it to another folder'
    assert (issue.path, issue.message) == ("data/built/views/fleet.json", message)


@WAYS
def test_a_wrong_view_stops_the_whole_build(way: Way, ask: ViewAsker) -> None:
    root = ask("SELECT id FROM ferries")
    built = way(root)
    assert ([issue.rule for issue in built.report.issues], built.stale) == (["view-order"], ())
    assert not (root / "parquet").exists()


def test_an_ignored_error_of_a_view_publishes_nothing(ask: ViewAsker, capsys: pytest.CaptureFixture[str]) -> None:
    root = ask("SELECT id FROM ferries")
    assert main(["build", str(root), "--ignore", "view-order"]) == 1
    assert "nothing was published: errors of view-order" in capsys.readouterr().out
    assert not (root / "parquet").exists()


@WAYS
def test_a_fault_while_results_are_written_leaves_each_file_whole(
    way: Way, ferries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way(ferries)
    before = hashes(ferries / "parquet" / "views")
    edit(ferries / "data" / "ports.csv", "Bergen", "Bergen C")
    edit(ferries / "views" / "starts.sql", "IS NOT NULL", "< '2005'")
    module: Any = sys.modules[way.__module__]
    write = module.write_file

    def fail(file: Path, data: bytes) -> None:
        if file.name == "fleet.csv":
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        write(file, data)

    monkeypatch.setattr(module, "write_file", fail)
    with pytest.raises(OSError, match="No space left"):
        way(ferries)
    after = hashes(ferries / "parquet" / "views")
    assert sorted(after) == sorted(before)
    assert {name for name in after if after[name] != before[name]} == {"fleet.parquet"}
    monkeypatch.setattr(module, "write_file", write)
    assert sorted(path for path in way(ferries).stale if "views" in path) == [
        "parquet/views/fleet.csv",
        "parquet/views/starts.csv",
        "parquet/views/starts.parquet",
    ]


def test_parquet_that_differs_from_the_csv_is_not_published(ferries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.publish.view_outputs.typed_columns", lambda *given: typed_columns(*given).slice(1))
    with pytest.raises(LostValueError, match="was not published"):
        build_streamed(ferries)
    assert not (ferries / "parquet").exists()


def test_a_number_that_only_a_decimal_holds_is_published_as_one(ask: ViewAsker) -> None:
    root = ask("SELECT '12345678901234567890.5' AS n", {"n": "number"})
    assert build_streamed(root).report.issues == ()
    (value,) = pq.read_table(root / "parquet" / "views" / "asked.parquet")["n"].to_pylist()
    assert str(value) == "12345678901234567890.5"


def test_links_to_passages_can_be_read(letters: Any) -> None:
    root: Path = letters.root
    sql = "SELECT id, link FROM sentences WHERE link IS NOT NULL ORDER BY id"
    (root / "links.sql").write_text(sql, encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "link", "type": "string", "format": "uri"}]}
    change(root, **{"packpress:views": [{"name": "links", "path": "links.sql", "schema": schema}]})
    assert validate(root).valid_but_for_outputs or {issue.rule for issue in validate(root).issues} == {"file-missing"}
    assert build(root, rules=root / "rules.py").report.issues == ()
    package, _ = read_package(root)
    made = package.made_from("sentences", "parquet")
    assert made is not None
    published = pq.read_table(root / made.paths[0]).select(["id", "link"]).to_pylist()
    result = pq.read_table((root / made.paths[0]).parent / "views" / "links.parquet").to_pylist()
    assert result == [row for row in published if row["link"] is not None]
    assert len(result) > 1
