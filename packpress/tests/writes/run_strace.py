"""Runs a whole command under strace once for each system call that changes a file, and names what is wrong afterwards.

``python -m tests.writes.run_strace CASE FOLDER``: a plain run counts the calls, then each further run has one of them fail
with EIO or ended by SIGKILL. strace counts the calls of each thread by itself.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.writes.run_faults import (
    CASES,
    CHECKS,
    LEFT,
    Case,
    Run,
    State,
    differences,
    fresh,
    make_start,
    outputs_of,
    state_of,
    unnamed_outputs,
)

CALLS = (
    "chmod,chown,fchmod,fchmodat,fchown,fchownat,fsync,ftruncate,link,linkat,mkdir,mkdirat,openat,rename,renameat,renameat2,"
    "rmdir,symlink,symlinkat,truncate,unlink,unlinkat,write"
)
IN_LAYER = {"unlinkat": "unlink"}
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)")
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")


def traced(case: Case, work: Path, inject: str = "") -> Run:
    """The command in a process of its own, under strace, whose log is ``strace`` in the folder."""
    command = ["strace", "-f", "-qq", "-o", str(work / "strace"), "-e", f"trace={CALLS}"]
    command += ["-e", f"inject={inject}"] if inject else []
    command += [sys.executable, "-m", "packpress", *case.command]
    environment = os.environ | {"TMPDIR": str(work / "tmp"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=work / "package", env=environment, capture_output=True, text=True, check=False)
    return Run(done.returncode, done.stdout + done.stderr, [], [])


def points(log: Path, only: set[str]) -> list[tuple[str, int]]:
    """The calls of the main thread that change a file, each with its number among the calls of its name."""
    main, found, seen = "", [], Counter[str]()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        thread, call, rest = match.groups()
        main = main or thread
        if thread != main:
            continue
        seen[call] += 1
        to_output = call == "write" and rest.startswith(("1,", "2,"))
        if not to_output and (call != "openat" or _WRITES.search(rest)) and (not only or call in only):
            found.append((call, seen[call]))
    return found


def check_case(name: str, folder: Path, only: set[str]) -> dict[str, Any]:
    """Both faults at every call, or at those of the names in ``only``: how many there were, and what was wrong."""
    case = CASES[name]
    start = make_start(case, folder / "start")
    old = state_of(start)
    whole = fresh(start, folder / "whole")
    undisturbed = traced(case, whole)
    if undisturbed.status != 0:
        return {"calls": [], "wrong": [f"strace cannot run the command here: {undisturbed.status} {undisturbed.output}"]}
    new = state_of(whole)
    wrong, known = list[str](), dict[str, list[str]]()
    calls = points(whole / "strace", only)
    for call, number in calls:
        for fault, how in (("EIO", "error=EIO"), ("SIGKILL", "signal=SIGKILL")):
            work = fresh(start, folder / "work")
            done = traced(case, work, f"{call}:{how}:when={number}")
            found = state_of(work)
            where = f"{fault} at {call} {number}"
            if not _was_hit(work / "strace", call, fault):
                wrong.append(f"{where}: was not reached")
            state = State(old, new, found, done, fault, IN_LAYER.get(call, call), name)
            wrong += [f"{where}: {problem}" for check in CHECKS for problem in check(state)]
            key = repr(sorted((LEFT.sub("left", path), entry) for path, entry in found.items()))
            if key not in known:
                outputs = repr([found.get(path) for path in outputs_of(new)])
                if outputs not in known:
                    known[outputs] = unnamed_outputs(case, work, found, new)
                wrong += [f"{where}: {problem}" for problem in known[outputs]]
                again = traced(case, work)
                known[key] = differences(case, name, again, state_of(work), old, new)
            wrong += [f"{where}: {problem}" for problem in known[key]]
    return {"calls": [call for call, _ in calls], "wrong": wrong}


def _was_hit(log: Path, call: str, fault: str) -> bool:
    """Whether the run was disturbed at a call that changes a file."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    if fault == "SIGKILL":
        return any("killed by SIGKILL" in line for line in lines)
    hit = [line for line in lines if line.endswith("(INJECTED)")]
    return any(call != "openat" or _WRITES.search(line) for line in hit)


if __name__ == "__main__":
    json.dump(check_case(sys.argv[1], Path(sys.argv[2]), set(sys.argv[3:])), sys.stdout)
