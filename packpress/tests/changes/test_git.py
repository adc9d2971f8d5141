"""Repositories that are set up to run code: none of it runs, the base is the real one, and the index stays as it is.

Each set-up has a control: a plain command of git that runs the code, so that the test means something.
"""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.changes.conftest import SCHEMA, Repository, write_package

from packpress.changes import git
from packpress.changes.compare.diff import diff
from packpress.cli import main
from packpress.errors import PackageError

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Trap:
    """A repository with a changed package in its folder ``pack``, and a script that leaves a marker where it is run."""

    repository: Repository
    script: Path
    marker: Path

    @property
    def package(self) -> Path:
        return self.repository.root / "pack"

    def config(self, **settings: str) -> None:
        for name, value in settings.items():
            self.repository.git("config", name.replace("__", "."), value)

    def hook(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "post-index-change").symlink_to(self.script)

    def lose_blob(self, url: str, **settings: str) -> None:
        """Lose the committed table, as in a partial clone that would fetch it from this address."""
        name = self.repository.git("rev-parse", "HEAD:pack/t.csv")
        (self.repository.root / ".git" / "objects" / name[:2] / name[2:]).unlink()
        self.config(remote__origin__url=url, remote__origin__promisor="true", **settings)


@pytest.fixture
def trap(repository: Repository, tmp_path: Path) -> Trap:
    marker, script = tmp_path / "marker", tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\n", encoding="utf-8")
    script.chmod(0o755)
    root = repository.root / "pack"
    write_package(root, {"t": (SCHEMA, "id,name,n\na,first,1\n")}, version="1.0.0")
    repository.commit()
    (root / "t.csv").write_bytes(b"id,name,n\na,second,1\n")
    return Trap(repository, script, marker)


def _filter(kind: str) -> Callable[[Trap], None]:
    def make(trap: Trap) -> None:
        (trap.package / ".gitattributes").write_text("*.csv filter=odd diff=odd\n", encoding="utf-8")
        trap.config(**{kind: str(trap.script)})

    return make


def _included(trap: Trap) -> None:
    included = trap.package / "included"
    included.write_text(f"[core]\n\tfsmonitor = {trap.script}\n", encoding="utf-8")
    trap.config(include__path=str(included))


def _index_hook(trap: Trap) -> None:
    trap.hook(trap.repository.root / ".git" / "hooks")


def _hooks_path(trap: Trap) -> None:
    trap.hook(trap.package / "hooks")
    trap.config(core__hooksPath="pack/hooks")


def _alias_of_protocol(protocol: str) -> Callable[[Trap], None]:
    """A protocol whose helper is an alias: a fixed list of allowed protocols names one that can be made."""

    def make(trap: Trap) -> None:
        trap.lose_blob(f"{protocol}::x", **{f"alias__remote-{protocol}": f"!{trap.script}"})

    return make


def _helper(trap: Trap) -> None:
    trap.lose_blob("x", remote__origin__vcs="none", **{"alias__remote-none": f"!{trap.script}"})


def _replaced(trap: Trap) -> None:
    """What was committed is replaced with what is there now, and git runs nothing."""
    new = trap.repository.git("hash-object", "-w", "pack/t.csv")
    trap.repository.git("replace", trap.repository.git("rev-parse", "HEAD:pack/t.csv"), new)
    trap.config(core__fsmonitor=str(trap.script))


def _bare(trap: Trap, folder: Path) -> None:
    """A repository whose files a commit can bring: its work tree is the package, its HEAD has what is there now."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    settings = {"core.bare": "false", "core.worktree": str(trap.package), "core.fsmonitor": str(trap.script)}
    inside = Repository(trap.package)
    for name, value in settings.items():
        inside.git(f"--git-dir={folder}", "config", name, value)
    inside.git(f"--git-dir={folder}", "-c", "core.fsmonitor=false", "add", "t.csv", "datapackage.json")
    inside.git(f"--git-dir={folder}", "-c", "core.fsmonitor=false", "commit", "--quiet", "--message", "x")


def _embedded(trap: Trap) -> None:
    _bare(trap, trap.package)


def _embedded_above(trap: Trap) -> None:
    """The same in the folder between the package and the top."""
    _bare(trap, trap.package)
    inner = trap.package / "inner"
    inner.mkdir()
    for name in ("t.csv", "datapackage.json"):
        (trap.package / name).rename(inner / name)


def _shared(trap: Trap) -> None:
    """The same with the objects and refs elsewhere, which ``commondir`` names."""
    data = trap.package / "data"
    _bare(trap, data)
    (trap.package / "HEAD").write_bytes((data / "HEAD").read_bytes())
    (data / "index").rename(trap.package / "index")
    (trap.package / "commondir").write_text("data\n", encoding="utf-8")
    (trap.package / "config.worktree").write_text(f"[core]\n\tworktree = {trap.package}\n\tbare = false\n", encoding="utf-8")
    trap.repository.git(f"--git-dir={data}", "config", "extensions.worktreeConfig", "true")
    for name in ("core.bare", "core.worktree"):
        trap.repository.git(f"--git-dir={data}", "config", "--unset", name)


def _pointer(trap: Trap) -> None:
    """A .git file that leads to a repository inside the package."""
    _bare(trap, trap.package / "data")
    (trap.package / ".git").write_text("gitdir: data\n", encoding="utf-8")


STATUS, DIFF, BLOB = ("status",), ("diff", "HEAD"), ("cat-file", "-p", "HEAD:pack/t.csv")
NO_BLOB, BARE = "t.csv is not in this clone", "looks like a bare git repository"
NONE_ALLOWED = {"GIT_ALLOW_PROTOCOL": "none"}


@dataclass(frozen=True)
class Case:
    """``make`` sets the trap, which ``control`` runs into; ``said`` is why nothing can be compared, "" where it can."""

    make: Callable[[Trap], None]
    control: tuple[str, ...]
    said: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def _fetched(url: str, **settings: str) -> Callable[[Trap], None]:
    return lambda trap: trap.lose_blob(
        url.format(trap.script), **{name: value.format(trap.script) for name, value in settings.items()}
    )


CASES = {
    "core.fsmonitor": Case(lambda trap: trap.config(core__fsmonitor=str(trap.script)), STATUS),
    "a clean filter": Case(_filter("filter__odd__clean"), DIFF),
    "a process filter": Case(_filter("filter__odd__process"), DIFF),
    "textconv": Case(_filter("diff__odd__textconv"), DIFF),
    "a diff driver": Case(_filter("diff__odd__command"), DIFF),
    "diff.external": Case(lambda trap: trap.config(diff__external=str(trap.script)), DIFF),
    "an included configuration": Case(_included, STATUS),
    "post-index-change": Case(_index_hook, ("update-index", "--force-write-index")),
    "core.hooksPath": Case(_hooks_path, ("update-index", "--force-write-index")),
    "a promisor by ext": Case(_fetched("ext::{}", protocol__ext__allow="always"), BLOB, NO_BLOB),
    "a promisor by ssh": Case(_fetched("ssh://example.invalid/x", core__sshCommand="{}"), BLOB, NO_BLOB),
    "a promisor by git": Case(_fetched("git://example.invalid/x", core__gitProxy="{}"), BLOB, NO_BLOB),
    "a promisor by path": Case(_fetched(".", remote__origin__uploadpack="{}"), BLOB, NO_BLOB),
    "a promisor by a helper": Case(_helper, BLOB, NO_BLOB, NONE_ALLOWED),
    "a promisor by an alias": Case(_alias_of_protocol("none"), BLOB, NO_BLOB, NONE_ALLOWED),
    "a replaced object": Case(_replaced, STATUS),
    "an embedded bare repository": Case(_embedded, ("-C", "pack", *STATUS), BARE),
    "an embedded one with a common folder": Case(_shared, ("-C", "pack", *STATUS), BARE),
    "a .git file into the package": Case(_pointer, ("-C", "pack", *STATUS), "inside the work tree"),
}  # fmt: skip
# what is run → the exit code and a word that tells the change where the base can be read
COMMANDS = {
    "validate": (("validate", "--base", "HEAD", "--error", "version-bump", "--format", "github"), 1, "[version-bump]"),
    "diff": (("diff", "HEAD"), 0, "second"),
    "diff as JSON": (("diff", "HEAD", "--format", "json"), 0, '"second"'),
    "diff as a changelog": (("diff", "HEAD", "--changelog"), 0, "name"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_nothing_of_the_repository_runs_and_the_base_is_real(case: Case, trap: Trap, capsys: Capture) -> None:
    case.make(trap)
    trap.marker.unlink(missing_ok=True)
    index = (trap.repository.root / ".git" / "index").read_bytes()
    for command, status, said in COMMANDS.values():
        code = main([*command, str(trap.package)])
        out, err = capsys.readouterr()
        assert (code, said in out, err.count("\n")) == ((2, False, 1) if case.said else (status, True, 0))
        assert case.said in err
        assert not trap.marker.exists()
    assert (trap.repository.root / ".git" / "index").read_bytes() == index

    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    control = ["git", "-C", str(trap.repository.root), *case.control]
    subprocess.run(control, env={**environment, **case.environment}, capture_output=True, check=False)
    assert trap.marker.exists(), "the set-up runs nothing, so it proves nothing"


@pytest.mark.parametrize("case", [case for case in CASES.values() if case.said == NO_BLOB])
def test_a_git_that_always_fetches_what_is_missing_runs_nothing_either(
    case: Case, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As before GIT_NO_LAZY_FETCH was made; none of the protocols is allowed, whatever they are called."""
    monkeypatch.setattr(git, "_ENVIRONMENT", {**git._ENVIRONMENT, "GIT_NO_LAZY_FETCH": "0"})
    case.make(trap)
    with pytest.raises(PackageError, match=NO_BLOB):
        diff("HEAD", root=trap.package)
    assert not trap.marker.exists()


def test_a_folder_between_the_package_and_the_top_may_be_no_bare_repository(trap: Trap) -> None:
    _embedded_above(trap)
    trap.marker.unlink(missing_ok=True)
    with pytest.raises(PackageError, match=rf"^{trap.package}: {BARE}"):
        diff("HEAD", root=trap.package / "inner")
    assert not trap.marker.exists()


def test_a_folder_with_the_name_of_a_revision_is_no_base(trap: Trap, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    forged = trap.package / "HEAD"
    forged.mkdir()
    for name in ("t.csv", "datapackage.json"):
        (forged / name).write_bytes((trap.package / name).read_bytes())
    monkeypatch.chdir(trap.package)
    assert main(["validate", "--base", "HEAD"]) == 2
    assert capsys.readouterr().err == (
        "packpress: HEAD: is both a folder or file and a revision; write ./HEAD for the folder or file\n"
    )
    assert main(["validate", "--base", "./HEAD"]) == 0


@pytest.mark.parametrize("name", ["HEAD^1", "origin/main", "base.zip"])
def test_what_a_commit_brings_is_no_base_where_the_revision_is_not_there(
    name: str, trap: Trap, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    forged = trap.package / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(forged, "w") as archive:
            for file in ("t.csv", "datapackage.json"):
                archive.write(trap.package / file, file)
    else:
        forged.mkdir(parents=True)
        for file in ("t.csv", "datapackage.json"):
            (forged / file).write_bytes((trap.package / file).read_bytes())
    monkeypatch.chdir(trap.package)
    assert main(["validate", "--base", name]) == 2
    refusal = capsys.readouterr().err
    assert refusal.startswith(f"packpress: {name}: ")
    assert refusal.endswith(f"; for the folder or file of this name, write ./{name}\n")
    assert main(["validate", "--base", f"./{name}"]) == 0


def test_git_is_not_run_from_the_judged_folder(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    trap.script.rename(trap.package / "git")
    monkeypatch.chdir(trap.package)
    monkeypatch.setenv("PATH", os.pathsep.join((str(trap.package), ".", "", os.environ["PATH"])))
    assert not diff("HEAD", root=trap.package).is_empty
    assert not trap.marker.exists()
    subprocess.run(["git", "status"], check=True)
    assert trap.marker.exists()


# what is in the environment, as in a hook of another repository or by a runner that is too kind
ENVIRONMENTS = {
    "another repository": {"GIT_DIR": "nowhere", "GIT_WORK_TREE": "nowhere", "GIT_OBJECT_DIRECTORY": "nowhere"},
    "a configuration": {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.repositoryformatversion", "GIT_CONFIG_VALUE_0": "x"},
    "protocols": {"GIT_ALLOW_PROTOCOL": "ext"},
}


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_what_the_environment_has_for_git_does_not_count(
    environment: Mapping[str, str], trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert not diff("HEAD", root=trap.package).is_empty


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files to another user")
def test_a_repository_of_another_user_is_refused_unless_the_user_trusts_it(
    trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SUDO_UID", raising=False)
    for path in (trap.repository.root, trap.repository.root / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(PackageError, match=r"dubious ownership.*safe\.directory"):
        diff("HEAD", root=trap.package)
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {trap.repository.root}\n", encoding="utf-8")
    assert not diff("HEAD", root=trap.package).is_empty


def test_a_worktree_and_a_submodule_are_compared_as_well(trap: Trap, tmp_path: Path) -> None:
    root = trap.repository.root
    trap.repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    outer = tmp_path / "outer"
    outer.mkdir()
    other = Repository(outer)
    other.git("init", "--quiet")
    other.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "modules/sub")
    for package in (tmp_path / "tree" / "pack", outer / "modules" / "sub" / "pack"):
        assert diff("HEAD", root=package).is_empty
        (package / "t.csv").write_bytes(b"id,name,n\na,third,1\n")
        (table,) = diff("HEAD", root=package).tables
        assert [cell.new for row in table.rows for cell in row.cells] == ["third"]


def test_a_work_tree_elsewhere_in_the_configuration_does_not_count(trap: Trap, tmp_path: Path) -> None:
    trap.config(core__worktree=str(tmp_path))
    assert not diff("HEAD", root=trap.package).is_empty
