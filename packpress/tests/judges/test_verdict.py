"""The verdict on a release: red where a validator finds something, and also where it finds nothing in its control."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.judges.__main__ import main
from tests.judges.verdict import NotJudgedError, judged

ROOT = Path(__file__).resolve().parents[2]


def judge(folder: Path) -> list[str]:
    text = (folder / "a.txt").read_text(encoding="utf-8")
    if text == "missing":
        raise NotJudgedError("nothing to judge")
    if text == "crash":
        raise ValueError("cannot read")
    return ["bad text"] if text == "bad" else []


def break_it(folder: Path) -> None:
    (folder / "a.txt").write_text("bad", encoding="utf-8")


def keep_good(folder: Path) -> list[str]:
    return []


def keep_it(folder: Path) -> None:
    """A control that is valid after all."""


CASES: dict[str, tuple[str, Callable[[Path], None], tuple[str, str]]] = {
    "good": ("good", break_it, ("ok", "and its control is rejected")),
    "bad": ("bad", break_it, ("red", "bad text")),
    "a validator that fails": ("crash", break_it, ("red", "ValueError: cannot read")),
    "a validator that accepts everything": ("good", keep_it, ("red", "the control, which is invalid, was accepted")),
    "nothing to judge": ("missing", break_it, ("not judged", "nothing to judge")),
}


@pytest.mark.parametrize(("text", "control", "expected"), CASES.values(), ids=CASES)
def test_a_release_is_judged_with_its_control(
    text: str, control: Callable[[Path], None], expected: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert judged(tmp_path, judge, control) == expected
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text  # the release itself is not changed


def test_a_release_that_is_red_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judges = {"the bad": (judge, break_it), "the good": (keep_good, break_it)}
    (tmp_path / "a.txt").write_text("bad", encoding="utf-8")
    assert main(tmp_path, (), judges) == 1
    assert capsys.readouterr().out == "red: the bad: bad text\nred: the good: the control, which is invalid, was accepted\n"
    (tmp_path / "a.txt").write_text("good", encoding="utf-8")
    assert main(tmp_path, ["bad"], judges) == 0
    assert capsys.readouterr().out == "ok: the bad: and its control is rejected\n"


def test_every_validator_is_in_the_lock() -> None:
    wanted = [line for line in (ROOT / "requirements-judges.in").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    locked = (ROOT / "requirements-judges.lock").read_text(encoding="utf-8")
    assert [name for name in wanted if f"\n{name}==" not in locked] == []
    assert locked.count("==") <= locked.count("--hash=")


def test_the_packages_for_node_are_locked_without_an_address() -> None:
    folder = ROOT / "tests" / "judges"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    text = (folder / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert packages.pop("")["dependencies"] == wanted
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(re.match("sha512-", package["integrity"]) for package in packages.values())
    assert "://" not in text
