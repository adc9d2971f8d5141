"""A folder gets its name when all of it is on the disk, with the same modes whatever the umask."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from packpress.filesystem import write_folder
from packpress.filesystem.write_folder import add_file, move_folder, replace_folder, replace_link


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A finished folder, made under a strict umask."""
    before = os.umask(0o077)
    try:
        folder = tmp_path / "scratch" / "made"
        (folder / "below").mkdir(parents=True)
        (folder / "below" / "file").write_bytes(b"x")
        (folder / ".hidden").write_bytes(b"y")
    finally:
        os.umask(before)
    return folder


def test_a_folder_is_moved_with_the_modes_of_what_everybody_reads(made: Path, tmp_path: Path) -> None:
    move_folder(made, tmp_path / "new" / "place")
    found = {path.relative_to(tmp_path).as_posix(): oct(path.stat().st_mode & 0o7777) for path in (tmp_path / "new").rglob("*")}
    files = {"new/place/below/file": "0o644", "new/place/.hidden": "0o644"}
    assert found == {"new/place": "0o755", "new/place/below": "0o755", **files}
    assert not made.exists()


def test_everything_is_on_the_disk_before_the_folder_has_its_name(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    fsync, rename = os.fsync, os.rename

    def note_fsync(handle: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def note_rename(old: Path, new: Path) -> None:
        seen.append("rename")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "rename", note_rename)
    move_folder(made, tmp_path / "place")
    assert seen == ["file", "file", "folder", "folder", "rename", "folder"]


def test_a_folder_that_another_command_put_there_stays(made: Path, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "theirs").write_bytes(b"")
    with pytest.raises(OSError, match="not empty"):
        move_folder(made, tmp_path / "place")
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["theirs"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_folder_takes_the_place_of_another(
    can_exchange: bool, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(write_folder, "_exchange", lambda one, other: False)
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "theirs").write_bytes(b"")
    replace_folder(made, tmp_path / "place", tmp_path / "scratch")
    assert sorted(path.name for path in (tmp_path / "place").iterdir()) == [".hidden", "below"]
    assert [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "scratch").rglob("*")] == [
        "scratch/old",
        "scratch/old/theirs",
    ]


def test_a_link_is_replaced_in_one_step(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for target in ("one", "two"):
        (tmp_path / target).mkdir()
        assert replace_link(tmp_path / "latest", target, scratch)
        assert (tmp_path / "latest").readlink() == Path(target)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(("number", "is_refused"), [(errno.EPERM, False), (errno.ENOTSUP, False), (errno.ENOSPC, True)])
def test_only_a_system_without_links_does_without(
    number: int, is_refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "symlink", refuse)
    if is_refused:
        with pytest.raises(OSError, match="No space left") as error:
            replace_link(tmp_path / "latest", "one", tmp_path)
        assert error.value.filename == str(tmp_path / "latest")
    else:
        assert not replace_link(tmp_path / "latest", "one", tmp_path)


def test_a_file_is_added_with_the_mode_of_what_everybody_reads(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = os.umask(0o077)
    try:
        add_file(tmp_path / "latest.json", b"{}", scratch)
    finally:
        os.umask(before)
    file = tmp_path / "latest.json"
    assert (file.read_bytes(), oct(file.stat().st_mode & 0o7777), list(scratch.iterdir())) == (b"{}", "0o644", [])
