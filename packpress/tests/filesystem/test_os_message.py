"""An error of the operating system is said with its place, its fault and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from packpress.cli import main
from packpress.filesystem.os_message import os_message
from packpress.filesystem.write import make_folder


def error(number: int, path: object = "a/b") -> OSError:
    return OSError(number, os.strerror(number), path)


# error → its message
MESSAGES: dict[str, tuple[OSError, str]] = {
    "missing": (
        error(errno.ENOENT),
        "a/b: does not exist, or nothing can be created there; check the path, or name another place",
    ),
    "denied": (error(errno.EACCES), "a/b: access is denied; change its permissions, or name another place"),
    "full": (error(errno.ENOSPC), "a/b: no space is left on the disk; free some, or name another place"),
    "without a path": (
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        "no space is left on the disk; free some, or name another place",
    ),
    "two paths": (
        OSError(errno.EXDEV, os.strerror(errno.EXDEV), "made", None, "wanted"),
        "wanted: is on another file system; name another place",
    ),
    "bytes": (error(errno.EISDIR, b"a\xff"), "a\ufffd: is a folder, where a file was expected; check the path"),
    "no place for a command": (
        error(errno.EISDIR, "a\n::b"),
        "a\\n::b: is a folder, where a file was expected; check the path",
    ),
    "unknown": (
        error(errno.EPROTO),
        f"a/b: the system refused this: {os.strerror(errno.EPROTO)}; check the path and the disk, and run this again",
    ),
    "only words": (OSError("it failed"), "the system refused this: it failed; check the path and the disk, and run this again"),
}


@pytest.mark.parametrize(("raised", "message"), MESSAGES.values(), ids=MESSAGES)
def test_the_message_has_place_and_fault_and_what_to_do(raised: OSError, message: str) -> None:
    assert os_message(raised) == message


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc")
@pytest.mark.parametrize(("command", "place"), [("release", "/proc/x"), ("build", "/proc")])
def test_a_command_that_cannot_write_says_where(command: str, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    package = Path(__file__).resolve().parents[1] / "packages" / "letters"
    assert main([command, str(package), "--out", "/proc/x"]) == 2
    words = f"packpress: {place}: does not exist, or nothing can be created there; check the path, or name another place\n"
    assert capsys.readouterr() == ("", words)


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotADirectoryError) as raised:
        make_folder(tmp_path / "file" / "folder")
    words = "is not a folder, or one above it is a file; check the path, or name another place"
    assert os_message(raised.value) == f"{tmp_path / 'file'}: {words}"
