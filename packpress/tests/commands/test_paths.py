"""PATH of every command: a folder, a descriptor of any name, one table's file, or nothing for the package here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import packpress
from packpress.cli import COMMANDS, main

Capture = pytest.CaptureFixture[str]
SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": "id"}
VALID = "valid: 0 errors, 0 warnings (checked: files, cells)\n"
FULL = "valid: 0 errors, 0 warnings (checked: files, cells, rules, second opinion)\n"
UNTIDY = 'id,n\n"a",1\n'
ALONE = "valid: 0 errors, 0 warnings (checked: files, cells, of data/t.csv alone)\n"


def _write(root: Path, name: str = "datapackage.json") -> Path:
    (root / "data").mkdir(parents=True)
    (root / "data" / "t.csv").write_text("id,n\na,1\nb,2\n", encoding="utf-8")
    (root / "data" / "u.csv").write_text("id,n\na,1\n", encoding="utf-8")
    tables = [{"name": name, "path": f"data/{name}.csv", "schema": SCHEMA} for name in ("t", "u")]
    made = {"name": "made", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "t"}
    raw = {"name": "example", "title": "Example", "version": "1.0.0", "resources": [*tables, made]}
    (root / name).write_text(json.dumps(raw, indent=2), encoding="utf-8")
    return root


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands run, with a package in ``pack`` and one whose descriptor is ``own/tables.json``."""
    _write(tmp_path / "pack")
    _write(tmp_path / "own", "tables.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(arguments: Sequence[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        return int(str(end.code))


PACKAGES = ["pack", "pack/", "pack/datapackage.json", "own/tables.json"]
# command → its exit code on a package of which nothing was built, and how its output begins
ON_PACKAGES: dict[tuple[str, ...], tuple[int, str]] = {
    ("validate", "PATH"): (1, "t.parquet: the file is missing; run the build [file-missing]\n"),
    ("validate", "PATH", "--format", "text"): (1, "t.parquet: "),
    ("validate", "--full", "PATH"): (1, "t.parquet: "),
    ("build", "PATH"): (0, f"{VALID}wrote: t.parquet\n1 table, 2 rows: t 2\n"),
    ("build", "--check", "PATH"): (1, f"{VALID}stale: t.parquet\n"),
    ("build", "--full", "PATH"): (0, f"{FULL}wrote: t.parquet\nwrote: docs/codebook.md\n"),
    ("build", "PATH", "--full", "--check"): (1, f"{FULL}stale: t.parquet\nstale: docs/codebook.md\n"),
    ("format", "PATH"): (0, ""),
    ("format", "--check", "PATH"): (0, ""),
    ("new", "t", "PATH", "--id", "c"): (0, "data/t.csv:4: a new record, c\n"),
    ("new", "t", "--id", "c", "PATH"): (0, "data/t.csv:4: a new record, c\n"),
    ("explain", "t.n", "PATH"): (0, "t.n\n\nType:      integer\n"),
    ("explain", "t.n", "--no-rules", "PATH"): (0, "t.n\n\nType:      integer\n"),
    ("diff", "PATH", "PATH"): (0, "PATH (1.0.0) → PATH (1.0.0)\n"),
    ("diff", "PATH", "--format", "text", "PATH"): (0, "PATH (1.0.0) → PATH (1.0.0)\n"),
}


@pytest.mark.parametrize("path", PACKAGES)
@pytest.mark.parametrize("command", ON_PACKAGES, ids=" ".join)
def test_a_package_is_named_by_its_folder_or_its_descriptor(
    command: tuple[str, ...], path: str, folder: Path, capsys: Capture
) -> None:
    code, begins = ON_PACKAGES[command]
    status = _run([path if word == "PATH" else word for word in command])
    out, err = capsys.readouterr()
    assert (status, err) == (code, "")
    assert out.startswith(begins.replace("PATH", path))


HERE = [("validate",), ("build",), ("build", "--check"), ("format",), ("new", "t", "--id", "c"), ("explain", "t.n")]


@pytest.mark.parametrize("command", HERE, ids=" ".join)
def test_without_a_path_the_package_is_the_one_here(
    command: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    named = (_run([*command, "pack"]), capsys.readouterr())
    shutil.rmtree(folder / "pack")
    monkeypatch.chdir(_write(folder / "pack"))
    assert (_run(command), capsys.readouterr()) == named


@pytest.mark.parametrize("command", ["validate", "build", "format"])
def test_a_folder_without_a_descriptor_says_what_is_missing_and_what_to_do(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main([command, "own"]) == 2
    said = 'packpress: datapackage.json: not found in the folder own; did you mean "own/tables.json"?\n'
    assert capsys.readouterr() == ("", said)
    (folder / "own" / "tables.json").unlink()
    monkeypatch.chdir(folder / "own")
    assert main([command]) == 2
    tables = "which has tables (data/t.csv, data/u.csv)"
    said = f'packpress: datapackage.json: not found in this folder, {tables}; "packpress init" describes them\n'
    assert capsys.readouterr() == ("", said)
    (folder / "empty").mkdir()
    init = '"packpress init" in that folder describes tables once it has some'
    assert main([command, "../empty"]) == 2
    said = "packpress: datapackage.json: not found in the folder ../empty; give a package's folder, its descriptor or a"
    assert capsys.readouterr() == ("", f"{said} table's file; {init}\n")


@pytest.mark.parametrize("command", ["validate", "build", "format"])
def test_a_path_that_leads_nowhere_gets_the_one_that_is_meant(command: str, folder: Path, capsys: Capture) -> None:
    for path, hint in {"pakc": "pack", "pack/data/u.cvs": "pack/data/u.csv", "t.csv": "own/data/t.csv"}.items():
        assert main([command, path]) == 2
        out, err = capsys.readouterr()
        assert (out, err.startswith(f'packpress: {path}: does not exist; did you mean "{hint}"')) == ("", True)


# ---- one table


def test_one_table_is_checked_alone(folder: Path, capsys: Capture) -> None:
    (folder / "pack" / "data" / "u.csv").write_text("id,n\na,x\n", encoding="utf-8")
    assert main(["validate", "pack/data/t.csv"]) == 0
    assert capsys.readouterr() == (ALONE, "")
    assert main(["validate", "pack/data/u.csv"]) == 1
    assert capsys.readouterr().out.startswith('data/u.csv:2:n: "x" is not a whole number')


@pytest.mark.parametrize("form", ["json", "sarif", "markdown", "github", "outputs"])
def test_each_form_of_a_report_takes_one_table(form: str, folder: Path, capsys: Capture) -> None:
    (folder / "pack" / "data" / "t.csv").write_text("id,n\na,x\n", encoding="utf-8")
    assert main(["validate", "pack/data/t.csv", "--format", form, "--save", "text", "report.txt"]) == 1
    out = capsys.readouterr().out
    alone = {"json": '"file": "data/t.csv"', "sarif": '"file": "data/t.csv"', "outputs": "valid=false"}
    assert alone.get(form, "of data/t.csv alone)") in out
    assert (folder / "report.txt").read_text(encoding="utf-8").endswith("(checked: files, cells, of data/t.csv alone)\n")


def test_one_table_is_formatted_alone(folder: Path, capsys: Capture) -> None:
    for name in ("t", "u"):
        (folder / "pack" / "data" / f"{name}.csv").write_text(UNTIDY, encoding="utf-8")
    assert main(["format", "pack/data/u.csv"]) == 0
    assert capsys.readouterr().out == "data/u.csv: formatted\n"
    assert (folder / "pack" / "data" / "t.csv").read_text(encoding="utf-8") == UNTIDY


# what is asked of one table → what is said
REFUSED = {
    (
        "validate",
        "TABLE",
        "--full",
    ): "TABLE: is one table, and --full needs a whole package; give its folder, ROOT, or remove",
    ("validate", "TABLE", "--base", "HEAD"): "TABLE: is one table, and --base needs a whole package; give its folder, ROOT",
    ("build", "TABLE"): "TABLE: is one table of a package, and build needs the whole package; give its folder, ROOT",
    ("new", "t", "TABLE"): "TABLE: is one table of a package, and new needs the whole package; give its folder, ROOT",
    (
        "trace",
        "TABLE",
        "--texts",
        ".",
    ): "TABLE: is one table of a package, and trace needs the whole package; give its folder, ROOT",
    ("validate", "pack/notes.csv", "--full"): "pack/notes.csv: no package lists this file, and --full needs one; ",
    ("validate", "pack/notes.csv", "--base", "HEAD"): "pack/notes.csv: no package lists this file, and --base needs one; ",
    ("format", "pack/notes.csv"): "pack/notes.csv: does not belong to a package: no datapackage.json in its folder or above",
    ("validate", "pack/t.parquet"): 't.parquet: is built from the table "t"; give the file of that table, or ROOT',
}


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_what_one_table_cannot_have_ends_with_2(command: tuple[str, ...], folder: Path, capsys: Capture) -> None:
    (folder / "pack" / "notes.csv").write_text("a\n", encoding="utf-8")
    assert main(["build", "pack"]) == 0
    capsys.readouterr()
    table = "pack/data/t.csv"
    assert _run([table if word == "TABLE" else word for word in command]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"packpress: {REFUSED[command]}".replace("TABLE", table).replace("ROOT", str(folder / "pack")))


# ---- wrong usage

NO_FULL = "--rules: rules run only with --full; add --full or remove --rules"
NO_NEED = "--no-rules: rules run only with --full; remove --no-rules or add --full"
# arguments → what is said
USAGE: dict[tuple[str, ...], str] = {
    ("validate", "pack", "--rules", "x.py"): NO_FULL,
    ("build", "pack", "--rules", "x.py"): NO_FULL,
    ("validate", "pack", "--no-rules"): NO_NEED,
    ("build", "pack", "--no-rules"): NO_NEED,
    ("validate", "--full", "--rules", "x.py", "--no-rules"): "not allowed with argument --rules",
    ("validate", "--quick"): "unrecognized arguments: --quick",
    ("build", "--quick"): "unrecognized arguments: --quick",
    ("validate", "pack", "own"): "unrecognized arguments: own",
    ("new", "t", "pack", "--id", "c", "own"): "unrecognized arguments: own",
    ("explain", "--all", "pack"): "not allowed with argument --all",
    **{(command, "--package", "pack"): "--package" for command in ("validate", "build", "format")},
}


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_ends_with_2_and_a_sentence(arguments: tuple[str, ...], folder: Path, capsys: Capture) -> None:
    assert _run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert USAGE[arguments] in err


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_names_an_option_that_is_gone(command: str, capsys: Capture) -> None:
    assert _run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert [option for option in ("--quick", "--package") if option in shown] == []
    assert ("PATH" in shown, "NEW" in shown) == (command not in ("hook", "diff", "init"), command == "diff")


@pytest.mark.parametrize("more", [[], ["validate"], ["pack"]])
def test_the_version_is_that_of_packpress(more: list[str], capsys: Capture) -> None:
    assert _run(["--version", *more]) == 0
    assert capsys.readouterr() == (f"packpress {packpress.__version__}\n", "")


# ---- revisions


@pytest.fixture
def repository(folder: Path) -> Path:
    """The same folder, ``pack`` and ``own`` each in a repository of its own, with a value that changed since."""
    for name, descriptor in (("pack", "datapackage.json"), ("own", "tables.json")):
        root = folder / name
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        for step in (["init", "-q", "-b", "main"], ["add", descriptor, "data"], ["commit", "-q", "-m", "Begin"]):
            subprocess.run(["git", *identity, *step], cwd=root, env=environment, check=True)
        (root / "data" / "t.csv").write_text("id,n\na,1\nb,3\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", PACKAGES)
def test_a_revision_is_looked_up_where_the_new_side_stands(path: str, repository: Path, capsys: Capture) -> None:
    assert main(["diff", "HEAD", path]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"HEAD (1.0.0) → {path} (1.0.0)\n")
    assert "1 changed" in out


@pytest.mark.parametrize("path", PACKAGES)
def test_the_base_is_looked_up_where_the_package_stands(path: str, repository: Path, capsys: Capture) -> None:
    assert main(["build", path]) == 0
    capsys.readouterr()
    assert main(["validate", path, "--base", "HEAD", "--error", "version-bump"]) == 1
    descriptor = Path(path).name if path.endswith(".json") else "datapackage.json"
    assert capsys.readouterr().out.startswith(f'{descriptor}:4:version: "1.0.0" since HEAD (1.0.0) there is a patch change ')


def test_without_a_new_side_revisions_are_those_of_here(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(repository / "pack")
    assert main(["diff", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("HEAD (1.0.0) → working tree (1.0.0)\n")
    assert main(["diff", "HEAD", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("HEAD (1.0.0) → HEAD (1.0.0)\n")


# ---- a descriptor of another name


def test_the_issues_of_a_descriptor_have_its_name(folder: Path, capsys: Capture) -> None:
    file = folder / "own" / "tables.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"title"', '"$schema": "https://example.org/p.json", "tittle"'),
        encoding="utf-8",
    )
    main(["validate", "own/tables.json"])
    assert "\ntables.json: warning: the package has the property " in capsys.readouterr().out


def test_no_report_goes_over_a_descriptor_whatever_its_name(folder: Path, capsys: Capture) -> None:
    for file in ("tables.json", "data/t.csv"):
        assert main(["validate", "own/tables.json", "--save", "json", f"own/{file}"]) == 2
        assert "is a file of the package; name another file for the report" in capsys.readouterr().err


def test_a_descriptor_that_cannot_be_read_is_an_issue_under_its_own_name(folder: Path, capsys: Capture) -> None:
    (folder / "own" / "tables.json").write_text("{", encoding="utf-8")
    assert main(["validate", "own/tables.json", "--format", "json"]) == 2
    (issue,) = json.loads(capsys.readouterr().out)["issues"]
    assert (issue["path"], issue["rule"]) == ("tables.json", "package-unreadable")


def test_a_built_package_of_another_descriptor_is_valid(folder: Path, capsys: Capture) -> None:
    assert main(["build", "--full", "own/tables.json"]) == 0
    assert (
        (folder / "own" / "docs" / "codebook.md")
        .read_bytes()
        .startswith(b"<!-- Made by `packpress build` from the descriptor,")
    )
    for full in ([], ["--full"]):
        assert main(["validate", "own/tables.json", *full]) == 0
    assert main(["build", "--full", "--check", "own/tables.json"]) == 0
