"""A package has one writer at a time; reading it needs no lock, and so works on a file system that is read-only."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main
from packpress.errors import LockedError
from packpress.filesystem.lock import locked

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
WRITERS = (["format"], ["new", "table", "--id", "c"], ["build", "--full"], ["build"], ["build", "--full", "--check"])
READERS = (["format", "--check"], ["validate"], ["explain", "table"])
UNTIDY = 'id\n"a"\nb\n'


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_command_that_writes_waits_for_no_other_and_says_so(
    command: list[str], make_package: PackageMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package(SCHEMA, UNTIDY)
    with locked(root / "datapackage.json"):
        assert main([*command, str(root)]) == 3
    said = "packpress: datapackage.json: another command is writing this package; try again when it is done\n"
    assert capsys.readouterr() == ("", said)
    assert (root / "data.csv").read_text(encoding="utf-8") == UNTIDY


def test_the_hook_leaves_a_package_alone_that_is_being_written(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package(SCHEMA, UNTIDY)
    monkeypatch.chdir(root)
    with locked(root / "datapackage.json"):
        assert main(["hook", "format", "--", "data.csv"]) == 3
    assert (root / "data.csv").read_text(encoding="utf-8") == UNTIDY


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_command_that_reads_needs_no_lock(command: list[str], make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "id\na\nb\n")
    with (root / "datapackage.json").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert main([*command, str(root)]) == 0


def test_a_descriptor_that_an_editor_replaced_is_locked_itself(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, UNTIDY)
    descriptor = root / "datapackage.json"
    with locked(descriptor):
        (root / "saved").write_bytes(descriptor.read_bytes())
        (root / "saved").replace(descriptor)
        with locked(descriptor), pytest.raises(LockedError), locked(descriptor):
            pass


def test_a_package_on_a_read_only_file_system_is_checked(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, UNTIDY)
    command = f'"{sys.executable}" -m packpress'
    script = f'''
        mount --bind "{root}" "{root}" && mount -o remount,bind,ro "{root}" && cd "{root}" && ! touch x 2>/dev/null || exit 77
        {command} validate && {command} format'''
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    if done.returncode == 77 or "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"nothing can be mounted here: {done.stderr}")
    assert done.stdout == "valid: 0 errors, 0 warnings (checked: files, cells)\n"
    words = "packpress: data.csv: is on a file system that is read-only; name another place\n"
    assert (done.returncode, done.stderr) == (2, words)
    assert (root / "data.csv").read_text(encoding="utf-8") == UNTIDY
