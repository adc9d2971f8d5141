"""The release of a commit has the same bytes wherever and whenever it is made, and the same tables with other tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.release.conftest import git, run_release

pytestmark = pytest.mark.slow  # each release takes about 20 s
OTHER_USER = 65_534
CLOCK = "libfaketime==3.0.1"
DAYS = 400
# how a folder is listed elsewhere: in another order
LISTED_BACKWARDS = """
import os
listdir, scandir = os.listdir, os.scandir
class Backwards:
    def __init__(self, *place):
        with scandir(*place) as found:
            self.entries = iter(sorted(found, key=lambda entry: entry.name, reverse=True))
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): self.close()
    def close(self): self.entries = iter(())
os.listdir = lambda *place: sorted(listdir(*place), reverse=True)
os.scandir = Backwards
"""
# pysqlite3 has the interface of Python's sqlite3 but for limits, which bound the work of views and change no result
OTHER_SQLITE = """
import sys, pysqlite3
class Connection(pysqlite3.Connection):
    def setlimit(self, limit, value): return value
connect = pysqlite3.connect
for module in (pysqlite3, pysqlite3.dbapi2):
    module.connect = lambda *given, **named: connect(*given, **{"factory": Connection, **named})
    for number, name in enumerate(("LENGTH", "ATTACHED", "TRIGGER_DEPTH", "WORKER_THREADS")):
        setattr(module, "SQLITE_LIMIT_" + name, number)
sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2
"""
PYARROW = int(version("pyarrow").partition(".")[0])
# other tool → its name in release.json, what is installed in place of it, and what Python runs first
TOOLS = {
    f"pyarrow {PYARROW - 1}": ("pyarrow", f"pyarrow=={PYARROW - 1}.*", ""),
    f"pyarrow {PYARROW - 2}": ("pyarrow", f"pyarrow=={PYARROW - 2}.*", ""),
    "SQLite": ("SQLite", "pysqlite3-binary==0.5.4.post2", OTHER_SQLITE),
}


def install(wanted: str, folder: Path) -> Path:
    """A folder with that library, which Python prefers if it is in PYTHONPATH."""
    pip = [sys.executable, "-m", "pip", "-qq", "--no-input", "--disable-pip-version-check"]
    options = ["--no-deps", "--only-binary", ":all:", "--no-compile", "--target", str(folder)]
    subprocess.run([*pip, "install", *options, wanted], check=True, capture_output=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a release, by path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that other users may enter too, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="elsewhere-"))
    folder.chmod(0o755)
    before = shared_clocks()
    yield folder
    shutil.rmtree(folder)
    for left in shared_clocks() - before:
        left.unlink(missing_ok=True)


def shared_clocks() -> set[Path]:
    """The memory in which processes share their clock, which stays if one ends without its exit handlers."""
    return {*Path("/dev/shm").glob("*faketime_*")}


def other_user(folder: Path) -> tuple[str, ...]:
    """What runs a command as another user, who then owns the folder; nothing without the right to.

    That user may read everything, as Python may be in the folder of this user, but writes only in the folder.
    """
    if os.geteuid() or shutil.which("setpriv") is None:
        return ()
    for place in (folder, *folder.rglob("*")):
        os.chown(place, OTHER_USER, OTHER_USER, follow_symlinks=False)
    rights = "+dac_read_search"
    user = ("--reuid", str(OTHER_USER), "--regid", str(OTHER_USER), "--clear-groups")
    return ("setpriv", *user, "--inh-caps", rights, "--ambient-caps", rights)


def test_the_surroundings_change_no_byte(checkout: Path, released: Path, elsewhere: Path) -> None:
    clock = install(CLOCK, elsewhere / "clock")
    (elsewhere / "first").mkdir()
    (elsewhere / "first" / "sitecustomize.py").write_text(LISTED_BACKWARDS, encoding="utf-8")
    (library,) = clock.glob("libfaketime/vendor/libfaketime/src/libfaketime.so*")
    environment = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "HOME": str(elsewhere),
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(elsewhere / "first"),
        "PYTHONUTF8": "0",
    }
    copy = elsewhere / "some" / "deep folder"
    git(checkout, "clone", "--quiet", "--no-hardlinks", str(checkout), str(copy))
    (elsewhere / "out").mkdir()
    user = other_user(elsewhere)
    # set last, since the library shares memory with the processes of one user
    later = ("env", f"LD_PRELOAD={library}", f"FAKETIME=+{DAYS}d", "FAKETIME_DONT_FAKE_MONOTONIC=1")
    runner = (*user, *later)
    assert seen(elsewhere, environment, runner) == (DAYS, ["some", "out", "first", "clock"])
    made = run_release(copy, elsewhere / "out", runner=runner, environment=environment, umask=0o077)
    assert made.stat().st_uid == (OTHER_USER if user else os.geteuid())
    here, there = contents(released), contents(made)
    assert sorted(here) == sorted(there)
    assert [path for path in sorted(here) if here[path] != there[path]] == []


def seen(folder: Path, environment: Mapping[str, str], runner: Sequence[str]) -> tuple[int, list[str]]:
    """How many days the clock of a Python in these surroundings is ahead, and how it lists the folder."""
    code = f"import json, os, time; print(json.dumps([time.time() - {time.time()}, os.listdir({str(folder)!r})]))"
    given = {**os.environ, **environment}
    command = [*runner, sys.executable, "-c", code]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    seconds, listed = json.loads(done.stdout)
    return round(seconds / 86_400), listed


@pytest.mark.parametrize(("tool", "library", "first"), TOOLS.values(), ids=TOOLS)
def test_other_tools_change_no_table(
    tool: str, library: str, first: str, checkout: Path, released: Path, tmp_path: Path
) -> None:
    place = install(library, tmp_path / "library")
    if first:
        (place / "sitecustomize.py").write_text(first, encoding="utf-8")
    made = run_release(checkout, tmp_path / "out", environment={"PYTHONPATH": str(place)})
    ours, theirs = (json.loads((folder / "release.json").read_bytes()) for folder in (released, made))
    assert ours["tools"][tool] != theirs["tools"][tool]
    assert ours["tables"] == theirs["tables"]
