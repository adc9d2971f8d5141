"""A type of Table Schema is one class: nothing outside ``types/`` knows it by its name, and a new one needs no other change."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pyarrow.parquet as pq
import pytest

from packpress import types, validate
from packpress.package.schema import CONSTRAINTS, schema_faults
from packpress.publish.streamed import build_streamed
from packpress.types import TYPES, field_type, of_name
from packpress.types.answers import Lexis
from packpress.types.field import plain_field
from packpress.types.field_type import BOUNDS, EVERY, LENGTHS
from packpress.types.number import Number
from packpress.types.ordered_text import OrderedText

SOURCE = Path(types.__file__).parents[1]
# type → the constraints that may stand on it, in one view (Table Schema 2.0, "Field Constraints")
STANDARD: Mapping[str, frozenset[str]] = {
    "string": EVERY | LENGTHS | {"pattern"},
    "number": EVERY | BOUNDS,
    "integer": EVERY | BOUNDS,
    "boolean": EVERY,
    "object": EVERY | LENGTHS | {"jsonSchema"},
    "array": EVERY | LENGTHS | {"jsonSchema"},
    "list": EVERY | LENGTHS,
    "datetime": EVERY | BOUNDS,
    "date": EVERY | BOUNDS,
    "time": EVERY | BOUNDS,
    "year": EVERY | BOUNDS,
    "yearmonth": EVERY | BOUNDS,
    "duration": EVERY | BOUNDS,
    "geopoint": EVERY,
    "geojson": EVERY,
    "any": EVERY,
}


def test_the_types_are_those_of_the_standard_with_its_constraints() -> None:
    assert {name: of_name(name).constraints for name in TYPES} == STANDARD


@pytest.mark.parametrize("name", TYPES)
def test_a_class_has_the_name_of_its_type_in_every_format(name: str) -> None:
    kind = of_name(name)
    formats = ["default", *kind.formats, *(["%H %d %m %Y"] if kind.has_directives else [])]
    assert {field_type(plain_field(name)._replace(format=form)).name for form in formats} == {name}


@pytest.mark.parametrize("name", TYPES)
def test_constraints_that_may_stand_on_a_type_can_be_asked(name: str) -> None:
    kind = field_type(plain_field(name))
    assert (kind.size is not None) == (kind.constraints >= LENGTHS)
    assert kind.constraints <= CONSTRAINTS


# type, format, two bounds → which is the lower one, None where one is no value
COMPARED: list[tuple[str, str, object, object, int | None]] = [
    ("integer", "default", 1, "01", 0),
    ("number", "default", 0.5, "5e-1", 0),
    ("number", "default", "0.1", "0.10000000000000000001", -1),
    ("date", "default", "2024-02-01", "2024-01-31", 1),
    ("date", "%d.%m.%Y", "31.01.2024", "01.02.2024", -1),
    ("year", "default", 10000, 2024, 1),
    ("yearmonth", "default", "2024-02", "10000-01", -1),
    ("datetime", "default", "2024-01-01T01:00:00+01:00", "2024-01-01T00:00:00Z", 0),
    ("time", "default", "09:00:00", "10:00:00", -1),
    ("duration", "default", "P1D", "PT23H", 1),
    ("duration", "default", "P1D", "tomorrow", None),
    ("integer", "default", 1, "x", None),
    ("integer", "default", 2**64, 1, None),
    ("number", "default", "NaN", 1, None),
    ("number", "default", "1E5E", 1, None),
    ("number", "default", "1_000", 1, None),
    ("number", "default", [[1]], 1, None),
    ("number", "default", None, 1, None),
    ("number", "default", "INF", 1, 1),
]


@pytest.mark.parametrize(("name", "form", "old", "new", "order"), COMPARED)
def test_bounds_are_compared_as_values(name: str, form: str, old: object, new: object, order: int | None) -> None:
    kind = field_type(plain_field(name)._replace(format=form))
    assert kind.compare(old, kind, new) == order
    assert kind.compare(new, kind, old) == (None if order is None else -order)


def test_a_bound_is_compared_in_the_notation_of_its_own_version() -> None:
    old, new = (field_type(plain_field("date")._replace(format=form)) for form in ("%d.%m.%Y", "%m.%d.%Y"))
    assert old.compare("05.01.2024", new, "01.06.2024") == -1
    old, new = (Number(plain_field("number")._replace(raw=raw)) for raw in ({"groupChar": ","}, {"decimalChar": ","}))
    assert old.compare("1,500", new, "1,5") == 1


def _is_type(node: ast.AST) -> bool:
    """Whether the code asks for the type of a field: ``field.type``, ``raw["type"]``, ``raw.get("type")``."""
    return (isinstance(node, ast.Attribute) and node.attr == "type") or (
        isinstance(node, ast.Constant) and node.value == "type"
    )


def _asks(tree: ast.AST) -> Iterator[int]:
    """The lines on which the name of a type decides something: it is compared, or looked up in a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [*ast.walk(node)]
            if any(map(_is_type, parts)) and any(isinstance(part, ast.Constant) and part.value in TYPES for part in parts):
                yield node.lineno
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Attribute) and node.slice.attr == "type":
            yield node.lineno


# module → why it may have a table of types of its own
ALLOWED: Mapping[str, str] = {
    "check/opinion/adapt.py": "what frictionless gets wrong of a type, in the raw descriptor that it reads itself",
    **dict.fromkeys(
        (
            f"edit/infer/{name}.py"
            for name in ("columns/column_types", "columns/notations", "draft_table", "find_references", "key_choice", "model")
        ),
        "what init may conclude from a column of a type, which it chose itself",
    ),
    "fidelity/lost_values.py": "published values are read again by code that shares nothing with the types",
    "site/model/table.py": "how a page says a value: as a date, a number, a text; asked in one place",
    "publish/release/files/jsonl_zip.py": "a year is a number of JSON, which has no zeros before it",
}


def test_no_code_outside_the_types_decides_by_the_name_of_one() -> None:
    found = {}
    for file in sorted(SOURCE.rglob("*.py")):
        name = file.relative_to(SOURCE).as_posix()
        if not name.startswith("types/") and (lines := [*_asks(ast.parse(file.read_text(encoding="utf-8")))]):
            found[name] = lines
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert found.keys() == ALLOWED.keys()


@pytest.mark.parametrize(
    "code",
    [
        'if field.type == "date": pass',
        'x = raw.get("type") in ("list", "array")',
        "WRITERS[field.type](x)",
        'kind["type"] != "any"',
    ],
)
def test_a_decision_by_the_name_of_a_type_is_seen(code: str) -> None:
    assert [*_asks(ast.parse(code))] == [1]


class Roman(OrderedText):
    """Whole numbers from 1 to 39 as Roman numerals, in capitals or small letters."""

    name = "roman"
    lexis = Lexis("(?i:X{0,3}(?:IX|IV|V?I{0,3}))", "a Roman numeral, e.g. XIV")
    canonical_form = "[IVX]+"

    def canonical(self, text: str) -> str:
        return text.upper()

    def place(self, text: str) -> int:
        numbers = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text.upper()]
        return sum(-n if n < max(numbers[i:]) else n for i, n in enumerate(numbers))


@pytest.fixture
def roman(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The type ``roman``, as a file and a line would add it."""
    module = ModuleType("packpress.types.roman")
    module.Roman = Roman  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(cast("dict[str, tuple[str, str]]", TYPES), "roman", ("roman", "Roman"))
    yield
    of_name.cache_clear()


CHAPTERS: dict[str, Any] = {
    "fields": [
        {"name": "chapter", "type": "roman", "constraints": {"maximum": "XX", "enum": ["I", "II", "III", "XXI"]}},
        {"name": "after", "type": "roman"},
    ],
    "primaryKey": ["chapter"],
    "foreignKeys": [{"fields": ["after"], "reference": {"resource": "", "fields": ["chapter"]}}],
}


@pytest.mark.usefixtures("roman")
def test_a_type_that_is_added_is_checked_like_the_others(make_package: Callable[..., Path]) -> None:
    report = validate(make_package(CHAPTERS, "chapter,after\nI,\nii,i\nII,III\nXXI,IIX\nIII,\n"))
    assert [(i.line, i.column, i.rule, i.value) for i in report.issues] == [
        (4, "chapter", "primary-key", "II"),
        (5, "after", "type-roman", "IIX"),
        (5, "chapter", "constraint-maximum", "XXI"),
    ]


@pytest.mark.usefixtures("roman")
def test_a_type_that_is_added_is_published(make_package: Callable[..., Path]) -> None:
    schema = {"fields": CHAPTERS["fields"]}
    csv = {"name": "table", "type": "table", "path": "data.csv", "schema": schema}
    parquet = {"name": "table-parquet", "path": "table.parquet", "format": "parquet", "packpress:madeFrom": "table"}
    root = make_package(schema, "chapter,after\nI,\nii,i\n", descriptor={"resources": [csv, parquet]})
    build_streamed(root)
    (file,) = root.rglob("*.parquet")
    assert pq.read_table(file).to_pydict() == {"chapter": ["I", "ii"], "after": [None, "i"]}


@pytest.mark.usefixtures("roman")
def test_a_type_that_is_added_says_which_constraints_may_stand_on_it() -> None:
    schema = {"fields": [{"name": "a", "type": "roman", "constraints": {"pattern": "I"}}]}
    assert [message for _, _, message in schema_faults(schema, strict=True)] == [
        'field "a": "pattern" does not apply to the type roman; remove it'
    ]
