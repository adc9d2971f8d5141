"""Compiles a Table Schema to a pandera schema: a second engine that checks the same cells, on typed frames.

``pandera.io.from_frictionless_schema`` is not used: it ignores dates, formats and foreign keys, and reads 'false' as True.
Frames are typed before, and nothing is coerced: with coercion one bad cell fails its whole column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow

from packpress.arrow.work_limits import Effort, TooSlowError
from packpress.check.keys.table_keys import unique_keys
from packpress.package.model import Schema
from packpress.pattern import UncheckedPatternError, compile_pattern
from packpress.types import field_type
from packpress.types.field import Field

# Arrow type of the values → pandas dtype of the typed frame; every other type is text
_DTYPES: Mapping[pyarrow.DataType, str] = {
    pyarrow.int64(): "Int64",
    pyarrow.float64(): "float64",
    pyarrow.bool_(): "boolean",
    pyarrow.date32(): "datetime64[ms]",
}
_TEXT = pd.StringDtype("pyarrow")


def _is_logical(field: Field) -> bool:
    """Returns whether the typed frame has the logical values of the field, not their text as for JSON and times."""
    kind = field_type(field)
    return kind.arrow in _DTYPES or kind.is_words


def _constant(field: Field, value: Any) -> Any:
    """Returns a constraint value of the descriptor as the frame represents it."""
    constant = field_type(field).constants([value])[0].as_py()
    return pd.Timestamp(constant) if isinstance(constant, date) else constant


def _pattern(pattern: str) -> pa.Check | None:
    """Returns a check that the whole cell matches the pattern, on RE2; None if layer 2 does not check the pattern either.

    pandera's own ``str_matches`` anchors only the start, and Python's syntax differs and may need minutes for some patterns.
    """
    try:
        matcher = compile_pattern(pattern, Effort())
    except UncheckedPatternError:
        return None

    def matches(series: pd.Series[Any]) -> pd.Series[Any]:
        try:
            cells: Any = pyarrow.array(series, pyarrow.string())  # in chunks where it is very long
            found = matcher.matches(cells.combine_chunks() if isinstance(cells, pyarrow.ChunkedArray) else cells)
        except TooSlowError:  # layer 2 had more time, which grows with the text that other patterns have searched
            return pd.Series(True, series.index, bool)
        return pd.Series(found.to_numpy(zero_copy_only=False), series.index, bool)

    return pa.Check(matches, name="pattern")


# constraint → how to compile it to the equivalent pandera check
_CHECKS: Mapping[str, Callable[[Field, Any], pa.Check | None]] = {
    "enum": lambda f, v: pa.Check.isin([_constant(f, item) for item in v], name="enum"),
    "pattern": lambda f, v: _pattern(v),
    "minLength": lambda f, v: pa.Check.str_length(min_value=v, name="minLength"),
    "maxLength": lambda f, v: pa.Check.str_length(max_value=v, name="maxLength"),
    "minimum": lambda f, v: pa.Check.ge(_constant(f, v), name="minimum"),
    "maximum": lambda f, v: pa.Check.le(_constant(f, v), name="maximum"),
    "exclusiveMinimum": lambda f, v: pa.Check.gt(_constant(f, v), name="exclusiveMinimum"),
    "exclusiveMaximum": lambda f, v: pa.Check.lt(_constant(f, v), name="exclusiveMaximum"),
}


def compile_column(field: Field, is_key: bool, is_as_written: bool = True) -> pa.Column:
    """Returns the field as a pandera column: its dtype, whether it may be null, and its constraints.

    For a column whose values differ in the frame (``is_as_written`` is false), only the dtype is checked.
    """
    if not is_as_written:
        return pa.Column(_DTYPES[field_type(field).arrow], nullable=True, name=field.name)
    stated = field.constraints.items() if _is_logical(field) else ()
    compiled = [_CHECKS[name](field, value) for name, value in stated if name in _CHECKS]
    checks = [check for check in compiled if check is not None]
    if field.categories:
        checks.append(pa.Check.isin([_constant(field, value) for value in field.categories], name="categories"))
    dtype = _DTYPES.get(field_type(field).arrow, _TEXT)
    return pa.Column(dtype, checks=checks, nullable=not (field.is_required or is_key), name=field.name)


def _is_first(names: tuple[str, ...]) -> Callable[[pd.DataFrame], pd.Series[Any]]:
    def check(frame: pd.DataFrame) -> pd.Series[Any]:
        columns = frame[list(names)]
        return ~columns.duplicated() | columns.isna().any(axis=1)

    return check


def compile_schema(
    schema: Schema, name: str, checks: list[pa.Check], changed: frozenset[str] = frozenset()
) -> pa.DataFrameSchema:
    """Returns the Table Schema as a pandera schema that allows no other columns and no other order; adds ``checks`` to it.

    ``changed`` names the number columns whose values differ in the frame: float64 rounds one of their numbers, or pandas
    takes their NaN for a missing value.
    """
    keys = [
        pa.Check(_is_first(fields), name=f"{kind}: {', '.join(fields)}")
        for kind, fields in unique_keys(schema)
        if changed.isdisjoint(fields)
    ]
    columns = {f.name: compile_column(f, f.name in schema.primary_key, f.name not in changed) for f in schema.fields}
    return pa.DataFrameSchema(columns, checks=[*keys, *checks], strict=True, ordered=True, name=name)
