"""The help: every command is in it, its examples run, and a newcomer finds the way from tables to a package."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.memory_store import MemoryStore
from tests.publish.verify.tiny_release import write_release

from packpress.cli import ABOUT, COMMANDS, main
from packpress.commands.help.overview import COMMAND_GROUPS, overview, short_overview
from packpress.commands.help.texts import TEXTS, describe_command
from packpress.publish.verify import rebuild

Capture = pytest.CaptureFixture[str]
ALL = [name for lines in COMMAND_GROUPS.values() for name in lines]
LETTERS = Path(__file__).parents[2] / "packages" / "letters"


def run(arguments: list[str], capsys: Capture) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return code, *capsys.readouterr()


def test_without_a_command_the_commands_are_listed_as_wrong_usage(capsys: Capture) -> None:
    assert run([], capsys) == (2, "", short_overview((*COMMANDS, *ABOUT, "help")))


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], ["help", "--help"]], ids=" ".join)
def test_help_is_the_whole_overview(arguments: list[str], capsys: Capture) -> None:
    assert run(arguments, capsys) == (0, overview((*COMMANDS, *ABOUT, "help")), "")


def test_the_commands_of_the_overview_are_those_that_exist() -> None:
    shown = re.findall(r"^  ([a-z]+)  +\w", overview((*COMMANDS, *ABOUT, "help")).partition("\nlayers")[0], re.MULTILINE)
    assert sorted(shown) == sorted((*COMMANDS, *ABOUT, "help"))
    assert len(ALL) == len({*ALL})


def test_a_newcomer_reads_the_commands_in_the_order_of_their_use() -> None:
    walk = ["init", "validate", "explain", "build", "diff"]
    assert [name for name in ALL if name in walk] == walk
    examples = overview(ALL).partition("examples")[2].partition("layers")[0]
    assert list(dict.fromkeys(re.findall(r"^  packpress (\w+)", examples, re.MULTILINE))) == walk


@pytest.mark.parametrize("text", [overview(ALL), short_overview(ALL), *map(describe_command, TEXTS)])
def test_the_help_fits_in_80_columns(text: str) -> None:
    assert [line for line in text.split("\n") if len(line) > 80] == []


@pytest.mark.parametrize("command", [*COMMANDS, *ABOUT])
def test_the_help_of_a_command_has_examples_what_it_writes_and_exit_codes(command: str, capsys: Capture) -> None:
    code, out, err = run(["help", command], capsys)
    assert (code, err) == (0, "")
    assert run([command, "--help"], capsys) == (0, out, "")
    assert out.startswith(f"usage: packpress {command} ")
    for heading in (f"\nexamples:\n  {TEXTS[command].examples[0][0]}", "\nwrites: ", "\nexit codes:\n  0   ", "\n  2   wrong"):
        assert heading in out


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one table in a repository with a tag, as the examples of the help need it; the commands run there."""
    root = tmp_path / "shelf"
    (root / "data").mkdir(parents=True)
    (root / "data" / "books.csv").write_text("id,title\nb-1,Emma\nb-2,Persuasion\n", encoding="utf-8")
    fields = [{"name": "id", "type": "string"}, {"name": "title", "type": "string"}]
    table = {"name": "books", "path": "data/books.csv", "schema": {"fields": fields, "primaryKey": ["id"]}}
    made = {"name": "books-parquet", "path": "books.parquet", "format": "parquet", "packpress:madeFrom": "books"}
    descriptor = {"name": "shelf", "version": "1.0.0", "resources": [table, made]}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    shutil.copytree(root, tmp_path / "old")
    shutil.make_archive(str(root / "old"), "zip", tmp_path / "old")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for step in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Begin"], ["tag", "v1.0.0"]):
        subprocess.run(["git", *who, *step], cwd=root, env=environment, check=True)
    monkeypatch.chdir(root)
    return root


def put_release(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a signed release into ``dist`` and into an archive; the commit gives the same one."""
    folder = write_release(shelf / "dist" / "1.0.0")
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(shelf / "key")], check=True)
    sign = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(shelf / "key"), "-n", "file", str(folder / "SHA256SUMS")]
    subprocess.run(sign, check=True, capture_output=True)
    shutil.make_archive(str(shelf / "books-1.0.0"), "zip", shelf / "dist")
    monkeypatch.setattr(rebuild, "make_release", lambda _, out, __: Path(shutil.copytree(folder, out / "made")))


EXAMPLES = [line for command in COMMANDS if command in TEXTS for line, _ in TEXTS[command].examples]
WALK = re.findall(r"^  (packpress .+?)  ", overview(COMMANDS).partition("examples")[2], re.MULTILINE)


@pytest.mark.parametrize("line", dict.fromkeys([*EXAMPLES, *WALK]))
def test_an_example_runs(
    line: str, shelf: Path, monkeypatch: pytest.MonkeyPatch, memory_store: MemoryStore, capsys: Capture
) -> None:
    program, *arguments = shlex.split(line)
    if arguments[0] == "trace":
        monkeypatch.chdir(LETTERS)
    elif arguments[0] == "verify":
        put_release(shelf, monkeypatch)
    elif arguments[0] == "init":
        if not {"--add", "--upgrade"} & set(arguments):
            (shelf / "datapackage.json").unlink()
        for name in ("loans", "books"):
            (shelf / f"{name}.csv").write_text("id,title\n1,a\n2,b\n", encoding="utf-8")
    elif arguments[0] == "site":
        run(["release"], capsys)
    elif arguments[0] != "build":
        run(["build"], capsys)
    memory_store.put_folder(shelf, "bucket/prefix")
    is_stale = "--check" in arguments and arguments[0] == "build"
    code, _, err = run(arguments, capsys)
    assert (program, code, err) == ("packpress", int(is_stale), "")


def test_a_command_that_writes_nothing_writes_nothing(shelf: Path, capsys: Capture) -> None:
    run(["build"], capsys)
    before = {file: file.read_bytes() for file in shelf.rglob("*") if file.is_file()}
    for line, _ in TEXTS["validate"].examples[:5]:
        assert run(shlex.split(line)[1:], capsys)[0] == 0
    assert {file: file.read_bytes() for file in shelf.rglob("*") if file.is_file()} == before
