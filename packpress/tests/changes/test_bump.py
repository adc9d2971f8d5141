"""What each kind of change asks of the version, by the Data Package recipe."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.changes.conftest import write_package

from packpress.changes.bump import bump, least_version
from packpress.changes.compare.diff import diff
from packpress.changes.model import WHAT, Bump, Diff, SchemaChange, SideName, VersionPart

CODES = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "code", "type": "string", "constraints": {"enum": ["a", "b"], "pattern": "[a-z]"}, "categories": CODES},
    {"name": "n", "title": "Number", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
    {"name": "other_id", "type": "string"},
]
THING: dict[str, Any] = {
    "fields": FIELDS,
    "primaryKey": ["id"],
    "uniqueKeys": [["n", "day"]],
    "foreignKeys": [{"fields": ["other_id"], "reference": {"resource": "other", "fields": ["id"]}}],
}
OTHER: dict[str, Any] = {"fields": [{"name": "id", "type": "string"}, {"name": "x", "type": "string"}], "primaryKey": ["id"]}
State = dict[str, Any]
"""The package that a case changes: a schema and rows for each table, and properties of the descriptor."""
Edit = Callable[[State], object]


def state() -> State:
    things = ["id,code,n,day,other_id", "t1,a,1,2024-01-01,o1", "t2,b,2,2024-01-02,o1"]
    others = ["id,x", "o1,1", "o2,2"]
    return {
        "thing": [copy.deepcopy(THING), things],
        "other": [copy.deepcopy(OTHER), others],
        "properties": {"title": "Example", "version": "1.2.3"},
    }


def write(root: Path, made: State) -> Path:
    tables = {name: (made[name][0], "\n".join(made[name][1]) + "\n") for name in made if name != "properties"}
    return write_package(root, tables, **made["properties"])


def field(made: State, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in made["thing"][0]["fields"] if item["name"] == name)
    return found


def rule(name: str, constraint: str, value: Any) -> Edit:
    def edit(made: State) -> None:
        constraints = field(made, name).setdefault("constraints", {})
        if value is None:
            del constraints[constraint]
        else:
            constraints[constraint] = value

    return edit


def prop(name: str, **properties: Any) -> Edit:
    return lambda made: field(made, name).update(properties)


def columns(made: State, order: list[str]) -> None:
    """Put the columns of the table in that order; one that was not there is empty."""
    lines = [line.split(",") for line in made["thing"][1]]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    fields = {item["name"]: item for item in made["thing"][0]["fields"]}
    made["thing"][0]["fields"] = [fields.get(name, {"name": name, "type": "string"}) for name in order]
    made["thing"][1] = [",".join(order), *(",".join(row.get(name, "") for name in order) for row in rows)]


def drop_day(made: State) -> None:
    del made["thing"][0]["uniqueKeys"]
    columns(made, ["id", "code", "n", "other_id"])


def rename_n(made: State) -> None:
    field(made, "n")["name"] = "number"
    made["thing"][0]["uniqueKeys"] = [["number", "day"]]
    made["thing"][1][0] = "id,code,number,day,other_id"


def rename_other(made: State) -> None:
    made["another"] = made.pop("other")
    made["thing"][0]["foreignKeys"][0]["reference"]["resource"] = "another"


def drop_other(made: State) -> None:
    del made["other"]
    made["thing"][0]["foreignKeys"] = []


def schema(**properties: Any) -> Edit:
    return lambda made: made["thing"][0].update(properties)


def descriptor(**properties: Any) -> Edit:
    return lambda made: made["properties"].update(properties)


def lines(table: str, *given: str) -> Edit:
    return lambda made: made[table].__setitem__(1, [made[table][1][0], *given])


def codes(*listed: str) -> Edit:
    def edit(made: State) -> None:
        labels = {item["value"]: item for item in CODES}
        field(made, "code")["categories"] = [labels.get(value, {"value": value, "label": value}) for value in listed]
        field(made, "code")["constraints"]["enum"] = list(listed)

    return edit


def no_list(made: State) -> None:
    del field(made, "code")["categories"], field(made, "code")["constraints"]["enum"]


T1, T2 = "t1,a,1,2024-01-01,o1", "t2,b,2,2024-01-02,o1"
NEW_TABLE = [OTHER, ["id,x", "z,1"]]

# what was done → how, the changes of the structure that it is (what, property), the part of the version
CASES: dict[str, tuple[Edit, list[tuple[str, str]], VersionPart]] = {
    "nothing": (lambda made: None, [], "none"),
    "a table is removed": (drop_other, [("table-removed", ""), ("key-removed", "foreignKeys")], "major"),
    "a table is renamed": (rename_other, [("table-renamed", "")], "major"),
    "a table is added": (lambda made: made.__setitem__("new", NEW_TABLE), [("table-added", "")], "minor"),
    "a field is removed": (drop_day, [("field-removed", ""), ("key-removed", "uniqueKeys")], "major"),
    "a field is renamed": (rename_n, [("field-renamed", "")], "major"),
    "a field is added": (
        lambda made: columns(made, ["id", "code", "n", "day", "other_id", "note"]), [("field-added", "")], "major",
    ),
    "a field is moved": (
        lambda made: columns(made, ["id", "n", "code", "day", "other_id"]), [("fields-reordered", "")], "major",
    ),
    "another type": (prop("n", type="number"), [("type-changed", "type")], "major"),
    "another format": (prop("other_id", format="uri"), [("type-changed", "format")], "major"),
    "a format that held anyway": (prop("other_id", format="default"), [], "none"),
    "another unit": (prop("n", **{"packpress:unit": "kg"}), [("property-changed", "packpress:unit")], "major"),
    "other words for missing": (schema(missingValues=["", "-"]), [("property-changed", "missingValues")], "major"),
    "another primary key": (schema(primaryKey=["id", "n"]), [("key-changed", "primaryKey")], "major"),
    "another unique key": (
        schema(uniqueKeys=[["n", "code"]]), [("key-added", "uniqueKeys"), ("key-removed", "uniqueKeys")], "major",
    ),
    "no foreign key": (schema(foreignKeys=[]), [("key-removed", "foreignKeys")], "minor"),
    "a field must have a value": (rule("n", "required", True), [("constraint-tightened", "required")], "major"),
    "a field may be empty": (rule("id", "required", None), [("constraint-loosened", "required")], "minor"),
    "not required is written out": (rule("n", "required", False), [], "none"),
    "a value must be unique": (rule("n", "unique", True), [("constraint-tightened", "unique")], "major"),
    "a higher minimum": (rule("n", "minimum", 1), [("constraint-tightened", "minimum")], "major"),
    "a lower minimum": (rule("n", "minimum", -1), [("constraint-loosened", "minimum")], "minor"),
    "the same minimum in other words": (rule("n", "minimum", "0"), [], "none"),
    "a lower maximum": (rule("n", "maximum", 5), [("constraint-tightened", "maximum")], "major"),
    "a higher maximum": (rule("n", "maximum", 99), [("constraint-loosened", "maximum")], "minor"),
    "a later first day": (rule("day", "minimum", "2021-01-01"), [("constraint-tightened", "minimum")], "major"),
    "an earlier first day": (rule("day", "minimum", "2019-01-01"), [("constraint-loosened", "minimum")], "minor"),
    "a new length": (rule("id", "maxLength", 20), [("constraint-tightened", "maxLength")], "major"),
    "another match of fields": (schema(fieldsMatch="equal"), [("constraint-changed", "fieldsMatch")], "major"),
    "another pattern": (rule("code", "pattern", "[a-c]"), [("constraint-changed", "pattern")], "major"),
    "no pattern": (rule("code", "pattern", None), [("constraint-loosened", "pattern")], "minor"),
    "a code less": (lambda made: (codes("a")(made), lines("thing", T1)(made)), [("code-removed", "")], "major"),
    "a code more": (codes("a", "b", "c"), [("code-added", "")], "minor"),
    "no list of codes": (no_list, [("constraint-loosened", "enum")], "minor"),
    "a new list of codes": (
        lambda made: field(made, "other_id").update(constraints={"enum": ["o1"]}),
        [("constraint-tightened", "enum")], "major",
    ),
    "another label": (
        prop("code", categories=[CODES[0], {"value": "b", "label": "Beta"}]), [("property-changed", "label")], "patch",
    ),
    "another title of a field": (prop("n", title="Count"), [("property-changed", "title")], "patch"),
    "another title of the package": (descriptor(title="Examples"), [("property-changed", "title")], "patch"),
    "another name of the package": (descriptor(name="examples"), [("property-changed", "name")], "major"),
    "a setting of the tool": (descriptor(**{"packpress:layout": "free"}), [("property-changed", "packpress:layout")], "none"),
    "a row is added": (lines("thing", T1, T2, "t3,a,3,2024-01-03,"), [], "minor"),
    "a row that others refer to is removed": (lines("other", "o1,1"), [], "major"),
    "a row that no table refers to is removed": (lines("thing", T1), [], "minor"),
    "a value is corrected": (lines("thing", T1, "t2,b,3,2024-01-02,o1"), [], "patch"),
    "rows change places": (lines("thing", T2, T1), [], "none"),
}  # fmt: skip


def compare(tmp_path: Path, edit: Edit) -> Diff:
    old, new = state(), state()
    edit(new)
    return diff(write(tmp_path / "old", old), write(tmp_path / "new", new))


@pytest.mark.parametrize(("edit", "structure", "part"), CASES.values(), ids=CASES)
def test_a_change_is_named_and_moves_its_part(
    edit: Edit, structure: list[tuple[str, str]], part: VersionPart, tmp_path: Path
) -> None:
    found = compare(tmp_path, edit)
    assert [(change.what, change.property) for change in found.schema_changes] == structure
    assert bump(found).part == part


def test_every_kind_of_change_has_a_case() -> None:
    assert {what for _, structure, _ in CASES.values() for what, _ in structure} == set(WHAT) - {"file-changed"}


def test_what_is_stricter_one_way_is_looser_the_other_way(tmp_path: Path) -> None:
    opposite = {"constraint-tightened": "constraint-loosened", "code-added": "code-removed", "key-added": "key-removed"}
    opposite |= {b: a for a, b in opposite.items()}
    for name, (edit, _, _) in CASES.items():
        old, new = state(), state()
        edit(new)
        paths = write(tmp_path / name / "old", old), write(tmp_path / name / "new", new)
        there, back = diff(*paths), diff(*reversed(paths))
        tested = [change for change in there.schema_changes if change.what in opposite]
        mirrored = [(c.table, c.field, opposite[c.what], c.property, c.new, c.old) for c in tested]
        reverse = [c for c in back.schema_changes if c.what in opposite]
        assert sorted((c.table, c.field, c.what, c.property, c.old, c.new) for c in reverse) == sorted(mirrored)


def test_a_change_has_its_place_and_both_values(tmp_path: Path) -> None:
    assert compare(tmp_path, rule("n", "maximum", 5)).schema_changes == (
        SchemaChange("thing", "n", "constraint-tightened", "maximum", "9", "5", "major"),
    )


# old version, part → the least version
LEAST: list[tuple[str, VersionPart, str]] = [
    ("1.2.3", "none", "1.2.3"),
    ("1.2.3", "patch", "1.2.4"),
    ("1.2.3", "minor", "1.3.0"),
    ("1.2.3", "major", "2.0.0"),
    ("0.2.3", "patch", "0.2.4"),
    ("0.2.3", "minor", "0.3.0"),
    ("0.2.3", "major", "0.3.0"),
    ("1.0.0-rc.1", "major", "1.0.0"),
    ("2024-01", "major", ""),
    ("", "major", ""),
    ("01.2.3", "patch", ""),
]


@pytest.mark.parametrize(("old", "part", "least"), LEAST, ids=[f"{old}-{part}" for old, part, _ in LEAST])
def test_the_least_version_follows_from_the_part(old: str, part: VersionPart, least: str) -> None:
    assert least_version(old, part) == least


# old version, new version → whether the new one is enough for a row that is added (minor)
ENOUGH = [
    ("1.2.3", "1.3.0", True),
    ("1.2.3", "1.3.7", True),
    ("1.2.3", "2.0.0", True),
    ("1.2.3", "1.10.0", True),
    ("1.2.3", "1.2.4", False),
    ("1.2.3", "1.2.3", False),
    ("1.2.3", "1.1.0", False),
    ("1.2.3", "1.3.0-rc.1", False),
    ("1.2.3", "1.3.0+build.5", True),
    ("1.2.3", "1.3", False),
    ("1.2.3", "", False),
    ("1.3.0-rc.1", "1.3.0-rc.2", True),
    ("1.3.0-rc.2", "1.3.0-rc.10", True),
    ("1.3.0-rc.2", "1.3.0-rc.1", False),
    ("1.3.0-rc.1", "1.3.0", True),
    ("2024-01", "2024-02", True),
    ("2024-01", "2024-01", False),
    ("", "1.0.0", True),
]


@pytest.mark.parametrize(("old", "new", "is_enough"), ENOUGH, ids=[f"{old}-{new}" for old, new, _ in ENOUGH])
def test_a_version_is_enough_from_the_least_on(old: str, new: str, is_enough: bool) -> None:
    added = SchemaChange("t", "", "table-added", "", "", "t", "minor")
    assert bump(Diff(SideName("a", old), SideName("b", new), (added,))).is_enough is is_enough


def test_a_version_may_not_go_back_where_nothing_changed() -> None:
    back = bump(Diff(SideName("a", "1.2.3"), SideName("b", "1.2.2")))
    assert back == Bump("none", (), "1.2.3", "1.2.2", "1.2.3", is_enough=False)


def test_the_reasons_are_those_of_the_largest_part_alone(tmp_path: Path) -> None:
    def edit(made: State) -> None:
        drop_day(made)
        descriptor(title="Examples")(made)

    asked = bump(compare(tmp_path, edit))
    assert (asked.part, asked.reasons) == ("major", ("thing.day was removed",))
