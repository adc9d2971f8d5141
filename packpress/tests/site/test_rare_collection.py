"""Cycles of objects are collected as before once the work is done, even if it fails."""

from __future__ import annotations

import gc
from contextlib import suppress

import pytest

from packpress.site.rare_collection import NEW_OBJECTS, rare_collection


@pytest.mark.parametrize("error", [None, ValueError], ids=["done", "failed"])
def test_the_thresholds_are_put_back(error: type[Exception] | None) -> None:
    before = gc.get_threshold()
    with suppress(ValueError), rare_collection():
        assert gc.get_threshold() == (NEW_OBJECTS, *before[1:])
        if error:
            raise error
    assert gc.get_threshold() == before
