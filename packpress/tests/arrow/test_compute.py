"""The functions of Arrow that are bound by hand do what those of ``pyarrow.compute`` do."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pyarrow as pa
import pyarrow.compute as upstream
import pytest

from packpress.arrow import compute

UNTYPED: Any = compute  # for names and options that its types do not have
TEXTS = pa.array(["a1", "", None, "b22"])
MASK = pa.array([True, False, None, True])
NUMBERS = pa.array([1, 2, None, 4])

# name, arrays, options
CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("and_", (MASK, MASK), {}),
    ("or_", (MASK, MASK), {}),
    ("invert", (MASK,), {}),
    ("any", (MASK,), {}),
    ("all", (MASK,), {"skip_nulls": False, "min_count": 0}),
    ("is_null", (NUMBERS,), {}),
    ("is_in", (TEXTS,), {"value_set": pa.array(["a1"])}),
    ("match_substring_regex", (TEXTS,), {"pattern": "^[ab]"}),
    ("replace_substring_regex", (TEXTS,), {"pattern": "[0-9]", "replacement": "x"}),
    ("utf8_slice_codeunits", (TEXTS,), {"start": 0, "stop": 1}),
    ("ascii_rpad", (TEXTS,), {"width": 4, "padding": "."}),
    ("min_max", (NUMBERS,), {}),
    ("take", (TEXTS, pa.array([3, 0])), {}),
    ("filter", (TEXTS, MASK), {}),
    ("if_else", (MASK, TEXTS, TEXTS), {}),
    ("binary_join_element_wise", (TEXTS, TEXTS, pa.scalar("-")), {}),
    ("dictionary_encode", (TEXTS,), {}),
    ("cast", (TEXTS, pa.binary()), {}),
    ("fill_null", (TEXTS, pa.scalar("none")), {}),
]


@pytest.mark.parametrize(("name", "arrays", "options"), CALLS, ids=[name for name, _, _ in CALLS])
def test_a_function_gives_what_that_of_pyarrow_gives(name: str, arrays: tuple[Any, ...], options: dict[str, Any]) -> None:
    assert getattr(compute, name)(*arrays, **options).equals(getattr(upstream, name)(*arrays, **options))


def test_a_function_is_bound_once() -> None:
    assert compute.ascii_upper is compute.ascii_upper


def test_importing_a_function_by_name_does_not_import_those_of_pyarrow() -> None:
    code = "import sys; from packpress.arrow.compute import is_valid; print('pyarrow.compute' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_cast_refuses_what_would_be_lost() -> None:
    with pytest.raises(pa.ArrowInvalid, match="300"):
        compute.cast(pa.array([300]), pa.uint8())


def test_an_option_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TypeError):
        UNTYPED.match_substring(TEXTS, pattern="a", ignore="case")


def test_a_function_of_pyarrow_that_is_bound_otherwise_is_its_own() -> None:
    assert compute.scalar is upstream.scalar


def test_a_name_that_pyarrow_does_not_know_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        _ = UNTYPED.no_such_function


def test_another_version_of_pyarrow_lends_its_own_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "_compute", object())
    assert compute._bound("ascii_lower") is None
    name = "ascii_title"
    assert compute.__getattr__(name) is getattr(upstream, name)


def test_without_the_private_module_all_functions_are_those_of_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "_compute", None)
    assert compute.cast(TEXTS, pa.binary()).equals(upstream.cast(TEXTS, pa.binary()))
    assert compute.fill_null(TEXTS, pa.scalar("x")).equals(upstream.fill_null(TEXTS, pa.scalar("x")))
    name = "ascii_swapcase"
    assert compute.__getattr__(name) is getattr(upstream, name)
