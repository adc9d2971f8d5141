"""The second reader of numbers reads what Python reads, or says that it does not."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.arrow.text_column import Texts
from packpress.fidelity.digits import read_decimals, read_integers

repeatable = settings(deadline=None, derandomize=True, max_examples=400)
PLAIN = st.from_regex(r"-?[0-9]{1,8}(\.[0-9]{0,7})?", fullmatch=True, alphabet="-.0123456789")
UNIFORM = st.integers(0, 5).flatmap(
    lambda after: st.lists(
        st.from_regex(rf"[0-9]{{0,2}}\.[0-9]{{{after}}}", fullmatch=True, alphabet="-.0123456789"), min_size=1, max_size=8
    )
)
ODD = st.sampled_from(["", "-", ".", "1e3", "NaN", "1-2", "1.2.3", "--1", "1" * 20, "0.123456789", "+1", "é", "1 000"])
CELLS = st.lists(PLAIN | ODD, max_size=12) | st.lists(PLAIN, max_size=12) | UNIFORM


def _value(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", text) else None


@repeatable
@given(CELLS)
def test_decimals_are_those_of_python(cells: list[str]) -> None:
    mantissa, scale, is_read = read_decimals(Texts(string_array(["x", *cells]).slice(1)))
    scales = [int(scale)] * len(cells) if scale.ndim == 0 else scale.tolist()
    for text, digits, after, read in zip(cells, mantissa.tolist(), scales, is_read.tolist(), strict=True):
        if read:
            assert Decimal(digits).scaleb(-after) == _value(text)
        else:
            assert not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,7})?", text)


@repeatable
@given(st.lists(st.from_regex(r"-?[0-9]{1,16}", fullmatch=True, alphabet="-0123456789") | ODD, max_size=12))
def test_integers_are_those_of_python(cells: list[str]) -> None:
    numbers, is_read = read_integers(Texts(string_array(["9", *cells]).slice(1)))
    for text, number, read in zip(cells, numbers.tolist(), is_read.tolist(), strict=True):
        if read:
            assert number == int(text)
        else:
            assert not re.fullmatch(r"[0-9]{1,16}", text)
