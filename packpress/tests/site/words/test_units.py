from __future__ import annotations

import pytest

from packpress.package.site.presentation import UnitWords
from packpress.site.words.units import Quantity, quantity

RANK = UnitWords("rank", "rank", {"1": "first"})


@pytest.mark.parametrize(
    ("value", "unit", "label", "words", "wanted"),
    [
        pytest.param("75000", "{death}", "deaths", None, "75,000 deaths", id="label of the code"),
        pytest.param("1", "{death}", "deaths", None, "1 death", id="one"),
        pytest.param("2", "{view}", "views (person-times)", None, "2 views", id="label with a note"),
        pytest.param("2", "{country}", "", None, "2 countries", id="plural in -ies"),
        pytest.param("2", "{day}", "", None, "2 days", id="plural after a vowel"),
        pytest.param("2", "{box}", "", None, "2 boxes", id="plural in -es"),
        pytest.param("6.5", "kg", "kilogram", None, "6.5\u00a0kg", id="symbol"),
        pytest.param("168", "L", "litre", None, "168\u00a0L", id="litre"),
        pytest.param("70", "%", "percent", None, "70\u00a0%", id="per cent"),
        pytest.param("-4", "Cel", "", None, "\u22124\u00a0°C", id="degrees"),
        pytest.param("3", "m2", "", None, "3\u00a0m²", id="square"),
        pytest.param("3", "1", "", None, "3", id="no unit"),
        pytest.param("3", "", "", None, "3", id="nothing"),
        pytest.param("1", "{rank}", "rank", RANK, "first", id="a value that is a word"),
        pytest.param("4", "{rank}", "rank", RANK, "4 rank", id="another value"),
    ],
)
def test_a_quantity_has_its_unit_in_words(value: str, unit: str, label: str, words: UnitWords | None, wanted: str) -> None:
    assert str(quantity(value, unit, label, words)) == wanted


def test_number_and_unit_are_apart_for_lists() -> None:
    assert quantity("1", "{rank}", "", RANK) == Quantity("first", "rank", is_word=True)
    assert quantity("75000", "{death}", "deaths") == Quantity("75,000", "deaths")
