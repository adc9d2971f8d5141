"""Chunks of text in other encodings, cut anywhere, give the same text as Python's codecs, and each undefined byte its place."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.encodings import ENCODINGS, UTF_8, canonical_encoding, codec_of
from packpress.read.encoding import transcoded
from packpress.read.encoding.transcoded import Transcoded

repeatable = settings(deadline=None, derandomize=True, max_examples=200)
OTHERS = tuple(encoding for encoding in ENCODINGS if encoding != UTF_8)
SINGLE = tuple(encoding for encoding in OTHERS if not encoding.startswith("utf-16"))
ORDERED = ("utf-16le", "utf-16be")
# as in a table of one column, so that no file is taken for one in another encoding
BEGIN = "abc\n1\n"


class Cut(io.BytesIO):
    """A file that gives few bytes at a time, whatever is wanted."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self.most = size

    def read(self, size: int | None = -1, /) -> bytes:
        # the first chunk is whole enough to see what the file is
        return super().read(self.most if self.tell() else max(self.most, 24))


def read(data: bytes, encoding: str, size: int = 1, step: int = 5) -> tuple[bytes, Transcoded]:
    """All text of the data, of which few bytes are read at a time."""
    stream = Transcoded(Cut(data, size), encoding)
    return b"".join(iter(lambda: stream.read(step), b"")), stream


@pytest.mark.parametrize("encoding", SINGLE)
def test_each_byte_is_read_as_by_the_codec(encoding: str) -> None:
    for byte in range(256):
        data = BEGIN.encode() + bytes([byte])
        text, stream = read(data, encoding)
        try:
            assert (text, stream.undefined(len(BEGIN))) == (data.decode(codec_of(encoding)).encode(), "")
        except UnicodeDecodeError:
            wanted = f" at byte {len(BEGIN)} (0x{byte:02X} is not defined in it)"
            assert (text, stream.undefined(len(BEGIN))) == (BEGIN.encode() + b"\xff", wanted)


@repeatable
@given(text=st.text(), encoding=st.sampled_from(ORDERED), size=st.integers(1, 7), step=st.integers(1, 9))
def test_utf_16_is_read_wherever_it_is_cut(text: str, encoding: str, size: int, step: int) -> None:
    given_text = BEGIN + text
    assert read(given_text.encode(encoding), encoding, size, step)[0] == given_text.encode()


@repeatable
@given(data=st.binary(max_size=60), encoding=st.sampled_from(SINGLE), size=st.integers(1, 7))
def test_each_undefined_byte_has_its_place(data: bytes, encoding: str, size: int) -> None:
    data = BEGIN.encode() + data
    text, stream = read(data, encoding, size)
    replaced = data.decode(codec_of(encoding), "surrogateescape")
    wanted = [(place, data[place]) for place, letter in enumerate(replaced) if "\udc80" <= letter <= "\udcff"]
    assert re.sub("[\udc80-\udcff]", "\udcff", replaced).encode("utf-8", "surrogateescape") == text
    found = [stream.undefined(match.start()) for match in re.finditer(b"\xff", text)]
    assert found == [f" at byte {place} (0x{byte:02X} is not defined in it)" for place, byte in wanted]


UNITS = st.one_of(st.integers(0xD800, 0xDFFF), st.integers(0x20, 0x7F), st.integers(0xE000, 0xFFFF))


@repeatable
@given(units=st.lists(UNITS, max_size=12), odd=st.booleans(), encoding=st.sampled_from(ORDERED), size=st.integers(1, 7))
def test_each_half_of_a_pair_has_its_place(units: list[int], odd: bool, encoding: str, size: int) -> None:
    order = "little" if encoding == "utf-16le" else "big"
    begin = BEGIN.encode(encoding)
    data = begin + b"".join(unit.to_bytes(2, order) for unit in units) + b"\x41" * odd  # type: ignore[arg-type]
    wanted, place = [], 0
    while place < len(units):
        is_high, follows = 0xD800 <= units[place] < 0xDC00, units[place + 1 : place + 2]
        if is_high and follows and 0xDC00 <= follows[0] < 0xE000:
            place += 1
        elif 0xD800 <= units[place] < 0xE000:
            wanted.append(f" at byte {len(begin) + 2 * place} (0x{units[place]:04X} is half of a surrogate pair)")
        place += 1
    wanted += [f" at byte {len(data) - 1} (half of a code unit)"] * odd
    text, stream = read(data, encoding, size)
    assert [stream.undefined(match.start()) for match in re.finditer(b"\xff", text)] == wanted


@pytest.mark.parametrize("encoding", OTHERS)
def test_lines_of_the_text_are_read_one_by_one(encoding: str) -> None:
    stream = io.BufferedReader(Transcoded(io.BytesIO("a\nbc\r\n\nd".encode(encoding)), encoding))
    assert list(stream) == [b"a\n", b"bc\r\n", b"\n", b"d"]


NAMES = {
    "UTF-8": "utf-8",
    "utf8": "utf-8",
    "ASCII": "us-ascii",
    "ANSI_X3.4-1968": "us-ascii",
    "latin1": "iso-8859-1",
    "ISO_8859-1:1987": "iso-8859-1",
    "ISO8859_15": "iso-8859-15",
    "Latin-9": "iso-8859-15",
    "CP1250": "windows-1250",
    "Windows-1252": "windows-1252",
    "UTF16": "utf-16",
    "utf_16_le": "utf-16le",
    "UTF-16BE": "utf-16be",
    "koi8-r": "",
    "utf-7": "",
    "": "",
}


@pytest.mark.parametrize(("name", "encoding"), NAMES.items())
def test_an_encoding_has_the_names_of_the_registry(name: str, encoding: str) -> None:
    assert canonical_encoding(name) == encoding


def test_the_places_of_undefined_bytes_are_kept_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcoded, "MAX_MARKS", 3)
    text, stream = read(BEGIN.encode() + b"\x81" * 5, "windows-1252", size=2)
    assert text == BEGIN.encode() + b"\xff" * 5
    found = [stream.undefined(len(BEGIN) + number) for number in range(5)]
    assert found == [*(f" at byte {len(BEGIN) + number} (0x81 is not defined in it)" for number in range(3)), "", ""]
