"""Breaking one thing in a copy of the package gives exactly the expected issue: layers 1 and 2."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frictionless
import packpress
import pytest
from packpress.check.rules.compile_pandera import compile_schema
from packpress.check.rules.frames import to_frame
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.cli import main
from packpress.issue import Findings, Report
from packpress.package.schema import read_schema
from pandera.errors import SchemaErrors
from tests.conftest import ROOT

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import DataFrameSchema
    from tests.conftest import PackageFolder, PackageMaker

Found = tuple[str, int, str, str]
"""(path, line, column, rule)"""


def found(report: Report) -> list[Found]:
    return [(issue.path, issue.line, issue.column, issue.rule) for issue in report.issues]


# ---- tables: bytes and cells of the dataset


@dataclass(frozen=True)
class Break:
    """A change of a table of the dataset, and the issue: ``row`` is the key of its row, 1 the header, 0 the whole file."""

    id: str
    table: str
    change: Callable[[bytes], bytes]
    row: str | int
    column: str
    rule: str


def swap(old: str, new: str | bytes) -> Callable[[bytes], bytes]:
    """Put other bytes in the place of text that stands once in the file."""

    def change(data: bytes) -> bytes:
        assert data.count(old.encode()) == 1, "the test must break one thing"
        return data.replace(old.encode(), new.encode() if isinstance(new, str) else new)

    return change


def instead(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


def without_last_column(data: bytes) -> bytes:
    return b"".join(line.rpartition(b",")[0] + b"\n" for line in data.splitlines())


HEADER = "id,name,kind,iso_alpha_2,wikidata,note\n"
EU = "\neu,European Union,union,,Q458,No ISO 3166-1 country code.\n"
EUROPE = "europe,Europe,region,,,\n"
BREAKS = (
    Break("name", "areas", swap("id,name,", "id,title,"), 1, "name", "header-mismatch"),
    Break("case", "areas", swap("id,name,", "id,Name,"), 1, "name", "header-mismatch"),
    Break("order", "areas", swap("id,name,kind,", "id,kind,name,"), 1, "name", "header-mismatch"),
    Break("space", "areas", swap("id,name,", "id, name,"), 1, "name", "header-mismatch"),
    Break("column-less", "areas", without_last_column, 1, "note", "header-mismatch"),
    Break("semicolons", "areas", lambda data: data.replace(b",", b";"), 1, "id", "header-mismatch"),
    Break("latin-1", "areas", swap("European Union", b"Uni\xf3n Europea"), "eu", "", "text-encoding"),
    Break("latin-1-header", "areas", swap("id,name,", b"id,n\xe5m,"), 1, "", "text-encoding"),
    Break("utf-16", "areas", lambda data: data.decode().encode("utf-16"), 0, "", "text-not-a-table"),
    Break("surrogate", "areas", swap("European Union", b"\xed\xa0\x80"), "eu", "", "text-encoding"),
    Break("overlong", "areas", swap("European Union", b"\xc0\xaf"), "eu", "", "text-encoding"),
    Break("stray-quote", "areas", swap("European Union", 'European "Union'), "eu", "name", "text-quote"),
    Break("text-after-quote", "areas", swap("European Union", '"European" Union'), "eu", "name", "text-quote"),
    Break("backslash-quote", "areas", swap("European Union", r'"European \"Union\""'), "eu", "name", "text-quote"),
    Break("unclosed-quote", "areas", swap("European Union", '"European Union'), "eu", "name", "text-unclosed-quote"),
    Break("cell-too-many", "areas", swap("European Union", "European,Union"), "eu", "", "text-ragged-row"),
    Break("cell-too-few", "areas", swap("European Union,union", "European Union"), "eu", "", "text-ragged-row"),
    Break("blank-row", "areas", swap(EU, "\n" + EU), "eu", "", "text-blank-row"),
    Break("lone-cr", "areas", swap("European Union", "European\rUnion"), "eu", "name", "text-line-end"),
    Break("lone-cr-in-quotes", "areas", swap("European Union", '"European\rUnion"'), "eu", "name", "text-line-end"),
    Break("mixed-line-ends", "areas", swap(EU, EU.removesuffix("\n") + "\r\n"), "eu", "", "text-line-end"),
    Break("nul", "areas", swap("European Union", "European\0Union"), "eu", "name", "text-hidden-character"),
    Break("escape", "areas", swap("European Union", "\x1b[31mEuropean Union"), "eu", "name", "text-hidden-character"),
    Break("zero-width", "areas", swap("European Union", "European\u200bUnion"), "eu", "name", "text-hidden-character"),
    Break("soft-hyphen", "areas", swap("European Union", "Euro\u00adpean Union"), "eu", "name", "cell-soft-hyphen"),
    Break("soft-hyphen-at-end", "areas", swap("European Union", "European\u00ad Union"), "eu", "name", "text-hidden-character"),
    Break("bom-inside", "areas", swap("European Union", "\ufeffEuropean Union"), "eu", "name", "text-hidden-character"),
    Break("bidi", "areas", swap("European Union", "European \u202eUnion"), "eu", "name", "text-hidden-character"),
    Break("line-separator", "areas", swap("European Union", "European\u2028Union"), "eu", "name", "text-hidden-character"),
    Break("private-use", "areas", swap("European Union", "European \ue000"), "eu", "name", "text-hidden-character"),
    Break("not-nfc", "areas", swap("European Union", "Unio\u0301n Europea"), "eu", "name", "text-not-composed"),
    Break("empty-file", "areas", instead(b""), 0, "", "text-empty"),
    Break("page", "areas", instead(b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n"), 0, "", "text-not-a-table"),
    Break("picture", "areas", instead(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), 0, "", "text-not-a-table"),
    Break("workbook", "areas", instead(b"PK\x03\x04\x14\0\x06\0"), 0, "", "text-not-a-table"),
    Break("git-lfs", "areas", instead(b"version https://git-lfs.github.com/spec/v1\n"), 0, "", "text-not-a-table"),
    Break("repeated-key", "areas", swap(EU, f"{EU}eu,Europe,region,,,\n"), "europe", "id", "primary-key"),
    Break("repeated-value", "areas", swap(",Q458,", ",Q7768,"), "eu", "wikidata", "unique"),
    Break("empty", "areas", swap("European Union", ""), "eu", "name", "required"),
    Break("only-spaces", "areas", swap("European Union", "  "), "eu", "name", "required"),
    Break("no-break-space", "areas", swap("European Union", "\u00a0"), "eu", "name", "required"),
    Break("empty-key", "areas", swap("\neu,", "\n,"), "eu", "id", "required"),
    Break("too-long", "areas", swap("European Union", "European" * 11), "eu", "name", "constraint-max-length"),
    Break("space-before", "areas", swap("European Union", " European Union"), "eu", "name", "constraint-pattern"),
    Break("space-after", "areas", swap("European Union", "European Union "), "eu", "name", "constraint-pattern"),
    Break("lower-case-code", "areas", swap("country,AU,", "country,au,"), "AUS", "iso_alpha_2", "constraint-pattern"),
    Break("rows-unsorted", "areas", swap(f"{EU}{EUROPE}", f"\n{EUROPE}{EU[1:]}"), "eu", "", "layout"),
    Break("needless-quotes", "areas", swap("European Union", '"European Union"'), "eu", "", "layout"),
    Break("crlf", "areas", lambda data: data.replace(b"\n", b"\r\n"), 1, "", "layout"),
    Break("line-break-in-cell", "areas", swap("European Union", '"European\nUnion"'), "eu", "name", "constraint-pattern"),
)  # fmt: skip


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.id)
def test_a_break_in_a_file_gives_exactly_its_issue(dataset: PackageFolder, case: Break) -> None:
    line = case.row if isinstance(case.row, int) else dataset.line(case.table, case.row)
    path = dataset.path(case.table)
    path.write_bytes(case.change(path.read_bytes()))
    issues = [issue for issue in found(packpress.validate(dataset.root)) if issue[3] != "output-stale"]  # after an edit
    assert issues == [(f"data/{case.table}.csv", line, case.column, case.rule)]


# id → (table, key of the row, cells of which the first is at fault, rule)
CELLS: Mapping[str, tuple[str, str, dict[str, str], str]] = {
    "no-such-day": ("sources", "dea-history", {"accessed": "2026-02-30"}, "type-date"),
    "other-date-format": ("sources", "dea-history", {"accessed": "21.11.2026"}, "type-date"),
    "day-and-time": ("sources", "dea-history", {"accessed": "2026-11-21T00:00:00"}, "type-date"),
    "edtf-of-level-2": ("sources", "dea-history", {"published": "2024-XX"}, "constraint-pattern"),
    "american-date": ("events", "e-nncc-office-notice-2019", {"date": "07/31/2019"}, "constraint-pattern"),
    "no-such-area": ("events", "e-nncc-office-notice-2019", {"area_id": "CHA"}, "foreign-key"),
    "no-such-parent": ("substances", "sub-fentanyl", {"broader_id": "sub-none"}, "foreign-key"),
    "no-such-passage": ("evidence", "x-e-nncc-office-notice-2019-3", {"passage_id": "wp-6-999"}, "foreign-key"),
    "nine-words": (
        "evidence", "x-e-nncc-office-notice-2019-3", {"fragment": "one two three four five six seven eight nine"},
        "constraint-pattern",
    ),
    "two-spaces": ("evidence", "x-e-nncc-office-notice-2019-3", {"fragment": "In  2019"}, "constraint-pattern"),
    "space-before-a-number": ("passages", "wp-6-001", {"length": " 22"}, "type-integer"),
    "grouped-number": ("passages", "wp-6-001", {"length": "1,022"}, "type-integer"),
    "decimal-as-integer": ("passages", "wp-6-001", {"length": "22.0"}, "type-integer"),
    "arabic-digits": ("passages", "wp-6-001", {"length": "٢٢"}, "type-integer"),
    "too-large": ("passages", "wp-6-001", {"length": "9223372036854775808"}, "type-range"),
    "zero": ("passages", "wp-6-001", {"length": "0"}, "constraint-minimum"),
    "number-with-unit": ("statistics", "s-eu-fentanyl-seizures-2022", {"value": "2.7 kg"}, "type-number"),
    "decimal-comma": ("statistics", "s-eu-fentanyl-seizures-2022", {"value": "2,7"}, "type-number"),
    "hexadecimal": ("statistics", "s-eu-fentanyl-seizures-2022", {"value": "0x1F"}, "type-number"),
    "endless": ("statistics", "s-eu-fentanyl-seizures-2022", {"value": "1e999"}, "type-range"),
    "yes": ("events", "e-nncc-office-notice-2019", {"is_series": "yes"}, "type-boolean"),
    "capital-hash": ("passages", "wp-6-001", {"sha256": "F" * 64}, "constraint-pattern"),
    "short-hash": ("passages", "wp-6-001", {"sha256": "f" * 63}, "constraint-pattern"),
    "address-of-a-file": ("sources", "dea-history", {"url": "ftp://admin.dea.gov/history"}, "constraint-pattern"),
    "address-with-a-space": ("sources", "dea-history", {"url": "https://admin.dea.gov/our history"}, "type-string"),
    "formula-as-title": ("sources", "dea-history", {"title": "=HYPERLINK(0)"}, "cell-formula"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "key", "cells", "rule"), CELLS.values(), ids=CELLS)
def test_a_wrong_cell_gives_exactly_its_issue(
    dataset: PackageFolder, table: str, key: str, cells: dict[str, str], rule: str
) -> None:
    line = dataset.set(table, key, **cells)
    issues = [issue for issue in found(packpress.validate(dataset.root)) if issue[3] != "output-stale"]  # after an edit
    assert issues == [(f"data/{table}.csv", line, next(iter(cells)), rule)]


def test_a_repeated_column_is_named_beside_the_column_that_is_missing(dataset: PackageFolder) -> None:
    path = dataset.path("areas")
    path.write_bytes(path.read_bytes().replace(b"id,name,kind,", b"id,name,name,", 1))
    assert found(packpress.validate(dataset.root)) == [
        ("data/areas.csv", 1, "kind", "header-mismatch"),
        ("data/areas.csv", 1, "name", "header-duplicate"),
    ]


def test_a_byte_order_mark_is_a_warning_and_a_fault_of_the_layout(dataset: PackageFolder) -> None:
    path = dataset.path("areas")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    report = packpress.validate(dataset.root)
    assert [(issue.path, issue.line, issue.severity, issue.rule) for issue in report.issues] == [
        ("data/areas.csv", 1, "error", "layout"),
        ("data/areas.csv", 1, "warning", "text-byte-order-mark"),
    ]


def test_two_breaks_in_one_file_are_both_reported(dataset: PackageFolder) -> None:
    lines = dataset.line("areas", "eu"), dataset.line("areas", "sco")
    path = dataset.path("areas")
    path.write_bytes(path.read_bytes().replace(b"European Union,", b"European,Union,").replace(b"\nsco,", b"\n\nsco,"))
    assert found(packpress.validate(dataset.root)) == [
        ("data/areas.csv", lines[0], "", "text-ragged-row"),
        ("data/areas.csv", lines[1], "", "text-blank-row"),
    ]


# id → (table, key of the row or 1 for the header, change of the file, column, rule)
ECHOES: Mapping[str, tuple[str, str | int, Callable[[bytes], bytes], str, str]] = {
    "outside-its-list": ("areas", "eu", swap("Union,union,", "Union,club,"), "kind", "constraint-enum"),
    "header-one-less": ("areas", 1, swap(",wikidata,note\n", ",wikidata\n"), "note", "header-mismatch"),
    "no-header": ("areas", 1, swap(HEADER, ""), "id", "header-mismatch"),
    "reference-with-a-space": (
        "events", "e-nncc-office-notice-2019", swap("notice,2019,false,,,CHN,", "notice,2019,false,,,CHN ,"),
        "area_id", "foreign-key",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "row", "change", "column", "rule"), ECHOES.values(), ids=ECHOES)
def test_a_break_that_has_echoes_gives_exactly_its_issue(
    dataset: PackageFolder, table: str, row: str | int, change: Callable[[bytes], bytes], column: str, rule: str
) -> None:
    line = row if isinstance(row, int) else dataset.line(table, row)
    path = dataset.path(table)
    path.write_bytes(change(path.read_bytes()))
    assert found(packpress.validate(dataset.root)) == [(f"data/{table}.csv", line, column, rule)]


def test_a_file_that_is_not_there_is_one_issue(dataset: PackageFolder) -> None:
    dataset.path("areas").unlink()
    assert found(packpress.validate(dataset.root)) == [("data/areas.csv", 0, "", "file-missing")]


def test_a_published_file_that_is_not_there_is_one_issue(dataset: PackageFolder) -> None:
    (dataset.root / "data" / "parquet" / "areas.parquet").unlink()
    assert found(packpress.validate(dataset.root)) == [("data/parquet/areas.parquet", 0, "", "file-missing")]


def test_the_dataset_as_it_is_has_no_issue(dataset: PackageFolder) -> None:
    report = packpress.validate(dataset.root)
    assert (found(report), report.valid, report.layers) == ([], True, ("files", "cells", "views"))


# ---- descriptors and schemas

DESCRIPTOR = '{"name": "example", "resources": []}'
# id → (bytes of datapackage.json or None for no file, what the message says)
UNREADABLE: Mapping[str, tuple[bytes | None, str]] = {
    "no-file": (
        None,
        "datapackage.json: not found in the folder {}; give a package's folder, its descriptor or a table's file; "
        '"packpress init" in that folder describes tables once it has some',
    ),
    "empty": (b"", "datapackage.json:1:1: is not JSON: Expecting value"),
    "cut": (b'{"name": "example",\n', "datapackage.json:2:1: is not JSON: Expecting property name enclosed in double quotes"),
    "list": (b"[]", "datapackage.json: must contain a JSON object"),
    "repeated-key": (b'{"name": "a", "name": "b"}', 'datapackage.json: the key "name" is duplicated in an object; keep one'),
    "nan": (b'{"name": NaN}', "datapackage.json: NaN is not valid JSON; write a number, a string or null"),
    "infinity": (b'{"name": -Infinity}', "datapackage.json: -Infinity is not valid JSON; write a number, a string or null"),
    "bom": (
        b"\xef\xbb\xbf" + DESCRIPTOR.encode(),
        "datapackage.json:1:1: begins with a byte order mark; save it as UTF-8 without one",
    ),
    "latin-1": (b'{"name": "\xe9"}', "datapackage.json: is not UTF-8 at byte 10; save it as UTF-8"),
    "too-deep": (b"[" * 100_000, "datapackage.json: is nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_descriptor_that_cannot_be_read_ends_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / "datapackage.json").write_bytes(data)
    with pytest.raises(packpress.PackageError) as caught:
        packpress.validate(tmp_path)
    assert str(caught.value) == message.replace("{}", str(tmp_path))
    assert main(["validate", str(tmp_path)]) == 2
    assert capsys.readouterr() == ("", f"packpress: {caught.value}\n")


ID = {"name": "id", "type": "string", "constraints": {"required": True}}
SCHEMA = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": [ID], "primaryKey": "id"}


def field(**changes: Any) -> dict[str, Any]:
    return {**SCHEMA, "fields": [ID | changes]}


# id → (schema, changes of the resource, changes of the descriptor, column, rule)
DESCRIBED: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any], str, str]] = {
    "property-of-the-package": (SCHEMA, {}, {"licences": []}, "", "descriptor-unknown"),
    "property-of-a-resource": (SCHEMA, {"tittle": "x"}, {}, "", "descriptor-unknown"),
    "property-of-a-schema": ({**SCHEMA, "primarykey": "id"}, {}, {}, "", "descriptor-ineffective"),
    "property-of-a-field": (field(desc="x"), {}, {}, "", "descriptor-unknown"),
    "constraint": (field(constraints={"maxlength": 3}), {}, {}, "", "descriptor-ineffective"),
    "parent-folder": (SCHEMA, {"path": "../data.csv"}, {}, "", "path-unsafe"),
    "parent-folder-within": (SCHEMA, {"path": "a/../../data.csv"}, {}, "", "path-unsafe"),
    "absolute": (SCHEMA, {"path": "/etc/passwd"}, {}, "", "path-unsafe"),
    "address": (SCHEMA, {"path": "http://example.org/data.csv"}, {}, "", "address-not-fetched"),
    "file-address": (SCHEMA, {"path": "file:///etc/passwd"}, {}, "", "path-unsafe"),
    "home": (SCHEMA, {"path": "~/data.csv"}, {}, "", "path-unsafe"),
    "drive": (SCHEMA, {"path": "C:data.csv"}, {}, "", "path-unsafe"),
    "backslashes": (SCHEMA, {"path": "..\\data.csv"}, {}, "", "path-unsafe"),
    "empty-path": (SCHEMA, {"path": ""}, {}, "", "path-unsafe"),
    "schema-outside": (SCHEMA, {"schema": "../schema.json"}, {}, "", "path-unsafe"),
    "dialect-outside": (SCHEMA, {"dialect": "http://example.org/dialect.json"}, {}, "", "address-not-fetched"),
    "type": (field(type="text"), {}, {}, "", "schema-type"),
    "constraint-on-the-wrong-type": (field(constraints={"minimum": 3}), {}, {}, "", "schema-constraint"),
    "lookahead": (field(constraints={"pattern": "(?!x)[a-z]+"}), {}, {}, "id", "pattern-not-checked"),
    "back-reference": (field(constraints={"pattern": r"([a-z])\1"}), {}, {}, "id", "pattern-not-checked"),
    "open-bracket": (field(constraints={"pattern": "[a-z"}), {}, {}, "id", "schema-constraint"),
    "key-of-no-field": ({**SCHEMA, "primaryKey": "key"}, {}, {}, "", "schema-keys"),
    "field-twice": ({**SCHEMA, "fields": [ID, ID]}, {}, {}, "", "schema-fields"),
    "no-fields": ({**SCHEMA, "fields": []}, {}, {}, "", "schema-fields"),
    "no-resources": (SCHEMA, {}, {"resources": []}, "", "descriptor-resources"),
    "name": (SCHEMA, {"name": "My Table"}, {}, "", "descriptor-name"),
    "dialect": (SCHEMA, {"dialect": {"quoteChar": ","}}, {}, "", "dialect-value"),
}  # fmt: skip


@pytest.mark.parametrize(("schema", "resource", "descriptor", "column", "rule"), DESCRIBED.values(), ids=DESCRIBED)
def test_a_fault_of_the_descriptor_is_one_issue(
    make_package: PackageMaker,
    schema: Mapping[str, Any],
    resource: Mapping[str, Any],
    descriptor: Mapping[str, Any],
    column: str,
    rule: str,
) -> None:
    root = make_package(schema, "id\na\n", resource=resource, descriptor=descriptor)
    assert found(packpress.validate(root)) == [("datapackage.json", 0, column, rule)]


def test_a_link_out_of_the_folder_is_not_followed(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, "id\na\n")
    (tmp_path / "secret.csv").write_text("id\nsecret\n", encoding="utf-8")
    (root / "data.csv").unlink()
    (root / "data.csv").symlink_to(tmp_path / "secret.csv")
    assert found(packpress.validate(root)) == [("datapackage.json", 0, "", "path-unsafe")]


def test_a_link_within_the_folder_is_followed(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "id\na\n")
    (root / "data.csv").rename(root / "real.csv")
    (root / "data.csv").symlink_to("real.csv")
    assert found(packpress.validate(root)) == []


# id → (edit of schemas/areas.json, column, rule)
SCHEMAS: Mapping[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "pattern": (lambda schema: schema["fields"][1]["constraints"].update(pattern="(?=x"), "name", "schema-constraint"),
    "minLength": (lambda schema: schema["fields"][1]["constraints"].update(minLength="2"), "", "descriptor-type"),
    "type": (lambda schema: schema["fields"][1].update(type="str"), "", "schema-type"),
    "misspelt": (lambda schema: schema["fields"][1].update(constraint={"unique": True}), "", "descriptor-ineffective"),
}


@pytest.mark.parametrize(("edit", "column", "rule"), SCHEMAS.values(), ids=SCHEMAS)
def test_a_fault_of_a_schema_is_reported_first_in_its_own_file(
    dataset: PackageFolder, edit: Callable[[dict[str, Any]], object], column: str, rule: str
) -> None:
    path = dataset.root / "schemas" / "areas.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    edit(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert [item for item in found(packpress.validate(dataset.root)) if item[0] != "datapackage.json"] == [
        ("schemas/areas.json", 0, column, rule)
    ]


def test_a_fault_of_a_schema_is_reported_once(dataset: PackageFolder) -> None:
    path = dataset.root / "schemas" / "areas.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"type": "string"', '"type": "str"', 1), encoding="utf-8")
    assert found(packpress.validate(dataset.root)) == [("schemas/areas.json", 0, "", "schema-type")]


# ---- every constraint of every schema, judged by two engines

# constraint → (rule of the checker, name of the check of pandera)
RULES_OF: Mapping[str, tuple[str, str]] = {
    "required": ("required", "not_nullable"),
    "unique": ("unique", "unique: {}"),
    "enum": ("constraint-enum", "enum"),
    "pattern": ("constraint-pattern", "pattern"),
    "minLength": ("constraint-min-length", "minLength"),
    "maxLength": ("constraint-max-length", "maxLength"),
    "minimum": ("constraint-minimum", "minimum"),
}
SCHEMA_FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))}


# every constraint that says something: (table, field, name)
CONSTRAINTS: list[tuple[str, Mapping[str, Any], str]] = [
    (table, item, name)
    for table, schema in SCHEMA_FILES.items()
    for item in schema["fields"]
    for name, value in item["constraints"].items()
    if value is not False
]


def violation(item: Mapping[str, Any], name: str, other: str) -> str:
    """A cell that breaks the constraint; ``other`` is what another row has in the column."""
    wanted = item["constraints"][name]
    long = "x" * (wanted + 1) if name == "maxLength" else ""
    return {
        "required": "",
        "unique": other,
        "enum": "not-a-code",
        "pattern": "urn:x-not-so" if item.get("format") == "uri" else " Not So ",
        "minLength": "x",
        "maxLength": long,
        "minimum": str(wanted - 1) if name == "minimum" else "",
    }[name]


def rows_of(table: str, schema: Mapping[str, Any]) -> list[dict[str, str]]:
    """Two legal rows of the dataset with every cell filled; made of the schema's examples where the dataset has less."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        given = list(csv.DictReader(stream))
    filled = {item["name"]: lexical(item["example"]) for item in schema["fields"]}
    rows = [{name: row[name] or filled[name] for name in filled} for row in [*given[-2:], *[filled] * 2][:2]]
    for item in schema["fields"]:
        name = item["name"]
        if (item["constraints"].get("unique") or schema["primaryKey"] == [f"{name}"]) and rows[0][name] == rows[1][name]:
            rows[0][name] = next((row[name] for row in given if row[name] not in ("", rows[1][name])), f"{rows[1][name]}1")
    return rows


def lexical(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def text(rows: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def alone(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without its foreign keys, for a package of this one table."""
    return {name: value for name, value in schema.items() if name != "foreignKeys"}


@pytest.mark.parametrize("table", SCHEMA_FILES)
def test_the_rows_that_are_broken_below_are_right_before(make_package: PackageMaker, table: str) -> None:
    schema = SCHEMA_FILES[table]
    root = make_package(alone(schema), text(rows_of(table, schema)), resource={"name": table})
    assert found(packpress.validate(root, full=True)) == []


@pytest.fixture(scope="module")
def compiled_schemas() -> dict[str, DataFrameSchema]:
    """The schema of each table, for pandera."""
    return {table: compile_schema(read_schema(alone(schema), ""), table, []) for table, schema in SCHEMA_FILES.items()}


@pytest.fixture(scope="module")
def right_rows(
    tmp_path_factory: pytest.TempPathFactory, compiled_schemas: Mapping[str, DataFrameSchema]
) -> dict[str, pd.DataFrame]:
    """The two legal rows of each table, which pandera finds right."""
    root, frames = tmp_path_factory.mktemp("right"), {}
    resources = []
    for table, schema in SCHEMA_FILES.items():
        (root / f"{table}.csv").write_text(text(rows_of(table, alone(schema))), encoding="utf-8")
        resources.append({"name": table, "type": "table", "path": f"{table}.csv", "schema": alone(schema)})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    words = {"$schema": profile, "name": "right", "version": "1.0.0", "created": "2026-01-02T00:00:00Z"}
    (root / "datapackage.json").write_text(json.dumps({**words, "resources": resources}), encoding="utf-8")
    for table, read in read_tables(Session.open(root, Findings())).items():
        frames[table] = to_frame(read.values)
        assert len(compiled_schemas[table].validate(frames[table])) == 2
    return frames


@pytest.mark.parametrize(
    ("table", "item", "name"), CONSTRAINTS, ids=lambda value: value["name"] if isinstance(value, dict) else value
)
def test_both_engines_refuse_a_cell_that_breaks_a_constraint(
    make_package: PackageMaker,
    right_rows: Mapping[str, pd.DataFrame],
    compiled_schemas: Mapping[str, DataFrameSchema],
    table: str,
    item: Mapping[str, Any],
    name: str,
) -> None:
    schema, column = alone(SCHEMA_FILES[table]), item["name"]
    rows = rows_of(table, schema)
    rows[1][column] = violation(item, name, rows[0][column])
    root = make_package(schema, text(rows), resource={"name": table})
    rule, check = RULES_OF[name]

    assert ("data.csv", 3, column, rule) in found(packpress.validate(root))

    compiled, frame = compiled_schemas[table], right_rows[table].copy()
    value: Any = rows[1][column]
    frame.loc[1, column] = None if name == "required" else int(value) if item["type"] == "integer" else value
    with pytest.raises(SchemaErrors) as caught:
        compiled.validate(frame, lazy=True)
    assert check.format(column) in {getattr(error.check, "name", error.check) for error in caught.value.schema_errors}


@pytest.fixture(scope="module")
def seen_by_frictionless(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """What frictionless finds as (table, field, constraint), each in the row that breaks it.

    One package has all tables, each with two right rows and then one row for each of its constraints.
    """
    root = tmp_path_factory.mktemp("third")
    resources, broken = [], {}
    for table, schema in SCHEMA_FILES.items():
        rows = rows_of(table, alone(schema))
        for at, item, name in CONSTRAINTS:
            if at == table:
                rows.append({**rows[1], item["name"]: violation(item, name, rows[0][item["name"]])})
                broken[table, len(rows) + 1] = item["name"], name
        (root / f"{table}.csv").write_text(text(rows), encoding="utf-8")
        resources.append({"name": table, "path": f"{table}.csv", "encoding": "utf-8", "schema": alone(schema)})
    report = frictionless.Package.from_descriptor({"resources": resources}, basepath=str(root)).validate()
    assert report.errors == []
    found = set()
    for task in report.tasks:
        for error in task.errors:
            place = broken.get((task.name, getattr(error, "row_number", 0)), ("", ""))
            named = "unique" if error.type == "unique-error" else (re.findall(r'constraint "(\w+)"', error.note) or [""])[0]
            if (getattr(error, "field_name", ""), named) == place:
                found.add((task.name, *place))
    return found


@pytest.mark.parametrize(
    ("table", "item", "name"), CONSTRAINTS, ids=lambda value: value["name"] if isinstance(value, dict) else value
)
def test_the_third_engine_refuses_the_cell_too(
    seen_by_frictionless: set[tuple[str, str, str]], table: str, item: Mapping[str, Any], name: str
) -> None:
    assert (table, item["name"], name) in seen_by_frictionless


def test_every_constraint_that_the_schemas_use_has_a_violation() -> None:
    assert {name for _, _, name in CONSTRAINTS} == set(RULES_OF)


FOREIGN_KEYS = [(table, key["fields"][0]) for table, schema in SCHEMA_FILES.items() for key in schema.get("foreignKeys", ())]


@pytest.mark.parametrize(("table", "column"), FOREIGN_KEYS)
def test_a_reference_to_nothing_is_refused(dataset: PackageFolder, table: str, column: str) -> None:
    key = dataset.rows(table)[-1]["id"]
    line = dataset.set(table, key, **{column: "no-such-row"})
    assert found(packpress.validate(dataset.root)) == [(f"data/{table}.csv", line, column, "foreign-key")]


def test_the_third_engine_refuses_the_references_to_nothing_too(dataset: PackageFolder) -> None:
    wanted = set()
    for table in {table for table, _ in FOREIGN_KEYS}:
        rows = dataset.rows(table)
        for number, column in enumerate((column for at, column in FOREIGN_KEYS if at == table), 1):
            rows[-number][column] = "no-such-row"
        dataset.write(table, rows)
        for number, column in enumerate((column for at, column in FOREIGN_KEYS if at == table), 1):
            wanted.add((table, len(rows) + 2 - number, column))
    descriptor = json.loads((dataset.root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [item for item in descriptor["resources"] if item["path"].endswith(".csv")]
    report = frictionless.Package.from_descriptor(descriptor, basepath=str(dataset.root)).validate()
    refused = {
        (task.name, e.row_number, *e.field_names) for task in report.tasks for e in task.errors if e.type == "foreign-key"
    }
    assert refused == wanted
