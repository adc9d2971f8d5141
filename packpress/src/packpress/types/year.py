"""The types ``year`` and ``yearmonth``."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from packpress.types.answers import Lexis
from packpress.types.iso8601 import YEAR, ZONE
from packpress.types.ordered_text import OrderedText

_NOTATION = rf"-?(?:{YEAR}|[1-9][0-9]{{4,8}})"


class Year(OrderedText):
    """Years, with or without a zone, as text (Table Schema 2.0, "year"; XML Schema Part 2, "gYear")."""

    name = "year"
    holds: tuple[str, ...] = ("year", "text")
    lexis = Lexis(_NOTATION + ZONE, "a year; write YYYY")
    canonical_form = "-?[0-9]+Z?"
    published_as: tuple[pa.DataType, ...] = (pa.int32(),)

    def canonical(self, text: str) -> str:
        return re.sub(r"[+-]00:00\Z", "Z", text)

    def place(self, text: str) -> Any:
        """Returns the year, and the month if there is one; a zone is ignored."""
        found = re.match(r"(-?\d+)(?:-(\d\d)(?!:))?", text)
        assert found is not None  # the text matches the lexis
        return tuple(int(number) for number in found.groups() if number is not None)


class YearMonth(Year):
    """Months of a year, with or without a zone, as text (Table Schema 2.0, "yearmonth")."""

    name = "yearmonth"
    holds = ("text",)
    lexis = Lexis(rf"{_NOTATION}-(?:0[1-9]|1[0-2]){ZONE}", "a month; write YYYY-MM")
    canonical_form = "-?[0-9]+-[0-9]{2}Z?"
    published_as = ()
