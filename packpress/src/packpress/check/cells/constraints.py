"""The constraints of Table Schema 2.0: for each, the mask of values that break it and the words that say so."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    NO_ROWS,
    Rows,
    bool_array,
    int64_array,
    int_scalar,
    numpy_values,
    rows_where,
    string_array,
)
from packpress.arrow.map_distinct import ask_once
from packpress.arrow.text_column import Texts
from packpress.arrow.work_limits import Effort, longer
from packpress.check.cells.byte_patterns import Doubts, width_doubts
from packpress.errors import PackageError
from packpress.package.model import Field
from packpress.types.canonical_number import canonical_numbers, constant_numbers
from packpress.types.cast import cast_constants, constant_text, lexical_value
from packpress.types.equality import equal_constants, equal_texts
from packpress.types.json_decoder import decoding
from packpress.types.number_bounds import beyond
from packpress.types.ordering import ordering
from packpress.types.shown_value import shown_value, shown_values
from packpress.types.strptime.columns import comparable_moments, moment_reader

if TYPE_CHECKING:
    from packpress.types.strptime.reader import MomentReader


class Constraint(NamedTuple):
    """A compiled constraint: ``broken(cells, values)`` gives a boolean array, null or false where the value is fine.

    The values of dates and times in a format are their moments.

    ``doubts`` finds the rows beyond which the constraint surely holds, where that is told faster from the bytes. ``places``
    gives the place in order of a cell or its length, of which ``broken`` is given an array, worked out once for a column.
    """

    rule: str
    message: str
    broken: Callable[[pa.StringArray, pa.Array], pa.BooleanArray]
    doubts: Doubts | None = None
    places: Callable[[str | None], Any] | None = None

    def rows(self, texts: Texts, values: pa.Array, worked: dict[str, Any]) -> Rows:
        """The rows that break the constraint; ``worked`` keeps what others of the column need as well."""
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
    """A constraint that is legal and cannot be checked: the rule that says so, and why."""

    rule: str
    message: str


def compile_constraints(field: Field, effort: Effort) -> Iterator[Constraint | Unchecked]:
    """The constraints of the field but for required and unique, which are not about a single present value.

    ``effort`` bounds what patterns and JSON Schemas cost: ``broken`` raises TooSlowError when that is used up.
    Raises PackageError for a constraint that is wrong, such as a pattern that is no regular expression.
    """
    stated = {name: wanted for name, wanted in field.constraints.items() if name in _COMPILERS or name in _BOUNDED}
    if field.categories and "enum" not in stated:  # an enum is a subset of the categories, so it says more
        stated["categories"] = list(field.categories)
    for name, wanted in stated.items():
        try:
            if name in _BOUNDED:
                yield from _BOUNDED[name](field, wanted, effort)
            else:
                yield _COMPILERS[name](field, wanted)
        except (pa.ArrowInvalid, ValueError, TypeError, OverflowError) as error:
            reason = str(error).splitlines()[0][:200]
            raise PackageError(f'field "{field.name}": the constraint {name} cannot be used: {reason}') from error


def _membership(field: Field, wanted: list[Any], rule: str, message: str) -> Constraint:
    reader = moment_reader(field)
    if reader is not None and (moments := _listed_moments(reader, wanted)) is not None:
        return Constraint(rule, message, partial(_is_other_moment, field, comparable_moments(field, moments)))
    allowed = cast_constants(field, wanted)  # which says what is wrong with a value
    if field.type == "number":
        # exact where doubles are not; -0 is 0
        numbers = string_array(constant_numbers(field, wanted))

        def is_other(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
            found = pc.is_in(canonical_numbers(field, cells, values), value_set=numbers)
            return pc.and_(pc.is_valid(values), pc.invert(found))

        return Constraint(rule, message, is_other)
    if reader is not None:
        moments = reader.read_constants(constant_text(field, value) for value in wanted)
        return Constraint(rule, message, partial(_is_other_moment, field, comparable_moments(field, moments)))
    if allowed.type == pa.string() and field.type not in ("string", "any"):
        texts = equal_constants(field, wanted)
        return Constraint(rule, message, lambda cells, _: _is_unlisted(texts, cells, equal_texts(field, cells, cells)))
    return Constraint(rule, message, partial(_is_unlisted, allowed))


def _is_unlisted(allowed: pa.Array, _: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
    return pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=allowed)))


def _is_other_moment(field: Field, allowed: pa.Int64Array, _: pa.StringArray, moments: pa.Int64Array) -> pa.BooleanArray:
    return _is_unlisted(allowed, _, comparable_moments(field, moments))


def _listed_moments(reader: MomentReader, wanted: list[Any]) -> pa.Int64Array | None:
    """The moments of a list of texts, read all at once; None where one is no text or no moment."""
    if not all(isinstance(value, str) for value in wanted):
        return None
    moments = reader.read(string_array(wanted))
    return None if moments.null_count else moments


def _enum(field: Field, wanted: list[Any]) -> Constraint:
    return _membership(field, wanted, "constraint-enum", f"is not one of {shown_values(field, wanted)}")


def _categories(field: Field, wanted: list[Any]) -> Constraint:
    return _membership(field, wanted, "constraint-categories", f"is not one of the categories {shown_values(field, wanted)}")


def _pattern(field: Field, wanted: str, effort: Effort) -> Iterator[Constraint | Unchecked]:
    from packpress.pattern import UncheckedPatternError, compile_pattern  # which few packages need

    try:
        pattern = compile_pattern(wanted, effort)
    except UncheckedPatternError as error:
        yield Unchecked("pattern-not-checked", f"the pattern was not checked: RE2 cannot run {error}")
        return
    example = field.raw.get("example")
    shown = wanted if len(wanted) <= 60 or not example else "of its pattern"
    message = f"does not have the form {shown}" + (f", e.g. {shown_value(field, example)}" if example else "")
    if wanted == r"\S(.*\S)?":
        message = "begins or ends with a space; remove it"
    places = pattern.byte_places
    doubts = None if places is None else width_doubts(places)
    yield Constraint("constraint-pattern", message, lambda cells, _: pc.invert(pattern.matches(cells)), doubts)
    if (limit := pattern.longest) is not None:
        message = f"is longer than the {limit:,} bytes that are held against a pattern of this size; shorten the cell"

        def long_rows(texts: Texts) -> Rows:
            return texts.only_present(np.flatnonzero(texts.lengths > limit)) if len(texts.data) > limit else NO_ROWS

        yield Constraint("cell-too-long", message, lambda cells, _: longer(cells, limit), long_rows)


_decode = decoding(json.JSONDecoder())


def _items(text: str | None) -> int:
    """How many items the JSON has."""
    return 0 if text is None else len(_decode(text))


def _length_bound(name: str, compare: Any, words: str) -> Callable[[Field, int], Constraint]:
    def compiled(field: Field, wanted: int) -> Constraint:
        if not 0 <= wanted < 2**63:
            raise ValueError(f"{wanted} is not a length")
        bound, delimiter = int_scalar(wanted), field.raw.get("delimiter", ",")

        def broken(cells: pa.StringArray, places: Any) -> pa.BooleanArray:
            lengths: pa.NumericArray
            if field.type == "string":
                lengths = pc.utf8_length(cells)
            elif field.type == "list":
                lengths = pc.add(pc.count_substring(cells, pattern=delimiter), int_scalar(1))
            else:
                lengths = int64_array(places.astype(np.intp))
            return pc.and_(pc.is_valid(cells), compare(lengths, bound))

        def longer(texts: Texts) -> Rows:
            return texts.only_present(np.flatnonzero(texts.lengths > wanted))

        # no text has more characters than bytes
        doubts = longer if name == "max-length" and field.type == "string" else None
        is_parsed = field.type not in ("string", "list")
        unit = "characters" if field.type == "string" else "items"
        return Constraint(f"constraint-{name}", words.format(wanted, unit), broken, doubts, _items if is_parsed else None)

    return compiled


def _bound(name: str, breaks: Any, holds: Any, words: str) -> Callable[[Field, Any], Constraint]:
    rule = f"constraint-{name}"

    def compiled(field: Field, wanted: Any) -> Constraint:
        bound, message = cast_constants(field, [wanted])[0], words.format(shown_value(field, wanted))
        if (reader := moment_reader(field)) is not None:
            limit = reader.read_constants([lexical_value(wanted)])[0]
            return Constraint(rule, message, lambda _, moments: pc.invert(holds(moments, limit)))
        if (place := ordering(field)) is not None:
            last = place(lexical_value(wanted))

            def is_outside(cells: pa.StringArray, places: Any) -> pa.BooleanArray:
                present = np.flatnonzero(numpy_values(pc.is_valid(cells)))
                mask = np.zeros(len(cells), np.bool_)
                mask[present] = [breaks(found, last) for found in places[present].tolist()]
                return bool_array(mask)

            return Constraint(rule, message, is_outside, places=lambda text: None if text is None else place(text))

        return Constraint(rule, message, beyond(field, wanted, bound, breaks, holds))

    return compiled


def _parts(texts: list[str]) -> Iterator[list[str]]:
    """The texts in parts of about a million characters, for as JSON values they take forty times the room."""
    part, size = list[str](), 0
    for text in texts:
        part.append(text)
        size += len(text)
        if size > 1_000_000:
            yield part
            part, size = [], 0
    if part:
        yield part


def _json_schema(_: Field, wanted: Mapping[str, Any], effort: Effort) -> Iterator[Constraint]:
    from packpress.check.json_schema import compile_json_schema, read_value  # costs 5 ms, which few packages need pay

    conform = compile_json_schema(wanted, effort)

    def broken(cells: pa.StringArray, _: pa.Array) -> pa.BooleanArray:
        texts = [text for text in dict.fromkeys(cells.to_pylist()) if text is not None]
        effort.allow_steps(sum(map(len, texts)))
        is_right: dict[str, bool] = {}
        for part in _parts(texts):
            is_right.update(zip(part, conform([read_value(text) for text in part]), strict=True))
        return bool_array(ask_once(cells, lambda text: text is not None and not is_right[text]))

    yield Constraint("constraint-json-schema", "does not conform to the JSON Schema of the field", broken)


# constraint → how it is compiled
_COMPILERS: Mapping[str, Callable[[Field, Any], Constraint]] = {
    "enum": _enum,
    "categories": _categories,
    "minLength": _length_bound("min-length", pc.less, "is shorter than {} {}"),
    "maxLength": _length_bound("max-length", pc.greater, "is longer than {} {}"),
    "minimum": _bound("minimum", operator.lt, pc.greater_equal, "is less than the minimum {}"),
    "maximum": _bound("maximum", operator.gt, pc.less_equal, "is more than the maximum {}"),
    "exclusiveMinimum": _bound("exclusive-minimum", operator.le, pc.greater, "is not more than {}"),
    "exclusiveMaximum": _bound("exclusive-maximum", operator.ge, pc.less, "is not less than {}"),
}
# constraint whose work is bounded → how it is compiled
_BOUNDED: Mapping[str, Callable[[Field, Any, Effort], Iterable[Constraint | Unchecked]]] = {
    "pattern": _pattern,
    "jsonSchema": _json_schema,
}
