"""Runs a command once for each call that changes a file and each fault, and names what it finds afterwards that is wrong.

``python -m tests.writes.run_faults CASE FOLDER [--all]``: the process imports the command once, then each run is a fork of it.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.writes.file_layer import ERRORS, FAULTS, Layer, tree

from packpress.cli import COMMANDS, main
from packpress.filesystem.os_message import os_message
from packpress.package.problems.output_paths import CODEBOOK
from packpress.publish import build, streamed

Tree = dict[str, tuple[str, int, bytes]]
LEFT = re.compile(r"(.*/)?\.packpress-[^/]+(/.*)?")
STATUS = {"KeyboardInterrupt": 130, "SIGTERM": 143, "SIGKILL": -signal.SIGKILL}
UNTIDY = 'id,kind,share\nb,x,12345678901234567.89\n a ,"y",0.1\nc,x,\n'
REPORT = "report.out"


class Case(NamedTuple):
    """A command and what it finds: ``prepare`` changes the toy package first; ``again`` are the exit codes of the next run."""

    command: tuple[str, ...]
    prepare: Callable[[Path], object] = lambda root: None
    again: tuple[int, ...] = (0,)


def make_package(root: Path) -> None:
    """The toy package: two untidy tables, one of them a link to a file that its group may read; both have outputs."""
    root.mkdir()
    schema = {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True}},
            {"name": "kind", "type": "string"},
            {"name": "share", "type": "number"},
        ],
        "primaryKey": ["id"],
    }
    resources = []
    for name in ("one", "two"):
        made = {"path": f"parquet/{name}.parquet", "format": "parquet", "schema": f"parquet/{name}.json"}
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})
        resources.append({"name": f"{name}-parquet", "type": "table", "packpress:madeFrom": name, **made})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    words = {"name": "toy", "version": "1.0.0", "created": "2026-01-02T00:00:00Z"}
    (root / "datapackage.json").write_text(json.dumps({"$schema": profile, **words, "resources": resources}))
    (root / "one.csv").write_text(UNTIDY)
    (root / "kept").mkdir()
    (root / "kept" / "two.csv").write_text(UNTIDY)
    (root / "kept" / "two.csv").chmod(0o640)
    (root / "two.csv").symlink_to("kept/two.csv")


def tidy(root: Path) -> None:
    """Bring the tables into their layout."""
    for path in ("one.csv", "kept/two.csv"):
        (root / path).write_text("id,kind,share\na,y,0.1\nb,x,12345678901234567.89\nc,x,\n")


def built(*arguments: str) -> Callable[[Path], None]:
    """Build the package, then change a value of both tables, and the mode of an output."""

    def prepare(root: Path) -> None:
        tidy(root)
        assert run(root, ("build", *arguments), root.parent / "prepared", Layer()).status == 0
        for path in ("one.csv", "kept/two.csv"):
            (root / path).write_text((root / path).read_text().replace("c,x,", "c,z,1.5"))
        (root / "parquet" / "one.parquet").chmod(0o600)

    return prepare


def with_outputs(root: Path) -> None:
    """Build the package."""
    tidy(root)
    assert run(root, ("build",), root.parent / "prepared", Layer()).status == 0


def parted(root: Path) -> None:
    """Names the parts of one table, which a build then makes in two; builds the package, then changes a value."""
    streamed.PART_SIZE = 8
    descriptor = root / "datapackage.json"
    raw = json.loads(descriptor.read_text())
    raw["resources"][1]["path"] = [f"parquet/one/part-{number:05}.parquet" for number in range(2)]
    descriptor.write_text(json.dumps(raw))
    with_outputs(root)
    (root / "one.csv").write_text((root / "one.csv").read_text().replace("c,x,", "c,z,1.5"))


def with_report(root: Path) -> None:
    """Build the package, and leave a report of an earlier run."""
    with_outputs(root)
    (root / REPORT).write_text("what another step wrote\n")


def with_release(root: Path) -> None:
    """Release the package, then change a value and the version."""
    tidy(root)
    assert run(root, ("release",), root.parent / "prepared", Layer()).status == 0
    (root / "one.csv").write_text((root / "one.csv").read_text().replace("c,x,", "c,z,1.5"))
    descriptor = root / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace("1.0.0", "1.1.0"))


SAVE = ("validate", "--save")
CASES: Mapping[str, Case] = {
    "format": Case(("format",)),
    "hook": Case(("hook", "format", "--", "one.csv", "two.csv")),
    "new": Case(("new", "two", "--id", "bb"), tidy, (0, 2)),
    "build": Case(("build", "--full"), tidy),
    "build-over": Case(("build", "--full"), built("--full")),
    "streamed": Case(("build",), tidy),
    "streamed-over": Case(("build",), built()),
    "parts-over": Case(("build",), parted),
    "release": Case(("release",), tidy),
    "release-next": Case(("release",), with_release),
    "save": Case((*SAVE, "json", REPORT), with_report),
    "save-new": Case((*SAVE, "json", REPORT), with_outputs),
    "save-added": Case((*SAVE, "markdown", REPORT), with_report),
}


class Run(NamedTuple):
    """How a command ended, what it said, which calls changed a file, and what it imported."""

    status: int
    output: str
    calls: list[str]
    modules: list[str]


def run(root: Path, command: tuple[str, ...], log: Path, layer: Layer) -> Run:
    """Run the command in the folder, in a fork of this process, below the layer."""
    log.mkdir(parents=True, exist_ok=True)
    (log.parent / "tmp").mkdir(exist_ok=True)
    child = os.fork()
    if child == 0:
        status = 99
        calls = os.open(log / "calls", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            output = os.open(log / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.environ["TMPDIR"] = str(log.parent / "tmp")
            os.chdir(root)
            layer.install()
            status = main(command)
        except BaseException:
            traceback.print_exc()
        finally:
            layer.point = 0
            os.write(calls, json.dumps([layer.calls, list(sys.modules)]).encode())
            sys.stdout.flush()
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    text = (log / "calls").read_text()
    seen, modules = json.loads(text) if text else ([], [])
    return Run(os.waitstatus_to_exitcode(ended), (log / "output").read_text(), seen, modules)


class State(NamedTuple):
    """What a fault left, beside what was there before and what an undisturbed run makes."""

    old: Tree
    new: Tree
    found: Tree
    run: Run
    fault: str
    call: str
    case: str


def files_are_old_or_new(state: State) -> list[str]:
    """Each file has its old or its new bytes, mode and link; what else is there is a temporary file."""
    wrong = []
    for path in {*state.old, *(path for path in state.found if not LEFT.fullmatch(path))}:
        wanted = [where[path] for where in (state.old, state.new) if path in where]
        if state.found.get(path) not in wanted and not _is_added_in_part(state, path):
            wrong.append(f"{path} is {state.found.get(path, 'gone')}")
    return wrong


def _is_added_in_part(state: State, path: str) -> bool:
    """Whether a process that was killed while it added to a file had added some of it; nothing that was there is lost."""
    if (state.case, state.fault, path) != ("save-added", "SIGKILL", REPORT):
        return False
    return state.new[path][2].startswith(state.found[path][2]) and state.found[path][2].startswith(state.old[path][2])


def says_fault(output: str, fault: str) -> bool:
    """Whether a message says what the system refused, or names the rule of an issue that follows from it."""
    number = getattr(errno, fault)
    words = os_message(OSError(number, os.strerror(number)))
    return bool(re.search(rf"^packpress: .*(?:\]|{re.escape(words)}$)", output, re.M))


def it_ends_as_it_should(state: State) -> list[str]:
    """The exit code is that of the fault, nobody sees a traceback, and success is only said where all is new."""
    wrong = [f"a traceback: {state.run.output}"] if "Traceback" in state.run.output else []
    is_new = all(state.found.get(path) == entry for path, entry in state.new.items())
    codes = (STATUS[state.fault],) if state.fault in STATUS else (0, 2) if is_new else (2,)
    if state.run.status not in codes:
        wrong.append(f"exit code {state.run.status}, expected {codes}")
    if state.fault in ERRORS and state.run.status == 2 and not says_fault(state.run.output, state.fault):
        wrong.append(f"no word of it: {state.run.output}")
    return wrong


def it_cleans_up(state: State) -> list[str]:
    """No temporary file is left, unless the process was killed or the removal itself failed."""
    left = [path for path in state.found if LEFT.fullmatch(path)]
    return [] if state.fault == "SIGKILL" or state.call in ("unlink", "rmdir") else [f"left: {path}" for path in left]


def releases_are_whole(state: State) -> list[str]:
    """Each release has all of its files or does not exist, and ``latest`` leads to one."""
    wrong, found = [], state.found
    for version in {path.split("/")[1] for path in found if re.match(r"dist/[0-9]", path)}:
        whole = [path for path in state.new if path.startswith(f"dist/{version}/")]
        wrong += [f"{path} is missing" for path in whole if path not in found]
    for latest in ("dist/latest", "dist/latest.json"):
        if latest in state.old and latest not in found:
            wrong.append(f"{latest} is missing")
    if (link := found.get("dist/latest")) and f"dist/{link[2].decode()}/SHA256SUMS" not in found:
        wrong.append(f"latest leads to {link[2]!r}")
    if (data := found.get("dist/latest.json")) and f"dist/{json.loads(data[2])['path']}" not in found:
        wrong.append(f"latest.json leads to {data[2]!r}")
    return wrong


CHECKS: tuple[Callable[[State], list[str]], ...] = (
    files_are_old_or_new,
    it_ends_as_it_should,
    it_cleans_up,
    releases_are_whole,
)
"""What must be true of each state that a fault leaves; a check returns what is wrong."""


def state_of(work: Path) -> Tree:
    """The package, and the folder of temporary files as ``tmp``."""
    return tree(work / "package") | {f"tmp/{path}": entry for path, entry in tree(work / "tmp").items()}


def make_start(case: Case, start: Path) -> Path:
    """A folder with the package as the command finds it, and a folder for temporary files."""
    (start / "tmp").mkdir(parents=True)
    make_package(start / "package")
    case.prepare(start / "package")
    shutil.rmtree(start / "prepared", ignore_errors=True)
    return start


# A release makes some 270 calls, and each fault writes it twice: of the pairs of a call and a fault, one in so many is tried.
# There are more faults than that, so each call fails at least once.
STRIDES = {"release": 5, "release-next": 5}
assert all(stride < len(FAULTS) for stride in STRIDES.values())


def check_case(name: str, folder: Path, stride: int) -> dict[str, Any]:
    """The faults at every point of the case: how many there were, and what was wrong."""
    case = CASES[name]
    start = make_start(case, folder / "start")
    old = state_of(start)
    whole = fresh(start, folder / "whole")
    undisturbed = run(whole / "package", case.command, whole / "log", Layer())
    new = state_of(whole)
    for module in undisturbed.modules:  # so that the next forks need not import it
        with suppress(Exception):
            import_module(module)
    gc.freeze()  # a collection in a fork would copy every page
    wrong = [] if undisturbed.status == 0 and new != old else [f"undisturbed: {undisturbed}"]
    known: dict[str, list[str]] = {}
    pairs = [(point, call, fault) for point, call in enumerate(undisturbed.calls, 1) for fault in FAULTS]
    for point, call, fault in pairs[::stride]:
        work = fresh(start, folder / "work")
        done = run(work / "package", case.command, work / "log", Layer(point, fault))
        found = state_of(work)
        state = State(old, new, found, done, fault, call, name)
        problems = [problem for check in CHECKS for problem in check(state)]
        key = repr(sorted((LEFT.sub("left", path), entry) for path, entry in found.items()))
        if key not in known:
            outputs = repr([found.get(path) for path in outputs_of(new)])
            if outputs not in known:
                known[outputs] = unnamed_outputs(case, work, found, new)
            problems += known[outputs]
            again = run(work / "package", case.command, work / "log", Layer())
            known[key] = differences(case, name, again, state_of(work), old, new)
        wrong += [f"{fault} at {call}, call {point}: {problem}" for problem in (*problems, *known[key])]
    return {"calls": undisturbed.calls, "tried": len(pairs[::stride]), "states": len(known), "wrong": wrong}


def outputs_of(new: Tree) -> list[str]:
    """The files that a build makes of the toy package."""
    return [path for path in new if path.startswith(("parquet/", "docs/")) and new[path][0] == "file"]


def unnamed_outputs(case: Case, work: Path, found: Tree, new: Tree) -> list[str]:
    """What ``validate`` does not say of the outputs that a build left: each that is not new is stale or missing."""
    if case.command[0] != "build":
        return []
    wanted = {}
    for path in outputs_of(new):
        if found.get(path) != new[path]:
            wanted[path] = "output-stale" if path in found else "file-missing"
    if wanted.get(CODEBOOK) == "file-missing":
        del wanted[CODEBOOK]  # the descriptor does not name it
    done = run(work / "package", ("validate", "--format", "json"), work / "log", Layer())
    issues = json.loads(done.output)["issues"]
    named = {issue["path"]: issue["rule"] for issue in issues}
    return [] if named == wanted else [f"validate names {named}, but of the outputs {wanted} is true"]


def differences(case: Case, name: str, done: Run, found: Tree, old: Tree, new: Tree) -> list[str]:
    """What is wrong after the next run, which nothing disturbs."""
    wrong = [] if done.status in case.again else [f"the next run: {done.status}: {done.output}"]
    if name == "save-added" and found[REPORT][2].startswith(old[REPORT][2]):
        added = new[REPORT][2].removeprefix(old[REPORT][2])  # the report is there once more, after what was there
        found[REPORT] = new[REPORT] if found[REPORT][2].endswith(added) else found[REPORT]
    differ = [path for path in {*new, *found} if new.get(path) != found.get(path)]
    return wrong + [f"after the next run {path} is {found.get(path, 'gone')}" for path in differ]


def fresh(start: Path, work: Path) -> Path:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(start, work, symlinks=True)
    return work


if __name__ == "__main__":
    for name in COMMANDS:
        import_module(f"packpress.commands.{name}")
    setattr(build, "ask_frictionless", lambda *_: None)  # noqa: B010 - it takes seconds and writes nothing; the slow tests run the whole build
    every = sys.argv[3:] == ["--all"]
    json.dump(check_case(sys.argv[1], Path(sys.argv[2]), 1 if every else STRIDES.get(sys.argv[1], 1)), sys.stdout)
