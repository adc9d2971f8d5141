"""Characters that the standard allows in a cell: a warning with which reading continues, or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packpress.check.validate import validate

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

KEY = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": "name"}
PLAIN = {"fields": KEY["fields"]}
UNIQUE = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string", "constraints": {"unique": True}}]}
CANONICAL = {"packpress:layout": "canonical"}
# a name → the rule that reports it
DOUBTFUL = {
    "a zero-width space": ("a\u200b", "text-hidden-character"),
    "a control character beyond ASCII": ("a\u0092", "text-hidden-character"),
    "a decomposed letter": ("e\u0301", "text-not-composed"),
    "a carriage return": ('"a\r"', "text-line-end"),
}
# the last row has a wrong cell, which is found only if reading continues
ROWS = "id,name\n1,{}\nx,b\n"


@pytest.mark.parametrize("dialect", [{}, {"commentChar": "#"}], ids=["plain", "by a dialect"])
@pytest.mark.parametrize(("name", "rule"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_reading_continues_with_a_warning(name: str, rule: str, dialect: dict[str, Any], make_package: PackageMaker) -> None:
    root = make_package(PLAIN, ROWS.format(name), resource={"dialect": dialect})
    assert [(i.line, i.column, i.rule, i.severity) for i in validate(root).issues] == [
        (2, "name", rule, "warning"),
        (3, "id", "type-integer", "error"),
    ]


# where such a name is an error → the schema, and what the package declares
STRICT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a key": (KEY, {}),
    "a unique field": (UNIQUE, {}),
    "the canonical layout": (PLAIN, CANONICAL),
}


@pytest.mark.parametrize(("schema", "declared"), STRICT.values(), ids=STRICT)
@pytest.mark.parametrize(("name", "rule"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_it_is_an_error_in_a_key_and_in_the_canonical_layout(
    name: str, rule: str, schema: dict[str, Any], declared: dict[str, Any], make_package: PackageMaker
) -> None:
    root = make_package(schema, ROWS.format(name), descriptor=declared)
    assert [(i.line, i.column, i.rule, i.severity) for i in validate(root).issues] == [(2, "name", rule, "error")]


def test_a_control_character_of_ascii_is_an_error_as_in_rfc_4180(make_package: PackageMaker) -> None:
    root = make_package(PLAIN, ROWS.format("a\x01"))
    assert [(i.line, i.rule, i.severity) for i in validate(root).issues] == [(2, "text-hidden-character", "error")]


def test_a_hidden_character_in_the_header_is_an_error(make_package: PackageMaker) -> None:
    root = make_package(PLAIN, "id,name\u200b\n1,a\n")
    assert ("text-hidden-character", "error") in {(i.rule, i.severity) for i in validate(root).issues}


def test_other_keys_are_checked_below_such_a_cell(make_package: PackageMaker) -> None:
    root = make_package({**PLAIN, "primaryKey": "id"}, "id,name\n1,a\u200b\n1,b\n")
    assert [(i.line, i.rule, i.severity) for i in validate(root).issues] == [
        (2, "text-hidden-character", "warning"),
        (3, "primary-key", "error"),
    ]
