"""The hooks, run by pre-commit itself: they touch the files of the commit and nothing else, and stage nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePath
from typing import Any

import pytest
import yaml
from tests.pulls.conftest import Repository

from packpress.cli import main
from packpress.commands.hook import find_packages

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
UNTIDY = 'id,name\na-bronte, Charlotte Brontë\na-austen,"Jane Austen"\na-dickens,Charles Dickens\n'


@pytest.fixture
def hooked(repository: Repository) -> Repository:
    """The repository with our hooks, which run the command of this environment in place of one installed from a registry."""
    hooks = [hook | {"language": "system", "additional_dependencies": []} for hook in HOOKS]
    repository.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    repository.commit()
    return repository


def run_hooks(repository: Repository, **more: str) -> subprocess.CompletedProcess[str]:
    """pre-commit on what is staged, as `git commit` runs it."""
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(repository.root.parent / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        **more,
    }
    command = [str(BIN / "pre-commit"), "run", "--verbose"]
    return subprocess.run(command, cwd=repository.root, env=environment, capture_output=True, check=False, text=True)


def publish(folder: Path) -> str:
    """Put what git tracks here into a repository of its own, as one that others name by its address; its only commit."""
    tracked = Repository(folder)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            tracked.write(name, (ROOT / name).read_bytes())
    tracked.git("init", "--quiet")
    tracked.commit()
    return tracked.git("rev-parse", "HEAD").strip()


@pytest.mark.slow  # pre-commit fetches what the hooks run on
def test_the_hooks_work_in_the_repository_of_somebody_else(repository: Repository, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    revision = publish(ours)
    chosen = [{"id": hook["id"]} for hook in HOOKS]
    config = {"repos": [{"repo": str(ours), "rev": revision, "hooks": chosen}]}
    repository.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    repository.commit()
    repository.replace("data/books.csv", "1816", "181O")
    repository.write("data/authors.csv", UNTIDY)
    repository.git("add", "--all", ".")
    done = run_hooks(repository, PATH=os.defpath)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "data/authors.csv: formatted" in done.stdout
    assert 'data/books.csv:2:year: "181O" is not a whole number; write digits only [type-integer]' in done.stdout


def test_the_hooks_are_as_pre_commit_wants_them() -> None:
    done = subprocess.run([BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=False)
    assert done.returncode == 0


def test_a_good_commit_passes(hooked: Repository) -> None:
    hooked.replace("data/books.csv", "1871", "1817")
    hooked.git("add", "--all", ".")
    done = run_hooks(hooked)
    assert done.returncode == 0, done.stdout
    assert "valid: 0 errors, 0 warnings (checked: files, cells)" in done.stdout


def test_an_untidy_table_is_formatted_and_not_staged(hooked: Repository) -> None:
    tidy = (hooked.root / "data" / "authors.csv").read_text(encoding="utf-8")
    hooked.write("data/authors.csv", UNTIDY)
    hooked.git("add", "--all", ".")
    assert run_hooks(hooked).returncode == 1
    assert (hooked.root / "data" / "authors.csv").read_text(encoding="utf-8") == tidy
    assert hooked.git("show", ":data/authors.csv") == UNTIDY


def test_a_table_that_is_not_committed_stays_as_it_is(hooked: Repository) -> None:
    untidy = (hooked.root / "data" / "books.csv").read_text(encoding="utf-8").replace("Emma,", '"Emma",')
    hooked.write("data/books.csv", untidy)
    hooked.commit()
    hooked.replace("data/authors.csv", "Jane Austen", "J. Austen")
    hooked.git("add", "--all", ".")
    run_hooks(hooked)
    assert (hooked.root / "data" / "books.csv").read_text(encoding="utf-8") == untidy


def test_a_wrong_cell_stops_the_commit_and_is_named(hooked: Repository) -> None:
    hooked.replace("data/books.csv", "1816", "181O")
    hooked.git("add", "--all", ".")
    done = run_hooks(hooked)
    assert done.returncode == 1
    assert 'data/books.csv:2:year: "181O" is not a whole number; write digits only [type-integer]' in done.stdout
    assert hooked.git("status", "--porcelain") == "M  data/books.csv\n"


def test_a_table_that_another_points_at_is_checked_with_it(hooked: Repository) -> None:
    hooked.replace("data/authors.csv", "a-austen", "a-asten")
    hooked.git("add", "--all", ".")
    done = run_hooks(hooked)
    assert 'data/books.csv:2:author_id: "a-austen" no row of authors has this id' in done.stdout


def test_other_files_wake_no_hook(hooked: Repository) -> None:
    hooked.write("notes.txt", "x\n")
    hooked.git("add", "--all", ".")
    done = run_hooks(hooked)
    assert done.returncode == 0
    assert done.stdout.count("no files to check") == 2


NAMES = ("-rf.csv", "--check.csv", "$(touch ran).csv", "a\n::error::b.csv", "::set-env name=a::b.csv", "; touch ran.csv")


def test_file_names_are_never_options_nor_commands(hooked: Repository) -> None:
    for name in NAMES:
        hooked.write(name, "id\n")
        hooked.write(f"data/{name}", "id\n")
    hooked.git("add", "--all", ".")
    done = run_hooks(hooked)
    assert done.returncode == 0, done.stdout
    assert hooked.git("status", "--porcelain").count("\n") == 2 * len(NAMES)
    assert not (hooked.root / "ran").exists()


# file → the package that it belongs to, with its path in there
PLACES = {
    "datapackage.json": (".", "datapackage.json"),
    "data/books.csv": (".", "data/books.csv"),
    "./data//books.csv": (".", "data/books.csv"),
    "inner/data/x.csv": ("inner", "data/x.csv"),
    "inner/../data/x.csv": (".", "data/x.csv"),
    "-rf": (".", "-rf"),
    "gone/x.csv": (".", "gone/x.csv"),
}


@pytest.mark.parametrize("file", PLACES)
def test_a_file_belongs_to_the_nearest_package(file: str, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("inner/datapackage.json", "{}")
    monkeypatch.chdir(repository.root)
    root, path = PLACES[file]
    assert find_packages([PurePath(file)]) == {Path(root): frozenset({path})}


@pytest.mark.parametrize("file", ["/etc/passwd", "../x.csv", "data/../../x.csv", "."])
def test_a_file_elsewhere_belongs_to_none(file: str, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository.root)
    assert find_packages([PurePath(file)]) == {}


def test_a_package_that_cannot_be_read_does_not_keep_the_next_from_its_check(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("a/datapackage.json", "{")
    for name in ("data/books.csv", "data/authors.csv", "datapackage.json"):
        repository.write(f"b/{name}", (repository.root / name).read_bytes().replace(b"1816", b"181O"))
    monkeypatch.chdir(repository.root)
    assert main(["hook", "validate", "--", "a/x.csv", "b/data/books.csv"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith('b/data/books.csv:2:year: "181O"')
    assert err.startswith("packpress: a/datapackage.json")
    assert err.count("\n") == 1


def test_a_link_is_not_written_through(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = repository.root.parent / "outside.csv"
    outside.write_text(UNTIDY, encoding="utf-8")
    (repository.root / "data" / "authors.csv").unlink()
    (repository.root / "data" / "authors.csv").symlink_to(outside)
    monkeypatch.chdir(repository.root)
    main(["hook", "format", "--", "data/authors.csv"])
    assert outside.read_text(encoding="utf-8") == UNTIDY


@pytest.mark.parametrize("name", ["datapackage.json", "datapackage.yaml", "datapackage.yml"])
def test_a_package_is_found_by_any_name_of_its_descriptor(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_packages([PurePath("data/a/b.csv"), PurePath("c.csv")]) == {Path("data"): frozenset({"a/b.csv"})}
