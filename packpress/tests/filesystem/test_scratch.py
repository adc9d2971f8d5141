"""Temporary files and folders go with their process, or with the next command; those of others stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from packpress.filesystem.scratch import remove_leftovers, shared_folder, temporary_file, temporary_folder
from packpress.filesystem.write import create_in

HOLD = """
import sys, time
from pathlib import Path
from packpress.filesystem.scratch import temporary_file, temporary_folder
made = temporary_folder(Path(sys.argv[1])) if sys.argv[2] == "folder" else temporary_file(Path(sys.argv[1]), 0o600)
with made as name:
    path = name if sys.argv[2] == "folder" else name[0]
    print(path, flush=True)
    time.sleep(600)
"""


def hold(folder: Path, kind: str) -> tuple[subprocess.Popen[str], Path]:
    """A process that has a temporary file or folder, and where it is."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder), kind], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_a_running_command_has_stays_and_what_a_killed_one_had_goes(kind: str, tmp_path: Path) -> None:
    process, path = hold(tmp_path, kind)
    with process:
        try:
            remove_leftovers(tmp_path)
            assert list(tmp_path.iterdir()) == [path]
        finally:
            process.send_signal(signal.SIGKILL)
    assert list(tmp_path.iterdir()) == [path]
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_new_temporary_folder_removes_those_of_killed_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    left = tmp_path / ".packpress-0123456789abcdef"
    (left / "data").mkdir(parents=True)
    (left / "data" / "table.csv").write_bytes(b"x" * 100)
    with temporary_folder() as folder:
        assert list(tmp_path.iterdir()) == [folder]
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_exception_removes_the_temporary_file_and_the_folder(error: type[BaseException], tmp_path: Path) -> None:
    with pytest.raises(error), temporary_folder(tmp_path) as folder, temporary_file(folder, 0o600):
        raise error
    assert list(tmp_path.iterdir()) == []


def test_no_link_is_followed_and_no_other_name_is_touched(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"x")
    place = tmp_path / "place"
    place.mkdir()
    (place / ".packpress-aaaaaaaaaaaaaaaa").symlink_to(outside)
    (place / ".packpress-bbbbbbbbbbbbbbbb").mkdir()
    (place / ".packpress-bbbbbbbbbbbbbbbb" / "link").symlink_to(outside)
    os.mkfifo(place / ".packpress-cccccccccccccccc")
    for name in (".packpress-release", ".packpress-Notes-of-mine", "press-0123456789abcdef", ".packpress-0123456789abcdef.csv"):
        (place / name).write_bytes(b"x")
    before = {path.name for path in place.iterdir()} - {".packpress-bbbbbbbbbbbbbbbb"}
    remove_leftovers(place)
    assert {path.name for path in place.iterdir()} == before
    assert (outside / "kept").read_bytes() == b"x"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a file away")
def test_what_another_user_owns_stays(tmp_path: Path) -> None:
    file, folder = tmp_path / ".packpress-aaaaaaaaaaaaaaaa", tmp_path / ".packpress-bbbbbbbbbbbbbbbb"
    file.write_bytes(b"x")
    folder.mkdir()
    for path in (file, folder):
        os.chown(path, 1234, 1234)
    remove_leftovers(tmp_path)
    assert set(tmp_path.iterdir()) == {file, folder}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_folder_that_takes_no_file_is_named_itself(kind: str, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    with (
        pytest.raises(FileNotFoundError) as raised,
        temporary_folder(absent) if kind == "folder" else temporary_file(absent, 0o600),
    ):
        pass
    assert raised.value.filename == str(absent)


def test_a_folder_that_another_process_removes_at_once_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_file = os.open
    removed: list[Path] = []

    def open_too_late(path: Path, flags: int, **options: int) -> int:
        if not removed:
            removed.append(path)
            path.rmdir()
        return open_file(path, flags, **options)

    monkeypatch.setattr(os, "open", open_too_late)
    with temporary_folder(tmp_path) as made:
        assert made.is_dir()
        assert (made != removed[0], len(removed)) == (True, 1)
    assert list(tmp_path.iterdir()) == []


def test_nothing_can_be_created_in_a_shared_folder_that_was_left(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as parent:
        with shared_folder(parent) as shared:
            create_in(shared / "a").close()
            late = create_in(shared / "b")
        with pytest.raises(FileNotFoundError):
            create_in(shared / "c")
        with late:
            late.write(b"x")  # to a file that was open before
        (left,) = parent.iterdir()
        assert sorted(path.name for path in left.iterdir()) == ["a", "b"]
    assert list(tmp_path.iterdir()) == []
