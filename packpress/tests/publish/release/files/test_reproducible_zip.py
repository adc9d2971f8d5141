"""An archive has the same bytes wherever and whenever it is written."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from packpress.publish.release.files import reproducible_zip
from packpress.publish.release.files.reproducible_zip import Stream, write_zip


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_neither_order_nor_umask_nor_times_matter(umask: int, tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_bytes(b"id\n1\n")
    file.chmod(0o600)
    write_zip(tmp_path / "first.zip", {"b.csv": file, "a/é.txt": b"text"})
    os.utime(file, (0, 0))
    file.chmod(0o755)
    before = os.umask(umask)
    try:
        write_zip(tmp_path / "second.zip", {"a/é.txt": b"text", "b.csv": file})
    finally:
        os.umask(before)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_the_entries_are_compressed_files_that_all_may_read(tmp_path: Path) -> None:
    text = b"id\n" + b"12\n" * 100_000
    write_zip(tmp_path / "x.zip", {"b": text, "a": b"", "c": Stream(len(text), lambda: io.BytesIO(text))})
    with ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        found = [
            (e.filename, e.date_time, e.compress_type, oct(e.external_attr >> 16), e.create_system, e.extract_version)
            for e in archive.infolist()
        ]
        assert [archive.read(name) for name in archive.namelist()] == [b"", text, text]
    day = (1980, 1, 1, 0, 0, 0)
    assert found == [(name, day, ZIP_DEFLATED, "0o100644", 3, 20) for name in ("a", "b", "c")]
    assert (tmp_path / "x.zip").stat().st_size < 3_000


def test_a_large_member_gets_the_long_form_of_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reproducible_zip, "_LARGE", 3)
    write_zip(tmp_path / "x.zip", {"a": b"123", "b": b"1234", "c": b"12"})
    with ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in "abc"] == [b"123", b"1234", b"12"]


@pytest.mark.parametrize("program", [["unzip", "-tqq"], ["python3", "-m", "zipfile", "-t"]], ids=" ".join)
def test_other_programs_read_the_archive(program: list[str], tmp_path: Path) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    write_zip(tmp_path / "x.zip", {"a": b"1" * 10_000, "b": b""})
    assert subprocess.run([*program, str(tmp_path / "x.zip")], check=False, capture_output=True).returncode == 0
