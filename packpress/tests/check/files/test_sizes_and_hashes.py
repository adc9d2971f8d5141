"""The size and the hash of a resource's files, and what is said of files that are no checked table."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.session import Session
from packpress.check.validate import validate
from packpress.issue import Findings, Issue

ONE, TWO = b"a,b\n1,x\n", b"a,b\n2,\xc3\xa9\n"
SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}


def _package(root: Path, *resources: dict[str, Any], **files: bytes) -> Path:
    """A package of these resources, whose files are one.csv, two.csv and the ones given (``_`` for the dot)."""
    for name, data in {"one_csv": ONE, "two_csv": TWO, **files}.items():
        (root / name.replace("_", ".")).write_bytes(data)
    named = [{"name": f"r{number}", **resource} for number, resource in enumerate(resources, 1)]
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": named}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def _issue(rule: str, message: str, value: str, path: str = "one.csv") -> Issue:
    return Issue(path, 0, "", "", rule, "error", message, value)


def _hash(algorithm: str, *parts: bytes) -> str:
    return hashlib.new(algorithm, b"".join(parts)).hexdigest()


MD5, SHA1, SHA256, SHA512 = (_hash(name, ONE) for name in ("md5", "sha1", "sha256", "sha512"))
OTHER = 'the file has a different {} than the descriptor says; restore the data, or write "hash": "{}"'

# properties of the resource one.csv → the issues at the file
SUMS: dict[str, tuple[dict[str, Any], list[Issue]]] = {
    "md5": ({"hash": MD5}, []),
    "md5 by name": ({"hash": f"md5:{MD5}"}, []),
    "md5 in capitals": ({"hash": MD5.upper()}, []),
    "sha1": ({"hash": f"sha1:{SHA1}"}, []),
    "sha256": ({"hash": f"sha256:{SHA256}"}, []),
    "sha256 in both cases": ({"hash": f"sha256:{SHA256[:9]}{SHA256[9:].upper()}"}, []),
    "sha512": ({"hash": f"sha512:{SHA512}"}, []),
    "bytes": ({"bytes": 8}, []),
    "another md5": ({"hash": "0" * 32}, [_issue("file-hash", OTHER.format("md5", MD5), MD5)]),
    "another sha1": ({"hash": "sha1:" + "0" * 40}, [_issue("file-hash", OTHER.format("sha1", f"sha1:{SHA1}"), SHA1)]),
    "another sha256": (
        {"hash": "sha256:" + "a" * 64},
        [_issue("file-hash", OTHER.format("sha256", f"sha256:{SHA256}"), SHA256)],
    ),
    "another sha512": (
        {"hash": "sha512:" + "A" * 128},
        [_issue("file-hash", OTHER.format("sha512", f"sha512:{SHA512}"), SHA512)],
    ),
    "other bytes": (
        {"bytes": 1234},
        [
            _issue(
                "file-bytes",
                'the file has 8 bytes, but the descriptor says 1,234; restore the data, or write "bytes": 8',
                "8",
            )
        ],
    ),
    "no bytes": (
        {"bytes": 0},
        [_issue("file-bytes", 'the file has 8 bytes, but the descriptor says 0; restore the data, or write "bytes": 8', "8")],
    ),
}
# kind of resource → its properties
KINDS: dict[str, dict[str, Any]] = {
    "a table": {"path": "one.csv", "schema": SCHEMA},
    "a table without a schema": {"path": "one.csv"},
    "a file": {"path": "one.csv", "format": "txt"},
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("stated", "issues"), SUMS.values(), ids=SUMS)
def test_size_and_hash_are_those_of_the_file(
    stated: dict[str, Any], issues: list[Issue], kind: dict[str, Any], tmp_path: Path
) -> None:
    assert list(validate(_package(tmp_path, {**kind, **stated})).issues) == issues


def test_several_files_count_as_one_in_their_order(tmp_path: Path) -> None:
    both = {"path": ["two.csv", "one.csv"], "schema": SCHEMA, "bytes": 17, "hash": f"sha1:{_hash('sha1', TWO, ONE)}"}
    assert validate(_package(tmp_path, both)).issues == ()


def test_a_wrong_sum_of_several_files_stands_at_the_first(tmp_path: Path) -> None:
    both = {"path": ["two.csv", "one.csv"], "schema": SCHEMA, "bytes": 9, "hash": _hash("md5", ONE, TWO)}
    right = _hash("md5", TWO, ONE)
    many = "the files of the resource have a total of"
    assert validate(_package(tmp_path, both)).issues == (
        _issue(
            "file-bytes", f'{many} 17 bytes, but the descriptor says 9; restore the data, or write "bytes": 17', "17", "two.csv"
        ),
        _issue(
            "file-hash",
            f'{many} a different md5 than the descriptor says; restore the data, or write "hash": "{right}"',
            right,
            "two.csv",
        ),
    )


def test_a_file_is_hashed_once_for_all_its_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    new = hashlib.new

    def counted(name: str, **more: Any) -> Any:
        made.append(name)
        return new(name, **more)

    monkeypatch.setattr(hashlib, "new", counted)
    resource = {"path": "one.csv", "format": "txt"}
    root = _package(tmp_path, *[resource | {"hash": MD5}] * 3, resource | {"hash": f"sha1:{SHA1}"}, resource)
    assert (validate(root).issues, made) == ((), ["md5", "sha1"])


# resource → the rules of the descriptor's issues
MALFORMED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an algorithm that is none": ({"hash": "crc32:00000000"}, ["descriptor-hash"]),
    "an algorithm in capitals": ({"hash": f"SHA256:{SHA256}"}, ["descriptor-hash"]),
    "a digest that is too short": ({"hash": MD5[:-1]}, ["descriptor-hash"]),
    "sha256 without its name": ({"hash": SHA256}, ["descriptor-hash"]),
    "a digest that is not hexadecimal": ({"hash": "g" * 32}, ["descriptor-hash"]),
    "a digest with a line end": ({"hash": MD5 + "\n"}, ["descriptor-hash"]),
    "a digest in other digits": ({"hash": "\u0661" * 32}, ["descriptor-hash"]),
    "an empty hash": ({"hash": ""}, ["descriptor-hash"]),
    "no name before the colon": ({"hash": f":{MD5}"}, ["descriptor-hash"]),
    "two names": ({"hash": f"md5:sha1:{MD5}"}, ["descriptor-hash"]),
    "a hash that is a number": ({"hash": 5}, ["descriptor-type"]),
    "bytes below zero": ({"bytes": -1}, ["descriptor-bytes"]),
    "bytes that are text": ({"bytes": "8"}, ["descriptor-type"]),
    "bytes that are true": ({"bytes": True}, ["descriptor-type"]),
}


@pytest.mark.parametrize(("stated", "rules"), MALFORMED.values(), ids=MALFORMED)
def test_a_size_or_hash_that_is_none_is_an_error_of_the_descriptor(
    stated: dict[str, Any], rules: list[str], tmp_path: Path
) -> None:
    report = validate(_package(tmp_path, {"path": "one.csv", **stated}))
    assert [(i.path, i.rule, i.severity) for i in report.issues] == [("datapackage.json", rule, "error") for rule in rules]


def _parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", None]}), sink)
    data: bytes = sink.getvalue().to_pybytes()
    return data


PARQUET = _parquet()
# files beside tables → (resource, its bytes), every issue as (path, line, rule, severity)
FILES: dict[str, tuple[dict[str, Any], bytes, list[tuple[str, int, str, str]]]] = {
    "json": ({"path": "file.json"}, b"{not read", []),
    "text in another encoding": ({"path": "file.txt", "encoding": "latin-1"}, b"\xe9", []),
    "a picture": ({"path": "file.png", "mediatype": "image/png"}, b"\x89PNG\r\n", []),
    "an empty file": ({"path": "file.txt"}, b"", []),
    "a format of its own": ({"path": "file", "format": "netcdf"}, b"CDF", []),
    "a table as xlsx": ({"path": "file.xlsx", "type": "table"}, b"PK", [("file.xlsx", 0, "table-not-checked", "error")]),
    "a schema on json": ({"path": "file.json", "schema": SCHEMA}, b"[]", [("file.json", 0, "table-not-checked", "warning")]),
    "a schema on a database": (
        {"path": "file.db", "schema": SCHEMA, "dialect": {"table": "t"}},
        b"SQLite format 3\0",
        [("file.db", 0, "table-not-checked", "error")],
    ),
    "a schema on a format of its own": (
        {"path": "file", "format": "netcdf", "schema": SCHEMA},
        b"CDF",
        [("file", 0, "table-not-checked", "error")],
    ),
    "an attachment of several sheets": (
        {"path": "file.xlsx", "dialect": {"type": "spreadsheet", "sheetNumber": 2}},
        b"PK",
        [],
    ),
    "an attachment whose dialect leads out of the package": (
        {"path": "file.xlsx", "dialect": "../dialect.json"},
        b"PK",
        [("datapackage.json", 0, "path-unsafe", "error")],
    ),
    "Parquet without a schema": ({"path": "file.parquet"}, PARQUET, []),
    "a table of Parquet without a schema": ({"path": "file.parquet", "type": "table", "format": "parquet"}, PARQUET, []),
    **{
        f"Parquet without a schema that is {what}": (resource, data, [(resource["path"], 0, "parquet-unreadable", "error")])
        for resource in ({"path": "file.parquet", "type": "table"}, {"path": "file", "mediatype": "application/x-parquet"})
        for what, data in {
            f"text, by {list(resource)[-1]}": b"hello\n",
            f"empty, by {list(resource)[-1]}": b"",
            f"cut off, by {list(resource)[-1]}": PARQUET[:-1],
            f"without its head, by {list(resource)[-1]}": PARQUET[1:],
            f"without a footer, by {list(resource)[-1]}": b"PAR1\0\0\0\0PAR1",
            f"of a broken footer, by {list(resource)[-1]}": PARQUET[:-40] + b"\xff" * 32 + PARQUET[-8:],
        }.items()
    },
    "a table without an ending that is broken": (
        {"path": "file", "type": "table"},
        b"a,b\n1\n",
        [("file", 2, "text-ragged-row", "error")],
    ),
    "CSV by its media type that is broken": (
        {"path": "file", "mediatype": "text/csv; charset=utf-8"},
        b"a,b\n1\n",
        [("file", 2, "text-ragged-row", "error")],
    ),
    "CSV without a schema": ({"path": "file.csv"}, b"a,b\n1,2\n", []),
    "CSV without a schema that is broken": (
        {"path": "file.csv"},
        b'a,A\n1,2,3\n1,\xe2\x80\x8b\nq"q,2\n',
        [
            ("file.csv", 1, "header-duplicate", "error"),
            ("file.csv", 2, "text-ragged-row", "error"),
            ("file.csv", 4, "text-quote", "error"),
            ("file.csv", 3, "text-hidden-character", "warning"),
        ],
    ),
    "CSV without a schema whose header is further down": (
        {"path": "file.csv", "dialect": {"headerRows": [2]}},
        b"note\na,A\n1,2\n",
        [("file.csv", 2, "header-duplicate", "error")],
    ),
    "CSV without a schema and a header, after a comment": (
        {"path": "file.csv", "dialect": {"header": False, "commentRows": [1, 3], "commentChar": "#"}},
        b"note\n#\nnote\n1,2\n3\n",
        [("file.csv", 5, "text-ragged-row", "error")],
    ),
    "CSV without a schema that is a picture": (
        {"path": "file.csv", "type": "table"},
        b"\x89PNG\r\n\x1a\n",
        [("file.csv", 0, "text-not-a-table", "error")],
    ),
    "CSV in another encoding": (
        {"path": "file.csv", "encoding": "koi8-r"},
        b"a\n\xe9\n",
        [("datapackage.json", 0, "descriptor-encoding", "error")],
    ),
}


@pytest.mark.parametrize(("resource", "data", "issues"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_checked_table_is_judged_as_far_as_it_can_be(
    resource: dict[str, Any], data: bytes, issues: list[tuple[str, int, str, str]], tmp_path: Path
) -> None:
    root = _package(tmp_path, resource)
    (root / resource["path"]).write_bytes(data)
    report = validate(root)
    assert sorted((i.path, i.line, i.rule, i.severity) for i in report.issues) == sorted(issues)


@pytest.mark.parametrize("resource", [{"path": "gone.csv"}, {"path": "gone.txt"}, {"path": "gone.csv", "schema": SCHEMA}])
def test_a_file_that_is_not_there_is_one_error(resource: dict[str, Any], tmp_path: Path) -> None:
    report = validate(_package(tmp_path, resource | {"bytes": 1, "hash": MD5}))
    assert [(i.path, i.rule) for i in report.issues] == [(resource["path"], "file-missing")]


def test_what_the_build_will_make_is_not_hashed_before_the_build(tmp_path: Path) -> None:
    made = {"path": "t.parquet", "packpress:madeFrom": "r1", "bytes": 1}
    root = _package(tmp_path, {"path": "one.csv", "schema": SCHEMA}, made, t_parquet=b"old")
    session = Session.open(root, Findings())
    assert len(list(session.tables())) == 1
    assert session.finish().issues == ()
    session.check_outputs()
    assert [issue.rule for issue in session.report().issues] == ["file-bytes", "parquet-unreadable"]


# how a table is named, beside a schema and no format that is known → its properties
UNNAMED: dict[str, dict[str, Any]] = {
    "no ending": {"path": "fde557ec"},
    "txt": {"path": "t.txt"},
    "dat": {"path": "t.dat"},
    "a year": {"path": "t.2024"},
    "a folder with a point": {"path": "v1.json/t"},
    "a format that says text": {"path": "t.csv", "format": "txt"},
    "a format with a point": {"path": "t", "format": ".CSV"},
    "a media type as format": {"path": "t", "format": "text/csv"},
    "a media type": {"path": "t", "mediatype": "Text/CSV; header=present"},
    "a type": {"path": "t", "type": "table"},
    "gz": {"path": "t.gz", "compression": "gz"},
    "txt in gz": {"path": "t.txt.gz", "compression": "gz"},
}


@pytest.mark.parametrize("resource", UNNAMED.values(), ids=UNNAMED)
def test_a_table_that_no_known_ending_names_is_checked(resource: dict[str, Any], tmp_path: Path) -> None:
    data, path = b"a,b\nx,y\n", tmp_path / resource["path"]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(data) if "compression" in resource else data)
    report = validate(_package(tmp_path, {**resource, "schema": SCHEMA}))
    assert [(i.path, i.line, i.column, i.rule) for i in report.issues] == [(resource["path"], 2, "a", "type-integer")]


@pytest.mark.parametrize(
    "profile", ["tabular-data-resource", "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json"]
)
def test_a_table_by_its_profile_of_version_1_is_checked(profile: str, tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"a,b\n1\n")
    raw = {"resources": [{"name": "t", "path": "t", "profile": profile}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    errors = [issue for issue in validate(tmp_path).issues if issue.severity == "error"]
    assert [(i.path, i.line, i.rule) for i in errors] == [("t", 2, "text-ragged-row")]


def test_a_table_without_an_ending_is_read_by_its_dialect(tmp_path: Path) -> None:
    (tmp_path / "t.dat").write_bytes(b"a;b\n1;x\n")
    table = {"path": "t.dat", "schema": SCHEMA, "dialect": {"delimiter": ";"}}
    assert validate(_package(tmp_path, table)).issues == ()


@pytest.mark.parametrize("name", ["t.txt", "t"])
def test_what_is_no_table_under_the_name_of_one_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\0\0")
    report = validate(_package(tmp_path, {"path": name, "type": "table", "schema": SCHEMA}))
    assert [(i.path, i.rule, i.severity) for i in report.issues] == [(name, "text-not-a-table", "error")]
