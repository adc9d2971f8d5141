"""The rows of small files with one header are joined into one valid block, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from packpress.package.model import Dialect
from packpress.read.csv.blocks import Block
from packpress.read.csv.shared_header import SharedHeader

HEADER = SharedHeader(b"a,b\n", 1, 2, Dialect())
CRLF = SharedHeader(b"a,b\r\n", 1, 2, Dialect())
MOST = 40

# what the file is → its data and its rows
FILES: dict[str, tuple[bytes, bytes | None]] = {
    "rows": (b"a,b\n1,2\n", b"1,2\n"),
    "without a last line end": (b"a,b\n1,2", b"1,2"),
    "only a header": (b"a,b\n", None),
    "empty": (b"", None),
    "another header": (b"a,c\n1,2\n", None),
    "a longer header": (b"a,b,c\n1,2,3\n", None),
    "a byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", None),
    "an open quote": (b'a,b\n1,"2\n', None),
    "quotes in pairs": (b'a,b\n1,"""2"\n', b'1,"""2"\n'),
    "large": (b"a,b\n" + b"1,2\n" * 10, None),
}
# what the texts are → the header, the texts, and the number of rows of each; None if they are not joined
TEXTS: dict[str, tuple[SharedHeader, list[bytes], list[int] | None]] = {
    "plain": (HEADER, [b"1,2\n", b"3,4\n5,6\n"], [1, 2]),
    "a last line end is added": (HEADER, [b"1,2", b"3,4\n5,6", b"7,8\n"], [1, 2, 1]),
    "with CR LF": (CRLF, [b"1,2\r\n", b"3,4", b"5,6\r\n"], [1, 1, 1]),
    "line ends of two kinds": (CRLF, [b"1,2\r\n", b"3,4\n"], None),
    "a line break in a cell": (HEADER, [b'1,"x\ny"\n', b'"\n","\n"\n5,6\n'], [1, 2]),
    "a quote inside a cell": (HEADER, [b'1,x"y"\n', b"3,4\n"], None),
    "a control character": (HEADER, [b"1,\x07\n", b"3,4\n"], None),
    "not UTF-8": (HEADER, [b"1,\xff\n", b"3,4\n"], None),
    "a character in two files": (HEADER, [b"1,\xc3", b"\xa9,4\n"], None),
    "not composed": (HEADER, [b"1,a\xcc\x81\n", b"3,4\n"], None),
    "a mark at the beginning of a file": (HEADER, [b"1,a\n", b"\xcc\x81,4\n"], [1, 1]),
}


@pytest.mark.parametrize(("data", "rows"), FILES.values(), ids=FILES)
def test_the_rows_of_a_small_file_follow_its_header(tmp_path: Path, data: bytes, rows: bytes | None) -> None:
    (tmp_path / "data.csv").write_bytes(data)
    assert HEADER.rows_of(tmp_path / "data.csv", MOST) == rows


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    assert [HEADER.rows_of(path, MOST) for path in (tmp_path, tmp_path / "missing.csv")] == [None, None]


@pytest.mark.parametrize(("header", "texts", "rows"), TEXTS.values(), ids=TEXTS)
def test_valid_rows_are_joined(header: SharedHeader, texts: list[bytes], rows: list[int] | None) -> None:
    joined = header.join(texts)
    if rows is None:
        assert joined is None
        return
    ends = [text if text.endswith(b"\n") else text + header.line_end for text in texts]
    data = b"".join(ends)
    blocks = [Block(text, 2, 0, count, text.count(b"\n")) for text, count in zip(texts, rows, strict=True)]
    assert joined == (Block(data, 2, 0, sum(rows), data.count(b"\n")), blocks)
