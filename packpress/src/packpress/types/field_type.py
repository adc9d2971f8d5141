"""What packpress knows of a type of Table Schema: the interface that every type answers, and the answers of plain text.

The class says what holds for each field of the type, and is asked by the checks of a descriptor. An object of it is bound to
one field and says how its cells are read, compared and ordered. No other code compares the name of a type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, string_array
from packpress.arrow.map_distinct import rewrite_unmatched
from packpress.arrow.text_column import Texts
from packpress.types.field import Field

if TYPE_CHECKING:
    from packpress.types.strptime.reader import MomentReader

EVERY = frozenset({"required", "unique", "enum"})
"""The constraints that may stand on each type (Table Schema 2.0, "Field Constraints")."""
LENGTHS = frozenset({"minLength", "maxLength"})
BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})


class Lexis(NamedTuple):
    """How cells are written: a full-match pattern for RE2 ("" matches every text), and a predicate for what no pattern says.

    ``expected`` completes a message: "is not …".
    """

    pattern: str
    expected: str
    judge: Callable[[str], bool] | None = None


class Size(NamedTuple):
    """How ``minLength`` and ``maxLength`` measure a cell: a column at once, or else one cell by ``items``.

    ``is_within_bytes`` is true where no cell is longer than its bytes.
    """

    unit: str
    lengths: Callable[[pa.StringArray], pa.Array] | None = None
    items: Callable[[str], int] | None = None
    is_within_bytes: bool = False


class Bound(NamedTuple):
    """A kind of bound. For ``maximum``: ``breaks(5, 4)`` of two Python values is true, ``holds`` is Arrow's ``less_equal``."""

    breaks: Callable[[Any, Any], bool]
    holds: Callable[[pa.Array, pa.Scalar], pa.BooleanArray]


class Outside(NamedTuple):
    """Finds the values beyond a bound: ``broken(cells, values)`` is a mask.

    With ``place``, which gives a cell its place in order, ``broken`` gets an object array of places instead of values.
    """

    broken: Callable[[pa.StringArray, Any], pa.BooleanArray]
    place: Callable[[str], Any] | None = None


class FieldType:
    """A type of Table Schema 2.0, bound to one field. These are the answers of a type whose value is its text."""

    name: ClassVar[str]
    formats: ClassVar[frozenset[str]] = frozenset()
    """The formats besides ``default``."""
    has_directives: ClassVar[bool] = False
    """Whether a format of strptime may stand on the type."""
    constraints: ClassVar[frozenset[str]] = EVERY
    notation: ClassVar[tuple[str, ...]] = ()
    """The properties of a field that say how values of the type are written."""
    has_categories: ClassVar[bool] = False
    is_item: ClassVar[bool] = False
    """Whether a list may hold values of the type."""
    arrow: ClassVar[pa.DataType] = pa.string()
    """The Arrow type of the values; string where the text is the value."""
    is_words: ClassVar[bool] = False
    """Whether the text is written for people, so that letters of two scripts in a key are suspicious."""
    has_one_notation: ClassVar[bool] = False
    """Whether equal cells always have equal text."""
    is_json: ClassVar[bool] = False
    """Whether cells are JSON, whose brackets are counted before it is decoded."""
    doubts_blanks: ClassVar[bool] = False
    """Whether ``doubts`` names every blank cell."""
    rises: ClassVar[bool] = False
    """Whether rising values prove that no two keys are equal."""

    def __init__(self, field: Field) -> None:
        self.field = field

    @classmethod
    def of(cls, field: Field) -> FieldType:
        """Returns the type bound to the field: the variant for its format, where a type has several."""
        return cls(field)

    @classmethod
    def faults(cls, raw: Mapping[str, Any]) -> Iterator[str]:
        """Yields what is wrong with the properties of ``notation`` in a field's descriptor."""
        yield from ()

    @classmethod
    def is_costly(cls, field: Field) -> bool:
        """Whether a cell of the field costs several times as much to read as most."""
        return False

    @classmethod
    def listed_value(cls, raw: Mapping[str, Any], value: object) -> object:
        """Returns a value of ``categories`` as one to compare: two notations of a whole number are one value."""
        return str(value)

    @property
    def is_counted(self) -> bool:
        """Whether a new record takes the next number as its key."""
        return False

    # notation

    @property
    def lexis(self) -> Lexis:
        """How cells of the field are written (Table Schema 2.0, "Field Types")."""
        raise NotImplementedError

    @property
    def doubts(self) -> Callable[[Texts], Rows] | None:
        """Finds the rows whose cells may be no value, from their bytes; None where every cell must be matched."""
        return None

    @property
    def form(self) -> MomentReader | None:
        """Reads cells in a format of strptime, several columns at once; the values to compare are then moments."""
        return None

    @property
    def size(self) -> Size | None:
        """How long a cell is; None for a type on which no bound of length may stand."""
        return None

    # values

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
        """Returns the values of cells that the lexis accepts, and a mask of those that ``arrow`` cannot hold, None if all fit.

        A cell that does not fit is null in the values.
        """
        return cells, None

    def cast_unjudged(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None] | None:
        """Casts cells about which ``doubts`` has no doubt; None where one is no value of the type after all."""
        try:
            return self.cast(cells)
        except pa.ArrowInvalid:
            return None

    def is_inexact(self, cells: pa.StringArray, values: pa.Array) -> bool:
        """Whether ``arrow`` changes a value."""
        return False

    def exact_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns values that ``arrow`` may change as plain decimals, null where there is none."""
        return pa.nulls(len(cells), pa.string())

    def narrow(self, column: pa.Array) -> pa.Array:
        """Casts values to the narrowest Arrow type that the field's constraints allow."""
        return column

    @property
    def holds(self) -> tuple[str, ...]:
        """The families of Arrow types that may hold the field in Parquet, as ``read.parquet.arrow_text`` names them."""
        return ("text",)

    # constants of the descriptor

    def constant_text(self, value: object) -> str:
        """Returns a constant of the descriptor as a cell. Raises ValueError where no cell says such a value."""
        if value is None or isinstance(value, list | dict):
            raise ValueError(f"{value!r} is not a value of the type {self.name}")
        return lexical_value(value)

    def constants(self, values: Sequence[object]) -> pa.Array:
        """Returns constants of the descriptor as values. Raises ValueError where one is no value of the type.

        A string is read as a cell of the field is, a number or boolean of JSON as itself (Table Schema 2.0, "Field
        Constraints"). Where there are both, the strings come first.
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
        """Whether the pattern of the type matches each text."""
        if not pattern:
            return [True] * len(texts)
        found: list[bool] = pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z").to_pylist()
        return found

    def shown(self, value: object) -> str:
        """Returns a constant of the descriptor as a message shows it: as a cell of the field would have it.

        A string of a schema is written as cells are (Table Schema 2.0, "Field Constraints").
        """
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else lexical_value(value)

    def shown_list(self, values: Sequence[object], limit: int = 20) -> str:
        """Returns the first constants, and how many more there are: "a, b and 7 more"."""
        shown = ", ".join(map(self.shown, values[:limit]))
        return shown if len(values) <= limit else f"{shown} and {len(values) - limit} more"

    # equality, for primary, unique and foreign keys, enum and categories

    canonical_form: ClassVar[str] = ""
    """A full-match pattern for RE2 of text that is canonical already; "" where equal values always have equal text."""

    def canonical(self, text: str) -> str:
        """Returns the text in the one notation that its value has."""
        return text

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.Array:
        """Returns one Arrow value for each logical value, null where the value is: equal if and only if the cells are.

        ``values`` are those of ``cast``, and moments where the field has a ``form``.
        """
        return values

    def equal_constants(self, wanted: Sequence[object]) -> pa.Array:
        """Returns the same of constants of the descriptor. Raises ValueError where one is no value of the type."""
        values = self.constants(wanted)
        return self.equal(pc.cast(values, pa.string()), values)

    def key_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns ``equal`` as text, to be hashed and compared across tables."""
        return pc.cast(self.equal(cells, values), pa.string())

    def are_key_texts(self, texts: Texts) -> bool:
        """Whether the cells are surely their own ``key_texts``; a fast test, which may say no."""
        return self.has_one_notation

    # order

    def outside(self, wanted: object, bound: Bound) -> Outside:
        """Returns what finds the values beyond a bound. Raises ValueError where the bound is no value of the type."""
        limit = self.constants([wanted])[0]
        return Outside(lambda _, values: pc.invert(bound.holds(values, limit)))

    def compare(self, old: object, new: object) -> int | None:
        """Compares two bounds: -1 if the old one is lower, 1 if it is higher, 0 if they are equal, None if nobody can tell."""
        try:
            before, after = (self._bound_place(value) for value in (old, new))
            return bool(before > after) - bool(before < after)
        except (ValueError, TypeError, OverflowError, pa.ArrowInvalid):
            return None

    def _bound_place(self, value: object) -> Any:
        return self.constants([value])[0].as_py()


class CanonicalText(FieldType):
    """A type whose values stay text, and of which several texts are one value."""

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        assert isinstance(values, pa.StringArray)  # as `arrow` says
        if self.has_one_notation:
            return values
        return rewrite_unmatched(values, self.canonical_form, self.canonical)


def plain_field(name: str) -> Field:
    """Returns a field of the type in its default notation, without constraints."""
    return Field("", name, "default", "", "", {}, (), {})


def lexical_value(value: object) -> str:
    """Returns a constant of the descriptor as the text of a cell: true, 3, 2.5, 2024-01-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return re.sub(r"\.0$", "", f"{Decimal(repr(value)):f}") if isinstance(value, float) else str(value)
