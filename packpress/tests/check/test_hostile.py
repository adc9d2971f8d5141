"""No input gives a traceback: a short, repeatable fuzz of texts and descriptors, and every finding of longer ones."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.validate import examine, validate
from packpress.errors import PackpressError
from packpress.issue import FOR_WORDS, Report

EVERY_TYPE = Path(__file__).parents[1] / "packages" / "every-type"
repeatable = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_DESCRIPTOR: Any = json.loads((EVERY_TYPE / "datapackage.json").read_text(encoding="utf-8"))
for _resource in _DESCRIPTOR["resources"]:  # one file with all of it, so that a mutation reaches everything
    _resource["schema"] = json.loads((EVERY_TYPE / _resource["schema"]).read_text(encoding="utf-8"))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(EVERY_TYPE, tmp_path / "package", dirs_exist_ok=True)


def _end(root: Path) -> Report | PackpressError:
    """How the check ends; anything else is raised."""
    try:
        return validate(root)
    except PackpressError as error:
        return error


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside the value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from _places(child, (*path, key))


def _replaced(path: tuple[Any, ...], new: Any, key: str | None) -> Any:
    """The descriptor with another value at the path, or with one more property there."""
    whole = [copy.deepcopy(_DESCRIPTOR)]
    holder: Any = whole
    for step in (0, *path)[:-1]:
        holder = holder[step]
    last = (0, *path)[-1]
    if key is not None and isinstance(holder[last], dict):
        holder[last][key] = new
    else:
        holder[last] = new
    return whole[0]


PLACES = list(_places(_DESCRIPTOR))
ODD: list[Any] = [
    None, True, False, 0, -1, 1, 7, 2**63, 10**40, 1.5, 1e308, -0.0, "", "a", "id", "things", "kinds", "0", "é", "\n", '"',
    "true", "string", "list", "object", "geojson", "topojson", "array", "any", "..", "/", "~", "data", "data/things.csv",
    "%", "%Q", "%d%d", "(", "a)|(?:b", "(a+)+$", "\\", "a{1000}{1000}", "(?=a)", "x" * 300, "x/" * 3000, "\ud800",
    [], {}, [[]], [{}], [None], [1], [""], ["a", "a"], ["id", "nope"], [[], ["id"]], [{"value": []}], {"a": 1}, {"fields": []},
]  # fmt: skip
KEYS = (
    "name type format constraints categories missingValues trueValues falseValues decimalChar groupChar bareNumber delimiter "
    "itemType required unique minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum pattern enum jsonSchema "
    "primaryKey uniqueKeys foreignKeys fields reference resource fieldsMatch path schema dialect encoding data bytes hash "
    "compression packpress:madeFrom packpress:edtf packpress:layout $schema resources profile".split()
)


@repeatable
@given(place=st.sampled_from(PLACES), key=st.none() | st.sampled_from(KEYS), new=st.sampled_from(ODD))
def test_no_descriptor_gives_a_traceback(package: Path, place: tuple[Any, ...], key: str | None, new: Any) -> None:
    (package / "datapackage.json").write_text(json.dumps(_replaced(place, new, key)), encoding="utf-8")
    assert isinstance(_end(package), Report | PackpressError)


HEADER, ROW, _ = (EVERY_TYPE / "data" / "things.csv").read_text(encoding="utf-8").splitlines()
CELLS = st.sampled_from(
    ["", "-", "=", "1", "-1", "1e400", "9" * 5000, "nan", "INF", "[", "[" * 300, "{}", "[]", "null", "[1,2]", "1;2", "P1Y", '"',
     "2024-02-30", "29/02/2023", "99:99:99", "0000", "10000-01", "\u00a0", "\u200b", "e\u0301", "\x00", "\r", "\n", "\ufeff",
     '{"type":["x"]}', "\U000103ff"]
)  # fmt: skip


@repeatable
@given(
    rows=st.lists(st.lists(CELLS, min_size=24, max_size=24), min_size=1, max_size=3),
    quote=st.booleans(),
    noise=st.lists(
        st.tuples(st.integers(0, 10**6), st.sampled_from([b'"', b",", b"\n", b"\r", b"\xff", b"\0", b""])), max_size=3
    ),
)
def test_no_table_gives_a_traceback(package: Path, rows: list[list[str]], quote: bool, noise: list[tuple[int, bytes]]) -> None:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if quote else cell

    data = "\n".join([HEADER, ROW, *(",".join(written(cell) for cell in row) for row in rows)]).encode()
    for place, piece in noise:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + 1 :]
    (package / "data" / "things.csv").write_bytes(data)
    assert isinstance(_end(package), Report)


RANDOM = format(3**400_000, "b").replace("0", "a").replace("1", "b")
"""Some 630,000 letters a and b without a pattern."""
# what once ran for minutes, took gigabytes or gave a traceback → the schema of its table, its data, the rules it gives
FOUND: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "a pattern that backtracks": (
        {"type": "string", "constraints": {"pattern": "(a+)+$"}},
        "a" * 100_000 + "!",
        ["constraint-pattern"],
    ),
    "10^999999": ({"type": "number"}, "1e999999", ["type-range"]),
    "a zero beyond Decimal": ({"type": "number"}, "0e99999999999999999999", []),
    "a number of a million digits": ({"type": "integer"}, "1" + "0" * 10**6, ["type-range"]),
    "a year of many digits": ({"type": "year", "constraints": {"minimum": 1900}}, "9" * 5000, ["type-year"]),
    "a duration of a million digits as a key": ({"type": "duration", "constraints": {"unique": True}}, f"P{'7' * 10**6}D", []),
    "a number of many digits to be divided": (
        {"type": "array", "constraints": {"jsonSchema": {"items": {"multipleOf": 3}}}},
        f"[{'7' * 5_000}.5]",
        ["constraint-given-up"],
    ),
    "deep JSON": ({"type": "array"}, "[" * 10**6, ["cell-too-long"]),
    "deep JSON under an enum": ({"type": "array", "constraints": {"enum": [[]]}}, "[" * 65 + "]" * 65, ["type-array"]),
    "a GeoJSON type that is an array": ({"type": "geojson"}, '{"type":[]}', ["type-geojson"]),
    "TopoJSON that is an array": ({"type": "geojson", "format": "topojson"}, "[1]", ["type-geojson"]),
    "not a number with other text": ({"type": "number", "bareNumber": False}, "nan%", ["type-number"]),
    "doubled quotes by the million": ({"type": "string"}, '"' * 3 * 10**6, []),
    "a quote that never closes": ({"type": "string"}, '"' + "x\n" * 10**6, ["text-blank-row", "text-unclosed-quote"]),
    "a million faults": ({"type": "string"}, "x,\n" * 10**6, ["text-given-up", *["text-ragged-row"] * 100]),
    "a million blank lines": ({"type": "string"}, "\n" * 10**6, ["text-blank-row"] * 100 + ["text-given-up"]),
    "a pattern of 10,000 places on one cell": (
        {"type": "string", "constraints": {"pattern": ".*" + "a.{1000}.*" * 10}},
        "ab" * 10**6,
        ["cell-too-long"],
    ),
    "a pattern of 10,000 places on many cells": (
        {"type": "string", "constraints": {"pattern": ".*" + "a.{1000}.*" * 10}},
        "\n".join(RANDOM[n : n + 6_000] for n in range(0, 600_000, 6_000)),
        ["constraint-given-up"],
    ),
    "a JSON Schema of very many values": (
        {"type": "array", "constraints": {"jsonSchema": {"enum": [[number] for number in range(400_000)]}}},
        "[1]",
        ["schema-constraint"],
    ),
    "a JSON Schema of very many schemas": (
        {"type": "array", "constraints": {"jsonSchema": {"anyOf": [True] * 100_001}}},
        "[1]",
        ["schema-constraint"],
    ),
    "a JSON Schema that names a type twice": (
        {"type": "array", "constraints": {"jsonSchema": {"type": ["array", "array"]}}},
        "[1]",
        ["schema-constraint"],
    ),
    "very many arrays in one cell": ({"type": "array"}, f"[{','.join(['[]'] * 500_000)}]", ["cell-too-long"]),
    "as many arrays as a cell may have": ({"type": "array"}, f"[{','.join(['[]'] * 499_999)}]", []),
    "the coordinates of a large map": (
        {"type": "geojson"},
        '{"type":"MultiPoint","coordinates":[' + ",".join(["[12.3456,55.1234]"] * 600_000) + "]}",
        [],
    ),
    "marks out of order": ({"type": "string"}, "a" + "\u0301\u0316" * 10**5, ["text-not-composed"]),
}


@pytest.mark.parametrize(("field", "cell", "rules"), FOUND.values(), ids=FOUND)
def test_what_was_found_once_stays_mended(
    field: dict[str, Any], cell: str, rules: list[str], make_package: Callable[..., Path]
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"' if cell[0] in "[{" else cell
    root = make_package({"fields": [{"name": "a", **field}]}, f"a\n{quoted}\n")
    report = examine(root, limits=FOR_WORDS).report
    assert sorted(issue.rule for issue in report.issues) == sorted(rules)


def test_a_table_of_many_wrong_columns_keeps_few_issues(make_package: Callable[..., Path]) -> None:
    names = [f"c{number}" for number in range(2_000)]
    row = ",".join("x" for _ in names)
    data = "\n".join([",".join(names), *[row] * 20])
    root = make_package({"fields": [{"name": name, "type": "integer"} for name in names]}, data)
    report = examine(root, limits=FOR_WORDS).report
    assert (report.errors, len(report.issues)) == (40_000, 10_000)
    assert {issue.column for issue in report.issues} == set(names)
