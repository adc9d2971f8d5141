"""A package may name the parts of a table: any build without --full writes them, and every check compares them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import PackageMaker

from packpress.check.splits.executor import LocalExecutor
from packpress.check.validate import validate
from packpress.cli import main
from packpress.errors import PackageError
from packpress.issue import Issue
from packpress.publish import streamed
from packpress.publish.build import build
from packpress.publish.streamed import build_streamed

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "share", "type": "number"}],
    "primaryKey": "id",
}
ROWS = "id,share\n" + "".join(f"{n},{n / 8}\n" for n in range(100, 200))
SIZE = 400


def _parts(count: int) -> list[str]:
    return [f"built/rows/part-{number:05}.parquet" for number in range(count)]


@pytest.fixture
def name_parts(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Makes a package that names so many parts of its table; the build makes three."""
    monkeypatch.setattr(streamed, "PART_SIZE", SIZE)

    def make(count: int, data: str = ROWS) -> Path:
        csv = {"name": "rows", "type": "table", "path": "data.csv", "schema": SCHEMA}
        made = {"name": "rows-parquet", "type": "table", "format": "parquet", "schema": "built/rows.json"}
        path = _parts(count) if count > 1 else "built/rows.parquet"
        return make_package(SCHEMA, data, descriptor={"resources": [csv, {**made, "path": path, "packpress:madeFrom": "rows"}]})

    return make


@pytest.mark.parametrize("executor", [None, LocalExecutor(SIZE)], ids=["threads", "executor"])
def test_a_build_writes_the_parts_that_are_named(executor: LocalExecutor | None, name_parts: Callable[[int], Path]) -> None:
    root = name_parts(3)
    assert build_streamed(root, executor=executor).stale == ("built/rows/", "built/rows.json")
    rows = pa.concat_tables(pq.read_table(root / path) for path in _parts(3))
    assert (rows["id"].to_pylist(), sorted(path.name for path in (root / "built").iterdir())) == (
        list(range(100, 200)),
        ["rows", "rows.json"],
    )
    assert [validate(root, full=full).issues for full in (False, True)] == [(), ()]
    assert build_streamed(root).fresh == ("built/rows/", "built/rows.json")


# how many parts are named → what the build says of it
COUNTS = {
    2: 'but "path" names 2; name "built/rows/part-00000.parquet" to "built/rows/part-00002.parquet"',
    4: 'but "path" names 4; name "built/rows/part-00000.parquet" to "built/rows/part-00002.parquet"',
}


@pytest.mark.parametrize(("count", "words"), COUNTS.items(), ids=map(str, COUNTS))
def test_another_number_of_parts_is_an_issue(count: int, words: str, name_parts: Callable[[int], Path]) -> None:
    root = name_parts(count)
    message = f'resource "rows-parquet": the build makes 3 parts of "rows", {words}'
    built = build_streamed(root)
    assert built.report.issues == (Issue("datapackage.json", 0, "", "", "descriptor-made-from", "error", message),)
    assert not (root / "built").exists()


def test_a_table_of_one_split_has_no_parts(name_parts: Callable[..., Path]) -> None:
    root = name_parts(2, "id,share\n1,2\n")
    (issue,) = build_streamed(root).report.issues
    remedy = 'but "path" names 2; name one path, such as "built/rows.parquet"'
    assert issue.message == f'resource "rows-parquet": the build makes one file of "rows", {remedy}'


def test_the_full_build_refuses_named_parts(name_parts: Callable[[int], Path]) -> None:
    root = name_parts(3)
    message = '"rows-parquet" is named in parts, and --full writes one file a table; build without --full, or name one path'
    with pytest.raises(PackageError, match=f"^{message}$"):
        build(root)
    assert build(root, out=root / "out").stale == (f"{root.as_posix()}/out/rows.parquet",)


def test_every_part_of_another_state_is_stale(name_parts: Callable[[int], Path]) -> None:
    root = name_parts(3)
    build_streamed(root)
    (root / "data.csv").write_text(ROWS.replace("150,", "250,"), encoding="utf-8")
    assert [(issue.path, issue.rule) for issue in validate(root).issues] == [(path, "output-stale") for path in _parts(3)]


def test_a_part_that_is_missing_is_reported(name_parts: Callable[[int], Path]) -> None:
    root = name_parts(3)
    build_streamed(root)
    (root / _parts(3)[1]).unlink()
    assert [(i.path, i.rule, i.message) for i in validate(root).issues] == [
        (_parts(3)[1], "file-missing", "the file is missing; run the build")
    ]
    assert build_streamed(root).stale == ("built/rows/",)


def _with_text(table: pa.Table) -> pa.Table:
    return table.set_column(1, "share", table["share"].cast(pa.string()))


# what becomes of the second part → the place that the message names
CHANGED: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "other rows": (lambda table: table.slice(1), "the 100 rows of data.csv"),
    "other columns": (_with_text, "the columns of data.csv"),
}


@pytest.mark.parametrize("case", CHANGED)
def test_values_of_the_parts_are_compared_together(case: str, name_parts: Callable[[int], Path]) -> None:
    change, place = CHANGED[case]
    root = name_parts(3)
    build_streamed(root)
    table = pq.read_table(file := root / _parts(3)[1])
    of_file = pq.read_metadata(file).metadata  # which has the hash of the sources
    pq.write_table(change(table).replace_schema_metadata(of_file), file)
    message = f"has another value than {place}, from which it was built; run the build"
    assert [(i.path, i.rule, i.message) for i in validate(root, full=True).issues] == [(_parts(3)[0], "output-stale", message)]


def test_a_change_of_one_path_to_parts_names_the_file_that_is_left(name_parts: Callable[[int], Path]) -> None:
    assert build_streamed(name_parts(1)).stale == ("built/rows.parquet", "built/rows.json")
    assert build_streamed(name_parts(3)).no_longer_made == ("built/rows.parquet",)
    assert build_streamed(name_parts(1)).no_longer_made == ("built/rows",)


def test_a_build_to_another_folder_does_not_heed_the_names(name_parts: Callable[[int], Path]) -> None:
    root = name_parts(7)
    assert build_streamed(root, out=root / "out").stale == (f"{root.as_posix()}/out/rows.parquet",)
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    assert len(raw["resources"][1]["path"]) == 7


def test_the_command_counts_every_part(name_parts: Callable[[int], Path], capsys: pytest.CaptureFixture[str]) -> None:
    root = name_parts(3)
    said = "wrote: built/rows/ (3 parts)\nwrote: built/rows.json\n1 table, 100 rows: rows 100\n4 files written, 0 fresh\n"
    assert (main(["build", str(root)]), capsys.readouterr().out) == (
        0,
        f"valid: 0 errors, 0 warnings (checked: files, cells)\n{said}",
    )
    fresh = "1 table, 100 rows: rows 100\n0 files written, 4 fresh\n"
    assert (main(["build", str(root)]), capsys.readouterr().out) == (
        0,
        f"valid: 0 errors, 0 warnings (checked: files, cells)\n{fresh}",
    )
