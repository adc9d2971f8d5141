"""Packed tables: read as the tables they hold, within limits, and refused where anything about the packing is odd."""

from __future__ import annotations

import gzip
import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate
from packpress.read import compressed
from packpress.read.plain import INPUT

SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "primaryKey": ["a"]}
TEXT = b"a,b\n1,x\n2,y\n"
AGAIN = "decompress it and compress it again"


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, stream: bool = False) -> bytes:
    sink: Any = _Pipe() if stream else io.BytesIO()  # in a pipe the sizes follow the data
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    packed: bytes = sink.getvalue()
    return packed


class _Pipe(io.RawIOBase):
    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += bytes(data)
        return len(data)

    def getvalue(self) -> bytes:
        return self.data


def _patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def _both(data: bytes, at: int, and_at: int, new: bytes) -> bytes:
    return _patched(_patched(data, at, new), and_at, new)


ZIPPED = _zip(("t.csv", TEXT))
CENTRE = ZIPPED.rindex(b"PK\1\2")
LARGE = io.BytesIO()
with zipfile.ZipFile(LARGE, "w", zipfile.ZIP_DEFLATED) as _archive, _archive.open("t.csv", "w", force_zip64=True) as _member:
    _member.write(TEXT)

# packed right → compression, bytes
RIGHT: dict[str, tuple[str, bytes]] = {
    "gzip": ("gz", gzip.compress(TEXT)),
    "gzip of several members": ("gz", gzip.compress(TEXT[:5]) + gzip.compress(b"") + gzip.compress(TEXT[5:])),
    "gzip with a name and a comment": (
        "gz",
        b"\x1f\x8b\x08\x18\0\0\0\0\0\xfft.csv\0note\0" + gzip.compress(TEXT)[10:],
    ),
    "zip": ("zip", ZIPPED),
    "zip that only stores": ("zip", _zip(("t.csv", TEXT), method=zipfile.ZIP_STORED)),
    "zip of a file in a folder": ("zip", _zip(("data/t.csv", TEXT))),
    "zip that may grow large": ("zip", LARGE.getvalue()),
    "zip written to a pipe": ("zip", _zip(("t.csv", TEXT), stream=True)),
}

TWO = "the archive has 2 files, but a table is the only file of its archive; unpack it, or make an archive for each table"
NOT_ONE = f"the file is not a plain ZIP archive of one file, with nothing before or after it; {AGAIN}"
CHECKSUM = f"the length or checksum of the archive's file is wrong; {AGAIN}"
FOLLOW = f"the compressed data are followed by other bytes; {AGAIN}"
CUT = f"the compressed data are truncated; {AGAIN}"
ODD = "the archive is encrypted, or not compressed with deflate; create it again without encryption, with deflate"

# packed wrong → compression, bytes, message
WRONG: dict[str, tuple[str, bytes, str]] = {
    "gzip that is text": (
        "gz",
        TEXT,
        "the file is not gzip, as its descriptor declares; compress it, or remove the compression",
    ),
    "gzip that is zip": (
        "gz",
        ZIPPED,
        "the file is not gzip, as its descriptor declares; compress it, or remove the compression",
    ),
    "gzip of nothing at all": (
        "gz",
        b"",
        "the file is not gzip, as its descriptor declares; compress it, or remove the compression",
    ),
    "gzip cut in its data": ("gz", gzip.compress(TEXT)[:-12], CUT),
    "gzip cut in its checksum": ("gz", gzip.compress(TEXT)[:-1], CUT),
    "gzip cut in its header": ("gz", gzip.compress(TEXT)[:5], CUT),
    "gzip with garbage after it": ("gz", gzip.compress(TEXT) + b"garbage", FOLLOW),
    "gzip with zeros after it": ("gz", gzip.compress(TEXT) + b"\0" * 512, FOLLOW),
    "gzip with half a member after it": ("gz", gzip.compress(TEXT) + b"\x1f", CUT),
    "gzip with a wrong checksum": (
        "gz",
        _patched(gzip.compress(TEXT), len(gzip.compress(TEXT)) - 8, b"\0\0\0\0"),
        f"the compressed data are damaged (incorrect data check); {AGAIN}",
    ),
    "gzip with a wrong length": (
        "gz",
        _patched(gzip.compress(TEXT), len(gzip.compress(TEXT)) - 4, b"\0\0\0\0"),
        f"the compressed data are damaged (incorrect length check); {AGAIN}",
    ),
    "gzip of parts without end": (
        "gz",
        gzip.compress(b"") * 20_000,
        f"the file has more than 10,390 compressed parts; {AGAIN}",
    ),
    "zip that is text": ("zip", TEXT * 20, NOT_ONE),
    "zip of nothing at all": ("zip", b"", NOT_ONE),
    "zip of no file": ("zip", _zip(), NOT_ONE),
    "zip of two files": ("zip", _zip(("t.csv", TEXT), ("u.csv", TEXT)), TWO),
    "zip with bytes before it": ("zip", b"#!" + ZIPPED, NOT_ONE),
    "zip with bytes after it": ("zip", ZIPPED + b"x", NOT_ONE),
    "zip cut off": ("zip", ZIPPED[:-1], NOT_ONE),
    "zip with a gap": ("zip", _patched(ZIPPED, CENTRE + 20, struct.pack("<L", 2)), NOT_ONE),
    "zip with two methods": ("zip", _patched(ZIPPED, 8, b"\0\0"), NOT_ONE),
    "zip of a file that leads out of its folder": ("zip", _zip(("../t.csv", TEXT)), NOT_ONE),
    "zip of a folder": ("zip", _zip(("t.csv/", b"")), NOT_ONE),
    "zip of a link": ("zip", _patched(ZIPPED, CENTRE + 40, b"\xff\xa1"), NOT_ONE),
    "zip of two names": ("zip", _patched(ZIPPED, 30, b"u"), NOT_ONE),
    "zip of two checksums": ("zip", _patched(ZIPPED, 14, b"\0\0\0\0"), NOT_ONE),
    "zip of two lengths": ("zip", _patched(ZIPPED, 22, struct.pack("<L", 5)), NOT_ONE),
    "zip of another length": ("zip", _both(ZIPPED, 22, CENTRE + 24, struct.pack("<L", 5)), CHECKSUM),
    "zip of another checksum": ("zip", _both(ZIPPED, 14, CENTRE + 16, b"\0\0\0\0"), CHECKSUM),
    "zip that is encrypted": ("zip", _patched(_patched(ZIPPED, 6, b"\1\0"), CENTRE + 8, b"\1\0"), ODD),
    "zip packed by bzip2": ("zip", _zip(("t.csv", TEXT), method=zipfile.ZIP_BZIP2), ODD),
}


def _read_by_library(data: bytes) -> bytes:
    """The one file of an archive as ``zipfile`` reads it, with all checks that its public names allow."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (entry,) = archive.infolist()
        is_file = stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG) and not entry.is_dir()
        is_plain = entry.filename == "t.csv" and entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not is_file or not is_plain or entry.header_offset or entry.flag_bits & 1 or archive.comment or entry.comment:
            raise zipfile.BadZipFile
        return archive.read(entry)


def test_the_library_reads_what_is_refused_here() -> None:
    """The reason for a reader of our own (docs/design.md): where ``zipfile`` refuses these as well, it can take its place."""
    found = []
    for name, (compression, data, _) in WRONG.items():
        if compression == "zip":
            with suppress(zipfile.BadZipFile, ValueError):
                assert _read_by_library(data) in (TEXT, TEXT[:5])
                found.append(name)
    assert found == ["zip with bytes after it", "zip with two methods", "zip of two checksums", "zip of two lengths"]


def _package(make_package: Callable[..., Path], compression: str, data: bytes) -> Path:
    return make_package(SCHEMA, data, resource={"compression": compression, "format": "csv"})


@pytest.mark.parametrize(("compression", "data"), RIGHT.values(), ids=RIGHT)
def test_a_packed_table_is_read_as_the_table(compression: str, data: bytes, make_package: Callable[..., Path]) -> None:
    assert validate(_package(make_package, compression, data)).issues == ()


@pytest.mark.parametrize(("compression", "data"), RIGHT.values(), ids=RIGHT)
def test_a_packed_table_is_read_the_same_in_small_pieces(
    compression: str, data: bytes, make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "UNPACKED_CHUNK", 3)
    monkeypatch.setattr(compressed, "INPUT", 2)
    assert validate(_package(make_package, compression, data)).issues == ()


@pytest.mark.parametrize(("compression", "data", "message"), WRONG.values(), ids=WRONG)
def test_odd_packing_is_one_error(compression: str, data: bytes, message: str, make_package: Callable[..., Path]) -> None:
    report = validate(_package(make_package, compression, data))
    assert [(i.path, i.line, i.rule, i.message) for i in report.issues] == [("data.csv", 0, "file-compression", message)]


@pytest.mark.parametrize("compression", ["gz", "zip"])
def test_the_cells_of_a_packed_table_are_judged_at_their_lines(compression: str, make_package: Callable[..., Path]) -> None:
    text = TEXT + b"2,z\nx,z\n"
    data = gzip.compress(text) if compression == "gz" else _zip(("t.csv", text))
    report = validate(_package(make_package, compression, data))
    assert [(i.path, i.line, i.column, i.rule) for i in report.issues] == [
        ("data.csv", 4, "a", "primary-key"),
        ("data.csv", 5, "a", "type-integer"),
    ]


def test_a_packed_table_that_is_no_table_inside_is_named(make_package: Callable[..., Path]) -> None:
    report = validate(_package(make_package, "gz", gzip.compress(ZIPPED)))
    assert [i.rule for i in report.issues] == ["text-not-a-table"]


def _lines(size: int) -> bytes:
    """Legal rows, all alike but for their key, so that they pack well."""
    return b"a,b\n" + b"".join(b"%09d,%s\n" % (number, b"x" * 990) for number in range(size // 1000))


@pytest.mark.parametrize("compression", ["gz", "zip"])
def test_what_unpacks_to_too_much_is_given_up(
    compression: str, make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "FREE_BYTES", 1_000_000)
    text = _lines(3_000_000)
    data = gzip.compress(text) if compression == "gz" else _zip(("t.csv", text))
    assert len(data) * 100 < 2_000_000
    message = f"the file of {len(data):,} bytes expands to more than 2,097,152, too much for its size; publish it uncompressed"
    report = validate(_package(make_package, compression, data))
    assert [(i.rule, i.message) for i in report.issues] == [("file-compression", message)]


def test_many_small_cells_are_more_work_than_their_bytes(
    make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed, "FREE_BYTES", 1_000_000)
    texts = (b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(50_000)), _lines(400_000))
    found = [validate(_package(make_package, "gz", gzip.compress(text))).issues for text in texts]
    assert [[i.rule for i in issues] for issues in found] == [[], []]
    monkeypatch.setattr(compressed, "MAX_RATIO", 1)
    found = [validate(_package(make_package, "gz", gzip.compress(text))).issues for text in texts]
    assert [[i.rule for i in issues] for issues in found] == [["file-compression"], []]


def test_what_unpacks_to_little_may_be_packed_well(make_package: Callable[..., Path]) -> None:
    data = gzip.compress(_lines(3_000_000))
    assert len(data) * 100 < 3_000_000
    assert validate(_package(make_package, "gz", data)).issues == ()


def test_a_bomb_is_not_read_to_its_end(make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(zeros.compress(bytes(2**24)) for _ in range(32)) + zeros.flush()
    read = 0
    inflate = compressed._bounded

    def counted(pieces: Any, *given: Any) -> Any:
        nonlocal read
        for piece in inflate(pieces, *given):
            read += len(piece)
            yield piece

    monkeypatch.setattr(compressed, "_bounded", counted)
    report = validate(_package(make_package, "gz", data))
    assert (report.valid, read < 2**26) == (False, True)


# resource → the rules of the descriptor's issues
SAID: dict[str, tuple[dict[str, Any], list[str]]] = {
    "gz and zip": ({"path": ["t.csv.gz", "u.csv.zip"]}, ["descriptor-compression"]),
    "gz and plain": ({"path": ["t.csv.gz", "u.csv"]}, ["descriptor-compression"]),
    "plain and gz": ({"path": ["t.csv", "u.csv.gz"]}, ["descriptor-compression"]),
    "another ending": ({"path": "t.csv.gz", "compression": "zip"}, ["descriptor-compression"]),
    "bz2": ({"path": "t.csv.bz2"}, ["descriptor-compression"]),
    "xz": ({"path": "t.csv.xz", "compression": "gz"}, ["descriptor-compression"]),
    "zst": ({"path": "t.csv.zst"}, ["descriptor-compression"]),
    "a compression that is none": ({"path": "t.csv.bz2", "compression": "bz2"}, ["descriptor-compression"]),
    "packed Parquet": ({"path": "t.parquet.gz", "compression": "gz"}, ["descriptor-compression"]),
    "no string": ({"path": "t.csv", "compression": True}, ["descriptor-type"]),
}


@pytest.mark.parametrize(("resource", "rules"), SAID.values(), ids=SAID)
def test_all_files_of_a_table_are_packed_as_it_says(resource: dict[str, Any], rules: list[str], tmp_path: Path) -> None:
    table = {"name": "t", "schema": SCHEMA, **resource}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    report = validate(tmp_path)
    assert [(i.path, i.rule) for i in report.issues] == [("datapackage.json", rule) for rule in rules]


# compression that the path alone says → resource, bytes
IMPLIED: dict[str, tuple[dict[str, Any], bytes]] = {
    "gz": ({"path": "t.csv.gz"}, gzip.compress(b"a,b\nx,y\n")),
    "gz in capitals": ({"path": "t.csv.GZ"}, gzip.compress(b"a,b\nx,y\n")),
    "zip": ({"path": "t.zip"}, _zip(("t.csv", b"a,b\nx,y\n"))),
    "zip of a stated format": ({"path": "t.zip", "format": "csv"}, _zip(("t.csv", b"a,b\nx,y\n"))),
}


@pytest.mark.parametrize(("resource", "data"), IMPLIED.values(), ids=IMPLIED)
def test_a_table_is_unpacked_as_its_path_says(resource: dict[str, Any], data: bytes, tmp_path: Path) -> None:
    (tmp_path / resource["path"]).write_bytes(data)
    table = {"name": "t", "schema": SCHEMA, **resource}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    report = validate(tmp_path)
    assert [(i.path, i.line, i.column, i.rule) for i in report.issues] == [(resource["path"], 2, "a", "type-integer")]


def test_the_ending_of_the_packing_is_not_the_format(tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"a,b\nx,y\n"))
    table = {"name": "t", "path": "t.csv.gz", "compression": "gz", "schema": SCHEMA}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    report = validate(tmp_path)
    assert [(i.path, i.line, i.column, i.rule) for i in report.issues] == [("t.csv.gz", 2, "a", "type-integer")]


def test_an_archive_that_is_no_table_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "photos.zip").write_bytes(_zip(("1.png", b"\x89PNG"), ("2.png", b"\x89PNG")))
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [{"name": "photos", "path": "photos.zip"}]}), encoding="utf-8"
    )
    assert validate(tmp_path).issues == ()


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.sampled_from(sorted(RIGHT)), at=st.integers(0, 10**6), new=st.binary(max_size=3), cut=st.integers(0, 3))
def test_no_packed_bytes_give_a_traceback(which: str, at: int, new: bytes, cut: int, make_package: Callable[..., Path]) -> None:
    compression, data = RIGHT[which]
    at %= len(data)
    root = _package(make_package, compression, data[:at] + new + data[at + cut :])
    assert {i.rule for i in validate(root).issues if i.severity == "error"} <= {
        "file-compression", "text-not-a-table", "text-encoding", "text-hidden-character", "text-ragged-row", "text-empty",
        "text-blank-row", "type-integer", "primary-key", "header-mismatch", "text-line-end", "text-unclosed-quote",
    }  # fmt: skip


PIECES = [b"a,b\n1,", b"2\n3,4", b"5,6", b"\n", b"7,8\n9,", b"0"]


def _expanded(pieces: list[bytes], tmp_path: Path) -> compressed.Expanded:
    file = tmp_path / "t.csv.gz"
    file.write_bytes(gzip.compress(b""))
    expanded = compressed.Expanded(file, "gz", b",")
    expanded.pieces = iter(pieces)
    return expanded


@pytest.mark.parametrize("size", [1, 4, 9, INPUT, INPUT + 1, 10**6])
def test_chunks_are_the_pieces_one_after_another(size: int, tmp_path: Path) -> None:
    with _expanded(PIECES, tmp_path) as expanded:
        assert b"".join(iter(lambda: expanded.read(size), b"")) == b"".join(PIECES)


def test_a_large_chunk_ends_with_the_last_line_feed_of_its_last_piece(tmp_path: Path) -> None:
    text = b"12,34\n" * 20_000
    with _expanded([text + b"5", b"6,7\n8", b"9"], tmp_path) as expanded:
        chunks = [expanded.read(100_000), expanded.read(100_000), expanded.read(100_000)]
    assert chunks == [text, b"56,7\n89", b""]


def test_what_is_given_back_comes_before_what_was_kept(tmp_path: Path) -> None:
    with _expanded([b"1\n" * 50_000 + b"2"], tmp_path) as expanded:
        chunk = expanded.read(90_000)
        expanded.give_back(chunk[-4:])
        assert expanded.read(90_000) + expanded.read(90_000) == b"1\n1\n2"


@given(st.binary(), st.sampled_from([b",", b"\xc2\xa7", b"::", b"\n", b"\x00"]))
def test_bytes_are_counted_as_python_counts_them(piece: bytes, mark: bytes) -> None:
    assert compressed._count(piece, mark) == piece.count(mark)
