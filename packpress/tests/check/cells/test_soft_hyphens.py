from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

WORD = "Euro\u00adpean"
EMOJI = "\U0001f469\u200d\U0001f52c ok"
FIELDS = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
SELF = {"fields": ["b"], "reference": {"fields": ["a"]}}
# what of the schema → the columns in which a soft hyphen is an error
KEYS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "no key": ({}, set()),
    "a primary key": ({"primaryKey": ["a"]}, {"a"}),
    "a key of two": ({"uniqueKeys": [["a", "b"]]}, {"a", "b"}),
    "a foreign key": ({"foreignKeys": [SELF]}, {"a", "b"}),
    "a unique field": ({"fields": [FIELDS[0], {**FIELDS[1], "constraints": {"unique": True}}]}, {"b"}),
}


def _found(report: Any) -> list[tuple[int, str, str, str]]:
    return sorted((issue.line, issue.column, issue.rule, issue.severity) for issue in report.issues)


def _expected(line: int, keys: set[str]) -> list[tuple[int, str, str, str]]:
    error, warning = ("text-hidden-character", "error"), ("cell-soft-hyphen", "warning")
    return [(line, column, *(error if column in keys else warning)) for column in "ab"]


@pytest.mark.parametrize("dialect", [{}, {"delimiter": ";", "quoteChar": "'"}], ids=["as RFC 4180", "in a dialect"])
@pytest.mark.parametrize(("more", "keys"), KEYS.values(), ids=KEYS)
def test_a_soft_hyphen_is_an_error_in_keys_and_a_warning_elsewhere(
    make_package: PackageMaker, more: dict[str, Any], keys: set[str], dialect: dict[str, str]
) -> None:
    text = f"a,b\nx,x\n{WORD},{WORD}\n".replace(",", dialect.get("delimiter", ","))
    root = make_package({"fields": FIELDS, **more}, text, resource={"dialect": dialect} if dialect else {})
    assert _found(validate(root)) == _expected(3, keys)


def test_a_soft_hyphen_in_parquet_is_found_too(make_package: PackageMaker) -> None:
    resource = {"path": "t.parquet", "format": "parquet"}
    root = make_package({"fields": FIELDS, "primaryKey": ["a"]}, "", resource=resource)
    pq.write_table(pa.table({"a": ["x", WORD], "b": [EMOJI, WORD]}), root / "t.parquet")
    assert _found(validate(root)) == _expected(2, {"a"})


def test_a_joiner_at_the_edge_of_a_cell_of_parquet_is_refused(make_package: PackageMaker) -> None:
    root = make_package({"fields": FIELDS}, "", resource={"path": "t.parquet", "format": "parquet"})
    pq.write_table(pa.table({"a": ["\U0001f469\u200d", "\U0001f52c"], "b": ["x", EMOJI]}), root / "t.parquet")
    assert _found(validate(root)) == [(1, "a", "text-hidden-character", "error")]


def test_a_soft_hyphen_in_a_header_is_an_error(make_package: PackageMaker) -> None:
    root = make_package({"fields": [{"name": WORD, "type": "string"}]}, f"{WORD}\nx\n")
    assert _found(validate(root)) == [(1, "", "text-hidden-character", "error")]


def test_a_table_without_a_schema_is_warned_of_soft_hyphens(make_package: PackageMaker) -> None:
    root = make_package({}, f"a\nx\n{WORD}\n", descriptor={"resources": [{"name": "t", "path": "data.csv"}]})
    found = [issue for issue in _found(validate(root)) if issue[2] != "schema-missing"]
    assert found == [(2, "", "cell-soft-hyphen", "warning")]


@pytest.mark.parametrize("dialect", [{}, {"delimiter": ";", "quoteChar": "'"}], ids=["as RFC 4180", "in a dialect"])
def test_an_emoji_is_right_in_every_layer(make_package: PackageMaker, dialect: dict[str, str]) -> None:
    text = f"a,b\n{EMOJI},\u0645\u06cc\u200c\u0631\u0648\u0645\n".replace(",", dialect.get("delimiter", ","))
    root = make_package({"fields": FIELDS, "primaryKey": ["b"]}, text, resource={"dialect": dialect} if dialect else {})
    assert validate(root, full=True).issues == ()


def test_keys_that_differ_by_a_joiner_alone_look_alike(make_package: PackageMaker) -> None:
    one = "\u0645\u06cc\u200c\u0631\u0648\u0645"
    root = make_package({"fields": FIELDS, "primaryKey": ["a"]}, f"a,b\n{one},\n{one.replace(chr(0x200C), '')},\n")
    assert _found(validate(root)) == [(3, "a", "key-case-twin", "warning")]
