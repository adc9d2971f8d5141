"""The verdict of one judge on a release: ok, red or "not judged"."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Judge = Callable[[Path], list[str]]
"""Returns what it finds in the folder of a release."""
Judges = dict[str, tuple[Judge, Callable[[Path], None]]]
"""What is judged, with the judge, and what makes a release invalid for it."""


class NotJudgedError(Exception):
    """A program, or what it judges, is not at hand."""


def read(folder: Path, name: str) -> Any:
    file = folder / name
    if not file.is_file():
        raise NotJudgedError(f"the release has no {name}")
    return json.loads(file.read_text(encoding="utf-8"))


def write(folder: Path, name: str, value: Any) -> None:
    (folder / name).write_text(json.dumps(value), encoding="utf-8")


def faults(judge: Judge, folder: Path) -> list[str]:
    """What the judge finds; a program that fails has found something."""
    try:
        return judge(folder)
    except NotJudgedError:
        raise
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def judged(release: Path, judge: Judge, break_it: Callable[[Path], None]) -> tuple[str, str]:
    """The verdict on a copy of the release, with what was found."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(release, Path(scratch) / "release"))
        try:
            if found := faults(judge, folder):
                return "red", "; ".join(found)[:2_000]
            break_it(folder)
            if not faults(judge, folder):
                return "red", "the control, which is invalid, was accepted"
        except NotJudgedError as reason:
            return "not judged", str(reason)
    return "ok", "and its control is rejected"
