"""A table in a declared encoding is the same table as in UTF-8, for every command, however small the blocks are."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.cli import main
from packpress.issue import Findings, Issue
from packpress.package.model import Dialect
from packpress.package.text.encodings import ENCODINGS, UTF_8, codec_of
from packpress.publish.build import build
from packpress.read.characters import is_composed, refused_characters
from packpress.read.csv import scanner as text
from packpress.read.csv.split_columns import read_cells
from packpress.read.encoding import transcoded
from packpress.read.open_scanner import open_scanner
from packpress.report.spans import CellSpan, find_spans

OTHERS = tuple(encoding for encoding in ENCODINGS if encoding != UTF_8)
many = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}],
    "primaryKey": ["id"],
}
# encoding → a word that has other bytes in it than in UTF-8
WORDS = {
    "us-ascii": "word",
    "iso-8859-1": "Zoë",
    "iso-8859-15": "10 €, Œuvre",
    "windows-1250": "Łódź",
    "windows-1252": "“10 €”",
    "utf-16": "Łódź, 𝄞",
    "utf-16le": "漢字",
    "utf-16be": "ਊਓ∊",
}
Capture = pytest.CaptureFixture[str]


def package(root: Path, data: bytes, path: str = "t.csv", **resource: Any) -> Path:
    (root / path).write_bytes(data)
    table = {"name": "t", "path": path, "schema": SCHEMA, **resource}
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    return root


def values(root: Path) -> list[dict[str, Any]]:
    session = Session.open(root, Findings())
    rows: list[dict[str, Any]] = read_tables(session)["t"].values.to_pylist()
    assert session.report().issues == ()
    return rows


def letters(encoding: str) -> str:
    """Characters of the encoding that a cell may contain, among them those whose bytes look like line ends and quotes."""
    if encoding.startswith("utf-16"):
        return "ab,;\"'\n 漢字ਊ∊Ċģ∢∬𝄞é€" + chr(0x2C22) + chr(0x222C)
    defined = bytes(range(32, 256)).decode(codec_of(encoding), "ignore")
    return "\n" + "".join(
        letter for letter in defined if is_composed(letter) and not refused_characters(letter, soft_hyphens=True)
    )


TABLES = st.sampled_from(OTHERS).flatmap(
    lambda encoding: st.tuples(
        st.just(encoding),
        st.integers(1, 3).flatmap(
            lambda columns: st.lists(
                st.lists(st.text(st.sampled_from(letters(encoding)), max_size=6), min_size=columns, max_size=columns),
                max_size=8,
            )
        ),
    )
)
DIALECTS = {
    "plain": Dialect(),
    "semicolons": Dialect(";"),
    "quotes": Dialect(quote="'"),
}


@many
@given(table=TABLES, dialect=st.sampled_from(tuple(DIALECTS)), end=st.sampled_from(("\n", "\r\n")), chunk=st.integers(16, 90))
def test_a_table_has_the_cells_and_lines_that_the_csv_module_reads(
    table: tuple[str, list[list[str]]], dialect: str, end: str, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", chunk)
    monkeypatch.setattr(text, "WINDOW", 16)
    monkeypatch.setattr(text, "HEAD", 16)
    monkeypatch.setattr(transcoded, "HEAD", 1)
    encoding, rows = table
    wanted_dialect = DIALECTS[dialect]._replace(encoding=encoding)
    options: dict[str, Any] = {"delimiter": wanted_dialect.delimiter, "quotechar": wanted_dialect.quote}
    header = [f"column{number}" for number in range(len(rows[0]) if rows else 2)]
    written = io.StringIO()
    csv.writer(written, lineterminator=end, **options).writerows([header, *rows])
    file = tmp_path / "t.csv"
    file.write_bytes(written.getvalue().encode(codec_of(encoding)))
    with file.open(encoding=codec_of(encoding), newline="") as stream:
        reader = csv.reader(stream, **options)
        assert next(reader) == header
        begins, expected, last = [], [], reader.line_num
        for row in reader:
            begins.append(last + 1)
            expected.append(tuple(row))
            last = reader.line_num
    findings = Findings()
    scanner = open_scanner(file, "t.csv", wanted_dialect, findings, ())
    found: list[tuple[str | None, ...]] = []
    lines: list[int] = []
    for block in scanner.blocks():
        cells = read_cells(block, len(header), wanted_dialect)
        found += zip(*(column.to_pylist() for column in cells), strict=True)
        lines += block.lines().tolist()
    errors = [issue for issue in findings.report().issues if issue.severity == "error"]
    assert (errors, found, lines) == ([], expected, begins)


HEADS = st.sampled_from([b"", b"id,name\n", "id,name\n".encode("utf-16"), "id,name\n".encode("utf-16-be"), b"\xef\xbb\xbf"])
PIECES = [
    b'"',
    b"\0",
    b"\n",
    b"\0\n",
    b"\n\0",
    b"\r\0",
    b",\0",
    b"\xd8",
    b"\x3d\xd8",
    b"\x1e\xdd",
    b"\xff\xfe",
    b"\x81",
    b"1,a\n",
]


@many
@given(
    head=HEADS, pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=20), encoding=st.sampled_from(OTHERS)
)
def test_any_bytes_in_any_encoding_give_a_report(head: bytes, pieces: list[bytes], encoding: str, tmp_path: Path) -> None:
    data = head + b"".join(pieces)
    report = validate(package(tmp_path, data, encoding=encoding))
    try:
        data.decode(codec_of(encoding))
    except UnicodeDecodeError:
        assert not report.valid


@pytest.mark.parametrize("encoding", OTHERS)
def test_a_table_is_validated_and_built_as_in_utf_8(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    word = WORDS[encoding]
    root = package(tmp_path, f'id,name\r\n1,"{word}"\r\n2,b\r\n'.encode(codec_of(encoding)), encoding=encoding)
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "t-parquet", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "t"})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    build(root)
    rows = [{"id": 1, "name": word}, {"id": 2, "name": "b"}]
    assert pq.read_table(root / "t.parquet").to_pylist() == rows
    assert validate(root, full=True).issues == ()
    assert validate(root / "t.csv").issues == ()
    monkeypatch.chdir(root)
    assert main(["hook", "validate", "--", "t.csv"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # frictionless leaves packed files open
@pytest.mark.parametrize("encoding", OTHERS)
@pytest.mark.parametrize("compression", ["gz", "zip"])
def test_packed_text_is_the_same(compression: str, encoding: str, tmp_path: Path) -> None:
    data = f'id,name\n1,"{WORDS[encoding]}"\n'.encode(codec_of(encoding))
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", data)
    packed = gzip.compress(data) if compression == "gz" else sink.getvalue()
    sums = {"bytes": len(packed), "hash": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
    root = package(tmp_path, packed, f"t.csv.{compression}", compression=compression, encoding=encoding, **sums)
    assert values(root) == [{"id": 1, "name": WORDS[encoding]}]
    assert validate(root, full=True).issues == ()


@pytest.mark.parametrize("encoding", OTHERS)
def test_a_wrong_cell_has_its_line_and_its_place_on_it(encoding: str, tmp_path: Path) -> None:
    data = f'id,name\n1,"{WORDS[encoding]}\nb"\nx,"{WORDS[encoding]}"\n'.encode(codec_of(encoding))
    root = package(tmp_path, data, encoding=encoding)
    issue = Issue("t.csv", 4, "id", "x", "type-integer", "error", "is not a whole number; write digits only", "x")
    assert validate(root).issues == (issue,)
    at_name = issue._replace(column="name")
    assert find_spans(root, [issue, at_name]) == {issue: CellSpan(1, 2), at_name: CellSpan(3, 5 + len(WORDS[encoding]))}


@pytest.mark.parametrize("encoding", OTHERS)
def test_a_new_record_is_written_in_the_encoding(encoding: str, tmp_path: Path) -> None:
    schema = {**SCHEMA, "fields": [{"name": "id", "type": "string"}, SCHEMA["fields"][1]]}
    before = f'id,name\na,"{WORDS[encoding]}"\nc,x\n'
    root = package(tmp_path, before.encode(codec_of(encoding)), encoding=encoding, schema=schema)
    assert main(["new", "t", "--id", "b", str(root)]) == 0
    assert (root / "t.csv").read_bytes() == before.replace("c,x", "b,\nc,x").encode(codec_of(encoding))


UNDEFINED = 'correct "encoding" in the descriptor, or save the file as UTF-8'
# bytes, encoding → line, rule, severity, message, value
FAULTS: dict[str, tuple[bytes, str, tuple[int, str, str, str, str]]] = {
    "a byte that windows-1252 lacks": (
        b"id,name\n1,a\n2,\x81b\n",
        "cp1252",
        (3, "text-encoding", "error", f"is not windows-1252 at byte 14 (0x81 is not defined in it); {UNDEFINED}", "\ufffdb\n"),
    ),
    "a letter in US-ASCII": (
        b"id,n\xe9\n1,a\n",
        "US-ASCII",
        (1, "text-encoding", "error", f"is not us-ascii at byte 4 (0xE9 is not defined in it); {UNDEFINED}", "\ufffd\n"),
    ),
    "half of a surrogate pair": (
        "id,name\n1,".encode("utf-16") + b"\x3d\xd8" + "\n".encode("utf-16-le"),
        "utf-16",
        (
            2,
            "text-encoding",
            "error",
            f"is not utf-16 at byte 22 (0xD83D is half of a surrogate pair); {UNDEFINED}",
            "\ufffd\n",
        ),
    ),
    "an odd byte at the end": (
        "id,name\n1,a\n".encode("utf-16-be") + b"\0",
        "utf-16be",
        (3, "text-encoding", "error", f"is not utf-16be at byte 24 (half of a code unit); {UNDEFINED}", "\ufffd"),
    ),
    "a zero": (
        "id,name\n1,a\0b\n".encode("utf-16-le"),
        "utf-16le",
        (2, "text-hidden-character", "error", "the cell contains U+0000 (control character); remove it", "a\0b"),
    ),
    "a mark inside": (
        "id,name\n1,\ufeffb\n".encode("utf-16"),
        "utf-16",
        (2, "text-hidden-character", "warning", "the cell contains U+FEFF (invisible format character); remove it", "\ufeffb"),
    ),
    "a second mark": (
        "\ufeffid,name\n1,b\n".encode("utf-16"),
        "utf-16",
        (
            1,
            "text-hidden-character",
            "error",
            "the header cell contains U+FEFF (invisible format character); remove it",
            "\ufeffid",
        ),
    ),
    "a mark that the encoding excludes": (
        "\ufeffid,name\n1,b\n".encode("utf-16-be"),
        "utf-16be",
        (
            1,
            "text-byte-order-mark",
            "warning",
            'the file begins with a byte order mark, which is not part of the table; declare "encoding": "utf-16"',
            "",
        ),
    ),
    "a printed character of windows-1252": (
        b"id,name\n1,\x93b\x94\n",
        "latin1",
        (
            2,
            "text-hidden-character",
            "warning",
            "the cell contains U+0093 (control character); remove it, "
            'or declare "encoding": "windows-1252", where it is printed',
            "\x93b\x94",
        ),
    ),
    "UTF-8": (
        "id,name\n1,Zoë\n".encode(),
        "latin1",
        (
            0,
            "text-encoding-doubtful",
            "warning",
            "all of the text is valid UTF-8, so its letters are probably wrong in the declared encoding; "
            'declare "encoding": "utf-8"',
            "",
        ),
    ),
    "a mark of UTF-8": (
        b"\xef\xbb\xbfid,name\n",
        "cp1250",
        (
            0,
            "text-encoding",
            "error",
            "the file begins with a byte order mark of UTF-8, but its encoding is declared as windows-1250; "
            'declare "encoding": "utf-8", or save it as UTF-8',
            "",
        ),
    ),
}


@pytest.mark.parametrize(("data", "encoding", "wanted"), FAULTS.values(), ids=FAULTS)
def test_text_that_is_not_in_its_encoding_is_reported_at_its_place(
    data: bytes, encoding: str, wanted: tuple[int, str, str, str, str], tmp_path: Path
) -> None:
    root = package(tmp_path, data, encoding=encoding)
    found = [(issue.line, issue.rule, issue.severity, issue.message, issue.value) for issue in validate(root).issues]
    assert found[:1] == [wanted]
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del raw["resources"][0]["schema"]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    found = [(issue.line, issue.rule, issue.severity, issue.message, issue.value) for issue in validate(root).issues]
    assert found[:1] == [wanted]


@pytest.mark.parametrize("dialect", [{}, {"quoteChar": "'"}, {"commentChar": "#"}], ids=["plain", "quotes", "comments"])
def test_every_window_with_an_undefined_byte_is_reported(
    dialect: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "WINDOW", 64)
    rows = [f"{number},a" for number in range(1000)]
    for number in (10, 500, 990):
        rows[number] += "\x81"
    data = "\n".join(["id,name", *rows]).encode("latin-1")
    places = [place for place, byte in enumerate(data) if byte == 0x81]
    issues = validate(package(tmp_path, data, encoding="windows-1252", dialect=dialect)).issues
    assert [(issue.line, issue.rule, issue.message.split(" (")[0]) for issue in issues] == [
        (line, "text-encoding", f"is not windows-1252 at byte {place}")
        for line, place in zip((12, 502, 992), places, strict=True)
    ]


@pytest.mark.parametrize("header", [True, False])
def test_utf_16_in_several_files_is_one_table(header: bool, tmp_path: Path) -> None:
    head = "id,name\n" * header
    (tmp_path / "u.csv").write_bytes(f"{head}2,é\n".encode("utf-16"))
    root = package(tmp_path, f"{head}1,x\n".encode("utf-16"), encoding="utf-16", dialect={"header": header})
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"][0]["path"] = ["t.csv", "u.csv"]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert values(root) == [{"id": 1, "name": "x"}, {"id": 2, "name": "é"}]
    assert validate(root, full=True).issues == ()


@pytest.mark.parametrize("encoding", OTHERS)
def test_a_diff_compares_values_whatever_their_encodings(encoding: str, tmp_path: Path, capsys: Capture) -> None:
    written = f'id,name\n1,"{WORDS[encoding]}"\n2,b\n'
    for name, more in (("old", {"encoding": encoding}), ("new", {}), ("changed", {"encoding": encoding})):
        (tmp_path / name).mkdir()
        changed = written.replace("2,b", "2,c") if name == "changed" else written
        package(tmp_path / name, changed.encode(codec_of(more.get("encoding", UTF_8))), **more)
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    out = capsys.readouterr().out
    assert "0 removed, 0 renamed, 0 changed, 0 added; structural changes: 1" in out
    assert f'encoding "{encoding}" → "utf-8"' in out
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "changed"), "--format", "csv"]) == 0
    assert [line.split(",")[-2:] for line in capsys.readouterr().out.splitlines()[1:]] == [["b", "c"]]


def test_a_tsv_without_a_dialect_has_tabs(tmp_path: Path) -> None:
    root = package(tmp_path, b"id\tname\n1\ta,b\n", "t.tsv")
    assert values(root) == [{"id": 1, "name": "a,b"}]
    assert validate(root, full=True).issues == ()
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"][0]["dialect"] = "dialect.json"
    (root / "dialect.json").write_text('{"header": true}', encoding="utf-8")
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert values(root) == [{"id": 1, "name": "a,b"}]
    raw["resources"][0]["dialect"] = {"delimiter": ","}
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    message = (
        'column 1 of the header is "id\tname", the schema has "id"; its cells seem to be separated by tabs: '
        "use the dialect's delimiter (a comma by default), or declare this one"
    )
    assert [issue.message for issue in validate(root).issues] == [message]


def test_commas_in_a_tsv_are_named(tmp_path: Path) -> None:
    root = package(tmp_path, b"id,name\n1,a\n", "t.tsv")
    how = "use the dialect's delimiter (a comma by default, a tab in a .tsv file), or declare this one"
    message = f'column 1 of the header is "id,name", the schema has "id"; its cells seem to be separated by commas: {how}'
    assert [issue.message for issue in validate(root).issues] == [message]
