"""Arrow's compute functions: those of ``pyarrow.compute``, under their names, each bound when it is first used.

``pyarrow.compute`` writes a signature and a page of help for each of its 300 functions when it is imported, which takes 21 % of
the time of a small package (alternated pairs, idle machine). The functions are the same and are called in the same way: arrays
by position, options by name. What the private module does not have comes from ``pyarrow.compute``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyarrow as pa

try:
    from pyarrow import _compute
except ImportError:  # a version of pyarrow that keeps them elsewhere
    _compute = None  # type: ignore[assignment]

_NAMES = {"and_": "and", "or_": "or"}

if TYPE_CHECKING:  # the functions that are used, with the types of typings/pyarrow/compute.pyi
    from pyarrow.compute import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        """Returns the function of that name, kept for the next time."""
        bound = globals()[name] = _bound(name) or getattr(import_module("pyarrow.compute"), name)
        return bound

    def cast(values: Any, target: pa.DataType) -> Any:
        """Returns the values in the other type. Raises ArrowInvalid where one of them would be lost or changed."""
        if _compute is None:
            return import_module("pyarrow.compute").cast(values, target)
        return _compute.call_function("cast", [values], _compute.CastOptions.safe(target))

    def fill_null(values: Any, value: pa.Scalar) -> Any:
        """Returns the values with the scalar, which is of their type, in place of nulls."""
        if _compute is None:
            return import_module("pyarrow.compute").fill_null(values, value)
        return _compute.call_function("coalesce", [values, value])


def _bound(name: str) -> Callable[..., Any] | None:
    """Returns the function with its options; None if this version of pyarrow does not tell what they are."""
    try:
        function = _compute.get_function(_NAMES.get(name, name))
        options = function._doc.options_class
        kind = getattr(_compute, options) if options else None
    except (AttributeError, KeyError):
        return None
    call = function.call
    if kind is None:
        return lambda *arrays: call(arrays)
    return lambda *arrays, **chosen: call(arrays, kind(**chosen) if chosen else None)
