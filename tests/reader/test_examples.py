"""The examples in the docstrings give what they say."""

from __future__ import annotations

import doctest
import sys

import pytest
from tests.reader.conftest import fc

FUNCTIONS = [name for name in fc.__all__ if name[0].islower()]


@pytest.mark.parametrize("name", [*FUNCTIONS, "Record"])
def test_every_function_and_record_has_an_example_that_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fentanyl_control", fc)
    examples = doctest.DocTestFinder().find(getattr(fc, name), name, module=False, globs={})
    assert sum(len(found.examples) for found in examples) > 1
    for found in examples:
        assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(found).failed == 0


def test_every_public_name_is_described() -> None:
    assert sorted(fc.__all__) == sorted({*FUNCTIONS, "Evidence", "Figure", "Participant", "Record", "Verdict", "__version__"})
    for name in {*fc.__all__} - {"__version__"}:
        assert getattr(fc, name).__doc__.splitlines()[0].endswith(".")
