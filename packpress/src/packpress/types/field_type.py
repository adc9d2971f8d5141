"""The interface that every type of Table Schema implements; the defaults are those of a type whose value is its text.

The class describes the type as such and is used to check descriptors. An instance is bound to one field and knows how the cells
of that field are read, compared and ordered. No code outside this folder compares the name of a type.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, string_array
from packpress.arrow.text_column import Texts
from packpress.types.answers import Bound, Lexis, Outside, Size
from packpress.types.field import Field, plain_field

if TYPE_CHECKING:
    from packpress.types.strptime.reader import MomentReader

EVERY = frozenset({"required", "unique", "enum"})
"""The constraints that every type allows (Table Schema 2.0, "Field Constraints")."""
LENGTHS = frozenset({"minLength", "maxLength"})
BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


class FieldType(ABC):
    """A type of Table Schema 2.0, bound to one field; the defaults are those of a type whose value is its text."""

    name: ClassVar[str]
    formats: ClassVar[frozenset[str]] = frozenset()
    """The formats besides ``default``."""
    has_directives: ClassVar[bool] = False
    """Whether a field of the type may have a format of strptime."""
    constraints: ClassVar[frozenset[str]] = EVERY
    """The constraints that a field of the type may have."""
    notation: ClassVar[tuple[str, ...]] = ()
    """The properties of a field that determine how its values are written, such as ``decimalChar``."""
    has_categories: ClassVar[bool] = False
    """Whether a field of the type may have ``categories``."""
    is_item: ClassVar[bool] = False
    """Whether the items of a ``list`` may have the type."""
    arrow: ClassVar[pa.DataType] = pa.string()
    """The Arrow type of the values; string if the value is the text."""
    is_words: ClassVar[bool] = False
    """Whether the text is meant for people, so that letters of two scripts in one key are suspicious."""
    has_one_notation: ClassVar[bool] = False
    """Whether equal values always have equal text."""
    is_json: ClassVar[bool] = False
    """Whether cells are JSON; their brackets are counted before they are decoded."""
    doubts_blanks: ClassVar[bool] = False
    """Whether the rows of ``doubts`` include every blank cell."""
    rises: ClassVar[bool] = False
    """Whether strictly increasing values prove that all keys are distinct; otherwise the ``key_texts`` must increase."""

    def __init__(self, field: Field) -> None:
        self.field = field

    @classmethod
    def of(cls, field: Field) -> FieldType:
        """Returns the type bound to the field; if the type has several formats, the subclass for the field's format."""
        return cls(field)

    @classmethod
    def faults(cls, raw: Mapping[str, Any]) -> Iterator[str]:
        """Yields a message for each error in the ``notation`` properties of a field's descriptor."""
        yield from ()

    @classmethod
    def is_costly(cls, field: Field) -> bool:
        """Returns whether reading a cell of the field takes several times as long as for most fields."""
        return False

    @classmethod
    def listed_value(cls, raw: Mapping[str, Any], value: object) -> object:
        """Returns a value of ``categories`` for comparison: for integers, 1 and "01" both give 1."""
        return str(value)

    @property
    def is_counted(self) -> bool:
        """Whether the key of a new record is the next number."""
        return False

    # notation

    @property
    @abstractmethod
    def lexis(self) -> Lexis:
        """How cells of the field are written (Table Schema 2.0, "Field Types")."""

    @property
    def doubts(self) -> Callable[[Texts], Rows] | None:
        """A fast filter: maps a column to the rows whose cells may be invalid, by their bytes; None to match every cell.

        If it leaves out an invalid cell, ``cast_unjudged`` must return None. For integers, the cells "12" and "1x" give row 1.
        """
        return None

    @property
    def form(self) -> MomentReader | None:
        """The reader of cells in a format of strptime, if the field has one; its values are then compared as moments."""
        return None

    @property
    def size(self) -> Size | None:
        """How the length of a cell is measured; None if the type does not allow ``minLength`` and ``maxLength``."""
        return None

    # values

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Returns the values of cells that match ``lexis``, and a mask of those that ``arrow`` cannot hold (None if all fit).

        The value of a cell that does not fit is null.
        """
        return cells, None

    def cast_unjudged(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None] | None:
        """Returns ``cast`` of the cells that ``doubts`` leaves out, which are not matched; None if one is invalid after all."""
        try:
            return self.cast(cells)
        except pa.ArrowInvalid:
            return None

    def is_inexact(self, cells: pa.StringArray, values: pa.Array) -> bool:
        """Returns whether ``arrow`` changes a value, as float64 changes a decimal of 20 digits."""
        return False

    def exact_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns the values that ``arrow`` may change as plain decimals, and null for others."""
        return pa.nulls(len(cells), pa.string())

    @property
    def published_as(self) -> tuple[pa.DataType, ...]:
        """The Arrow types in which a column is published if one of them holds all of its values, instead of as text."""
        return ()

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        """Returns valid cells in one of the types of ``published_as``; None if it does not hold all of them exactly."""
        try:
            values: pa.Array = pc.cast(cells, kind)
        except pa.ArrowInvalid:
            return None
        return values

    def narrow(self, column: pa.Array) -> pa.Array:
        """Returns the values in the narrowest Arrow type that the field's constraints allow."""
        return column

    @property
    def holds(self) -> tuple[str, ...]:
        """The families of Arrow types that a Parquet column of the field may have, named as in ``read.parquet.arrow_text``."""
        return ("text",)

    # constants of the descriptor

    def constant_text(self, value: object) -> str:
        """Returns a constant of the descriptor as the text of a cell. Raises ValueError if no cell can have that value."""
        if value is None or isinstance(value, list | dict):
            raise ValueError(f"{value!r} is not a value of the type {self.name}")
        return lexical_value(value)

    def constants(self, values: Sequence[object]) -> pa.Array:
        """Returns constants of the descriptor as values of ``arrow``. Raises ValueError if one is not a value of the type.

        A string is read like a cell of the field, a JSON number or boolean as itself (Table Schema 2.0, "Field
        Constraints"). If there are both, the strings come first in the result.
        """
        own = [self.constant_text(value) for value in values if isinstance(value, str | list | dict | None)]
        others = [self.constant_text(value) for value in values if not isinstance(value, str | list | dict | None)]
        parts = [read_as._cast_texts(texts) for read_as, texts in ((self, own), (self._plain, others)) if texts]
        return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)

    @cached_property
    def _plain(self) -> FieldType:
        """The type in its default notation."""
        return type(self)(plain_field(self.name))

    def _cast_texts(self, texts: Sequence[str]) -> pa.Array:
        wanted, cells = self.lexis, string_array(texts)
        for text, is_match in zip(texts, self._matches(wanted.pattern, texts, cells), strict=True):
            if not is_match or (wanted.judge and not wanted.judge(text)):
                raise ValueError(f"{text!r} is not a value of the type {self.name}")
        values, unfit = self.cast(cells)
        if unfit is not None:
            raise ValueError(f"a value does not fit {self.arrow}")
        return values

    def _matches(self, pattern: str, texts: Sequence[str], cells: pa.StringArray) -> Sequence[bool]:
        """Returns whether the pattern of the type matches each text."""
        if not pattern:
            return [True] * len(texts)
        found: list[bool] = pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z").to_pylist()
        return found

    def shown(self, value: object) -> str:
        """Returns a constant of the descriptor for a message: written like a cell of the field.

        A string in a schema already is (Table Schema 2.0, "Field Constraints").
        """
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else lexical_value(value)

    def shown_list(self, values: Sequence[object], limit: int = 20) -> str:
        """Returns the first ``limit`` constants for a message, and how many more there are: "a, b and 7 more"."""
        shown = ", ".join(map(self.shown, values[:limit]))
        return shown if len(values) <= limit else f"{shown} and {len(values) - limit} more"

    # equality, for primary, unique and foreign keys, enum and categories

    canonical_form: ClassVar[str] = ""
    """A full-match pattern for RE2 of text that already is canonical; "" if equal values always have equal text."""

    def canonical(self, text: str) -> str:
        """Returns the canonical notation of the text's value: for numbers, ``canonical("+1.0")`` is "1"."""
        return text

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.Array:
        """Returns an Arrow array whose items are equal if and only if the logical values of the cells are; null stays null.

        ``values`` are the result of ``cast``, or moments if the field has a ``form``.
        """
        return values

    def equal_constants(self, wanted: Sequence[object]) -> pa.Array:
        """Returns ``equal`` of constants of the descriptor. Raises ValueError if one is not a value of the type."""
        values = self.constants(wanted)
        return self.equal(pc.cast(values, pa.string()), values)

    def key_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns ``equal`` as text, which is hashed and compared across tables."""
        return pc.cast(self.equal(cells, values), pa.string())

    def are_key_texts(self, texts: Texts) -> bool:
        """Returns whether the cells are certainly their own ``key_texts``; a fast test, False if unsure."""
        return self.has_one_notation

    # order

    def outside(self, wanted: object, bound: Bound) -> Outside:
        """Returns how values beyond the bound ``wanted`` are found. Raises ValueError if it is not a value of the type."""
        limit = self.constants([wanted])[0]
        return Outside(lambda _, values: pc.invert(bound.holds(values, limit)))

    def compare(self, bound: object, other: FieldType, other_bound: object) -> int | None:
        """Compares a bound with one of another version of the field, each in the notation of its own version.

        Returns -1 if it is lower, 1 if it is higher, 0 if they are equal, None if they are not comparable.
        """
        try:
            this, that = self._bound_place(bound), other._bound_place(other_bound)
            return bool(this > that) - bool(this < that)
        except (ValueError, TypeError, ArithmeticError, pa.ArrowInvalid):
            return None

    def _bound_place(self, value: object) -> Any:
        return self.constants([value])[0].as_py()


def lexical_value(value: object) -> str:
    """Returns a constant of the descriptor as the text of a cell: true, 3, 2.5, 2024-01-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return re.sub(r"\.0$", "", f"{Decimal(repr(value)):f}") if isinstance(value, float) else str(value)
