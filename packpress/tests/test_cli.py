"""The command: what it prints and how it exits, and that nobody sees a traceback for bad input."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "n", "type": "integer"},
    ],
    "primaryKey": ["id"],
}
CANONICAL = {"packpress:layout": "canonical"}

Capture = pytest.CaptureFixture[str]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, where a report in full is what a user sees."""
    command = [sys.executable, "-m", "packpress", *arguments]
    return subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False)


VALID = "valid: 0 errors, 0 warnings (checked: files, cells)\n"


def check(root: Path, *more: str) -> int:
    return main(["validate", str(root), *more])


def test_a_valid_package_exits_with_0(make_package: PackageMaker, capsys: Capture) -> None:
    assert check(make_package(SCHEMA, "id,n\na,1\n")) == 0
    assert capsys.readouterr() == (VALID, "")


@pytest.mark.parametrize(("closed", "output"), [(">&-", ("", "")), ("2>&-", (VALID, "")), (">&- 2>&-", ("", ""))])
def test_an_output_that_is_closed_hinders_nothing(closed: str, output: tuple[str, str], make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "id,n\na,1\n")
    command = ["sh", "-c", f'exec "$0" -m packpress validate {closed}', sys.executable]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, (done.stdout, done.stderr)) == (0, output)


BROKEN = "id,n\na,1\nA,1.5\na,3\n"


@pytest.mark.parametrize(("form", "golden"), [("text", "validate.txt"), ("json", "validate.json")])
def test_a_package_with_issues_exits_with_1_and_names_them(
    form: str, golden: str, make_package: PackageMaker, capsys: Capture
) -> None:
    assert check(make_package(SCHEMA, BROKEN), "--format", form) == 1
    assert capsys.readouterr() == ((GOLDEN / golden).read_text(encoding="utf-8"), "")


def test_json_is_one_object_with_every_issue(make_package: PackageMaker, capsys: Capture) -> None:
    rows = "".join(f"r{'x' * n},bad\n" for n in range(20))
    check(make_package(SCHEMA, f"id,n\n{rows}"), "--format", "json")
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["valid", "errors", "warnings", "layers", "file", "overrides", "cut", "issues"]
    assert (document["errors"], len(document["issues"]), document["cut"]) == (20, 20, None)


# options → how many of the 2,000 issues of one column are listed, and the words about the others
LIMITED = {
    "": (5, "… and 1,995 more issues; --format json lists them"),
    "--limit 7": (7, "… and 1,993 more issues; --limit 2000 lists them"),
    "--limit 1999": (1999, "… and 1 more issue; --limit 2000 lists it"),
    "--limit 2000": (2000, None),
    "--limit 0": (0, "… and 2,000 more issues; --limit 2000 lists them"),
}


@pytest.mark.parametrize("options", LIMITED)
def test_what_is_not_listed_is_said_with_the_option_that_lists_it(
    options: str, make_package: PackageMaker, capsys: Capture
) -> None:
    root = make_package({"fields": [{"name": "n", "type": "integer"}]}, "n\n" + "x\n" * 2000)
    listed, words = LIMITED[options]
    assert check(root, *options.split()) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1] for line in lines[:listed]] == [str(line) for line in range(2, listed + 2)]
    assert lines[listed:] == [*([words] if words else []), "not valid: 2,000 errors, 0 warnings (checked: files, cells)"]


@pytest.mark.parametrize("options", ["--format json", "--format json --limit 2000", "--format json --limit 1500"])
def test_json_lists_every_issue_up_to_the_limit(options: str, make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(
        {"fields": [{"name": "n", "type": "integer"}, {"name": "m", "type": "integer"}]}, "n,m\n" + "x,y\n" * 1000
    )
    check(root, *options.split())
    document = json.loads(capsys.readouterr().out)
    shown = [(issue["line"], issue["column"]) for issue in document["issues"]]
    if "1500" in options:
        assert shown == [(line, column) for line in range(2, 752) for column in ("m", "n")]
        kinds = [{"severity": "error", "rule": "type-integer", "issues": 2000, "listed": 1500}]
        assert document["cut"] == {"limit": 1500, "listed": 1500, "issues": 2000, "by_rule": kinds, "all": "--limit 2000"}
    else:
        assert (shown, document["cut"]) == ([(line, column) for line in range(2, 1002) for column in ("m", "n")], None)


@pytest.mark.parametrize("limit", ["-1", "many", "1.5", "\u0663", "9" * 30])
def test_a_limit_is_a_number(limit: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as error:
        main(["validate", "--full", "--limit", limit])
    assert error.value.code == 2
    assert "--limit" in capsys.readouterr().err


# what stands where a package should be → how it gets there
def _nothing(root: Path) -> None: ...


def _file(root: Path) -> None:
    root.write_bytes(b"")


def _empty_folder(root: Path) -> None:
    root.mkdir()


def _descriptor(data: bytes) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        root.mkdir()
        (root / "datapackage.json").write_bytes(data)

    return write


def _folder_as_descriptor(root: Path) -> None:
    (root / "datapackage.json").mkdir(parents=True)


NO_PACKAGES: dict[str, Callable[[Path], None]] = {
    "nothing": _nothing,
    "a file": _file,
    "an empty folder": _empty_folder,
    "a folder named datapackage.json": _folder_as_descriptor,
    "an empty descriptor": _descriptor(b""),
    "no JSON": _descriptor(b"{"),
    "JSON that is no object": _descriptor(b"[]"),
    "a descriptor in UTF-16": _descriptor('{"resources": []}'.encode("utf-16")),
    "a descriptor that is nested too deeply": _descriptor(b"[" * 100_000),
    "a key that stands twice": _descriptor(b'{"name": "a", "name": "b\\n::error::"}'),
}


COMMANDS = [("validate",), ("format", "--check"), ("build", "--full", "--check"), ("explain", "t"), ("new", "t")]


@pytest.mark.parametrize("make", NO_PACKAGES.values(), ids=NO_PACKAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_no_package_exits_with_2_and_one_line(
    command: tuple[str, ...], make: Callable[[Path], None], tmp_path: Path, capsys: Capture
) -> None:
    make(tmp_path / "package")
    assert main([*command, str(tmp_path / "package")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    is_folder = (tmp_path / "package").is_dir()
    assert err.startswith("packpress: datapackage.json" if is_folder else f"packpress: {tmp_path / 'package'}: ")
    assert err.count("\n") == 1


USAGE = {
    "no command": (),
    "an unknown command": ("publish",),
    "an unknown option": ("validate", "--fast"),
    "an unknown format": ("validate", "--format", "xml"),
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    assert capsys.readouterr().err.startswith("usage: packpress")


SETTINGS = {
    "no TOML": ("[tool", "is not TOML"),
    "no table": ("[tool]\npackpress = 1\n", "must be a table"),
    "an unknown setting": ("[tool.packpress]\nrule = 'x.py'\n", "unknown settings in [tool.packpress]: rule"),
    "rules that are no path": ("[tool.packpress]\nrules = 5\n", "must be the path of a file or folder"),
}


@pytest.mark.parametrize(("text", "fault"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_are_not_understood_exit_with_2(
    text: str, fault: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, "id,n\n")
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    assert main(["validate", "--full"]) == 2
    assert fault in capsys.readouterr().err


def test_rules_of_a_package_elsewhere_are_not_run(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, "id,n\na,1\n")
    (root / "rules.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[tool.packpress]\nrules = 'rules.py'\n", encoding="utf-8")
    assert run("validate", str(root), cwd=tmp_path).returncode == 0


def test_a_package_that_is_being_built_exits_with_3(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, "id,n\na,1\n")
    with (root / "datapackage.json").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert main(["build", "--full", str(root)]) == 3
    assert "another command is writing this package" in capsys.readouterr().err


HOSTILE = '"\n::error::x\r\n\x1b[31m\u202ered\u2028"'


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_cell_text_begins_a_line_or_reaches_the_terminal(form: str, make_package: PackageMaker, capsys: Capture) -> None:
    text = f"id,n\n{HOSTILE},{HOSTILE}\n{HOSTILE},1\n"
    assert check(make_package(SCHEMA, text), "--format", form) == 1
    for line in capsys.readouterr().out.split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")


def test_no_name_of_a_descriptor_begins_a_line(make_package: PackageMaker, capsys: Capture) -> None:
    name = "a\n::error::\x1b[31m\ud800"
    root = make_package({"fields": [{"name": name}]}, "b\n1\n", descriptor={name: 1})
    for command in (["validate"], ["format"], ["format", "--check"]):
        main([*command, str(root)])
        for line in capsys.readouterr().out.split("\n"):
            assert line.isprintable()
            assert not line.startswith("::")


def test_a_terminal_without_the_character_gets_its_code(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, "id,n\n国,1\n")
    done = run("validate", str(root), cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert r'"\u56fd" does not match the pattern' in done.stdout


def test_a_reader_that_leaves_early_is_no_error(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, BROKEN)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "packpress", "validate", str(root)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


UNTIDY = 'id,n\nb,"2"\n a ,1\n'


def test_format_check_shows_what_would_change_and_changes_nothing(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, UNTIDY, descriptor=CANONICAL)
    assert main(["format", "--check", str(root)]) == 1
    assert capsys.readouterr().out == (GOLDEN / "format.txt").read_text(encoding="utf-8")
    assert (root / "data.csv").read_text(encoding="utf-8") == UNTIDY


def test_a_formatted_package_is_valid_and_stays_as_it_is(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, UNTIDY, descriptor=CANONICAL)
    assert check(root) == 1
    assert main(["format", str(root)]) == 0
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,n\na,1\nb,2\n"
    assert main(["format", "--check", str(root)]) == 0
    capsys.readouterr()
    assert check(root) == 0


NOT_UTF_8 = 'is not UTF-8 at byte 5; save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'
UNFORMATTED = {
    "a ragged row": (b"id,n\na\n", "data.csv:2: the row has 1 cells, the header 2\n"),
    "another header": (b"id,m\na,1\n", "data.csv:1: the header must have exactly the columns id, n\n"),
    "an encoding": (b"id,n\n\xff,1\n", f"data.csv:2: {NOT_UTF_8}\n"),
    "an empty file": (b"", "data.csv:0: the file is empty; it must have at least a header\n"),
}


@pytest.mark.parametrize(("data", "said"), UNFORMATTED.values(), ids=UNFORMATTED)
def test_what_a_person_must_mend_is_said_and_left_as_it_is(
    data: bytes, said: str, make_package: PackageMaker, capsys: Capture
) -> None:
    root = make_package(SCHEMA, data, descriptor=CANONICAL)
    assert main(["format", str(root)]) == 1
    assert capsys.readouterr().out == said
    assert (root / "data.csv").read_bytes() == data


def test_a_file_whose_comments_would_lose_their_places_is_left_alone(make_package: PackageMaker, capsys: Capture) -> None:
    data = b"id,n\n# the second\nb,2\na,1\n"
    root = make_package(SCHEMA, data, resource={"dialect": {"commentChar": "#"}})
    assert main(["format", str(root)]) == 0
    assert capsys.readouterr().out == "data.csv: not formatted: the file has comments, which would lose their places\n"
    assert (root / "data.csv").read_bytes() == data


def test_a_row_out_of_order_is_put_back(letters: PackageFolder, capsys: Capture) -> None:
    before = letters.path("ports").read_text(encoding="utf-8")
    header, first, *rest = before.splitlines(keepends=True)
    letters.path("ports").write_text("".join([header, *rest, first]), encoding="utf-8")
    assert check(letters.root) == 1
    assert main(["format", str(letters.root)]) == 0
    assert letters.path("ports").read_text(encoding="utf-8") == before
    assert capsys.readouterr().out.endswith("data/ports.csv: formatted\n")


def test_the_installed_command_is_the_module(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("packpress")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "100"})
    assert done.stdout == run("--help", cwd=tmp_path, COLUMNS="100").stdout


def test_the_report_on_a_package_that_cannot_be_read_reaches_a_pipe(tmp_path: Path) -> None:
    done = run("validate", "--format", "json", cwd=tmp_path, PYTHONUNBUFFERED="")
    assert ([issue["rule"] for issue in json.loads(done.stdout)["issues"]], done.returncode) == (["package-unreadable"], 2)
