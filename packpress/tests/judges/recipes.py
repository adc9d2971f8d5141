"""Judges of the README: the lines that it has for each program are run in the folder of the release."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.judges.verdict import Judges, NotJudgedError

COMMANDS = {"python": [sys.executable, "-I", "-c"], "r": ["Rscript", "--vanilla", "-e"], "sh": ["sh", "-euc"]}
PROGRAMS = {
    **dict.fromkeys(("pandas", "Polars", "DuckDB", "SQLite in Python"), (sys.executable,)),
    "R": ("Rscript",),
    "SQLite": ("unzip", "sqlite3"),
}
"""The programs of the README, and the commands that each needs."""


def judge_recipe(folder: Path, program: str) -> list[str]:
    """What the lines for a program say if they fail; they must print something, and no warning."""
    text = (folder / "README.md").read_text(encoding="utf-8") if (folder / "README.md").is_file() else ""
    found = re.search(rf"^### {program}\n\n```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise NotJudgedError(f"the README has no lines for {program}")
    if not all(map(shutil.which, PROGRAMS[program])):
        raise NotJudgedError(f"{' or '.join(PROGRAMS[program])} is not at hand")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*COMMANDS[found[1]], found[2]], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode or done.stderr or not done.stdout.strip():
        return [f"ended with {done.returncode}: {done.stderr or done.stdout or 'prints nothing'}"]
    return []


def remove_data(folder: Path) -> None:
    for path in (*folder.glob("*.zip"), *folder.glob("parquet/*")):
        path.unlink()
    shutil.rmtree(folder / "csv", ignore_errors=True)


RECIPES: Judges = {
    f"README.md, its lines for {program}": (partial(judge_recipe, program=program), remove_data) for program in PROGRAMS
}
