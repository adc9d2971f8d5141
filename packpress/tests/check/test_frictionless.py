"""The second opinion agrees with the checker on what is right, but for what is written down as its known faults."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless.resources import TableResource

from packpress.check.frictionless import ask_frictionless
from packpress.check.validate import validate
from packpress.issue import Findings, Issue
from packpress.package.descriptor import read_package
from packpress.publish.build import build

TEXT = b"a,b\n1,x\n"
SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}
GZ = gzip.compress(TEXT)


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("t.csv", TEXT)
    return sink.getvalue()


def _parquet(integers: Sequence[int | None] = (1, 2)) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": pa.array(integers, pa.int64()), "b": ["x", *[None] * (len(integers) - 1)]}), sink)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _mode(mode: str) -> dict[str, Any]:
    return {"schema": {**SCHEMA, "fieldsMatch": mode}}


def _dialect(**properties: str) -> dict[str, Any]:
    return {"dialect": properties}


# what is right → the resource's properties, its files
RIGHT: dict[str, tuple[dict[str, Any], dict[str, bytes]]] = {
    "equal": (_mode("equal"), {"t.csv": b"b,a\nx,1\n"}),
    "subset": (_mode("subset"), {"t.csv": b"q,b,a\nz,x,1\n"}),
    "superset": (_mode("superset"), {"t.csv": b"a\n1\n"}),
    "partial": (_mode("partial"), {"t.csv": b"q,a\nz,1\n"}),
    "gz": ({"compression": "gz", "format": "csv", "bytes": len(GZ), "hash": hashlib.md5(GZ).hexdigest()}, {"t.csv.gz": GZ}),
    "zip": ({"compression": "zip", "format": "csv"}, {"t.zip": _zip()}),
    "sha256": ({"bytes": 8, "hash": f"sha256:{hashlib.sha256(TEXT).hexdigest()}"}, {"t.csv": TEXT}),
    "several files": ({"bytes": 16, "hash": hashlib.md5(2 * TEXT).hexdigest()}, {"t.csv": TEXT, "u.csv": TEXT}),
    "parquet": ({}, {"t.parquet": _parquet()}),
    "a constraint with a namespace": (
        {"schema": {"fields": [{"name": "a", "constraints": {"example:regex": "x"}}, {"name": "b"}]}},
        {"t.csv": TEXT},
    ),
    "parquet that lacks integers": ({}, {"t.parquet": _parquet([None, None, 3])}),
    "parquet with neighbours that one double stands for": (
        {"schema": {**SCHEMA, "uniqueKeys": [["a"]]}},
        {"t.parquet": _parquet([2**60, 2**60 + 1, None])},
    ),
    "a delimiter of two characters": (_dialect(delimiter="::"), {"t.csv": b"a::b\n1::x\n"}),
    "lines that end with a dollar": (_dialect(lineTerminator="$"), {"t.csv": b"a,b$1,x$"}),
    "every default of the dialect": (
        {
            "dialect": {
                "delimiter": ",",
                "lineTerminator": "\r\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
                "headerRows": [1],
                "headerJoin": " ",
                "skipInitialSpace": True,
            },
        },
        {"t.csv": TEXT},
    ),
    "the default header row below a comment": ({"dialect": {"headerRows": [1], "commentChar": "#"}}, {"t.csv": b"#\n" + TEXT}),
    "a path without an ending": ({}, {"fde557ec": TEXT}),
    "a text file": ({"mediatype": "text/csv"}, {"t.txt": TEXT}),
    "words that look like another dialect": ({}, {"t.csv": b"a,b\n1,x;y;z\n2,'u;v;w'\n3,p;q;r\n"}),
    "several files of tabs": (
        {"dialect": {"delimiter": "\t"}, "format": "tsv"},
        {"t.tsv": b"a\tb\n1\tx\n", "u.tsv": b"a\tb\n2\ty\n"},
    ),
    "letters that look like another encoding": ({}, {"t.csv": b"a,b\n1,x\n" + "2,Łódź\n".encode()}),
    "a null sequence": (_dialect(nullSequence="-"), {"t.csv": b"a,b\n-,x\n"}),
}


def _package(root: Path, resource: dict[str, Any], files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).write_bytes(data)
    paths = [*files] if len(files) > 1 else next(iter(files))
    table = {"name": "t", "type": "table", "path": paths, "schema": SCHEMA, **resource}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "example",
        "title": "Example",
        "resources": [table],
    }
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # frictionless leaves packed files open
@pytest.mark.parametrize(("resource", "files"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_passes_all_four_layers(resource: dict[str, Any], files: dict[str, bytes], tmp_path: Path) -> None:
    report = validate(_package(tmp_path, resource, files), full=True)
    assert (report.issues, report.layers) == ((), ("files", "cells", "rules", "second opinion"))


@pytest.mark.parametrize(("child", "issues"), [("x", 0), ("y", 1)])
def test_a_reference_to_a_table_that_frictionless_cannot_read_is_judged_once(child: str, issues: int, tmp_path: Path) -> None:
    root = _package(tmp_path, *RIGHT["a delimiter of two characters"])
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    key = {"fields": ["c"], "reference": {"resource": "t", "fields": ["b"]}}
    schema = {"fields": [{"name": "c", "type": "string"}], "foreignKeys": [key]}
    raw["resources"].append({"name": "u", "type": "table", "path": "u.csv", "schema": schema})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "u.csv").write_text(f"c\n{child}\n", encoding="utf-8")
    assert [issue.rule for issue in validate(root, full=True).issues] == ["foreign-key"] * issues


def test_a_package_with_parquet_of_others_is_built(tmp_path: Path) -> None:
    root = _package(tmp_path, *RIGHT["parquet"])
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "u", "type": "table", "path": "u.csv", "schema": {"fields": [{"name": "c"}]}})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "u.csv").write_text("c\n1\n", encoding="utf-8")
    built = build(root)
    assert (built.report.issues, built.rows) == ((), {"t": 2, "u": 1})
    assert (root / "t.parquet").read_bytes() == _parquet()


def _field(type: str, /, **more: Any) -> dict[str, Any]:
    return {"fields": [{"name": "a", "type": type, **more}, {"name": "b", "type": type}]}


def _with(constraint: str, value: Any, type: str = "string", **more: Any) -> dict[str, Any]:
    return _field(type, constraints={constraint: value}, **more)


def _key(type: str, **more: Any) -> dict[str, Any]:
    return {**_field(type), **more}


REFERENCE: dict[str, Any] = {"fields": ["b"], "reference": {"fields": ["a"]}}
PAIR: dict[str, Any] = {"fields": ["c", "d"], "reference": {"fields": ["a", "b"]}}
FOUR = {"fields": [{"name": name, "type": "string"} for name in "abcd"]}
# what is right, and what frictionless makes of it when it is told → the schema, the rows of the columns a and b
JUDGED_OTHERWISE: dict[str, tuple[dict[str, Any], str]] = {
    "pattern: a class that re does not have": (_with("pattern", r"\pL+"), "abc,"),
    "pattern: an end that re does not have": (_with("pattern", r"a\z"), "a,"),
    "pattern: a flag inside": (_with("pattern", "a(?i)b"), "aB,"),
    "pattern: a class of POSIX": (_with("pattern", "[[:alpha:]]+"), "abc,"),
    "pattern: a class without another": (_with("pattern", "[a-z-[aeiou]]+"), "xyz,"),
    "pattern: a block of Unicode": (_with("pattern", r"\p{IsGreek}+"), "\u03a9,"),
    "pattern: a dollar sign before digits": (_with("pattern", "$[0-9]+"), "$5,"),
    "pattern: blanks of ASCII alone": (_with("pattern", r"\S+"), "a\u3000b,"),
    "pattern: re goes through every way": (_with("pattern", "(?:a+)+b|a+"), "a" * 40 + ","),
    "enum: NaN": (_with("enum", ["NaN", "1"], "number"), "NaN,\n1,"),
    "enum: lists": (_with("enum", ["x;y"], "list", delimiter=";"), "x;y,"),
    "enum: a number of any": (_with("enum", [1], "any"), "1,"),
    "jsonSchema": (_with("jsonSchema", {"type": "array"}, "array"), "[1],"),
    "unique: lists": (_with("unique", True, "list"), "x,\ny,"),
    "unique: objects": (_with("unique", True, "object"), '"{""x"":1}",\n"{""x"":2}",'),
    "primary key: arrays": (_key("array", primaryKey=["a"]), "[1],\n[2],"),
    "foreign key: lists": (_key("list", foreignKeys=[REFERENCE]), "x,\ny,x"),
    "foreign key: any": (_key("any", foreignKeys=[REFERENCE]), "x,\ny,x"),
    "foreign key: a part is missing": ({**FOUR, "foreignKeys": [PAIR]}, "x,y,,\nz,z,x,\nu,v,x,y"),
    "minimum: durations": (_with("minimum", "P1D", "duration"), "P2D,"),
    "minimum: a time with a zone": (_with("minimum", "2019-01-01T00:00:00", "datetime"), "2020-01-01T00:00:00Z,"),
    "groupChar of integers": (_with("minimum", "1,000", "integer", groupChar=","), '"1,000",'),
    "years before our era and of five digits": (_field("year"), "-0044,\n12000,2020"),
    "an example in the field's notation": (_field("number", decimalChar=",", example="1,5"), '"1,5",'),
    "a row of missing values": ({**_field("integer"), "missingValues": [{"value": "-", "label": "none"}]}, "-,-"),
    "fieldsMatch as an array": ({**_field("string"), "fieldsMatch": ["equal"]}, "x,y"),
}


@pytest.mark.parametrize("pattern", ["^(?!x).*$", r"(a)\1", "(a+)+$(?=)", "(?:(?:[^b]{1,1000}){1,1000}){1,10}"])
def test_all_but_a_pattern_that_re2_cannot_run_is_checked_by_every_layer(pattern: str, tmp_path: Path) -> None:
    schema = _with("pattern", pattern)
    report = validate(_package(tmp_path, {"schema": schema}, {"t.csv": ("a,b\n" + "a" * 60 + "c,\n").encode()}), full=True)
    assert [(issue.path, issue.column, issue.rule, issue.severity) for issue in report.issues] == [
        ("datapackage.json", "a", "pattern-not-checked", "warning")
    ]
    assert report.layers == ("files", "cells", "rules", "second opinion")
    schema["fields"][0]["constraints"]["maxLength"] = 5
    report = validate(_package(tmp_path, {"schema": schema}, {"t.csv": b"a,b\nabcdef,\n"}))
    assert [(issue.line, issue.rule) for issue in report.issues] == [(0, "pattern-not-checked"), (2, "constraint-max-length")]


@pytest.mark.parametrize("in_file", [False, True], ids=["in the descriptor", "in a file"])
@pytest.mark.parametrize(("schema", "rows"), JUDGED_OTHERWISE.values(), ids=JUDGED_OTHERWISE)
def test_what_frictionless_would_judge_otherwise_it_is_not_told(
    schema: dict[str, Any], rows: str, in_file: bool, tmp_path: Path
) -> None:
    header = ",".join(field["name"] for field in schema["fields"])
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    named = {"schema": "schema.json" if in_file else schema}
    report = validate(_package(tmp_path, named, {"t.csv": f"{header}\n{rows}\n".encode()}), full=True)
    assert (report.issues, report.layers) == ((), ("files", "cells", "rules", "second opinion"))


def test_labels_of_missing_values_are_right_in_a_package_that_names_no_version(tmp_path: Path) -> None:
    root = _package(tmp_path, *RIGHT["equal"])
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del raw["$schema"]
    raw["resources"][0]["schema"]["missingValues"] = [{"value": "-", "label": "none"}]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert validate(root, full=True).valid


# what frictionless still judges → the schema, the rows
STILL_JUDGED: dict[str, tuple[dict[str, Any], str]] = {
    "type": (_field("integer"), "x,"),
    "required": (_with("required", True), ",y"),
    "unique": (_with("unique", True), "x,\nx,"),
    "bounds": (_with("minimum", 2, "integer"), "1,"),
    "enum": (_with("enum", ["x"]), "y,"),
    "primary key": (_key("string", primaryKey=["a"]), "x,\nx,"),
    "primary key of arrays": (_key("array", primaryKey=["a"]), "[1],\n[1],"),
    "foreign key": (_key("string", foreignKeys=[REFERENCE]), "x,y"),
}


@pytest.mark.parametrize(("schema", "rows"), STILL_JUDGED.values(), ids=STILL_JUDGED)
def test_what_frictionless_can_judge_it_still_judges(schema: dict[str, Any], rows: str, tmp_path: Path) -> None:
    root = _package(tmp_path, {"schema": schema}, {"t.csv": f"a,b\n{rows}\n".encode()})
    findings = Findings()
    ask_frictionless(read_package(root)[0], findings)
    assert [issue.rule for issue in findings.report().issues] == ["second-opinion"]


NOT_JUDGED = "frictionless gave up with RecursionError: too deep; it did not check this, which is not a problem of the package"


def _give_up(*_: object, **__: object) -> None:
    raise RecursionError("too deep")


def test_what_frictionless_cannot_read_of_the_descriptor_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frictionless.Package, "from_descriptor", _give_up)
    report = validate(_package(tmp_path, *RIGHT["equal"]), full=True)
    assert report.valid
    assert report.issues == (Issue("datapackage.json", 0, "", "", "second-opinion-skipped", "warning", NOT_JUDGED),)


def _two_tables(root: Path) -> Path:
    """A package of t.csv, which is right, and u.csv, in which frictionless finds an error."""
    _package(root, *RIGHT["equal"])
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "u", "path": "u.csv", "schema": _field("integer")})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "u.csv").write_bytes(b"a,b\nx,1\n")
    return root


def test_a_table_on_which_frictionless_gives_up_does_not_hide_the_errors_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = frictionless.Resource.validate
    monkeypatch.setattr(
        frictionless.Resource, "validate", lambda resource: _give_up() if resource.name == "t" else judge(resource)
    )
    findings = Findings()
    ask_frictionless(read_package(_two_tables(tmp_path))[0], findings)
    assert [(i.path, i.line, i.column, i.severity, i.message) for i in findings.report().issues] == [
        ("t.csv", 0, "", "warning", NOT_JUDGED),
        ("u.csv", 2, "a", "error", 'frictionless (type-error): type is "integer/default"'),
    ]


def test_a_table_that_frictionless_cannot_open_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise frictionless.FrictionlessException(frictionless.errors.FormatError(note="no plug-in"))

    monkeypatch.setattr(TableResource, "open", refuse)
    message = "frictionless (format-error): no plug-in; it did not check this, which is not a problem of the package"
    report = validate(_package(tmp_path, *RIGHT["equal"]), full=True)
    assert report.valid
    assert report.issues == (Issue("t.csv", 0, "", "", "second-opinion-skipped", "warning", message),)


# attachment → its properties, the bytes of its file
ATTACHMENTS: dict[str, tuple[dict[str, Any], bytes]] = {
    "xlsx": ({"path": "x.xlsx"}, b"PK\x03\x04"),
    "xlsx with format, size and hash": (
        {"path": "x.xlsx", "format": "xlsx", "bytes": 4, "hash": hashlib.md5(b"PK\x03\x04").hexdigest()},
        b"PK\x03\x04",
    ),
    "xls": ({"path": "x.xls", "format": "xls"}, b"\xd0\xcf\x11\xe0"),
    "ods": ({"path": "x.ods", "mediatype": "application/vnd.oasis.opendocument.spreadsheet"}, b"PK\x03\x04"),
    "json": ({"path": "x.json"}, b"{not read"),
    "json lines": ({"path": "x.jsonl", "format": "jsonl"}, b'{"a":1}\n'),
    "ndjson": ({"path": "x.ndjson"}, b'{"a":1}\n'),
    "geojson": ({"path": "x.geojson"}, b"{}"),
    "yaml": ({"path": "x.yaml"}, b"a: 1\n"),
    "html": ({"path": "x.html"}, b"<p>"),
    "xml": ({"path": "x.xml"}, b"<x/>"),
    "pdf": ({"path": "x.pdf"}, b"%PDF-1.7"),
    "sqlite": ({"path": "x.sqlite"}, b"SQLite format 3\0"),
    "a database that is none": ({"path": "x.db"}, b"x"),
    "an archive of nothing": ({"path": "x.zip"}, b"PK\x05\x06"),
    "gz that is none": ({"path": "x.gz"}, b"x"),
    "spss": ({"path": "x.sav"}, b"$FL2"),
    "a picture": ({"path": "x.png", "mediatype": "image/png"}, b"\x89PNG"),
    "text": ({"path": "x.txt"}, b"\xe9"),
    "no ending": ({"path": "LICENSE"}, b"text"),
    "an unknown format": ({"path": "x.cdf", "format": "netcdf"}, b"CDF"),
    "several files": ({"path": ["x.xlsx", "y.xlsx"]}, b"PK\x03\x04"),
    "csv without a schema whose first rows look like numbers": ({"path": "x.csv"}, b"a,b\n" + b"1,2\n" * 200 + b"x,y\n"),
    "an empty name of a format": ({"path": "x", "format": ""}, b"x"),
}


@pytest.mark.parametrize("beside_a_table", [True, False], ids=["beside a table", "alone"])
@pytest.mark.parametrize(("resource", "data"), ATTACHMENTS.values(), ids=ATTACHMENTS)
def test_an_attachment_is_no_fault_of_the_package(
    resource: dict[str, Any], data: bytes, beside_a_table: bool, tmp_path: Path
) -> None:
    root = _package(tmp_path, *RIGHT["equal"])
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"] = [*(raw["resources"] if beside_a_table else []), {"name": "x", **resource}]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    for path in resource["path"] if isinstance(resource["path"], list) else [resource["path"]]:
        (root / path).write_bytes(data)
    report = validate(root, full=True)
    assert (report.issues, report.layers) == ((), ("files", "cells", "rules", "second opinion"))


def test_an_error_beside_an_attachment_is_not_lost(tmp_path: Path) -> None:
    root = _two_tables(tmp_path)
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].insert(0, {"name": "x", "path": "x.xlsx"})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (root / "x.xlsx").write_bytes(b"PK")
    findings = Findings()
    ask_frictionless(read_package(root)[0], findings)
    assert [(i.path, i.line, i.column, i.severity) for i in findings.report().issues] == [("u.csv", 2, "a", "error")]
