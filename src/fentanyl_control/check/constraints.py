"""The constraints of Table Schema 2.0: for each, the mask of values that break it and the words that say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.cast import arrow_type, cast_constant, lexical_value
from fentanyl_control.check.constants import bool_array, int_scalar, string_array
from fentanyl_control.errors import PackageError
from fentanyl_control.package.model import Field


@dataclass(frozen=True)
class Constraint:
    """A compiled constraint: ``broken(cells, values)`` gives a boolean array, null or false where the value is fine."""

    rule: str
    message: str
    broken: Callable[[pa.StringArray, pa.Array], pa.BooleanArray]


def compile_constraints(field: Field) -> Iterator[Constraint]:
    """The constraints of the field but for required and unique, which are not about a single present value.

    Raises PackageError for one that cannot be compiled, such as a pattern that RE2 does not take.
    """
    for name, wanted in field.constraints.items():
        if name in _COMPILERS:
            try:
                yield _COMPILERS[name](field, wanted)
            except (pa.ArrowInvalid, ValueError, TypeError, OverflowError) as error:
                reason = str(error).splitlines()[0]
                raise PackageError(f'field "{field.name}": the constraint {name} cannot be used: {reason}') from error
    if field.categories:
        listed = [lexical_value(value) for value in field.categories]
        yield _membership(
            field, list(field.categories), "constraint-categories", f"is not one of the categories {_some(listed)}"
        )


def _some(values: list[str], limit: int = 20) -> str:
    shown = ", ".join(values[:limit])
    return shown if len(values) <= limit else f"{shown} and {len(values) - limit} more"


def _membership(field: Field, wanted: list[Any], rule: str, message: str) -> Constraint:
    if field.type in ("object", "array", "geojson"):
        listed = [json.dumps(value, sort_keys=True) for value in wanted]

        def is_listed(text: str | None) -> bool:
            return text is None or json.dumps(json.loads(text), sort_keys=True) in listed

        return Constraint(rule, message, lambda cells, _: bool_array(~_mask(cells, is_listed)))
    if arrow_type(field) == pa.string():
        allowed: pa.Array = string_array([lexical_value(value) for value in wanted])
    else:
        allowed = pa.concat_arrays([_one(cast_constant(field, value)) for value in wanted])

    def broken(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
        return pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=allowed)))

    return Constraint(rule, message, broken)


def _one(scalar: pa.Scalar) -> pa.Array:
    """The scalar as an array of one value, without a trip through Python."""
    return pc.if_else(bool_array(np.ones(1, dtype=np.bool_)), scalar, scalar)


def _mask(cells: pa.StringArray, judge: Callable[[str | None], bool]) -> npt.NDArray[np.bool_]:
    return np.fromiter((judge(cell) for cell in cells.to_pylist()), dtype=np.bool_, count=len(cells))


def _enum(field: Field, wanted: list[Any]) -> Constraint:
    return _membership(field, wanted, "constraint-enum", f"is not one of {_some([lexical_value(v) for v in wanted])}")


def _pattern(field: Field, wanted: str) -> Constraint:
    whole = rf"\A(?:{wanted})\z"
    pc.match_substring_regex(string_array([""]), pattern=whole)  # raises ArrowInvalid now rather than at the first cell
    message = f"does not have the form {wanted}"
    return Constraint("constraint-pattern", message, lambda cells, _: pc.invert(pc.match_substring_regex(cells, pattern=whole)))


def _length(field: Field) -> Callable[[pa.StringArray], pa.Array]:
    if field.type == "string":
        return lambda cells: pc.utf8_length(cells)
    delimiter = field.raw.get("delimiter", ",")

    def items(text: str | None) -> int:
        if text is None:
            return 0
        return len(text.split(delimiter)) if field.type == "list" else len(json.loads(text))

    def lengths(cells: pa.StringArray) -> pa.Array:
        counted = np.fromiter((items(cell) for cell in cells.to_pylist()), dtype=np.int64, count=len(cells))
        return pa.Array.from_buffers(pa.int64(), len(cells), [None, pa.py_buffer(counted)])

    return lengths


def _length_bound(name: str, compare: Any, words: str) -> Callable[[Field, int], Constraint]:
    def compiled(field: Field, wanted: int) -> Constraint:
        length, bound = _length(field), int_scalar(wanted)

        def broken(cells: pa.StringArray, _: pa.Array) -> pa.BooleanArray:
            return pc.and_(pc.is_valid(cells), compare(length(cells), bound))

        return Constraint(f"constraint-{name}", words.format(wanted), broken)

    return compiled


def _bound(name: str, compare: Any, words: str) -> Callable[[Field, Any], Constraint]:
    def compiled(field: Field, wanted: Any) -> Constraint:
        bound = cast_constant(field, wanted)
        if not bound.is_valid:
            raise ValueError(f"{wanted!r} is not a value of the type {field.type}")
        return Constraint(f"constraint-{name}", words.format(wanted), lambda _, values: compare(values, bound))

    return compiled


def _json_schema(field: Field, wanted: Mapping[str, Any]) -> Constraint:
    try:
        from jsonschema import Draft202012Validator, SchemaError
    except ImportError as error:
        raise ValueError("it needs the jsonschema package; install the extra [publish]") from error
    try:
        Draft202012Validator.check_schema(wanted)
    except SchemaError as error:
        raise ValueError(error.message) from error
    validator = Draft202012Validator(wanted)

    def broken(cells: pa.StringArray, _: pa.Array) -> pa.BooleanArray:
        return bool_array(_mask(cells, lambda text: text is not None and not validator.is_valid(json.loads(text))))

    return Constraint("constraint-json-schema", "does not conform to the JSON Schema of the field", broken)


# constraint → how it is compiled
_COMPILERS: Mapping[str, Callable[[Field, Any], Constraint]] = {
    "enum": _enum,
    "pattern": _pattern,
    "minLength": _length_bound("min-length", pc.less, "is shorter than {} characters or items"),
    "maxLength": _length_bound("max-length", pc.greater, "is longer than {} characters or items"),
    "minimum": _bound("minimum", pc.less, "is less than the minimum {}"),
    "maximum": _bound("maximum", pc.greater, "is more than the maximum {}"),
    "exclusiveMinimum": _bound("exclusive-minimum", pc.less_equal, "is not more than {}"),
    "exclusiveMaximum": _bound("exclusive-maximum", pc.greater_equal, "is not less than {}"),
    "jsonSchema": _json_schema,
}
