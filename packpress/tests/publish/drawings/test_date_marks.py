"""The mark of a date says by its shape how exact the date is, and by its filling whose it is."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree

import pytest

from packpress.publish.drawings.date_marks import DATE_SHAPES, draw_date_mark
from packpress.publish.drawings.dated import DateKind

SHAPES: dict[DateKind, str] = {
    "day": '<circle cx="10" cy="8" r="4.5"/>',
    "month": '<rect x="5" y="4.5" width="10" height="7" rx="1.5"/>',
    "year": '<rect x="1.5" y="6" width="17" height="4" rx="1.5"/>',
    "interval": '<path d="M1.5 3.5h2v3h13v-3h2v9h-2v-3h-13v3h-2z"/>',
    "open": '<path d="M1.5 6h9v-3.5l8 5.5-8 5.5v-3.5h-9z"/>',
    "none": '<path d="M10 2.5 15.5 8 10 13.5 4.5 8z"/>',
}


@pytest.mark.parametrize(("is_own", "kind"), [(True, "d-own"), (False, "d-hollow")], ids=["own", "other"])
@pytest.mark.parametrize("name", SHAPES)
def test_a_mark(name: DateKind, is_own: bool, kind: str) -> None:
    kind = "d-other" if (name, is_own) == ("interval", False) else kind
    head = f'<svg class="d-date {kind}" width="20" height="16" aria-hidden="true">'
    assert draw_date_mark(name, is_own=is_own) == f"{head}{SHAPES[name]}</svg>"


def test_every_kind_of_date_has_a_shape_of_its_own() -> None:
    assert tuple(DATE_SHAPES) == get_args(DateKind)
    assert len({*DATE_SHAPES.values()}) == len(DATE_SHAPES)
    assert all(ElementTree.fromstring(shape) is not None for shape in DATE_SHAPES.values())
