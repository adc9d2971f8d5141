"""A release of the dataset: made of a clean commit, judged by programs that are not ours, and opened as the README says."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PERSON = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a")
ENVIRONMENT = os.environ | PERSON | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "LC_ALL": "C.UTF-8"}
COUNTS = ["72776", "74702", "76282"]
MOST_BYTES = 2_500_000
SQLITE = ["unzip", "sqlite3"]
SHEET, COLUMN = "statistics", "corresponds_to_id"
pytestmark = pytest.mark.slow


def run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all workers share, for what is made only once."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other worker go on until the block ends."""
    with (folder / "release.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def release(shared: Path) -> Path:
    """The folder of a release of what git tracks or would track here."""
    clone = shared / "clone"
    with alone(shared):
        if not (clone / "dist").is_dir():
            clone.mkdir()
            for name in run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).split("\0"):
                if name and (ROOT / name).is_file():
                    (clone / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / name, clone / name)
            for step in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "A state"]):
                run(["git", *step], clone)
            run([str(Path(sys.executable).parent / "packpress"), "release"], clone)
    return (clone / "dist" / "latest").resolve()


@pytest.fixture(scope="session")
def verdicts(shared: Path, release: Path) -> dict[str, str]:
    """What each judge says of the release: its line, with the reason, and the verdict. Makes the environment of the judges."""
    said = shared / "judged.txt"
    with alone(shared):
        if not said.is_file():
            command = [str(ROOT / "packpress" / "scripts" / "judge-release"), str(release)]
            done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode in (0, 1), done.stderr
            said.write_text(done.stdout, encoding="utf-8")
    lines = re.findall(r"^(ok|red|not judged): (.+)$", said.read_text(encoding="utf-8"), re.MULTILINE)
    return {line: verdict for verdict, line in lines}


def test_every_judge_accepts_the_release_and_rejects_its_control(verdicts: dict[str, str]) -> None:
    missing = {"R": not shutil.which("Rscript"), "Node": not shutil.which("node"), "SQLite": not all(map(shutil.which, SQLITE))}
    missing["DCAT-AP"] = "PACKPRESS_CORPORA" not in os.environ
    not_at_hand = ("chDB", "datasets", *(name for name, is_missing in missing.items() if is_missing))
    assert [
        line for line, verdict in verdicts.items() if verdict != "ok" and not any(name in line for name in not_at_hand)
    ] == []
    assert len(verdicts) >= 25


def test_the_release_has_the_files_that_the_page_names(release: Path) -> None:
    named = re.findall(r"^\| `([^`]+)` \| [^|]+ \|$", README, re.MULTILINE)
    assert len(named) == 5
    assert [name for name in named if not (release / name).exists()] == []
    assert f"`dist/{release.name}/`" in README


def test_the_release_is_no_larger_than_its_limit(release: Path) -> None:
    assert sum(file.stat().st_size for file in release.rglob("*") if file.is_file()) <= MOST_BYTES


@pytest.fixture
def unpacked(release: Path, tmp_path: Path) -> Path:
    """A copy of the release away from every repository."""
    return Path(shutil.copytree(release, tmp_path / "unpacked"))


def lines_of(program: str) -> tuple[str, str]:
    """The language and the lines that the README has for a program: the block with the words that only it has."""
    blocks: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if program in block[1]]
    return found


# program → what names its lines, the command that runs them, and the command that must be at hand
PROGRAMS: dict[str, tuple[str, Sequence[str]]] = {
    "pandas": ("import pandas", ["python", "-I", "-W", "error", "-c"]),
    "Polars": ("import polars", ["python", "-I", "-W", "error", "-c"]),
    "DuckDB": ("import duckdb", ["python", "-I", "-W", "error", "-c"]),
    "R": ("read.csv", ["Rscript", "--vanilla", "-e"]),
    "SQLite": ("sqlite3", ["sh", "-euc"]),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_lines_for_a_program_print_the_counts(program: str, unpacked: Path, verdicts: dict[str, str]) -> None:
    sign, command = PROGRAMS[program]
    needed = SQLITE if program == "SQLite" else command[:1]
    if needed != ["python"] and not all(map(shutil.which, needed)):
        pytest.skip(f"{program} is not at hand")
    python = str(ROOT / ".venv" / "judges" / "bin" / "python")  # has the libraries, but neither packpress nor our package
    code = lines_of(sign)[1]
    printed = run([python if word == "python" else word for word in command] + [code], unpacked)
    assert re.findall(r"\b7\d{4}\b", printed) == COUNTS


TYPES = """
import pandas, polars, duckdb
path = "parquet/statistics.parquet"
print(pandas.read_parquet(path, dtype_backend="pyarrow").dtypes["period_min"])
print(polars.read_parquet(path).schema["period_min"])
print(duckdb.sql(f"FROM '{path}'").types[duckdb.sql(f"FROM '{path}'").columns.index("period_min")])
"""


def test_days_have_the_types_that_the_page_says(unpacked: Path, verdicts: dict[str, str]) -> None:
    printed = run([str(ROOT / ".venv" / "judges" / "bin" / "python"), "-I", "-c", TYPES], unpacked)
    assert printed.split() == ["date32[day][pyarrow]", "Date", "DATE"]
    if shutil.which("Rscript"):
        read = "\n".join(lines_of("read.csv")[1].splitlines()[:2])
        assert run(["Rscript", "--vanilla", "-e", f"{read}\ncat(class(statistics$period_min))"], unpacked) == "Date"


EXCEL = """
import openpyxl, sys
sheet = openpyxl.load_workbook(sys.argv[1])[sys.argv[2]]
header, *rows = sheet.iter_rows(values_only=True)
shown = [row[header.index("value")] for row in rows if row[header.index(sys.argv[3])] == sys.argv[4]]
print(bool(sheet.auto_filter.ref), *(f"{value:.0f}" for value in shown))
"""


def test_the_steps_for_excel_lead_to_the_counts(unpacked: Path, verdicts: dict[str, str]) -> None:
    steps = re.findall(r"^[1-9]\. (.+)$", README, re.MULTILINE)
    workbook, _, _, sheet, column, stated, value = re.findall("`([^`]+)`", " ".join(steps))
    assert (sheet, column, value) == (SHEET, COLUMN, "value")
    python = str(ROOT / ".venv" / "judges" / "bin" / "python")
    assert run([python, "-I", "-c", EXCEL, workbook, sheet, column, stated], unpacked).split() == ["True", *COUNTS]
