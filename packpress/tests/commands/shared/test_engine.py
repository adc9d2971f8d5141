"""Where a package is checked: the options are refused where they mean nothing, and a missing extra is named."""

from __future__ import annotations

import shlex
import sys

import pytest
from tests.conftest import PackageMaker

from packpress.cli import main

Capture = pytest.CaptureFixture[str]
SCHEMA = {"fields": [{"name": "a", "type": "string"}]}


@pytest.mark.parametrize("command", ["validate", "build"])
def test_a_scheduler_without_dask_is_refused(command: str, make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, "a\nb\n")
    assert main([command, str(root), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    said = "packpress: --scheduler: only Dask has a scheduler; add --engine dask or remove --scheduler\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("address", ["", "tls://127.0.0.1:9", "ucx://127.0.0.1:9", "127.0.0.1", "tcp://a:b", "http://a:1/"])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str, make_package: PackageMaker, capsys: Capture) -> None:
    pytest.importorskip("distributed", reason='the extra "dask" is not installed')
    root = make_package(SCHEMA, "a\nb\n")
    assert main(["validate", str(root), "--engine", "dask", "--scheduler", address]) == 2
    said = f'"{address}" is not the address of a scheduler; give one such as tcp://10.0.0.1:8786'
    assert capsys.readouterr() == ("", f"packpress: --scheduler: {said}\n")


@pytest.mark.parametrize("command", ["validate", "build"])
def test_a_missing_extra_is_named(
    command: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, "a\nb\n")
    monkeypatch.setattr("packpress.commands.help.installation._source", lambda recorded, extra: f"SOURCE[{extra}]")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main([command, str(root), "--engine", "dask"]) == 2
    said = 'packpress: distributed is not installed; it comes with the extra "dask" of packpress'
    said += "; without --engine, the package is checked in threads"
    said += f"; to install it: {shlex.quote(sys.executable)} -m pip install SOURCE[dask]\n"
    assert capsys.readouterr() == ("", said)


def test_a_file_of_no_package_is_checked_here(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, "a\nb\n")
    (root / "loose.csv").write_text("a\nb\n", encoding="utf-8")
    assert main(["validate", str(root / "loose.csv"), "--engine", "dask"]) == 2
    said = "no package lists this file, so it is read as a whole; remove --engine and --scheduler"
    assert capsys.readouterr() == ("", f"packpress: {root / 'loose.csv'}: {said}\n")


def test_a_scheduler_that_does_not_answer_is_named(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    pytest.importorskip("distributed", reason='the extra "dask" is not installed')
    monkeypatch.setattr("packpress.check.splits.dask_executor._PATIENCE", 0.2)
    root = make_package(SCHEMA, "a\nb\n")
    assert main(["validate", str(root), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    said = "there is no scheduler that answers; start one, or correct the address"
    assert capsys.readouterr() == ("", f"packpress: --scheduler tcp://127.0.0.1:1: {said}\n")
