"""The notations of values in the order in which they are preferred, each stricter than the type that it stands for.

A cell fits a notation if the pattern matches and, where that is not enough, the checker accepts it as a value. So what is
inferred here passes the check. Digits with a leading zero or a plus sign, and exponents without a sign such as 12E4, are codes
and fit no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Mask, numpy_values
from packpress.check.cells.field_checker import FieldChecker
from packpress.package.schema import read_field

MISSING = (
    "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "none", "nil", "-", "--", "–", "—", ".", "..", "...", "…",
    "?",
)  # fmt: skip
"""Words that mean "missing" where the rest of a column has a type; in a column of text they are text (NA is Namibia)."""
CODE = r"[+-]?0[0-9]+|\+[0-9]+|[0-9]+[eE][0-9]+|-?[0-9]{19,}"
"""Digits that are no number: a leading zero or a plus sign, 12E4, or more than 64 bits hold."""
_WHOLE = "(?:0|[1-9][0-9]{0,17})"
_CURRENCIES = ("$", "€", "£", "¥")


class Notation(NamedTuple):
    """A way to write values: the properties of its field, a full-match pattern, and its kind for messages.

    If two notations of one ``family`` fit, the cells do not say which is meant. Those of ``distinct`` are told apart from
    text with certainty, so that fewer cells prove them. ``words`` must all occur. A notation with ``named`` is considered
    only for columns in whose name that pattern is found, and is then preferred.
    """

    raw: Mapping[str, Any]
    pattern: str
    kind: str
    family: str = ""
    distinct: bool = False
    words: tuple[str, ...] = ()
    named: str = ""

    def may_fit(self, text: str) -> bool:
        """Returns whether the pattern matches the text; the checker may still reject it."""
        return re.fullmatch(self.pattern, text) is not None

    def may_fit_lines(self, lines: str) -> int:
        """Returns how many of the texts the pattern matches; they are joined by line feeds, and have none inside."""
        return len(_of_lines(self.pattern).findall(lines))

    def fits(self, cells: pa.StringArray, texts: list[str | None] | None = None) -> Mask:
        """Returns which cells are in the notation; ``texts`` are the cells if they are few."""
        if texts is None:
            fits: Mask = numpy_values(pc.match_substring_regex(cells, pattern=rf"\A(?:{self.pattern})\z")).copy()
        else:
            fits = np.array([self.may_fit(text or "") for text in texts], np.bool_)
        if self._may_be_rejected and fits.any():
            for breach in _checker(self).check(cells)[1]:
                if breach.severity == "error":
                    fits[breach.rows] = False
        return fits

    @property
    def _may_be_rejected(self) -> bool:
        """Whether the pattern matches texts that are no values, such as 31 February or 1e+999."""
        return self.raw["type"] in ("date", "datetime", "time") or self.raw == {"type": "number"}


@cache
def _of_lines(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{pattern})$", re.MULTILINE)


@cache
def _checker(notation: Notation) -> FieldChecker:
    raw = {"name": "a", **{n: list(v) if isinstance(v, tuple) else v for n, v in notation.raw.items()}}
    return FieldChecker(read_field(raw, ("",)), is_key=False)


class _Raw(dict[str, Any]):
    """Properties of a field that can be hashed; they never change."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def _numbers() -> Iterator[Notation]:
    yield Notation(_Raw(type="integer"), r"0|-?[1-9][0-9]{0,17}", "an integer", "plain")
    point = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,30})?(?:[eE][+-][0-9]{1,3})?|-?\.[0-9]{1,30}"
    yield Notation(_Raw(type="number"), point, "a number", "number")
    yield from _written("", "", {}, "")
    for unit in ("%", *_CURRENCIES):
        kind = "a percentage" if unit == "%" else f"an amount in {unit}"
        shown = r"\$" if unit == "$" else unit
        more = {"bareNumber": False, "packpress:unit": unit}
        blank = "[ \u00a0\u202f]?"
        for before, after in (("", blank + shown), (shown + blank, "")):
            if before and unit == "%":
                continue
            family = f"{before}0{after}"
            sign = "-?" if not before else ""
            yield Notation(_Raw(type="number", **more), rf"{before}{sign}{_WHOLE}(?:\.[0-9]+)?{after}", kind, family)
            yield from _written(before, after, more, kind, family)


def _written(before: str, after: str, more: Mapping[str, Any], kind: str, family: str = "number") -> Iterator[Notation]:
    """Yields the notations of numbers with other marks for the decimals and the thousands."""
    sign = "-?" if not before else ""
    yield Notation(
        _Raw(type="number", decimalChar=",", **more), rf"{before}{sign}{_WHOLE}(?:,[0-9]+)?{after}",
        kind or "a number with a decimal comma", family,
    )  # fmt: skip
    for group, point in (
        (",", "."),
        (".", ","),
        (" ", ","),
        (" ", "."),
        ("\u00a0", ","),
        ("\u202f", ","),
        ("'", "."),
        ("’", "."),
    ):
        digits = rf"(?:0|[1-9][0-9]{{0,2}}(?:{'[.]' if group == '.' else group}[0-9]{{3}}){{0,5}})"
        named = kind or f'a number with "{group}" between thousands'
        if not more:
            yield Notation(_Raw(type="integer", groupChar=group), f"{sign}{digits}", named, family)
        marks = {"groupChar": group} if point == "." else {"decimalChar": ",", "groupChar": group}
        yield Notation(
            _Raw(type="number", **marks, **more), rf"{before}{sign}{digits}(?:[{point}][0-9]+)?{after}", named, family
        )


def _moments() -> Iterator[Notation]:
    yield Notation(_Raw(type="date"), "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date YYYY-MM-DD", distinct=True)
    day = "[0-9]{1,2}"
    dates = [
        ("%Y/%m/%d", "[0-9]{4}/[0-9]{2}/[0-9]{2}", "YYYY/MM/DD", ""),
        ("%Y.%m.%d", "[0-9]{4}[.][0-9]{2}[.][0-9]{2}", "YYYY.MM.DD", ""),
        ("%d.%m.%Y", f"{day}[.]{day}[.][0-9]{{4}}", "DD.MM.YYYY", ""),
        ("%d/%m/%Y", f"{day}/{day}/[0-9]{{4}}", "DD/MM/YYYY", "day/month"),
        ("%m/%d/%Y", f"{day}/{day}/[0-9]{{4}}", "MM/DD/YYYY", "day/month"),
        ("%d-%m-%Y", f"{day}-{day}-[0-9]{{4}}", "DD-MM-YYYY", "day-month"),
        ("%m-%d-%Y", f"{day}-{day}-[0-9]{{4}}", "MM-DD-YYYY", "day-month"),
    ]
    for form, pattern, shown, family in dates:
        yield Notation(_Raw(type="date", format=form), pattern, f"a date {shown}", family, distinct=True)
    clock = "[0-9]{2}:[0-9]{2}"
    zone = "(?:Z|[+-][0-9]{2}:[0-9]{2})"
    iso = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{clock}:[0-9]{{2}}(?:\.[0-9]+)?{zone}?"
    yield Notation(_Raw(type="datetime"), iso, "a datetime YYYY-MM-DDThh:mm:ss", distinct=True)
    clocks = (
        (":%M:%S", f"{clock}:[0-9]{{2}}", ":mm:ss"),
        (":%M", clock, ":mm"),
        (":%M:%S.%f", rf"{clock}:[0-9]{{2}}\.[0-9]{{1,6}}", ":mm:ss.f"),
    )
    first = ("%Y-%m-%d", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "YYYY-MM-DD", "")
    for form, pattern, shown, family in (first, *dates):
        for time, time_pattern, time_shown in clocks:
            for between in (" ", "T") if form == "%Y-%m-%d" else (" ",):
                if (between, time) != ("T", ":%M:%S"):
                    raw = _Raw(type="datetime", format=f"{form}{between}%H{time}")
                    named = f"a datetime {shown}{between}hh{time_shown}"
                    yield Notation(raw, f"{pattern}{between}{time_pattern}", named, family and family + time, distinct=True)
    zoned = _Raw(type="datetime", format="%Y-%m-%d %H:%M:%S%z")
    yield Notation(zoned, f"{first[1]} {clock}:[0-9]{{2}}{zone}", "a datetime with a zone", distinct=True)
    yield Notation(_Raw(type="time"), f"{clock}:[0-9]{{2}}", "a time hh:mm:ss", distinct=True)
    yield Notation(_Raw(type="time", format="%H:%M"), clock, "a time hh:mm", distinct=True)
    yield Notation(_Raw(type="yearmonth"), "(?:1[5-9]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])", "a month YYYY-MM", distinct=True)


def _booleans() -> Iterator[Notation]:
    yield Notation(_Raw(type="boolean"), "true|false|True|False|TRUE|FALSE", "a boolean", distinct=True)
    for true, false in (("yes", "no"), ("Yes", "No"), ("YES", "NO")):
        raw = _Raw(type="boolean", trueValues=(true,), falseValues=(false,))
        yield Notation(raw, f"{true}|{false}", "a boolean", distinct=True, words=(true, false))


def _named() -> Iterator[Notation]:
    """Yields notations of four or eight digits, which could as well be numbers."""
    years = "year|jahr|ann[eé]e|a[nñ]o|anno|ano"
    yield Notation(_Raw(type="year"), "(?:1[5-9]|20|21)[0-9]{2}", "a year", named=rf"(?i)(?<![a-z])(?:{years})(?![a-z])")
    dates = "date|datum|day|fecha|data"
    compact = _Raw(type="date", format="%Y%m%d")
    yield Notation(
        compact, "(?:1[89]|20)[0-9]{6}", "a date YYYYMMDD", distinct=True, named=rf"(?i)(?<![a-z])(?:{dates})(?![a-z])"
    )


NOTATIONS = (*_named(), *_booleans(), *_numbers(), *_moments())
"""All notations but that of text, which every cell is in."""
