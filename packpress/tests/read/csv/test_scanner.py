from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.issue import FOR_WORDS, Findings, Issue
from packpress.package.model import Dialect
from packpress.read.characters import is_composed, refused_characters
from packpress.read.csv import scanner as text
from packpress.read.csv.scanner import Scanner
from packpress.read.csv.split_columns import read_cells, split_many
from packpress.read.csv.tokenizer import Row, TextFault, Tokenizer
from packpress.read.open_scanner import open_scanner
from packpress.read.reader import RaggedError

many = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


Scanned = tuple[list[tuple[str, ...]], tuple[Issue, ...]]


def _scan(file: Path, data: bytes, delimiter: str = ",") -> Scanned:
    """The header and the rows that the scanner gives, and its issues; the same where the parser is left to see ragged rows."""
    file.write_bytes(data)
    scanned = _read(file, delimiter, even=True)
    assert _read(file, delimiter, even=False) == scanned
    return scanned


def _read(file: Path, delimiter: str, *, even: bool) -> Scanned:
    findings, dialect = Findings(), Dialect(delimiter)
    scanner = Scanner(file, "data.csv", dialect, findings, even=even)
    rows: list[tuple[str, ...]] = []
    for block in scanner.blocks():
        try:
            columns = [column.to_pylist() for column in split_many(block, scanner.columns, delimiter, range(scanner.columns))]
            assert [column.to_pylist() for column in read_cells(block, scanner.columns, dialect)] == columns
        except RaggedError:
            assert not even
            scanner.name_faults_of(block)
            continue
        given_rows = list(zip(*columns, strict=True))
        assert (block.record, block.rows, len(block.lines())) == (len(rows), len(given_rows), len(given_rows))
        rows += given_rows
    return [scanner.header or (), *rows], findings.report().issues


# text → each issue as (line, column, rule)
FAULTS = {
    "nothing": (b"", [(0, "", "text-empty")]),
    "a byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", [(1, "", "text-byte-order-mark")]),
    "two byte order marks": (
        b"\xef\xbb\xbf\xef\xbb\xbfa,b\n1,2\n",
        [(1, "", "text-byte-order-mark"), (1, "", "text-hidden-character")],
    ),
    "a byte order mark before a page": (
        b"\xef\xbb\xbf<!DOCTYPE html>",
        [(0, "", "text-not-a-table"), (1, "", "text-byte-order-mark")],
    ),
    "a byte order mark alone": (b"\xef\xbb\xbf", [(0, "", "text-empty"), (1, "", "text-byte-order-mark")]),
    "a header that is not UTF-8": (b"\xff,b\n1,2\n", [(1, "", "text-encoding")]),
    "a cell that is not UTF-8": (b"a,b\n1,2\n3,\xe9\n", [(3, "", "text-encoding")]),
    "a cell that is not UTF-8 at the very end": (b"a,b\n1,\xe9", [(2, "", "text-encoding")]),
    "a surrogate": (b"a,b\n1,\xed\xa0\x80\n", [(2, "", "text-encoding")]),
    "an overlong form": (b"a,b\n1,\xc0\xaf\n", [(2, "", "text-encoding")]),
    "a header with an open quote": (b'a,"b\n1,2\n', [(1, "", "text-unclosed-quote")]),
    "a cell with an open quote": (b'a,b\n1,2\n3,"4\n5,6\n', [(3, "b", "text-unclosed-quote")]),
    "a quote that closes on a later line": (b'a,b\n1,"2\n3,4\n5,"6"\n', [(2, "b", "text-unclosed-quote")]),
    "a quote in a plain cell": (b'a,b\n1,2"\n', [(2, "b", "text-quote")]),
    "text after a quoted cell": (b'a,b\n"1"x,2\n', [(2, "a", "text-quote")]),
    "a row too short": (b"a,b\n1\n", [(2, "", "text-ragged-row")]),
    "a row too long": (b"a,b\n1,2,3\n", [(2, "", "text-ragged-row")]),
    "a trailing delimiter": (b"a,b\n1,2,\n", [(2, "", "text-ragged-row")]),
    "a blank line for a header": (b"\n1,2\n", [(1, "", "text-blank-row")]),
    "a blank row": (b"a,b\n1,2\n\n3,4\n", [(3, "", "text-blank-row")]),
    "a blank row at the end": (b"a,b\n1,2\n\n", [(3, "", "text-blank-row")]),
    "a blank row of one column": (b"a\n1\n\n2\n", [(3, "", "text-blank-row")]),
    "a row of blanks": (b"a,b\n1,2\n  \n", [(3, "", "text-ragged-row")]),
    "a lone CR between rows": (b"a,b\n1,2\r3,4\n", [(2, "b", "text-line-end")]),
    "a lone CR in a quoted cell": (b'a,b\n1,"2\r3"\n', [(2, "b", "text-line-end")]),
    "CR LF after LF": (b"a,b\n1,2\r\n", [(2, "", "text-line-end")]),
    "LF after CR LF": (b"a,b\r\n1,2\n", [(2, "", "text-line-end")]),
    "NUL": (b"a,b\n1,\0\n", [(2, "b", "text-hidden-character")]),
    "an escape": (b"a,b\n1,\x1b[31m\n", [(2, "b", "text-hidden-character")]),
    "DEL": (b"a,b\n1,\x7f\n", [(2, "b", "text-hidden-character")]),
    "a C1 control": ("a,b\n1,\x85\n".encode(), [(2, "b", "text-hidden-character")]),
    "a zero-width space": ("a,b\n1,\u200b\n".encode(), [(2, "b", "text-hidden-character")]),
    "a bidi override": ("a,b\n1,\u202e\n".encode(), [(2, "b", "text-hidden-character")]),
    "a mark inside": ("a,b\n1,x\ufeffy\n".encode(), [(2, "b", "text-hidden-character")]),
    "a line separator": ("a,b\n1,\u2028\n".encode(), [(2, "b", "text-hidden-character")]),
    "a non-character": ("a,b\n1,\uffff\n".encode(), [(2, "b", "text-hidden-character")]),
    "a non-character of a plane above": ("a,b\n1,\U0001fffe\n".encode(), [(2, "b", "text-hidden-character")]),
    "a non-character of the Arabic forms": ("a,b\n1,\ufdd0\n".encode(), [(2, "b", "text-hidden-character")]),
    "a code point that a newer Unicode may assign": ("a,b\n1,\U0001face\U000e0fff\n".encode(), []),
    "a private-use character": ("a,b\n1,\ue000\n".encode(), [(2, "b", "text-hidden-character")]),
    "a decomposed letter": ("a,b\n1,e\u0301\n".encode(), [(2, "b", "text-not-composed")]),
    "a lone CR in quotes in the header": (b'a,"b\rc"\n1,2\n', [(1, "", "text-line-end")]),
    "a hidden character in the header": ("a\u200b,b\n1,2\n".encode(), [(1, "", "text-hidden-character")]),
    "two faults in one row": ("a,b\n\0,e\u0301\n".encode(), [(2, "a", "text-hidden-character"), (2, "b", "text-not-composed")]),
    "a fault after a cell of two lines": (b'a,b\n1,"2\n3"\n4\n', [(4, "", "text-ragged-row")]),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), [(0, "", "text-not-a-table")]),
    "a page": (b"<!DOCTYPE html>\n<html>", [(0, "", "text-not-a-table")]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", [(0, "", "text-not-a-table")]),
    "gzip": (b"\x1f\x8b\x08\0", [(0, "", "text-not-a-table")]),
    "JSON": (b'[{"a": 1}]', [(0, "", "text-not-a-table")]),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", [(0, "", "text-not-a-table")]),
}
# bytes → what the file is said to be
DISGUISES = {
    "UTF-32": ("a,b\n".encode("utf-32"), "UTF-32 text"),
    "UTF-32 without a mark": ("a,b\n".encode("utf-32-be"), "UTF-32 text without a byte order mark"),
    "bzip2": (b"BZh91AY&SY", "a bzip2 file"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an old Office document"),
    "Parquet": (b"PAR1\x15\x04", "a Parquet file"),
    "JSON after a tab": (b'{\t"a": 1}', "JSON"),
    "an array of arrays": (b"[[1,2]]", "JSON"),
}
# what seems to be no table → a table
TABLES = {
    "a gene for bzip2": b"BZhang,PAR1\n1,2\n",
    "a gene for Parquet": b"PAR1,PAR2\n1,2\n",
    "a word for Arrow": b"ARROW1,ARROW2\n1,2\n",
    "a box to tick": b"[ ],b\n1,2\n",
    "a link of a wiki": b"[[Page]],b\n1,2\n",
    "a brace": b"{ a,b\n1,2\n",
    "a mark that is drawn, though it is a format character": "\u06dd,b\n1,2\n".encode(),
}


@pytest.mark.parametrize(("data", "name"), DISGUISES.values(), ids=DISGUISES)
def test_a_file_that_is_no_table_is_called_by_its_name(data: bytes, name: str, tmp_path: Path) -> None:
    _, found = _scan(tmp_path / "data.csv", data)
    assert [issue.message for issue in found] == [f"the file is {name}; replace it with the table itself"]


@pytest.mark.parametrize("name", ["utf-16", "utf-16le", "utf-16be"])
def test_utf_16_that_is_not_declared_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    _, found = _scan(tmp_path / "data.csv", "a,b\n".encode(name))
    kind = "UTF-16 text" if name == "utf-16" else "UTF-16 text without a byte order mark"
    message = f'the file is {kind}; save it as UTF-8, or declare "encoding": "{name}"'
    assert [issue.message for issue in found] == [message]


@pytest.mark.parametrize("data", TABLES.values(), ids=TABLES)
def test_a_table_that_seems_to_be_none_is_a_table(data: bytes, tmp_path: Path) -> None:
    rows, found = _scan(tmp_path / "data.csv", data)
    assert (rows[1:], found) == ([("1", "2")], ())


@pytest.mark.parametrize(("data", "issues"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_text_is_reported_at_its_place(data: bytes, issues: list[tuple[int, str, str]], tmp_path: Path) -> None:
    _, found = _scan(tmp_path / "data.csv", data)
    assert [(issue.line, issue.column, issue.rule) for issue in found] == issues


def test_a_cell_that_is_not_utf_8_is_reported_with_its_byte(tmp_path: Path) -> None:
    _, found = _scan(tmp_path / "data.csv", b"a,b\n1,2\n3,\xe9x\n")
    message = 'is not UTF-8 at byte 10; save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'
    assert found == (Issue("data.csv", 3, "", "", "text-encoding", "error", message, "\\xe9x\n"),)


def test_a_header_that_is_not_utf_8_is_reported_with_its_byte(tmp_path: Path) -> None:
    _, found = _scan(tmp_path / "data.csv", b'a,"b\n\xe9"\n1,2\n')
    message = 'is not UTF-8 at byte 5; save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'
    assert found == (Issue("data.csv", 2, "", "", "text-encoding", "error", message, '\\xe9"\n'),)


@pytest.mark.parametrize("size", [7, 16, 64])
@pytest.mark.parametrize("fault", ["\u00e9,x\n".encode("latin-1"), b"1,\xff\n", b'1,2"\n', b"1\n"])
def test_a_fault_is_found_wherever_a_block_ends(
    size: int, fault: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    monkeypatch.setattr(text, "WINDOW", size)
    for rows in range(20):
        _, found = _scan(tmp_path / "data.csv", b"a,b\n" + b"1,2\n" * rows + fault + b"3,4\n" * 20)
        assert [issue.line for issue in found] == [rows + 2]


def test_many_faults_are_all_counted_and_few_are_kept(tmp_path: Path) -> None:
    findings = Findings(FOR_WORDS)
    (tmp_path / "data.csv").write_bytes(b"a,b\n" + b"1\n1,2\n" * 5_000)
    assert list(Scanner(tmp_path / "data.csv", "data.csv", Dialect(), findings).blocks()) == []
    report = findings.report()
    assert (report.errors, len(report.issues)) == (5_000, 100)


def test_a_file_full_of_faults_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_EXACT", 100)
    monkeypatch.setattr(text, "WINDOW", 16)
    _, found = _scan(tmp_path / "data.csv", b"a,b\n" + b"1\n" * 500)
    assert [(issue.line, issue.rule) for issue in found if issue.rule != "text-ragged-row"] == [(106, "text-given-up")]


def test_a_record_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "CHUNK", 16)
    monkeypatch.setattr(text, "MAX_RECORD", 64)
    _, found = _scan(tmp_path / "data.csv", b'a,b\n1,2\n3,"' + b"x" * 500)
    assert [(issue.line, issue.rule) for issue in found] == [(3, "text-unclosed-quote")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 16, 2**20])
def test_the_line_of_each_record_is_its_physical_line(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    (tmp_path / "data.csv").write_bytes(b'a,b\n1,"x\ny"\n2,z\n3,"\n\n"\n4,w')
    scanner = Scanner(tmp_path / "data.csv", "data.csv", Dialect(), Findings())
    assert [line for block in scanner.blocks() for line in block.lines().tolist()] == [2, 4, 5, 8]


def _spectrum(corpora: Path) -> list[tuple[Path, list[dict[str, str]]]]:
    files = sorted((corpora / "csv-spectrum" / "csvs").glob("*.csv"))
    return [(f, json.loads((f.parents[1] / "json" / f"{f.stem}.json").read_text(encoding="utf-8"))) for f in files]


# csv-spectrum → (line, rule): a quote inside a cell that is not quoted is against RFC 4180, section 2, rule 5
SPECTRUM_REFUSED = {"location_coordinates": [(2, "text-quote")]}
# csv-spectrum → the dialect in which such a file is legal: one of escapes, in which a quote is a character like any other
SPECTRUM_DIALECTS = {"location_coordinates": Dialect(quote="", escape="\\")}


def test_csv_spectrum_is_parsed_as_its_json_says_where_rfc_4180_allows_it(corpora: Path, tmp_path: Path) -> None:
    found: dict[str, object] = {}
    for file, _ in _spectrum(corpora):
        (header, *rows), issues = _scan(tmp_path / "data.csv", file.read_bytes())
        places = [(issue.line, issue.rule) for issue in issues]
        found[file.stem] = places or [dict(zip(header, row, strict=True)) for row in rows]
    assert found == {file.stem: SPECTRUM_REFUSED.get(file.stem, rows) for file, rows in _spectrum(corpora)}
    assert len(found) == 12


@pytest.mark.parametrize("name", SPECTRUM_DIALECTS)
def test_the_file_of_csv_spectrum_that_rfc_4180_refuses_is_read_in_its_dialect(name: str, corpora: Path) -> None:
    (file, wanted) = next((file, rows) for file, rows in _spectrum(corpora) if file.stem == name)
    findings, dialect = Findings(), SPECTRUM_DIALECTS[name]
    scanner = open_scanner(file, "data.csv", dialect, findings, ())
    (block,) = scanner.blocks()
    cells = [column.to_pylist()[0] for column in read_cells(block, scanner.columns, dialect)]
    assert scanner.header is not None
    row = dict(zip(scanner.header, cells, strict=True))
    # its JSON is one object in place of a list, and has another telephone number than its CSV
    number = "Contact Phone Number"
    assert (row | {number: ""}, findings.report().issues) == ({**wanted, number: ""}, ())  # type: ignore[dict-item]


CELLS: st.SearchStrategy[str] = st.text(
    st.sampled_from('ab,é"\n ;') | st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=8
).filter(lambda cell: is_composed(cell))


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows of the same width."""
    width = draw(st.integers(1, 4))
    return [[f"c{number}" for number in range(width)], *draw(st.lists(st.lists(CELLS, min_size=width, max_size=width)))]


@pytest.mark.parametrize("size", [7, 16, 2**20])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@many
@given(table=tables(), ends=st.booleans(), quotes_all=st.booleans())
def test_legal_text_is_accepted_and_read_as_csv_reads_it(
    size: int,
    line_end: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: list[list[str]],
    ends: bool,
    quotes_all: bool,
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    stream = io.StringIO()
    csv.writer(stream, lineterminator=line_end, quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL).writerows(table)
    written = stream.getvalue() if ends else stream.getvalue().removesuffix(line_end)
    rows, issues = _scan(tmp_path / "data.csv", written.encode())
    assert (rows, issues) == ([tuple(row) for row in csv.reader(io.StringIO(written, newline=""), strict=True)], ())


def _is_wrong(data: bytes) -> bool:
    """Whether the exact tokenizer, on the whole text at once, finds anything wrong."""
    items = list(Tokenizer().read(data, 1, final=True))
    rows = [item for item in items if isinstance(item, Row)]
    ends = {raw.endswith(b"\r\n") for raw in _raw_records(data) if raw.endswith(b"\n")}
    return (
        any(isinstance(item, TextFault) for item in items)
        or any(row.is_blank for row in rows[1:])
        or len({len(row.cells) for row in rows}) > 1
        or any(b"\r" in cell.replace(b"\r\n", b"") for row in rows for cell in row.cells)
        or len(ends) > 1
        or refused_characters(data.decode("utf-8", "replace")) != []
        or not is_composed(data.decode("utf-8", "replace"))
        or data.decode("utf-8", "replace").encode() != data
    )


def _raw_records(data: bytes) -> list[bytes]:
    tokenizer, before, raw = Tokenizer(), 0, []
    for _ in tokenizer.read(data, 1, final=True):
        raw.append(data[before : tokenizer.consumed])
        before = tokenizer.consumed
    return raw


PIECES = st.sampled_from(
    [b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"a", b"b,c", "é".encode(), b"\xe9", b"\0", "\u200b".encode(), b" ", b'"x\ny"']
)


@pytest.mark.parametrize("size", [1, 7, 16, 2**20])
@many
@given(
    head=st.sampled_from([b"h", b"h,i", b"h,i\n", b"h\n", b"h\r\n", b"h,i\r\n"]),
    body=st.lists(PIECES, max_size=30).map(b"".join),
)
def test_the_scanner_and_the_exact_tokenizer_judge_the_same(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes, body: bytes
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    monkeypatch.setattr(text, "WINDOW", size)
    data = head + body
    rows, issues = _scan(tmp_path / "data.csv", data)
    assert bool(issues) == _is_wrong(data)
    if not issues:
        exact = [item for item in Tokenizer().read(data, 1, final=True) if isinstance(item, Row)]
        assert rows == [tuple(cell.decode() for cell in row.cells) for row in exact]
