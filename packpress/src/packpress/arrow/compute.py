"""The functions of ``pyarrow.compute``, by the same names, each bound when it is first used.

When imported, ``pyarrow.compute`` generates a signature and a help page for each of its 300 functions, which takes 21 % of the
time of a small package (alternated pairs, idle machine). The functions here are the same and are called in the same way: arrays
by position, options by name. What the private module lacks comes from ``pyarrow.compute``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyarrow as pa

try:
    from pyarrow import _compute
except ImportError:  # a version of pyarrow that has them elsewhere
    _compute = None  # type: ignore[assignment]

_NAMES = {"and_": "and", "or_": "or"}

if TYPE_CHECKING:  # the functions that are used, with the types of typings/pyarrow/compute.pyi
    from pyarrow.compute import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        """Returns the function with that name, and caches it as an attribute of this module."""
        if name == "__path__":  # asked for by each `from packpress.arrow.compute import …`
            raise AttributeError(name)
        bound = globals()[name] = _bound(name) or getattr(import_module("pyarrow.compute"), name)
        return bound

    def cast(values: Any, target: pa.DataType) -> Any:
        """Returns the values in the other type. Raises ArrowInvalid if one of them would be lost or changed."""
        if _compute is None:
            return import_module("pyarrow.compute").cast(values, target)
        return _compute.call_function("cast", [values], _compute.CastOptions.safe(target))

    def fill_null(values: Any, value: pa.Scalar) -> Any:
        """Returns the values with nulls replaced by the scalar, which must have their type."""
        if _compute is None:
            return import_module("pyarrow.compute").fill_null(values, value)
        return _compute.call_function("coalesce", [values, value])


def _bound(name: str) -> Callable[..., Any] | None:
    """Returns the function as ``pyarrow.compute`` has it; None if this version of pyarrow does not expose its options.

    ``_bound("starts_with")(cells, pattern="+")`` calls the function with ``MatchSubstringOptions("+")``.
    """
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
