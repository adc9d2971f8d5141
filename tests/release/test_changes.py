"""The file of changes since an earlier release makes the new tables from the old ones."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from packpress.changes.cells.formats import read_json_lines
from packpress.changes.cells.model import TextTable
from packpress.changes.cells.replay import replay
from tests.conftest import PackageFolder
from tests.release.conftest import COMMAND, ROOT, VERSION, commit_files, git, run_release

pytestmark = pytest.mark.slow  # two releases take 40 s
OLD_VERSION = "0.0.9"


def tables_of(checkout: Path) -> dict[str, TextTable]:
    """The tables that people edit, as texts."""
    found = {}
    for resource in json.loads((checkout / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if resource["path"].endswith(".csv"):
            header, *rows = csv.reader(io.StringIO((checkout / resource["path"]).read_text(encoding="utf-8")))
            found[resource["name"]] = TextTable(tuple(header), tuple(map(tuple, rows)))
    return found


def in_order(tables: Mapping[str, TextTable]) -> dict[str, TextTable]:
    return {name: TextTable(table.columns, tuple(sorted(table.rows))) for name, table in sorted(tables.items())}


def as_before(folder: Path) -> None:
    """Changes the files to those of an earlier version: with another title, a row less and a row more."""
    package = PackageFolder(folder)
    key = package.rows("events")[0]["id"]
    package.set("events", key, title="An earlier, title", note="")
    package.write("areas", package.rows("areas")[:-1])
    package.add("substances", id="sub-earlier", name="earlier", kind="class", note='with "quotes"')
    descriptor = folder / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace(f'"version": "{VERSION}"', f'"version": "{OLD_VERSION}"'), encoding="utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a tag on an earlier state, and the files as they are."""
    folder = commit_files(tmp_path_factory.mktemp("since") / "repository")
    kept = {name: (folder / name).read_bytes() for name in git(folder, "ls-files", "data/*.csv", "datapackage.json").split()}
    as_before(folder)
    git(folder, "commit", "--quiet", "--all", "--message", "Go back")
    git(folder, "tag", f"v{OLD_VERSION}")
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    git(folder, "commit", "--quiet", "--all", "--message", "Come again")
    return folder


def test_the_changes_since_the_last_tag_make_the_new_tables_from_the_old_ones(repository: Path, tmp_path: Path) -> None:
    made = run_release(repository, tmp_path / "out")
    (file,) = (made / "changes").glob("*.jsonl")
    assert file.name == f"{OLD_VERSION}..{VERSION}.jsonl"
    with file.open(encoding="utf-8", newline="\n") as lines:
        changes = list(read_json_lines(lines, file.name))
    assert {line.table for line in changes} == {"areas", "events", "substances"}
    new = tables_of(repository)
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "old"), f"v{OLD_VERSION}")
    old = tables_of(tmp_path / "old")
    assert in_order(old) != in_order(new) == in_order(tables_of(ROOT))
    assert in_order(replay(old, changes)) == in_order(new)
    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        assert len(list(csv.reader(rows))) == len(changes) + 1
    command = [str(COMMAND), "verify", str(made), "--against", "HEAD"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("valid: 0 errors, 0 warnings (checked: release, tables, descriptions, commit)\n", "")
