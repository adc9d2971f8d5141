from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.check.validate import validate
from packpress.package.schema import read_field
from packpress.types import field_type
from packpress.types.canonical_number import canonical_number

repeatable = settings(deadline=None, derandomize=True)
NUMBER = field_type(read_field({"name": "a", "type": "number"}, ("",)))

# text → canonical
CANONICAL = {
    "1": "1", "+1": "1", "01": "1", "1.": "1", "1.0": "1", "1e0": "1", "10e-1": "1", ".1e1": "1", "1E+00": "1",
    "-1.50": "-1.5", "-.5": "-0.5", "0": "0", "-0": "0", "-0.00": "0", "0e999999999999999999999": "0", "-0E-9": "0",
    "100": "100", "1e2": "100", "1e20": "1" + "0" * 20, "1e21": "1E21", "1" + "0" * 21: "1E21", "9" * 25: "9" * 25,
    "0.0000001": "0.0000001", "1e-7": "0.0000001", "0.00000001": "1E-8", "1e-300": "1E-300", "12e40": "12E40",
    "123456789012345678.5": "123456789012345678.5", "1.5e" + "0" * 5000 + "1": "15", "nan": "nan", "NaN": "nan",
    "INF": "inf", "-Inf": "-inf",
}  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), CANONICAL.items(), ids=[text[:30] for text in CANONICAL])
def test_a_number_has_one_notation(text: str, canonical: str) -> None:
    cells = string_array([text])
    values, unfit = NUMBER.cast(cells)
    assert (unfit, NUMBER.key_texts(cells, values).to_pylist()) == (None, [canonical])


def test_what_is_no_value_has_no_notation() -> None:
    cells = string_array(["x", "1.0", ""])
    assert NUMBER.key_texts(cells, pa.array([None, 1.0, None])).to_pylist() == [None, "1", None]


def test_the_notation_of_the_field_is_read() -> None:
    raw = {"name": "a", "type": "number", "decimalChar": ",", "groupChar": ".", "bareNumber": False}
    number = field_type(read_field(raw, ()))
    cells = string_array(["EUR 1.000,50", "1000,5", "+1.0.0.0,500"])
    assert number.key_texts(cells, number.cast(cells)[0]).to_pylist() == ["1000.5"] * 3


NOTATION = st.from_regex(r"[+-]?[0-9]{0,25}\.?[0-9]{1,25}([eE][+-]?[0-9]{1,2})?", fullmatch=True).filter(lambda t: t[0] != "+")


@repeatable
@given(text=NOTATION)
def test_the_notation_has_the_value_and_is_its_own(text: str) -> None:
    canonical = canonical_number(text)
    assert Decimal(canonical) == Decimal(text)
    assert canonical_number(canonical) == canonical


@repeatable
@given(one=NOTATION, other=NOTATION)
def test_two_numbers_have_one_notation_exactly_when_they_are_equal(one: str, other: str) -> None:
    assert (canonical_number(one) == canonical_number(other)) == (Decimal(one) == Decimal(other))


@repeatable
@given(texts=st.lists(NOTATION, max_size=8))
def test_a_column_and_a_single_number_are_written_alike(texts: list[str]) -> None:
    cells = string_array(texts)
    values, _ = NUMBER.cast(cells)
    wanted = [None if v is None else canonical_number(t) for t, v in zip(texts, values.to_pylist(), strict=True)]
    assert NUMBER.key_texts(cells, values).to_pylist() == wanted


# cells of a key column of numbers → the lines that repeat a key
KEYS: dict[str, tuple[list[str], list[int]]] = {
    "one value in many notations": (["1", "1.0", "1e0", "+1", "01.00"], [3, 4, 5, 6]),
    "two decimals of one float64": (["0.1000000000000000055", "0.1", "12345678901234567890", "12345678901234567891"], []),
    "a zero of either sign": (["0", "-0.0"], [3]),
    "large and small": (["1e300", "10e299", "1e-300", "1e-301"], [3]),
}


@pytest.mark.parametrize(("cells", "lines"), KEYS.values(), ids=KEYS)
def test_keys_are_compared_by_value(cells: list[str], lines: list[int], make_package: Callable[..., Path]) -> None:
    schema = {"fields": [{"name": "a", "type": "number"}], "primaryKey": ["a"]}
    report = validate(make_package(schema, "\n".join(["a", *cells]) + "\n"))
    assert [(i.line, i.rule) for i in report.issues] == [(line, "primary-key") for line in lines]


def test_a_reference_is_found_by_value(make_package: Callable[..., Path]) -> None:
    key = {"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "number"}]
    report = validate(make_package({"fields": fields, "foreignKeys": [key]}, "a,b\n7,7.0\n8,70e-1\n9,7.5\n"))
    assert [(i.line, i.rule, i.value) for i in report.issues] == [(4, "foreign-key", "7.5")]
