"""Texts of people: UTF-8 within a bound, or a message that says where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from packpress.errors import PackageError
from packpress.settings.config import read_config
from packpress.text_file import MAX_TEXT_FILE, read_text

GOOD = {"plain": (b"a\r\n\xc3\xa9", "a\r\n\u00e9"), "a mark": (b"\xef\xbb\xbfa", "a"), "nothing": (b"", "")}
BAD = {
    "not UTF-8": (b"ab\xff", "x: is not UTF-8 at byte 2; save it as UTF-8"),
    "UTF-16": ("\ufeffa".encode("utf-16-le"), "x: is not UTF-8 at byte 0; save it as UTF-8"),
    "half of a surrogate pair": (b"a\xed\xb0\x80", "x: is not UTF-8 at byte 1; save it as UTF-8"),
    "a cut character": (b"\xef\xbb\xbfab\xe2\x82", "x: is not UTF-8 at byte 5; save it as UTF-8"),
    "too much": (b" " * (MAX_TEXT_FILE + 1), "x: is larger than 16 MiB, too large for a text that people read"),
}


@pytest.mark.parametrize(("data", "text"), GOOD.values(), ids=GOOD)
def test_a_text_is_what_it_says(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    assert read_text(tmp_path / "x", "x") == text


@pytest.mark.parametrize(("data", "message"), BAD.values(), ids=BAD)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(PackageError) as raised:
        read_text(tmp_path / "x", "x")
    assert str(raised.value) == message


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    for name in (".", "gone"):
        with pytest.raises(PackageError):
            read_text(tmp_path / name, name)


# pyproject.toml → what is said of it
SETTINGS = {
    "not UTF-8": (b"[tool]\n\xff", "pyproject.toml: is not UTF-8 at byte 7"),
    "too deep": (b"a = " + b"[" * 100_000, "pyproject.toml: is not TOML"),
    "too many digits": (b"a = " + b"9" * 5000, "pyproject.toml: is not TOML"),
    "too much": (b"#" * (MAX_TEXT_FILE + 1), "pyproject.toml: is larger than 16 MiB"),
    "no table": (b"tool = 1", "[tool.packpress] must be a table"),
}


@pytest.mark.parametrize(("data", "said"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_cannot_be_read_are_an_error_of_the_package(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(data)
    with pytest.raises(PackageError) as raised:
        read_config(tmp_path)
    assert said in str(raised.value)


def test_settings_that_are_a_link_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "other.toml").write_text("[tool.packpress]\n", encoding="utf-8")
    (tmp_path / "package" / "pyproject.toml").symlink_to("../other.toml")
    with pytest.raises(PackageError) as raised:
        read_config(tmp_path / "package")
    said = "leads out of the package through a link; put the file itself into the package"
    assert str(raised.value) == f"pyproject.toml: {said}"
