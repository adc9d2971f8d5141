"""Colours: on a terminal, unless the environment says otherwise, and never from the text of a package."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
PLAIN = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")}
CODE = re.compile(r"\x1b\[[0-9;]*m")
REPORT = (
    'data.csv:2:n: "x" is not a whole number; write digits only [type-integer]\n'
    'data.csv:2:id: warning: "=1" begins with = + - @ or a tab, so a spreadsheet may run it as a formula; put a word in front'
    " [cell-formula]\nnot valid: 1 error, 1 warning (checked: files, cells)\n"
)
COLOURED = (
    '\x1b[1;31mdata.csv:2:n\x1b[0m: "x" is not a whole number; write digits only\x1b[36m [type-integer]\x1b[0m\n'
    '\x1b[33mdata.csv:2:id\x1b[0m: \x1b[33mwarning: \x1b[0m"=1" begins with = + - @ or a tab, so a spreadsheet may run it as a '
    "formula; put a word in front\x1b[36m [cell-formula]\x1b[0m\n"
    "\x1b[1;31mnot valid: 1 error, 1 warning (checked: files, cells)\x1b[0m\n"
)


def on_terminal(root: Path, *arguments: str, **environment: str) -> str:
    """What the command writes to a terminal."""
    near, far = pty.openpty()
    command = [sys.executable, "-m", "packpress", *arguments]
    with subprocess.Popen(command, cwd=root, stdout=far, stderr=far, env=PLAIN | {"TERM": "xterm"} | environment):
        os.close(far)
        written = b""
        while piece := _read(near):
            written += piece
    os.close(near)
    return written.decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux raises it where the other end was closed
        return b""


def in_pipe(root: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "packpress", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, env=PLAIN | environment, check=False).stdout


@pytest.fixture
def root(make_package: PackageMaker) -> Path:
    return make_package(SCHEMA, "id,n\n=1,x\n")


ON_TERMINAL = {
    "": True,
    "NO_COLOR=": True,
    "NO_COLOR=1": False,
    "NO_COLOR=1 FORCE_COLOR=1": False,
    "TERM=dumb": False,
    "TERM=dumb FORCE_COLOR=1": True,
    "FORCE_COLOR=0": True,
}
IN_PIPE = {
    "": False,
    "FORCE_COLOR=1": True,
    "CLICOLOR_FORCE=1": True,
    "FORCE_COLOR=0": False,
    "NO_COLOR=1 CLICOLOR_FORCE=1": False,
}


def _environment(text: str) -> dict[str, str]:
    return dict(word.split("=") for word in text.split())


@pytest.mark.parametrize("environment", ON_TERMINAL)
def test_a_terminal_gets_colours_unless_they_are_refused(environment: str, root: Path) -> None:
    assert on_terminal(root, "validate", **_environment(environment)) == (COLOURED if ON_TERMINAL[environment] else REPORT)


@pytest.mark.parametrize("environment", IN_PIPE)
def test_a_pipe_gets_colours_only_on_demand(environment: str, root: Path) -> None:
    assert in_pipe(root, "validate", **_environment(environment)) == (COLOURED if IN_PIPE[environment] else REPORT)


@pytest.mark.parametrize("form", ["json", "markdown", "sarif", "github", "outputs"])
def test_what_programs_read_has_no_colours(form: str, root: Path) -> None:
    written = on_terminal(root, "validate", "--format", form, FORCE_COLOR="1")
    assert "\x1b" not in written
    assert "type-integer" in written or form == "outputs"


def test_a_saved_report_has_no_colours(root: Path, tmp_path: Path) -> None:
    on_terminal(root, "validate", "--save", "text", str(tmp_path / "saved.txt"))
    assert (tmp_path / "saved.txt").read_text(encoding="utf-8") == REPORT


HOSTILE = ["\x1b[31mred", "::error::x", "##[error]x", "a\n::set-env name=PATH::x", "\x9b1;1H", "\u202ex", "\x1b]0;title\x07"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_escape_code_comes_from_a_cell_a_name_or_a_file(text: str, make_package: PackageMaker) -> None:
    schema = {"fields": [{"name": text, "type": "integer"}]}
    quoted = text.replace('"', '""')
    root = make_package(schema, f'"{quoted}"\n"{quoted}"\n', descriptor={text: 1})
    written = on_terminal(root, "validate")
    plain = CODE.sub("", written)
    assert {*CODE.findall(written)} <= {"\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[0m"}
    assert [line for line in plain.split("\n") if not line.isprintable()] == []
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in plain.split("\n"))
    assert plain == in_pipe(root, "validate")
