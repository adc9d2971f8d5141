"""A fault in any system call that changes a file, in whole commands as a user runs them: slow, by strace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# case of run_faults → the calls that are made to fail, all where none is named: a whole build takes seconds
CASES: dict[str, tuple[str, ...]] = {
    "format": (),
    "hook": (),
    "new": (),
    "streamed": (),
    "streamed-over": ("chmod", "fsync", "rename"),
    "save": (),
    "save-added": (),
    "build": ("rename",),
}
# case → the least number of calls that must have been made to fail
LEAST = {"format": 12, "hook": 12, "new": 6, "streamed": 20, "streamed-over": 8, "save": 6, "save-added": 3, "build": 5}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_no_fault_in_a_system_call_loses_a_file_or_leaves_anything_after_the_next_run(case: str, tmp_path: Path) -> None:
    if shutil.which("strace") is None and not os.environ.get("CI"):
        pytest.skip("strace is not there; on Debian and Ubuntu: apt-get install strace")
    command = [sys.executable, "-m", "tests.writes.run_strace", case, str(tmp_path), *CASES[case]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert len(found["calls"]) >= LEAST[case]
