from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from packpress.cli import main
from packpress.commands.shared import progress as module
from packpress.publish.streamed import build_streamed
from packpress.read.csv import scanner as text

ROWS = "a\n" + "1\n" * 5000


class Terminal(io.StringIO):
    """What a person at a terminal gets."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def package(make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(text, "CHUNK", 1000)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    csv = {"name": "a", "path": "data.csv", "schema": {"fields": [{"name": "a", "type": "integer"}]}}
    made = {"name": "b", "path": "a.parquet", "format": "parquet", "packpress:madeFrom": "a"}
    root = make_package({}, ROWS, descriptor={"resources": [csv, made]})
    build_streamed(root)
    return root


@pytest.mark.parametrize("command", [["validate"], ["validate", "--full"], ["build"]])
def test_long_work_shows_how_far_it_is_and_leaves_nothing_behind(
    command: list[str], package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "DELAY", 0)
    assert main([*command, str(package)]) == 0
    shown = terminal.getvalue()
    assert "data.csv" in shown
    assert ("second opinion" in shown) == (command == ["validate", "--full"])
    assert shown.rstrip("\n").endswith("\x1b[2K")  # the line of the bar is wiped
    assert capsys.readouterr().out.startswith("valid: ")


def test_short_work_shows_nothing(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "DELAY", 3600)
    main(["validate", str(package)])
    assert terminal.getvalue() == ""


def test_a_pipe_gets_nothing(package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(module, "DELAY", 0)
    main(["validate", str(package)])
    assert capsys.readouterr().err == ""


def test_without_the_library_there_is_no_bar(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "DELAY", 0)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert main(["validate", str(package)]) == 0
    assert terminal.getvalue() == ""
    assert capsys.readouterr().out.startswith("valid: ")
