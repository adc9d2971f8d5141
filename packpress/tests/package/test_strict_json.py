from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.errors import PackageError
from packpress.package import strict_json
from packpress.package.strict_json import parse_json, read_json

repeatable = settings(deadline=None, derandomize=True)

# text that is no strict JSON → the message
REFUSED = {
    "nothing": ("", "x.json:1:1: is not JSON: Expecting value"),
    "a trailing comma": ('{"a": 1,}', "x.json:1:9: is not JSON: Expecting property name enclosed in double quotes"),
    "a trailing comma on its line": ("[\n 1,\n]", "x.json:3:1: is not JSON: Expecting value"),
    "a comment": ("[] // x", "x.json:1:4: is not JSON: Extra data"),
    "single quotes": ("{'a': 1}", "x.json:1:2: is not JSON: Expecting property name enclosed in double quotes"),
    "two values": ("1 2", "x.json:1:3: is not JSON: Extra data"),
    "a line break in a string": ('"a\nb"', "x.json:1:3: is not JSON: Invalid control character at"),
    "a key twice": ('{"a": 1, "b": 2, "a": 1}', 'x.json: the key "a" is duplicated in an object; keep one'),
    "a key twice, deeper": ('[{"é": {"a": 1, "a": 2}}]', 'x.json: the key "a" is duplicated in an object; keep one'),
    "NaN": ('{"a": NaN}', "x.json: NaN is not valid JSON; write a number, a string or null"),
    "Infinity": ("[-Infinity]", "x.json: -Infinity is not valid JSON; write a number, a string or null"),
    "a number beyond float64": ("[1e999]", "x.json: 1e999 is beyond the range of a number"),
    "a number of many digits": ("1" * 5000, "x.json: contains a number with too many digits"),
    "half of a surrogate pair": (
        r'["\ud800"]',
        "x.json: a string contains half of a surrogate pair; write the whole character",
    ),
    "half of a surrogate pair as a key": (
        r'{"\udc00": 1}',
        "x.json: a string contains half of a surrogate pair; write the whole character",
    ),
    "65 arrays in each other": ("[" * 65 + "]" * 65, "x.json: is nested too deeply"),
    "a million arrays in each other": ("[" * 1_000_000, "x.json: is nested too deeply"),
    "more than a million arrays": (
        "[" + "[]," * 1_000_000 + "[]]",
        "x.json: has more than 1,000,000 arrays and objects, too many for a descriptor",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_strict_json_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(PackageError) as caught:
        parse_json(text, "x.json")
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["[" * 64 + "]" * 64, r'"\ud83d\ude00"', "1e308", "-0", '{"a": {"a": {}}}', " null "])
def test_strict_json_is_read(text: str) -> None:
    assert parse_json(text, "x.json") == json.loads(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@repeatable
@given(JSON, st.booleans())
def test_what_json_writes_is_read_back(value: Any, escaped: bool) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=escaped), "x.json") == value


@repeatable
@given(st.text('[]{}",:\\ud8019eE.-ntf \n'))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(PackageError):
        assert parse_json(text, "x.json") == json.loads(text)


# bytes of a file → the message
FILES = {
    "a byte order mark": (b"\xef\xbb\xbf{}", "x.json:1:1: begins with a byte order mark; save it as UTF-8 without one"),
    "UTF-16": ("{}".encode("utf-16"), "x.json: is not UTF-8 at byte 0; save it as UTF-8"),
    "Latin-1": (b'["\xe9"]', "x.json: is not UTF-8 at byte 2; save it as UTF-8"),
}


@pytest.mark.parametrize(("data", "message"), FILES.values(), ids=FILES)
def test_a_file_that_is_not_utf_8_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(PackageError) as caught:
        read_json(tmp_path / "x.json", "x.json")
    assert str(caught.value) == message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"^x\.json: cannot be read: No such file or directory$"):
        read_json(tmp_path / "x.json", "x.json")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"^x\.json: is a folder, a pipe or a device; put a file there$"):
        read_json(tmp_path, "x.json")


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.json")
    with pytest.raises(PackageError, match=r"^x\.json: is a folder, a pipe or a device; put a file there$"):
        read_json(tmp_path / "x.json", "x.json")


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").symlink_to("x.json")
    with pytest.raises(PackageError, match=r"^x\.json: cannot be read: "):
        read_json(tmp_path / "x.json", "x.json")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", 2**20)
    (tmp_path / "x.json").write_bytes(b" " * (2**20 + 1))
    with pytest.raises(PackageError, match=r"^x\.json: is larger than 1 MiB, too large for a descriptor$"):
        read_json(tmp_path / "x.json", "x.json")
