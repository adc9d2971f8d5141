"""Arrow's compute functions: those of ``pyarrow.compute``, under their names, each bound when it is first asked for.

``pyarrow.compute`` writes a signature and a page of help for each of its 300 functions when it is imported. That takes 25 ms,
a tenth of all that the check of a small package takes. The functions are the same and are called in the same way: by
position the arrays, by name the options. What cannot be bound here comes from ``pyarrow.compute``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import _compute

_NAMES = {"and_": "and", "or_": "or"}

if TYPE_CHECKING:  # the functions that are used, with the types of typings/pyarrow/compute.pyi
    from pyarrow.compute import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        """The function of that name, kept for the next time."""
        bound = globals()[name] = _bound(name) or getattr(import_module("pyarrow.compute"), name)
        return bound

    def cast(values: Any, target: pa.DataType) -> Any:
        """The values in the other type. Raises ArrowInvalid where one of them would be lost or changed."""
        return _compute.call_function("cast", [values], _compute.CastOptions.safe(target))

    def fill_null(values: Any, value: pa.Scalar) -> Any:
        """The values, with the scalar, which is of their type, in place of the nulls."""
        return _compute.call_function("coalesce", [values, value])


def _bound(name: str) -> Callable[..., Any] | None:
    """The function with its options; None if this version of pyarrow does not tell what they are."""
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
