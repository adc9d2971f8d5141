from __future__ import annotations

import json
from typing import Any

import pytest

from packpress.edit.upgrade import Changes, custom_properties, own_profile, upgrade_dialect, upgrade_package, upgrade_schema

P2 = "https://datapackage.org/profiles/2.0/datapackage.json"
P1 = "https://datapackage.org/profiles/1.0/datapackage.json"


def resource(**raw: Any) -> dict[str, Any]:
    return {"resources": [raw]}


# package of version 1 → the same in version 2, without its $schema, and the changes but for that of $schema
PACKAGES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "nothing old": ({"name": "a", "x": 1}, {"name": "a", "x": 1}, []),
    "its own properties": ({"b": [], "a": {"profile": "x"}}, {"b": [], "a": {"profile": "x"}}, []),
    "a role": (
        {"contributors": [{"role": "author", "title": "A", "x": 1}]},
        {"contributors": [{"roles": ["author"], "title": "A", "x": 1}]},
        ['"role" of a contributor is "roles": ["author"]'],
    ),
    "a license before version 1": (
        {"licenses": [{"id": "CC0-1.0", "url": "https://a.org"}]},
        {"licenses": [{"name": "CC0-1.0", "path": "https://a.org"}]},
        ['"id" of a license is "name"', '"url" of a license is "path"'],
    ),
    "a source with a name": (
        {"sources": [{"name": "S", "web": "https://a.org"}]},
        {"sources": [{"title": "S", "path": "https://a.org"}]},
        ['"name" of a source is "title"', '"web" of a source is "path"'],
    ),
    "a source with a name and a title": (
        {"sources": [{"name": "S", "title": "T"}]},
        {"sources": [{"name": "S", "title": "T"}]},
        [],
    ),
    "an empty image": ({"image": "", "name": "a"}, {"name": "a"}, ['"image" is removed where it is empty']),
    "a url": (resource(url="a.csv", name="a"), resource(path="a.csv", name="a"), ['"url" of a resource is "path"']),
    "a tabular resource": (
        resource(name="a", profile="tabular-data-resource", path="a.csv"),
        resource(name="a", type="table", path="a.csv"),
        ['"profile" of a resource is "type": "table"'],
    ),
    "a resource of the default profile": (
        resource(name="a", profile="data-resource"),
        resource(name="a"),
        ['"profile" of a resource is removed'],
    ),
    "a schema and a dialect": (
        resource(schema={"fields": [], "primaryKey": "a"}, dialect={"caseSensitiveHeader": False, "delimiter": ";"}),
        resource(schema={"fields": [], "primaryKey": ["a"]}, dialect={"delimiter": ";"}),
        ['"primaryKey" is an array: ["a"]', '"caseSensitiveHeader" of a dialect is removed'],
    ),
    "values of the wrong type": (
        {"resources": [1, {"schema": []}], "licenses": {}, "contributors": ["x"]},
        {"resources": [1, {"schema": []}], "licenses": {}, "contributors": ["x"]},
        [],
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), PACKAGES.values(), ids=PACKAGES)
def test_an_upgrade_keeps_order_and_other_properties(old: dict[str, Any], new: dict[str, Any], wanted: list[str]) -> None:
    changes, before = Changes(), json.dumps(old)
    upgraded = upgrade_package(old, changes)
    assert json.dumps(upgraded) == json.dumps({"$schema": P2, **new})
    assert sorted(changes.made) == sorted([*wanted, f'"$schema" is "{P2}"'])
    assert json.dumps(old) == before
    again = Changes()
    assert (upgrade_package(upgraded, again), [*again.made]) == (upgraded, [])


def test_each_resource_of_a_tabular_package_is_a_table() -> None:
    old = {"name": "a", "profile": "tabular-data-package", "resources": [{"name": "b", "path": "b.csv"}]}
    assert json.dumps(upgrade_package(old, Changes())) == json.dumps(
        {"$schema": P2, "name": "a", "resources": [{"name": "b", "path": "b.csv", "type": "table"}]}
    )


@pytest.mark.parametrize(
    ("stated", "wanted"), [(P1, P2), (P2, P2), ("https://example.org/p.json", "https://example.org/p.json")]
)
def test_only_the_profile_of_version_1_is_replaced(stated: str, wanted: str) -> None:
    assert upgrade_package({"name": "a", "$schema": stated}, Changes())["$schema"] == wanted


def test_keys_of_a_schema_are_lists() -> None:
    own = {"fields": "a", "reference": {"resource": "", "fields": "b"}}
    field = {"name": "a", "type": "date", "format": "fmt:%Y"}
    changes = Changes()
    assert upgrade_schema({"fields": [field], "primaryKey": "a", "foreignKeys": [own]}, changes) == {
        "fields": [{"name": "a", "type": "date", "format": "%Y"}],
        "primaryKey": ["a"],
        "foreignKeys": [{"fields": ["a"], "reference": {"fields": ["b"]}}],
    }
    assert [*changes.made] == [
        '"primaryKey" is an array: ["a"]',
        '"fields" of a foreign key is an array: ["a"]',
        '"resource" of a reference to its own table is removed',
        '"fields" of a foreign key is an array: ["b"]',
        '"format" of a field is written without "fmt:"',
    ]


def test_what_only_version_1_has_is_removed_from_a_dialect() -> None:
    assert upgrade_dialect({"csvddfVersion": 1.2, "delimiter": ";", "x": 1}, Changes()) == {"delimiter": ";", "x": 1}


def test_properties_without_a_namespace_are_named_once() -> None:
    raw = {"views": [], "a:b": 1, "name": "n", "resources": [{"x": 1}, {"x": 2, "sources": [{"y": 1}]}]}
    assert custom_properties(raw) == ["views", "x", "y"]


@pytest.mark.parametrize(
    ("profile", "own"),
    [
        ("tabular-data-package", ""),
        ("https://specs.frictionlessdata.io/schemas/data-package.json", ""),
        ("https://example.org/p.json", "https://example.org/p.json"),
        (1, ""),
    ],
)
def test_a_profile_of_its_own_is_none_of_the_standard(profile: Any, own: str) -> None:
    assert own_profile({"profile": profile}) == own
