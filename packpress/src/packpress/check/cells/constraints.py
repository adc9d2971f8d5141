"""The constraints of Table Schema 2.0: for each, the mask of the values that break it, and the message."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    NO_ROWS,
    Rows,
    bool_array,
    int64_array,
    int_scalar,
    rows_where,
)
from packpress.arrow.byte_sets import Doubts, width_doubts
from packpress.arrow.map_distinct import ask_once
from packpress.arrow.text_column import Texts
from packpress.arrow.work_limits import Effort, longer
from packpress.errors import PackageError
from packpress.types.answers import Bound
from packpress.types.field_type import FieldType


class Constraint(NamedTuple):
    """A compiled constraint: ``broken(cells, values)`` returns a boolean array, null or false where the value is valid.

    For ``minimum`` 2, ``broken`` of the cells 1, 3 and null is true, false, null. The values of dates and times in a format
    are their moments. ``doubts`` returns the rows outside of which the constraint certainly holds, if the bytes show that
    faster: for ``maxLength`` 3, those of more than 3 bytes. ``places`` maps a cell to its place in order or to its length;
    ``broken`` then gets an array of these instead of values. They are computed once per column.
    """

    rule: str
    message: str
    broken: Callable[[pa.StringArray, pa.Array], pa.BooleanArray]
    doubts: Doubts | None = None
    places: Callable[[str | None], Any] | None = None

    def rows(self, texts: Texts, values: pa.Array, worked: dict[str, Any]) -> Rows:
        """Returns the rows that break the constraint; ``worked`` stores what the other constraints of the column also need."""
        if self.places is not None:
            if "places" not in worked:
                worked["places"] = ask_once(texts.cells, self.places, np.object_)
            return rows_where(self.broken(texts.cells, worked["places"]))
        if self.doubts is None:
            return rows_where(self.broken(texts.cells, values))
        doubtful = self.doubts(texts)
        if not len(doubtful):
            return NO_ROWS
        taken = pc.take(values, int64_array(doubtful))
        return doubtful[rows_where(self.broken(texts.take(doubtful), taken))]


class Unchecked(NamedTuple):
    """A constraint that is valid but cannot be checked: the rule that reports it, and the reason."""

    rule: str
    message: str


def compile_constraints(kind: FieldType, effort: Effort) -> Iterator[Constraint | Unchecked]:
    """Yields the constraints of the field, except required and unique, which are not about a single present value.

    ``effort`` limits the cost of patterns and JSON Schemas: ``broken`` raises TooSlowError when it is used up. Raises
    PackageError if a constraint is invalid, such as a pattern that is not a regular expression.
    """
    field = kind.field
    stated = {name: wanted for name, wanted in field.constraints.items() if name in _COMPILERS or name in _BOUNDED}
    if field.categories and "enum" not in stated:  # an enum is a subset of the categories, so it is stricter
        stated["categories"] = list(field.categories)
    for name, wanted in stated.items():
        try:
            if name in _BOUNDED:
                yield from _BOUNDED[name](kind, wanted, effort)
            else:
                yield _COMPILERS[name](kind, wanted)
        except (pa.ArrowInvalid, ValueError, TypeError, OverflowError) as error:
            reason = str(error).splitlines()[0][:200]
            raise PackageError(f'field "{field.name}": the constraint {name} cannot be used: {reason}') from error


def _membership(kind: FieldType, wanted: list[Any], rule: str, message: str) -> Constraint:
    allowed = kind.equal_constants(wanted)

    def is_unlisted(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
        equal = kind.equal(cells, values)
        return pc.and_(pc.is_valid(values), pc.invert(pc.is_in(equal, value_set=allowed)))

    return Constraint(rule, message, is_unlisted)


def _enum(kind: FieldType, wanted: list[Any]) -> Constraint:
    return _membership(kind, wanted, "constraint-enum", f"is not one of {kind.shown_list(wanted)}")


def _categories(kind: FieldType, wanted: list[Any]) -> Constraint:
    return _membership(kind, wanted, "constraint-categories", f"is not one of the categories {kind.shown_list(wanted)}")


def _pattern(kind: FieldType, wanted: str, effort: Effort) -> Iterator[Constraint | Unchecked]:
    from packpress.pattern import UncheckedPatternError, compile_pattern  # few packages need it

    try:
        pattern = compile_pattern(wanted, effort)
    except UncheckedPatternError as error:
        yield Unchecked("pattern-not-checked", f"the pattern was not checked: RE2 cannot run {error}")
        return
    example = kind.field.raw.get("example")
    shown = wanted if len(wanted) <= 60 or not example else "of its field"
    message = f"does not match the pattern {shown}" + (f", e.g. {kind.shown(example)}" if example else "")
    if wanted == r"\S(.*\S)?":
        message = "begins or ends with a space; remove it"
    places = pattern.byte_places
    doubts = None if places is None else width_doubts(places)
    yield Constraint("constraint-pattern", message, lambda cells, _: pc.invert(pattern.matches(cells)), doubts)
    if (limit := pattern.longest) is not None:
        message = f"is longer than {limit:,} bytes, the limit for a pattern of this size; shorten the cell"

        def long_rows(texts: Texts) -> Rows:
            return texts.only_present(np.flatnonzero(texts.lengths > limit)) if len(texts.data) > limit else NO_ROWS

        yield Constraint("cell-too-long", message, lambda cells, _: longer(cells, limit), long_rows)


def _length_bound(name: str, compare: Any, words: str) -> Callable[[FieldType, int], Constraint]:
    def compiled(kind: FieldType, wanted: int) -> Constraint:
        if not 0 <= wanted < 2**63:
            raise ValueError(f"{wanted} is not a length")
        size, bound = kind.size, int_scalar(wanted)
        assert size is not None  # the checks of the descriptor reject a length on other types

        def broken(cells: pa.StringArray, places: Any) -> pa.BooleanArray:
            lengths = int64_array(places.astype(np.intp)) if size.lengths is None else size.lengths(cells)
            return pc.and_(pc.is_valid(cells), compare(lengths, bound))

        def longer(texts: Texts) -> Rows:
            return texts.only_present(np.flatnonzero(texts.lengths > wanted))

        doubts = longer if name == "max-length" and size.is_within_bytes else None
        return Constraint(f"constraint-{name}", words.format(wanted, size.unit), broken, doubts, _of_null(size.items, 0))

    return compiled


def _bound(name: str, bound: Bound, words: str) -> Callable[[FieldType, Any], Constraint]:
    def compiled(kind: FieldType, wanted: Any) -> Constraint:
        outside = kind.outside(wanted, bound)
        message = words.format(kind.shown(wanted))
        return Constraint(f"constraint-{name}", message, outside.broken, places=_of_null(outside.place, None))

    return compiled


def _of_null(place: Callable[[str], Any] | None, null: Any) -> Callable[[str | None], Any] | None:
    """Returns the function extended to null cells: ``_of_null(len, 0)`` maps "ab" to 2 and None to 0."""
    return None if place is None else lambda text: null if text is None else place(text)


def _parts(texts: list[str]) -> Iterator[list[str]]:
    """Yields the texts in lists of about a million characters, because as JSON values they take forty times the memory."""
    part, size = list[str](), 0
    for text in texts:
        part.append(text)
        size += len(text)
        if size > 1_000_000:
            yield part
            part, size = [], 0
    if part:
        yield part


def _json_schema(_: FieldType, wanted: Mapping[str, Any], effort: Effort) -> Iterator[Constraint]:
    from packpress.check.json_schema import compile_json_schema, read_value  # takes 5 ms, and few packages need it

    conform = compile_json_schema(wanted, effort)

    def broken(cells: pa.StringArray, _: pa.Array) -> pa.BooleanArray:
        texts = [text for text in dict.fromkeys(cells.to_pylist()) if text is not None]
        effort.allow_steps(sum(map(len, texts)))
        is_right: dict[str, bool] = {}
        for part in _parts(texts):
            is_right.update(zip(part, conform([read_value(text) for text in part]), strict=True))
        return bool_array(ask_once(cells, lambda text: text is not None and not is_right[text]))

    yield Constraint("constraint-json-schema", "does not conform to the JSON Schema of the field", broken)


# constraint → the function that compiles it
_COMPILERS: Mapping[str, Callable[[FieldType, Any], Constraint]] = {
    "enum": _enum,
    "categories": _categories,
    "minLength": _length_bound("min-length", pc.less, "is shorter than {} {}"),
    "maxLength": _length_bound("max-length", pc.greater, "is longer than {} {}"),
    "minimum": _bound("minimum", Bound(operator.lt, pc.greater_equal), "is less than the minimum {}"),
    "maximum": _bound("maximum", Bound(operator.gt, pc.less_equal), "is more than the maximum {}"),
    "exclusiveMinimum": _bound("exclusive-minimum", Bound(operator.le, pc.greater), "is not more than {}"),
    "exclusiveMaximum": _bound("exclusive-maximum", Bound(operator.ge, pc.less), "is not less than {}"),
}
# constraint whose cost is limited → the function that compiles it
_BOUNDED: Mapping[str, Callable[[FieldType, Any, Effort], Iterable[Constraint | Unchecked]]] = {
    "pattern": _pattern,
    "jsonSchema": _json_schema,
}
