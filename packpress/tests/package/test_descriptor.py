from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from packpress.check.validate import validate
from packpress.errors import PackageError
from packpress.issue import Issue
from packpress.package import descriptor, read_package
from packpress.package.forms import local_copies
from packpress.package.model import Dialect
from packpress.package.problems import budget
from packpress.package.schema import constraint_count, read_field
from packpress.package.strict_json import read_json

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS: dict[str, Any] = {"fields": [{"name": "a", "type": "string"}]}
TABLE: dict[str, Any] = {"name": "t", "path": "data.csv", "schema": FIELDS}


def _resources(*listed: Any) -> dict[str, Any]:
    return {"$schema": V2, "resources": list(listed)}


def _table(**more: Any) -> dict[str, Any]:
    return _resources({**TABLE, **more})


def _foreign(resource: str, fields: Any) -> dict[str, Any]:
    reference = {"resource": resource, "fields": fields}
    return _table(schema={**FIELDS, "foreignKeys": [{"fields": ["a"], "reference": reference}]})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "schema.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.json")
    return tmp_path


def _read(root: Path, descriptor: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of the sound resources, and each error as (path, rule)."""
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    package, issues = read_package(root)
    return [r.name for r in package.resources], [(i.path, i.rule) for i in issues if i.severity == "error"]


# descriptor → the rules of its errors; the resource at fault is left out
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no resources": ({"$schema": V2}, ["descriptor-resources"]),
    "resources as a number": ({"$schema": V2, "resources": 5}, ["descriptor-resources", "descriptor-type"]),
    "resources as an object": ({"$schema": V2, "resources": {}}, ["descriptor-resources", "descriptor-type"]),
    "an empty list of resources": (_resources(), ["descriptor-resources"]),
    "more resources than are read": (_resources(*[{}] * 10_001), ["descriptor-resources"]),
    "a resource as null": (_resources(None), ["descriptor-type"]),
    "no name": (_resources({"path": "data.csv"}), ["descriptor-name"]),
    "a name that is no file name": (_table(name="a/b"), ["descriptor-name"]),
    "a name in capitals": (_table(name="T"), ["descriptor-name"]),
    "a name that Windows keeps": (_table(name="con"), ["descriptor-name"]),
    "a name that Windows keeps, with an ending": (_table(name="lpt1.old"), ["descriptor-name"]),
    "a name of 201 characters": (_table(name="a" * 201), ["descriptor-name"]),
    "a name with a line end": (_table(name="t\n"), ["descriptor-name"]),
    "no path": (_resources({"name": "t"}), ["descriptor-path"]),
    "inline data beside a path": (_table(data=[]), ["descriptor-path"]),
    "no path in the list": (_table(path=[]), ["descriptor-path"]),
    "a path twice": (_table(path=["data.csv", "data.csv"]), ["descriptor-path"]),
    "a path twice in other words": (_table(path=["data.csv", ".//data.csv"]), ["descriptor-path"]),
    "more paths than are read": (_table(path=[f"{number}.csv" for number in range(10_001)]), ["descriptor-path"]),
    "a path that is a number": (_table(path=5), ["descriptor-type"]),
    "paths that are numbers": (_table(path=[5]), ["descriptor-type"]),
    "a path out of the folder": (_table(path="../data.csv"), ["path-unsafe"]),
    "a file at an address of another kind": (_table(path="ftp://example.org/data.csv"), ["path-unsafe"]),
    "an address and a path": (_table(path=["https://example.org/data.csv", "data.csv"]), ["path-unsafe"]),
    "another encoding": (_table(encoding="koi8-r"), ["descriptor-encoding"]),
    "an encoding of Parquet": (_table(path="data.parquet", encoding="latin1"), ["descriptor-encoding"]),
    "a misplaced property": (_table(primaryKey=["a"]), ["descriptor-ineffective"]),
    "a schema that is null": (_table(schema=None), ["descriptor-type"]),
    "a schema that is empty": (_table(schema={}), ["schema-fields"]),
    "a schema that is not there": (_table(schema="not-there.json"), ["descriptor-json"]),
    "a schema out of the folder": (_table(schema="../schema.json"), ["path-unsafe"]),
    "a schema that is no JSON": (_table(schema="broken.json"), ["descriptor-json"]),
    "a schema that is an array": (_table(schema="list.json"), ["descriptor-type"]),
    "a schema that is a pipe": (_table(schema="pipe.json"), ["path-unsafe"]),
    "a dialect that is null": (_table(dialect=None), ["descriptor-type"]),
    "a dialect that is an array": (_table(dialect="list.json"), ["descriptor-type"]),
    "a dialect at fault": (_table(dialect={"delimiter": '"'}), ["dialect-value"]),
    "a dialect that is not read": (_table(dialect={"type": "spreadsheet"}), ["dialect-unsupported"]),
    "a foreign key to no resource": (_foreign("nowhere", "a"), ["schema-keys"]),
    "a foreign key to no field": (_foreign("", "z"), ["schema-keys"]),
    "made from nothing": (_resources({"name": "t", "path": "t.parquet", "packpress:madeFrom": "x"}), ["descriptor-made-from"]),
    "made from itself": (_table(**{"packpress:madeFrom": "t"}), ["descriptor-made-from"]),
    "a licence as a string": (_table(licenses=["MIT"]), ["descriptor-type"]),
}


@pytest.mark.parametrize(("descriptor", "rules"), WRONG.values(), ids=WRONG)
def test_a_resource_at_fault_is_named_and_left_out(descriptor: dict[str, Any], rules: list[str], root: Path) -> None:
    names, errors = _read(root, descriptor)
    assert (names, sorted(rule for _, rule in errors)) == ([], rules)


# what a foreign key refers to → what the message says of it
REFERRED = {
    "nowhere": 'refers to the resource "nowhere", which does not exist; name another',
    "plain": 'refers to the resource "plain", which has no schema; give it one',
}


@pytest.mark.parametrize(("target", "message"), REFERRED.items())
def test_a_foreign_key_says_what_is_wrong_with_its_resource(target: str, message: str, root: Path) -> None:
    descriptor = _foreign(target, "a")
    descriptor["resources"].append({"name": "plain", "path": "data.csv", "format": "txt"})
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    _, issues = read_package(root)
    assert [issue.message.partition("the foreign key on a ")[2] for issue in issues] == [message]


def test_the_files_of_all_resources_are_counted(root: Path) -> None:
    tables = [{**TABLE, "name": f"t{n}", "path": [f"{n}-{k}.csv" for k in range(5_000)]} for n in range(3)]
    assert _read(root, _resources(*tables)) == (["t0", "t1"], [("datapackage.json", "descriptor-path")])


def test_the_fields_of_all_tables_are_counted(root: Path) -> None:
    schema = {"fields": [{"name": f"f{number}"} for number in range(30_000)]}
    (root / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    tables = [{"name": f"t{number}", "path": "data.csv", "schema": "schema.json"} for number in range(8)]
    names, errors = _read(root, _resources(*tables))
    assert (len(names), errors) == (5, [("datapackage.json", "schema-fields")] * 3)


def test_the_constraints_of_all_tables_are_counted(root: Path) -> None:
    constraints = {"required": True, "minLength": 1, "maxLength": 9}
    schema = {"fields": [{"name": f"f{number}", "type": "string", "constraints": constraints} for number in range(5_000)]}
    (root / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    tables = [{"name": f"t{number}", "path": "data.csv", "schema": "schema.json"} for number in range(4)]
    names, errors = _read(root, _resources(*tables))
    assert (len(names), errors) == (3, [("datapackage.json", "schema-fields")])


# field → how many constraints it counts as
COUNTED: dict[str, tuple[dict[str, Any], int]] = {
    "two of them": ({"type": "string", "constraints": {"required": True, "unique": True, "minLength": 1, "enum": ["a"]}}, 2),
    "a JSON Schema": ({"type": "array", "constraints": {"jsonSchema": {}}}, 2),
    "a format": ({"type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "01.01.2000"}}, 8),
    "a number in text": ({"type": "number", "bareNumber": False}, 4),
}


@pytest.mark.parametrize(("raw", "count"), COUNTED.values(), ids=COUNTED)
def test_a_constraint_counts_by_what_it_costs(raw: dict[str, Any], count: int) -> None:
    assert constraint_count(read_field({"name": "a", **raw}, ("",))) == count


@pytest.mark.parametrize(
    ("source", "path"),
    [(TABLE, "u.csv"), ({"name": "t", "path": "data.csv"}, "u.parquet"), ({**TABLE, "path": "t.parquet"}, "u.parquet")],
    ids=["CSV", "Parquet of a table without a schema", "Parquet of Parquet"],
)
def test_only_parquet_of_edited_tables_is_made(source: dict[str, Any], path: str, root: Path) -> None:
    """What is made is not checked cell by cell, so that nothing else may say so."""
    made = {"name": "u", "path": path, "packpress:madeFrom": "t"}
    assert _read(root, _resources(source, made)) == (["t"], [("datapackage.json", "descriptor-made-from")])


URL = "https://example.org/x"
# object → the property, values that are right, values that are wrong
VALUES: dict[str, tuple[Callable[[Any], dict[str, Any]], list[Any], list[Any]]] = {
    "homepage": (
        lambda v: {"homepage": v},
        [URL, "ftp://example.org", "git+http://example.org/a"],
        ["example.org", "/x", "javascript:x", "https:// x"],
    ),
    "image": (lambda v: {"image": v}, [URL, "i/a.png"], ["../a.png", "/a.png", "data:image/png;base64,x", "a\\b"]),
    "created": (
        lambda v: {"created": v},
        ["2024-02-29T13:05:07Z", "2024-02-29t23:59:60.5+01:00", "2024-02-29 13:05:07z"],
        [
            "2024",
            "2024-02-29",
            "2024-02-29T13:05:07",
            "2024-02-30T13:05:07Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T13:05:07Z\n",
        ],
    ),
    "keywords": (lambda v: {"keywords": v}, [[], ["a"]], [[1], [["a"]], ["a", None]]),
    "licenses": (
        lambda v: {"licenses": [v]},
        [{"name": "CC0-1.0"}, {"path": "LICENSE"}, {"path": URL}],
        [{}, {"title": "x"}, {"path": "../x"}, {"path": "file:///x"}],
    ),
    "sources": (
        lambda v: {"sources": [v]},
        [{"title": "x"}, {"path": "a/b.pdf"}, {"email": "a@example.org"}],
        [{}, {"path": "~x"}, {"email": "x"}, {"email": "a b@example.org"}],
    ),
    "contributors": (
        lambda v: {"contributors": [v]},
        [{"title": "x"}, {"givenName": "x", "roles": ["creator"]}, {"path": URL, "email": "a@example.org"}],
        [{}, {"path": "x"}, {"email": "x"}, {"roles": [1]}],
    ),
}
RIGHT = [(VALUES[name][0](value)) for name in VALUES for value in VALUES[name][1]]
FALSE = [(VALUES[name][0](value)) for name in VALUES for value in VALUES[name][2]]


@pytest.mark.parametrize("more", RIGHT, ids=json.dumps)
def test_a_value_as_the_standard_has_it_is_no_fault(more: dict[str, Any], root: Path) -> None:
    assert _read(root, {**_resources(TABLE), **more}) == (["t"], [])


@pytest.mark.parametrize("more", FALSE, ids=json.dumps)
def test_a_value_that_the_standard_does_not_allow_is_one_error(more: dict[str, Any], root: Path) -> None:
    names, errors = _read(root, {**_resources(TABLE), **more})
    assert (names, len(errors), errors[0][1] in ("descriptor-value", "descriptor-type")) == (["t"], 1, True)


# properties with a doubtful value → the message of the warning; the second needs a package that does not declare 2.0
DOUBTFUL: dict[str, tuple[dict[str, Any], str]] = {
    "an empty image in 2.0": (
        {**_resources(TABLE), "image": ""},
        'the package: "image" is empty; write a URL, e.g. https://example.org/page, or the path of a file below the '
        "descriptor's folder, or remove it",
    ),
    "a licence as before version 1": (
        {"resources": [TABLE], "licenses": [{"id": "odc-pddl", "url": "https://example.org"}]},
        'the package: a license has "id" as before version 1.0, but no "name" or "path"; '
        'write it as {"name": "CC-BY-4.0", "path": "https://…"}',
    ),
}


@pytest.mark.parametrize(("raw", "message"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_value_that_harms_nobody_is_a_warning(raw: dict[str, Any], message: str, root: Path) -> None:
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    package, (issue,) = read_package(root)
    assert ([r.name for r in package.resources], issue.rule, issue.severity, issue.message) == (
        ["t"],
        "descriptor-value",
        "warning",
        message,
    )


def test_a_fault_of_what_describes_a_resource_leaves_its_table_in(root: Path) -> None:
    more: dict[str, Any] = {"homepage": "x", "licenses": [{}], "type": "tabel", "mediatype": "csv"}
    assert _read(root, _table(**more)) == (["t"], [("datapackage.json", "descriptor-value")] * 4)


# $schema → whether a property that no longer checks anything is an error, as another "type" is
VERSIONS = {
    V2: True,
    "http://datapackage.org/profiles/2.0/datapackage.json": True,
    "https://datapackage.org/profiles/1.0/datapackage.json": False,
    "https://example.org/1.2.0/profile.json": False,
    "https://example.org/profiles/2.0/datapackage.json": False,
}


@pytest.mark.parametrize(("address", "is_error"), VERSIONS.items(), ids=VERSIONS)
def test_only_the_profile_of_2_0_makes_misspelt_checks_errors(address: str, is_error: bool, root: Path) -> None:
    descriptor = {"$schema": address, "resources": [{**TABLE, "type": "file"}], "titel": "x", "tableSchema": "x"}
    rules = ["descriptor-ineffective", "descriptor-value"] if is_error else []
    assert sorted(rule for _, rule in _read(root, descriptor)[1]) == rules


def test_an_unknown_property_is_a_warning_that_leaves_the_table_in(root: Path) -> None:
    (root / "datapackage.json").write_text(json.dumps({**_resources({**TABLE, "spatial": {}}), "temporal": {}}))
    package, issues = read_package(root)
    assert [resource.name for resource in package.resources] == ["t"]
    assert [(i.rule, i.severity) for i in issues] == [("descriptor-unknown", "warning")] * 2


# an old package → what its table lacks: a key in the wrong place, a misspelt constraint, a key before version 1
OLD: dict[str, tuple[dict[str, Any], str]] = {
    "a key in the resource": ({"primaryKey": ["a"]}, "resource 1"),
    "a misspelt key": ({"primaryKeys": ["a"]}, "resource 1"),
    "a misspelt property of a field": (
        {"schema": {"fields": [{"name": "a", "primarykey": True}, {"name": "b"}]}},
        'resource "t": field 1',
    ),
}


@pytest.mark.parametrize(("changes", "where"), OLD.values(), ids=OLD)
def test_a_check_that_an_old_package_does_not_get_is_a_warning_that_leaves_its_table_in(
    changes: dict[str, Any], where: str, root: Path
) -> None:
    (root / "datapackage.json").write_text(json.dumps({"resources": [{**TABLE, **changes}]}), encoding="utf-8")
    package, (issue,) = read_package(root)
    assert ([table.name for table in package.tables], issue.rule, issue.severity) == (
        ["t"],
        "descriptor-ineffective",
        "warning",
    )
    assert issue.message.startswith(f"{where} has the property ")
    assert "which is not in the standard here, so nothing checks it; did you mean" in issue.message


def test_a_name_of_the_package_that_is_no_file_name_is_a_warning(root: Path) -> None:
    (root / "datapackage.json").write_text(json.dumps({**_resources(TABLE), "name": "My Data"}), encoding="utf-8")
    assert [(i.rule, i.severity) for i in read_package(root)[1]] == [("descriptor-name", "warning")]


def test_a_fault_leaves_the_other_resources_in(root: Path) -> None:
    assert _read(root, _resources(TABLE, {**TABLE, "name": "u", "schema": 5})) == (
        ["t"],
        [("datapackage.json", "descriptor-type")],
    )


def test_of_two_resources_of_one_name_the_second_is_left_out(root: Path) -> None:
    assert _read(root, _resources(TABLE, TABLE)) == (["t"], [("datapackage.json", "descriptor-name")])


def test_a_fault_of_a_schema_file_is_reported_once_and_there(root: Path) -> None:
    (root / "schema.json").write_text('{"fields": []}', encoding="utf-8")
    table = {**TABLE, "schema": "schema.json"}
    assert _read(root, _resources(table, {**table, "name": "u"})) == ([], [("schema.json", "schema-fields")])


def test_a_file_that_is_no_json_is_reported_once_with_its_line(root: Path) -> None:
    (root / "broken.json").write_text('{\n"fields": [\n}', encoding="utf-8")
    table = {**TABLE, "schema": "broken.json"}
    (root / "datapackage.json").write_text(json.dumps(_resources(table, {**table, "name": "u"})), encoding="utf-8")
    message = "column 1: is not JSON: Expecting value"
    assert read_package(root)[1] == (Issue("broken.json", 3, "", "", "descriptor-json", "error", message),)


@pytest.mark.parametrize("described", ["schema", "dialect"])
def test_a_file_is_read_once_for_all_its_resources(described: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(path: Path, shown: str) -> Any:
        read.append(shown)
        return read_json(path, shown)

    for module in (descriptor, local_copies):
        monkeypatch.setattr(module, "read_json", counted)
    (root / "other.json").write_text(json.dumps({} if described == "dialect" else FIELDS), encoding="utf-8")
    named = ("other.json", "./other.json", ".//other.json", "other.json")
    tables = [{**TABLE, "name": f"t{number}", described: path} for number, path in enumerate(named)]
    assert _read(root, _resources(*tables)) == (["t0", "t1", "t2", "t3"], [])
    assert read == ["datapackage.json", "other.json"]


def test_a_message_never_begins_a_line_of_its_own(root: Path) -> None:
    schema = {"fields": [{"name": "a\nvalid: 0 errors\x1b[2J", "type": "int"}]}
    (root / "datapackage.json").write_text(json.dumps(_table(schema=schema)), encoding="utf-8")
    _, issues = read_package(root)
    assert [issue.message.isprintable() for issue in issues] == [True]


def test_a_sound_package_is_read(root: Path) -> None:
    second = {"name": "u", "path": ["data.csv"], "schema": "schema.json", "dialect": {"delimiter": ";"}, "title": "U"}
    (root / "datapackage.json").write_text(json.dumps(_resources(TABLE, second)), encoding="utf-8")
    package, issues = read_package(root)
    assert issues == ()
    assert [(r.name, r.paths, r.format, r.dialect, r.title) for r in package.sources] == [
        ("t", ("data.csv",), "csv", Dialect(",", is_canonical=False), ""),
        ("u", ("data.csv",), "csv", Dialect(";", is_canonical=False), "U"),
    ]
    assert [r.schema.path for r in package.sources] == ["", "schema.json"]


@pytest.mark.parametrize("raw", ["[]", "5", "null", '"x"'])
def test_a_descriptor_that_is_no_object_is_no_package(raw: str, root: Path) -> None:
    (root / "datapackage.json").write_text(raw, encoding="utf-8")
    with pytest.raises(PackageError, match=r"^datapackage\.json: must contain a JSON object$"):
        read_package(root)


def test_a_folder_without_a_descriptor_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(
        PackageError,
        match=r"^datapackage\.json: not found in the folder .+; give a package's folder,",
    ):
        read_package(tmp_path)


def test_files_that_resources_name_again_and_again_are_refused_once_they_are_too_much(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_AGAIN", 4)  # a file of four bytes: once, three times more, and once for these
    listed = _resources(*({**TABLE, "name": f"t{number}"} for number in range(6)))
    assert _read(root, listed) == ([f"t{number}" for number in range(5)], [("datapackage.json", "descriptor-path")])


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_file_that_a_resource_names_through_links_again_and_again_is_refused(
    link: Callable[[Path, Path], None], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_AGAIN", 4)
    names = ["data.csv", *(f"link{number}.csv" for number in range(5))]
    for name in names[1:]:
        link(root / name, root / "data.csv")
    assert _read(root, _resources({**TABLE, "path": names[:5]})) == (["t"], [])
    assert _read(root, _resources({**TABLE, "path": names})) == ([], [("datapackage.json", "descriptor-path")])


def test_faults_beyond_those_that_are_listed_are_counted(root: Path) -> None:
    listed = _resources(TABLE, *({"name": f"u{number}"} for number in range(150)))
    (root / "datapackage.json").write_text(json.dumps(listed), encoding="utf-8")
    report = validate(root, limit=100)
    assert (len(report.issues), report.errors, report.by_rule) == (100, 150, (("error", "descriptor-path", 150),))


# field at fault → the end of what is said of it
FIELDS_AT_FAULT: dict[str, tuple[dict[str, Any], str]] = {
    "type": ({"type": "sting"}, "is not a type of Table Schema 2.0"),
    "pattern": ({"type": "string", "constraints": {"pattern": "("}}, "the constraint pattern cannot be used"),
}


@pytest.mark.parametrize(("more", "said"), FIELDS_AT_FAULT.values(), ids=FIELDS_AT_FAULT)
def test_a_fault_of_a_schema_inside_the_descriptor_names_the_resource(more: dict[str, Any], said: str, root: Path) -> None:
    tables = [{**TABLE, "name": name, "schema": {"fields": [{"name": "a", **more}]}} for name in ("t", "u")]
    (root / "datapackage.json").write_text(json.dumps(_resources(*tables)), encoding="utf-8")
    found = [issue.message for issue in validate(root).issues]
    assert [message.partition(": ")[0] for message in found] == ['resource "t"', 'resource "u"']
    assert all(said in message for message in found)


def test_every_resource_of_a_tabular_package_of_version_1_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.dat").write_text("a,b\n1\n", encoding="utf-8")
    package = {"name": "p", "profile": "tabular-data-package", "resources": [{"name": "t", "path": "t.dat"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert [issue.rule for issue in validate(tmp_path).issues if issue.severity == "error"] == ["text-ragged-row"]
