"""The types ``date``, ``time`` and ``datetime`` with a format of strptime, whose cells are compared as moments."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, NO_MOMENT, int64_array, int_scalar, numpy_values, row_chunks, string_array
from packpress.types import of_name
from packpress.types.answers import Bound, Lexis, Outside
from packpress.types.field import Field, plain_field
from packpress.types.field_type import BOUNDS, EVERY, FieldType, lexical_value
from packpress.types.iso8601 import write_seconds
from packpress.types.moments import DATE_TYPE, FIRST_MOMENT, IN_UTC, LAST_MOMENT, LOCAL, are_common
from packpress.types.strptime.reader import Int64s, MomentReader, reader_of

_DAY = 86_400_000_000


class StrptimeType(FieldType):
    """A date or time in a format of strptime, as text; it is compared as a moment: microseconds since 1970."""

    constraints = EVERY | BOUNDS

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        reader = reader_of(field.format)
        assert reader is not None  # the checks of the descriptor reject other formats
        self._reader = reader

    @property
    def form(self) -> MomentReader:
        return self._reader

    @property
    def holds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._plain.holds, "text")))

    @property
    def _plain(self) -> FieldType:
        return of_name(self.name)(plain_field(self.name))

    @property
    def lexis(self) -> Lexis:
        form = self.field.format
        may_be_indented = form != form.strip()
        may_roll_over = re.search("%[jV]", form) and not re.search("%[fzZ]", form)

        def is_formatted(text: str) -> bool:
            if not all(c.isascii() or c in form for c in text) or not (may_be_indented or text == text.strip()):
                return False
            try:
                moment = datetime.strptime(text, form)
            except ValueError:
                return False
            # Python rolls over into the next year if the year has no day 366 or no week 53
            is_doubtful = may_roll_over and moment.month in (1, 12)
            return not is_doubtful or _loose(moment.strftime(form)) == _loose(text)

        return Lexis("", f"a {self.name} in the format {form}", is_formatted)

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.Int64Array:
        assert isinstance(values, pa.Int64Array)  # the moments that `form` reads
        return self._comparable(values)

    def _comparable(self, moments: pa.Int64Array) -> pa.Int64Array:
        """Returns the moments reduced to what the type has, whatever else the format states: a date loses its hours."""
        numbers: Int64s = numpy_values(pc.fill_null(moments, int_scalar(0)))
        parts = self._part(numbers)
        if not np.any(parts != numbers):
            return moments
        return pc.if_else(pc.is_valid(moments), int64_array(parts), NO_MOMENT)

    def _part(self, numbers: Int64s) -> Int64s:
        """Returns the part of each moment that belongs to the type: the day, the time of day, or all of it."""
        return numbers

    def equal_constants(self, wanted: Sequence[object]) -> pa.Array:
        texts = [value for value in wanted if isinstance(value, str)]
        moments = self.form.read(string_array(texts))
        if len(texts) < len(wanted) or moments.null_count:
            self.constants(wanted)  # raises an error that names the invalid value
            moments = self.form.read_constants(map(self.constant_text, wanted))
        return self._comparable(moments)

    def key_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        assert isinstance(values, pa.Int64Array)  # the moments that `form` reads
        parts = [self._write(self._comparable(piece)) for piece in row_chunks(values)]
        return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)

    def _write(self, moments: pa.Int64Array) -> pa.StringArray:
        """Returns the moments in ISO 8601, which is the canonical text of the type's other formats."""
        is_of_utc = pc.and_(pc.greater_equal(moments, FIRST_MOMENT), pc.less_equal(moments, LAST_MOMENT))
        written = self._shortened(pc.cast(moments.view(pa.timestamp("us")), pa.string()))  # from 2024-02-29 12:00:00.500000
        if pc.all(is_of_utc).as_py() is not False:
            return written
        odd = [
            divmod(moment, 1_000_000) for moment in pc.filter(moments, pc.invert(is_of_utc)).to_pylist() if moment is not None
        ]
        texts = [write_seconds(seconds, f"{rest:06}".rstrip("0")) for seconds, rest in odd]
        return pc.replace_with_mask(written, pc.fill_null(pc.invert(is_of_utc), FALSE), string_array(texts))

    @abstractmethod
    def _shortened(self, written: pa.StringArray) -> pa.StringArray:
        """Returns moments of ISO 8601 as text of the type."""

    def _without_zeros(self, written: pa.StringArray) -> pa.StringArray:
        return pc.replace_substring_regex(written, pattern=r"\.?0*\z", replacement="Z" if self.form.has_zone else "")

    def outside(self, wanted: object, bound: Bound) -> Outside:
        limit = self._bound_moment(wanted)
        return Outside(lambda _, moments: pc.invert(bound.holds(moments, limit)))

    def _bound_moment(self, value: object) -> pa.Scalar:
        self.constants([value])  # raises an error if the value is invalid
        return self.form.read_constants([lexical_value(value)])[0]

    def _bound_place(self, value: object) -> Any:
        return self._bound_moment(value).as_py()


class FormattedDate(StrptimeType):
    """Days in a format of strptime; hours are ignored."""

    name = "date"

    @property
    def published_as(self) -> tuple[pa.DataType, ...]:
        """A date type, if the format states the whole day and nothing that could move it to another."""
        return (DATE_TYPE,) if _has_day(self.form) and not self.form.has_zone else ()

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        days: pa.Array = pc.cast(self._comparable(self.form.read(cells)).view(LOCAL), kind)
        return days

    def _part(self, numbers: Int64s) -> Int64s:
        return numbers - numbers % _DAY

    def _shortened(self, written: pa.StringArray) -> pa.StringArray:
        return pc.utf8_slice_codeunits(written, start=0, stop=10)


class FormattedTime(StrptimeType):
    """Times of day in a format of strptime; days are ignored."""

    name = "time"

    def _part(self, numbers: Int64s) -> Int64s:
        return numbers % _DAY

    def _shortened(self, written: pa.StringArray) -> pa.StringArray:
        return pc.utf8_replace_slice(self._without_zeros(written), start=0, stop=11, replacement="")


class FormattedDateTime(StrptimeType):
    """Moments in a format of strptime."""

    name = "datetime"

    @property
    def published_as(self) -> tuple[pa.DataType, ...]:
        """A timestamp type, if the format states the whole day and the hour."""
        has_hour = "H" in self.form.form.directives or {"I", "p"} <= {*self.form.form.directives}
        return (IN_UTC if self.form.has_zone else LOCAL,) if _has_day(self.form) and has_hour else ()

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        moments = self.form.read(cells)
        return moments.view(kind) if are_common(moments) else None

    def _comparable(self, moments: pa.Int64Array) -> pa.Int64Array:
        return moments

    def _shortened(self, written: pa.StringArray) -> pa.StringArray:
        return pc.utf8_replace_slice(self._without_zeros(written), start=10, stop=11, replacement="T")


# type → its class for formats of strptime
FORMATTED: Mapping[str, type[StrptimeType]] = {kind.name: kind for kind in (FormattedDate, FormattedTime, FormattedDateTime)}


def _has_day(reader: MomentReader) -> bool:
    """Returns whether the format states a year and a day of it; otherwise strptime would make up the rest."""
    stated = {*reader.form.directives}
    return bool(stated & {*"Yy"}) and ("j" in stated or ("d" in stated and bool(stated & {*"mBb"})))


def _loose(text: str) -> str:
    """Returns the text without what strptime ignores: case, repeated spaces, leading zeros."""
    return " ".join(re.sub(r"(?<![0-9])0+(?=[0-9])", "", text).lower().split())
