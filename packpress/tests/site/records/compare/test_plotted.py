"""A figure has a bar only beside an exact figure of the same unit and scope."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packpress.site.records.compare.plotted import Measured, Plotted, plotted_figures

STATED = Measured("75000", "{case}", is_exact=True)
OTHER = Measured("74702", "{case}", is_exact=True)
NOTHING = Measured("0", "kg", is_exact=True)
# the figures → the numbers that have a bar
CASES: dict[str, tuple[Measured, list[Measured], Plotted | None]] = {
    "two exact figures": (STATED, [OTHER], Plotted(Decimal(75000), (Decimal(74702),))),
    "no other figure": (STATED, [], None),
    "a stated bound": (Measured("75000", "{case}", is_exact=False), [OTHER], None),
    "another bound": (STATED, [Measured("74702", "{case}", is_exact=False)], None),
    "another unit": (STATED, [Measured("74702", "kg", is_exact=True)], None),
    "another scope": (STATED, [Measured("74702", "{case}", is_exact=True, is_like=False)], None),
    "one of three": (
        STATED,
        [OTHER, Measured("76282", "{case}", is_exact=False), Measured("", "{case}", is_exact=True)],
        Plotted(Decimal(75000), (Decimal(74702), None, None)),
    ),
    "a negative figure": (STATED, [Measured("-5", "{case}", is_exact=True)], None),
    "a stated figure that is no number": (Measured("many", "{case}", is_exact=True), [OTHER], None),
    "0 beside a figure": (NOTHING, [Measured("7", "kg", is_exact=True)], Plotted(Decimal(0), (Decimal(7),))),
    "0 beside 0": (NOTHING, [NOTHING], None),
}


@pytest.mark.parametrize(("stated", "others", "plotted"), CASES.values(), ids=CASES)
def test_only_like_figures_are_plotted(stated: Measured, others: list[Measured], plotted: Plotted | None) -> None:
    assert plotted_figures(stated, others) == plotted
