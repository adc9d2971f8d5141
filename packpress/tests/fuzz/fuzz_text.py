"""Fuzzes the text layer with atheris: the fast path and the exact tokenizer must agree on every text.

Not collected by pytest, and atheris is no dependency. To run it for ten minutes:

    pip install atheris
    python tests/fuzz/fuzz_text.py -max_total_time=600 -max_len=400

What it finds becomes a case of tests/check/test_text.py or test_tokens.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["packpress"]):
    from packpress.issue import Findings
    from packpress.package.model import Dialect
    from packpress.read.characters import is_composed, refused_characters
    from packpress.read.csv import scanner as text_module
    from packpress.read.csv.blocks import Block, is_legal, mark
    from packpress.read.csv.scanner import Scanner
    from packpress.read.csv.split_columns import read_cells, split_many
    from packpress.read.csv.tokenizer import Row, TextFault, Tokenizer
    from packpress.read.disguise import disguise


FILE = Path(tempfile.mkdtemp()) / "data.csv"


def exact(data: bytes, delimiter: bytes) -> tuple[bool, list[Row]]:
    """Whether the exact tokenizer, on the whole text at once, finds anything wrong, and its rows."""
    tokenizer, rows, ends, before, wrong = Tokenizer(delimiter), [], set(), 0, False
    for item in tokenizer.read(data, 1, final=True):
        raw, before = data[before : tokenizer.consumed], tokenizer.consumed
        if isinstance(item, TextFault):
            wrong = True
        else:
            rows.append(item)
            if raw.endswith(b"\n"):
                ends.add(raw.endswith(b"\r\n"))
    text = data.decode("utf-8", "replace")
    wrong = (
        wrong
        or any(row.is_blank for row in rows[1:])
        or len({len(row.cells) for row in rows}) > 1
        or any(b"\r" in cell.replace(b"\r\n", b"") for row in rows for cell in row.cells)
        or len(ends) > 1
        or refused_characters(text) != []
        or not is_composed(text)
        or text.encode() != data
    )
    return wrong, rows


def read(block: Block, columns: int, delimiter: bytes) -> list[tuple[bytes, ...]]:
    """The rows of a legal block as the fast path reads them."""
    arrays = split_many(block, columns, delimiter.decode(), range(columns))
    assert arrays == read_cells(block, columns, Dialect(delimiter=delimiter.decode()))
    return list(zip(*[[cell.encode() for cell in array.to_pylist()] for array in arrays], strict=True))


def check_blocks(data: bytes, delimiter: bytes) -> None:
    """What the fast path passes is right, and is read as the exact tokenizer reads it."""
    wrong, rows = exact(data, delimiter)
    marks = mark(data)
    columns = len(rows[0].cells) if rows else 1
    for crlf in (False, True):
        if is_legal(marks, delimiter[0], columns, crlf):
            assert not wrong, "the fast path passes what the exact tokenizer refuses"
            assert marks.rows == len(rows)
            if rows:
                block = Block(data, 1, 0, marks.rows, marks.count)
                assert read(block, columns, delimiter) == [row.cells for row in rows]
                assert block.lines().tolist() == [row.line for row in rows]


def check_scanner(data: bytes, delimiter: bytes, size: int) -> None:
    """The scanner, block by block, finds a fault exactly where the exact tokenizer does, and gives the same rows."""
    text_module.CHUNK = text_module.WINDOW = size
    findings = Findings()
    FILE.write_bytes(data)
    scanner = Scanner(FILE, FILE.name, Dialect(delimiter=delimiter.decode()), findings)
    found: list[tuple[bytes, ...]] = []
    lines: list[int] = []
    for block in scanner.blocks():
        found += read(block, scanner.columns, delimiter)
        lines += block.lines().tolist()
    wrong, rows = exact(data, delimiter)
    wrong = wrong or not rows or rows[0].is_blank
    assert findings.has_errors() == wrong, findings.report()
    if not wrong:
        assert found == [row.cells for row in rows[1:]]
        assert lines == [row.line for row in rows[1:]]


def test_one_input(data: bytes) -> None:
    provider: Any = atheris.FuzzedDataProvider(data)
    delimiter = provider.PickValueInList([b",", b";", b"\t", b"|", b" ", b"a"])
    size = provider.PickValueInList([1, 2, 3, 7, 16, 2**20])
    text = provider.ConsumeBytes(provider.remaining_bytes())
    check_blocks(text, delimiter)
    if not text.startswith(b"\xef\xbb\xbf") and not disguise(text[:512]):
        check_scanner(text, delimiter, size)


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
