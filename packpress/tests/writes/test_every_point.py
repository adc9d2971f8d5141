"""A fault at any call that changes a file leaves each file old or new, and the next run leaves what an undisturbed one does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# case of run_faults → the calls that change a file of the package and that must be among those that were made to fail
ONE_FILE = ("open", "write", "fsync", "replace", "fsync", "unlink")
BUILDS = ("build", "build-over", "streamed", "streamed-over", "parts-over", "release", "release-next")  # minutes each
SLOW = (*BUILDS, "hook", "save-new", "save-added")  # the last three write as `format` and `save` do
PLACED = ("rename", "fsync", "symlink", "replace", "fsync", "open", "write", "chmod", "open", "fsync", "replace", "fsync")
CASES = {
    "format": ONE_FILE * 2,
    "hook": ONE_FILE * 2,
    "new": ONE_FILE,
    "build": ONE_FILE * 5,
    "build-over": ONE_FILE * 3,
    "streamed": ("mkdir", "open", "write", "fsync", "replace", "fsync", *ONE_FILE, "replace", *ONE_FILE, "rmdir"),
    "streamed-over": (
        "mkdir",
        "open",
        "write",
        "chmod",
        "fsync",
        "replace",
        "fsync",
        "chmod",
        "fsync",
        "replace",
        "fsync",
        "rmdir",
    ),
    "parts-over": (*("mkdir",) * 2, "open", "write", *("mkdir",) * 2, *("rename",) * 2, "chmod", "fsync", "rename", "rmdir"),
    "release": PLACED,
    "release-next": PLACED,
    "save": ONE_FILE,
    "save-new": ONE_FILE,
    "save-added": ("open", "write", "fsync"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.parametrize("case", [pytest.param(case, marks=pytest.mark.slow) if case in SLOW else case for case in CASES])
def test_no_fault_at_any_call_loses_a_file_or_leaves_anything_after_the_next_run(case: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.writes.run_faults", case, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["states"] > 2
    calls = iter(found["calls"])
    assert [call for call in CASES[case] if call not in calls] == []  # in this order, others
