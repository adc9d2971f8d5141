"""Files are replaced whole, with their mode, their owner and the links to them, or not at all."""

from __future__ import annotations

import ast
import errno
import os
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from packpress.errors import PackpressError
from packpress.filesystem.write import move_file, write_file, write_or_append

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "packpress"


def replace(file: Path, data: bytes) -> None:
    write_file(file, data)


def move(file: Path, data: bytes) -> None:
    made = file.parent / "made"
    made.write_bytes(data)
    move_file(made, file)


WAYS = pytest.mark.parametrize("way", [replace, move])


@WAYS
@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o755, 0o2644], ids=oct)
def test_a_file_keeps_its_mode(mode: int, way: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(mode)
    way(file, b"new")
    assert (file.read_bytes(), oct(file.stat().st_mode & 0o7777)) == (b"new", oct(mode))
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_gets_the_mode_that_the_umask_leaves(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "a" / "b" / "file", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "b" / "file").stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a file away")
@WAYS
def test_a_file_keeps_its_owner(way: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    os.chown(file, 1234, 4321)
    way(file, b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 4321)


def test_rights_of_a_group_that_cannot_be_kept_go_to_no_other_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o664)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "not permitted")

    real = Path.stat

    def of_another(self: Path, **options: bool) -> os.stat_result:
        found = list(real(self, **options))
        if self == file:
            found[5] += 1
        return os.stat_result(found)

    monkeypatch.setattr(os, "chown", refuse)
    monkeypatch.setattr(Path, "stat", of_another)
    write_file(file, b"new")
    monkeypatch.undo()
    assert (file.read_bytes(), oct(file.stat().st_mode & 0o7777)) == (b"new", oct(0o644))


ACCESS_LIST = "system.posix_acl_access"


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """A list of (tag, rights, identifier), as acl(5) and linux/posix_acl_xattr.h have it."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


ALL = 0xFFFFFFFF
USER_1001 = access_list((0x01, 6, ALL), (0x02, 6, 1001), (0x04, 0, ALL), (0x10, 6, ALL), (0x20, 0, ALL))


@pytest.mark.skipif(sys.platform != "linux", reason="Python has extended attributes there alone")
@WAYS
def test_a_file_keeps_its_access_control_list_and_its_attributes(way: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"old")
    try:
        os.setxattr(file, "user.note", b"x")
        os.setxattr(file, ACCESS_LIST, USER_1001)
    except OSError as error:
        pytest.skip(f"the file system of the tests has none: {error}")
    way(file, b"new")
    assert (os.getxattr(file, "user.note"), os.getxattr(file, ACCESS_LIST)) == (b"x", USER_1001)


@pytest.mark.skipif(sys.platform != "linux", reason="Python has extended attributes there alone")
def test_a_file_without_an_access_control_list_gets_none_from_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"old")
    try:
        os.setxattr(tmp_path, "system.posix_acl_default", USER_1001)
    except OSError as error:
        pytest.skip(f"the file system of the tests has none: {error}")
    mode = file.stat().st_mode
    write_file(file, b"new")
    assert (ACCESS_LIST in os.listxattr(file), file.stat().st_mode) == (False, mode)


@WAYS
def test_a_link_stays_and_its_target_is_replaced(way: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target, link, second = tmp_path / "kept" / "file", tmp_path / "link", tmp_path / "second"
    target.write_bytes(b"old")
    link.symlink_to("kept/file")
    second.symlink_to(link)
    way(second, b"new")
    assert (second.readlink(), link.readlink(), target.read_bytes()) == (link, Path("kept/file"), b"new")
    assert not target.is_symlink()


def test_a_link_that_leads_to_itself_is_refused_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("link")
    with pytest.raises(OSError, match="symbolic links"):
        write_file(link, b"new")
    assert link.readlink() == Path("link")


def test_a_read_only_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write any file
    with pytest.raises(PermissionError) as error:
        write_file(file, b"new")
    assert (error.value.filename, file.read_bytes(), list(tmp_path.iterdir())) == (str(file), b"old", [file])


# what another program does with the file after it was read
CHANGES: dict[str, Callable[[Path], object]] = {
    "writes another text": lambda file: file.write_bytes(b"other"),
    "writes one of the same length": lambda file: file.write_bytes(b"odd"),
    "replaces it": lambda file: (file.parent / "x").write_bytes(b"odd") and (file.parent / "x").replace(file),
    "empties it": lambda file: file.write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changed_since_it_was_read_is_left_alone(change: Callable[[Path], object], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    change(file)
    there = file.read_bytes()
    with pytest.raises(PackpressError, match=r"^data/file: changed since it was read, so nothing was written to it; save"):
        write_file(file, b"new", read=b"old", shown="data/file")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (there, [file])


def test_a_file_that_is_gone_since_it_was_read_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(PackpressError, match="changed since it was read"):
        write_file(tmp_path / "file", b"new", read=b"old")
    assert list(tmp_path.iterdir()) == []


def test_a_file_saved_at_the_last_moment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda handle: file.write_bytes(b"saved meanwhile"))
    with pytest.raises(PackpressError, match="changed since it was read"):
        write_file(file, b"new", read=b"old")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"saved meanwhile", [file])


def test_a_fault_names_the_file_and_not_a_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left") as error:
        write_file(tmp_path / "file", b"new")
    assert str(error.value) == f"[Errno {errno.ENOSPC}] No space left on device: '{tmp_path / 'file'}'"
    assert list(tmp_path.iterdir()) == []


def test_the_bytes_are_on_the_disk_before_the_name_is_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    fsync, rename = os.fsync, os.replace

    def note_fsync(handle: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def note_replace(made: Path, target: Path) -> None:
        seen.append("rename")
        rename(made, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    write_file(tmp_path / "file", b"new")
    assert seen == ["file", "rename", "folder"]


def test_a_report_is_added_to_a_file_that_stays_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    file.write_bytes(b"before\n")
    inode = file.stat().st_ino
    write_or_append(file, b"report\n", is_added=True)
    assert (file.read_bytes(), file.stat().st_ino) == (b"before\nreport\n", inode)


def test_a_report_that_cannot_be_added_whole_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, real = tmp_path / "summary", os.write
    file.write_bytes(b"before\n")

    def fill(handle: int, data: memoryview) -> int:
        if len(data) < 7:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, data[:3])

    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(OSError, match="No space left"):
        write_or_append(file, b"report\n", is_added=True)
    assert file.read_bytes() == b"before\n"


def test_a_report_that_cannot_be_added_whole_takes_nothing_of_another_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "summary"
    file.write_bytes(b"before\n")

    def interrupt(handle: int) -> None:
        with file.open("ab") as other:
            other.write(b"another's\n")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_or_append(file, b"report\n", is_added=True)
    assert file.read_bytes() == b"before\nreport\nanother's\n"


@pytest.mark.parametrize("is_added", [False, True])
def test_a_report_goes_through_a_pipe(is_added: bool, tmp_path: Path) -> None:
    pipe, seen = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: seen.append(pipe.read_bytes()))
    reader.start()
    write_or_append(pipe, b"report\n", is_added=is_added)
    reader.join()
    assert (seen, pipe.is_fifo()) == ([b"report\n"], True)


def test_a_report_to_a_device_leaves_it_a_device(tmp_path: Path) -> None:
    write_or_append(Path(os.devnull), b"report\n", is_added=False)
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("is_added", [False, True])
def test_a_report_to_the_output_that_is_a_file_comes_before_what_is_printed_next(is_added: bool, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from packpress.filesystem.write import write_or_append; print('before');"
        f"write_or_append(Path('/dev/stdout'), b'report\\n', is_added={is_added}); print('after')"
    )
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", script], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"before\nreport\nafter\n"


def _opens_for_writing(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    owner = node.func.value.id if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) else ""
    if name == "open" and owner != "os":
        texts = [
            argument.value for argument in (*node.args, *(k.value for k in node.keywords)) if isinstance(argument, ast.Constant)
        ]
        return any(isinstance(text, str) and len(text) < 4 and set(text) & set("wax+") for text in texts)
    if owner in ("os", "shutil", "tempfile"):
        return name not in READING
    return name in CHANGING


READING = set(
    "access close cpu_count devnull dup2 environ fdopen fsdecode fsencode fspath fstat get geteuid get_exec_path getcwd getpid "
    "get_terminal_size isatty open path realpath scandir stat strerror urandom walk _exit sched_getaffinity gettempdir".split()
)
"""What of ``os`` changes no file; ``os.open`` is looked at by its flags, below."""
CHANGING = set(
    "write_bytes write_text touch unlink mkdir rmdir rename chmod symlink_to hardlink_to NamedTemporaryFile "
    "TemporaryDirectory TemporaryFile mkdtemp mkstemp rmtree copyfile copytree write_table".split()
)
ALLOWED = {"filesystem/write.py", "filesystem/write_folder.py", "filesystem/scratch.py"}
# file → what it may do there: in a folder of its own that is removed, or to a stream that is none of a file
EXCEPTIONS = {
    "filesystem/stores/store_path.py": {"stat_result"},  # what ``stat`` gives, as a value
    "edit/infer/write_draft.py": {"unlink"},  # what it has just written, if the rest cannot be written
    "publish/release/files/reproducible_zip.py": {"open"},  # a member of an archive, which ``write.py`` opened
    "publish/parquet/table.py": {"write_table"},
    "publish/parquet/group_writer.py": {"write_table"},  # to a buffer
}


def test_no_other_module_opens_a_file_for_writing() -> None:
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        name = file.relative_to(SOURCE).as_posix()
        if name in ALLOWED:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _opens_for_writing(node):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if called not in EXCEPTIONS.get(name, ()):
                    found.append(f"{name}:{node.lineno}: {ast.unparse(node)[:80]}")
    assert found == []


# a module that writes → whether the test above sees it
WRITERS = [
    'p.write_bytes(b"")',
    'open(p, "w")',
    'p.open("ab")',
    'p.open(mode="r+b")',
    "os.replace(a, b)",
    "p.unlink()",
    "shutil.move(a, b)",
]


@pytest.mark.parametrize("text", WRITERS)
def test_the_test_sees_a_module_that_writes(text: str) -> None:
    (call,) = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert _opens_for_writing(call)
