"""Which numbers a double would change."""

from __future__ import annotations

import pytest

from packpress.arrow.arrays import string_array
from packpress.types.field import plain_field
from packpress.types.number import Number

NUMBER = Number(plain_field("number"))

# a number → whether a double, written as briefly as it can be, is another one
NUMBERS = {
    "0.1": False,
    "123456789012345": False,
    "0.12345678901234567": True,
    "9007199254740993": True,
    "9007199254740992": False,
    "1e300": False,
    "1.5E-10": False,
    "2.3e-308": False,
    "1e-310": False,
    "5e-324": False,
    "4e-324": True,
    "1.234567e-318": True,
    "-4e-324": True,
    "0e-400": False,
    "INF": False,
    "NaN": False,
}


@pytest.mark.parametrize(("text", "is_changed"), NUMBERS.items())
def test_a_number_is_changed_where_a_double_is_another(text: str, is_changed: bool) -> None:
    cells = string_array(["1", text])
    values, _ = NUMBER.cast(cells)
    assert NUMBER.is_inexact(cells, values) == is_changed
