"""Types of columns: what each notation proves, what stays text, and which odd cells are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from packpress.arrow.arrays import string_array
from packpress.edit.infer.columns.column_types import decide
from packpress.edit.infer.columns.tally import Tally

STRING = {"type": "string"}
MANY = [str(n) for n in range(1, 41)]
DAYS = [f"2024-01-{n:02}" for n in range(1, 29)]


def verdict(cells: Sequence[str], name: str = "c", *, strict: bool = False, delimiter: str = ",") -> tuple[Any, list[str]]:
    """The properties of the type, and the remarks; the cells come in two blocks, on lines from 2 on."""
    tally = Tally(name)
    for block in (cells[: len(cells) // 2], cells[len(cells) // 2 :]):
        tally.add(string_array(list(block)))
    found = decide(tally, lambda row: row + 2, strict=strict, delimiter=delimiter)
    return found.raw, found.remarks


# name of the case → cells, and the properties of their type
CERTAIN: dict[str, tuple[list[str], dict[str, Any]]] = {
    "integers": (["0", "-12", "7", ""], {"type": "integer"}),
    "one leading zero": (["10501", "00501", "20501"], STRING),
    "plus signs": (["+49", "+50"], STRING),
    "beyond 64 bits": (["92233720368547758070", "1"], STRING),
    "exponents without a sign": (["1E4", "2E5"], STRING),
    "decimals": (["1", "2.5", "-.5"], {"type": "number"}),
    "exponents": (["1.5e-07", "2e+16"], {"type": "number"}),
    "decimal commas": (["1,5", "2,25"], {"type": "number", "decimalChar": ","}),
    "groups": (["1,234,567", "12"], {"type": "integer", "groupChar": ","}),
    "groups and decimals": (["1,234.5", "12"], {"type": "number", "groupChar": ","}),
    "groups by point": (["1.234,5", "12"], {"type": "number", "decimalChar": ",", "groupChar": "."}),
    "groups by space": (["1 234", "12"], {"type": "integer", "groupChar": " "}),
    "groups by apostrophe": (["1'234.50", "12.00"], {"type": "number", "groupChar": "'"}),
    "percentages": (["1%", "2.5%"], {"type": "number", "bareNumber": False, "packpress:unit": "%"}),
    "dollars": (["$1,200.50", "$3"], {"type": "number", "groupChar": ",", "bareNumber": False, "packpress:unit": "$"}),
    "some percentages": (["1%", "2"], STRING),
    "dates": (["2024-02-29", "1999-12-31"], {"type": "date"}),
    "dates with points": (["29.2.2024", "31.12.1999"], {"type": "date", "format": "%d.%m.%Y"}),
    "datetimes": (["2024-02-29T10:00:00Z"], {"type": "datetime"}),
    "datetimes with a space": (["2024-02-29 10:00"], {"type": "datetime", "format": "%Y-%m-%d %H:%M"}),
    "times": (["10:00:00"], {"type": "time"}),
    "times without seconds": (["10:00"], {"type": "time", "format": "%H:%M"}),
    "months": (["2024-01", "2023-12"], {"type": "yearmonth"}),
    "booleans": (["true", "False"], {"type": "boolean"}),
    "yes and no": (["yes", "no"], {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}),
    "only yes": (["yes", "yes"], STRING),
    "zeros and ones": (["0", "1"], {"type": "integer"}),
    "words": (["a", "1"], STRING),
}


@pytest.mark.parametrize("case", CERTAIN)
def test_a_column_has_the_strictest_type_that_every_cell_fits(case: str) -> None:
    cells, raw = CERTAIN[case]
    assert verdict(cells)[0] == raw


# name of the case → name of the column, cells, delimiter, the properties of their type, and the remark
REMARKED: dict[str, tuple[str, list[str], str, dict[str, Any], str]] = {
    "day first": (
        "c", ["13/01/2024", "02/01/2024"], ",", {"type": "date", "format": "%d/%m/%Y"},
        "has day before month (%d/%m/%Y), as the other order does not fit every cell",
    ),
    "month first": (
        "c", ["01/13/2024", "02/01/2024"], ",", {"type": "date", "format": "%m/%d/%Y"},
        "has month before day (%m/%d/%Y), as the other order does not fit every cell",
    ),
    "either order": (
        "c", ["01/02/2024", "03/04/2024"], ",", STRING,
        'no cell shows whether "01/02/2024" is %d/%m/%Y or %m/%d/%Y; typed as string',
    ),
    "either mark": (
        "c", ["1,234", "5,678"], ",", STRING,
        'no cell shows whether "1,234" is a decimal or grouped by thousands; typed as string',
    ),
    "a point beside semicolons": (
        "c", ["1.234", "5.678"], ";", STRING,
        'no cell shows whether "1.234" is a decimal or grouped by thousands; typed as string',
    ),
    "missing": (
        "c", ["1", "NA", "2", "NA"], ",", {"type": "integer", "missingValues": ["", "NA"]},
        'has "NA" in 2 cells, taken for missing (missingValues), as all other cells are integers',
    ),
    "missing among words": (
        "country", ["DE", "NA"], ",", STRING,
        'has "NA" in 1 cell, taken for text; if it means missing, write it in missingValues',
    ),
    "telephone": ("phone", ["5551234", "5551235"], ",", STRING, 'has digits only, but its name says "phone"; typed as string'),
    "a code among numbers": (
        "c", [*MANY, "00501"], ",", STRING,
        'is text, not an integer, because of cells like "00501" (line 42), which look like codes',
    ),
    "a word in half of the cells": (
        "c", [*MANY, *["lost"] * 10], ",", STRING,
        'is an integer in 40 of 50 cells, but has "lost" (line 42); typed as string. '
        "If it is wrong, correct it; "
        "if it means missing, write it in missingValues of the schema; then change the type there",
    ),
    "one odd number": (
        "c", [*MANY, "4O"], ",", {"type": "integer"},
        '1 of 41 cells is not an integer (line 42: "4O"). Typed as integer, so that validate names it',
    ),
    "two odd dates": (
        "c", [*DAYS, "2024-02-30", "soon"], ",", {"type": "date"},
        '2 of 30 cells are not dates YYYY-MM-DD (line 30: "2024-02-30"; line 31: "soon"). '
        'Typed as date, so that validate names them',
    ),
    "a date that is not real among few": (
        "c", [*DAYS[:4], "2024-02-30"], ",", {"type": "date"},
        '1 of 5 cells is not a date YYYY-MM-DD (line 6: "2024-02-30"). Typed as date, so that validate names it',
    ),
    "many dates that are not real": (
        "c", [*DAYS, *(f"2024-02-{n}" for n in range(30, 35))], ",", {"type": "date"},
        '5 of 33 cells are not dates YYYY-MM-DD (line 30: "2024-02-30"; line 31: "2024-02-31"; line 32: "2024-02-32"; '
        'line 33: "2024-02-33"; line 34: "2024-02-34"). Typed as date, so that validate names them',
    ),
    "two orders of day and month": (
        "c", ["13/01/2024", "14/01/2024", "15/01/2024", "02/13/2024"], ",", STRING,
        'is a date DD/MM/YYYY in 3 of 4 cells, but has "02/13/2024" (line 5); typed as string. '
        "If it is wrong, correct it; "
        "if it means missing, write it in missingValues of the schema; then change the type there",
    ),
    "a word in one of three cells": (
        "c", ["1", "2", "lost"], ",", STRING,
        'is an integer in 2 of 3 cells, but has "lost" (line 4); typed as string. '
        "If it is wrong, correct it; "
        "if it means missing, write it in missingValues of the schema; then change the type there",
    ),
    "several words among numbers": (
        "c", [*MANY, "v", "w", "x", "y", "z"], ",", STRING,
        'is an integer in 40 of 45 cells, but has "v" (line 42), "w" (line 43), "x" (line 44) and 2 more values; '
        "typed as string. If they are wrong, correct them; "
        "if they mean missing, write them in missingValues of the schema; then change the type there",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REMARKED)
def test_what_is_doubtful_is_named(case: str) -> None:
    name, cells, delimiter, raw, remark = REMARKED[case]
    assert verdict(cells, name, delimiter=delimiter) == (raw, [remark])


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        ([*DAYS[:5], "soon"], "date"),
        ([*DAYS[:4], "soon"], "string"),
        ([*DAYS[:2], "2024-02-30"], "date"),
        ([*DAYS[:1], "2024-02-30"], "string"),
        ([*DAYS[:3], "2024-02-30", "2024-02-31"], "string"),
        ([*DAYS[:4], "2024-02-30 soon"], "string"),
        (["10:30", "12:15", "13:10", "31:05"], "string"),
        ([*MANY[:19], "x"], "integer"),
        ([*MANY[:18], "x"], "string"),
        ([*MANY, "x", "y", "z"], "string"),
        ([*MANY, *MANY, "x", "y", "z"], "integer"),
        ([*MANY, *MANY, *MANY, "w", "x", "y", "z"], "string"),
    ],
    ids=[
        "a sixth",
        "a fifth",
        "not real among three",
        "not real among two",
        "two not real among five",
        "a date and a word",
        "minutes that are no time",
        "1 of 20",
        "1 of 19",
        "3 of 43",
        "3 of 83",
        "4 of 124",
    ],
)
def test_few_odd_cells_are_mistakes_and_more_are_text(cells: list[str], type: str) -> None:
    assert verdict(cells)[0]["type"] == type
    assert verdict(cells, strict=True)[0]["type"] == "string"


@pytest.mark.parametrize(
    ("name", "type"),
    [("year", "year"), ("birthYear", "year"), ("Jahr", "year"), ("n", "integer"), ("yearly", "integer")],
    ids=str,
)
def test_digits_are_years_only_where_the_name_says_so(name: str, type: str) -> None:
    assert verdict(["1999", "2024"], name)[0] == {"type": type}


def test_compact_dates_need_their_name() -> None:
    assert [verdict(["20240229"], name)[0]["type"] for name in ("date", "n")] == ["date", "integer"]
