"""On random tables, ``init`` writes a package in which the checker finds no error but the cells that ``init`` named."""

from __future__ import annotations

import csv
import os
import string
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate
from packpress.edit.infer.draft_table import Wishes
from packpress.edit.infer.infer import infer
from packpress.edit.infer.write_draft import planned_files, write_files

EXAMPLES = int(os.environ.get("PACKPRESS_EXAMPLES", "0"))
DAYS = st.dates(min_value=__import__("datetime").date(1900, 1, 1), max_value=__import__("datetime").date(2099, 12, 31))
WORDS = st.text(alphabet=string.ascii_letters + "äß é-'", min_size=1, max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
# what columns are made of; a cell of any of them may be missing, or be one of another
KINDS: dict[str, st.SearchStrategy[str]] = {
    "integer": st.integers(-(10**20), 10**20).map(str),
    "small": st.integers(0, 30).map(str),
    "code": st.integers(0, 999).map("{:03}".format),
    "number": NUMBERS.map(repr),
    "comma": st.decimals(-9999, 9999, places=2).map(lambda n: str(n).replace(".", ",")),
    "grouped": st.integers(-(10**9), 10**9).map("{:,}".format),
    "german": st.integers(-(10**9), 10**9).map(lambda n: f"{n / 100:,.2f}".translate(str.maketrans(",.", ".,"))),
    "percent": st.integers(0, 100).map("{}%".format),
    "dollars": st.integers(0, 10**6).map("${:,}".format),
    "date": DAYS.map(str),
    "dots": DAYS.map(lambda d: f"{d:%d.%m.}{d.year:04}"),
    "slashes": DAYS.map(lambda d: f"{d:%d/%m/}{d.year:04}"),
    "months first": DAYS.map(lambda d: f"{d:%m/%d/}{d.year:04}"),
    "moment": st.datetimes().map(lambda d: d.isoformat(" ")),
    "iso": st.datetimes().map(lambda d: d.isoformat()),
    "time": st.times().map(lambda t: t.isoformat("minutes")),
    "year": st.integers(1900, 2030).map(str),
    "boolean": st.sampled_from(["true", "false"]),
    "yes": st.sampled_from(["yes", "no"]),
    "few": st.sampled_from(["red", "green", "blue", "NA"]),
    "words": WORDS,
    "missing": st.sampled_from(["", "NA", "-", "null", " "]),
    "odd": st.sampled_from(
        ["1e5", "1.", "+4", "0x1F", "Infinity", "nan", "٣", "1_000", "2024-02-30", "24:00", "=1", "1 000", "−5"]
    ),
}
NAMES = ["id", "name", "year", "date", "code", "other id", "Größe", "zip", "value", "t1_id", "parent_id"]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """A header and rows: each column is of one kind, with a few cells of another."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    count, columns = draw(st.integers(0, 40)), []
    for _ in names:
        kind, other = draw(st.sampled_from(sorted(KINDS))), draw(st.sampled_from(sorted(KINDS)))
        cells = draw(
            st.lists(KINDS[kind], min_size=count, max_size=count, unique=draw(st.booleans()) and kind in ("integer", "words"))
        )
        for place in draw(st.lists(st.integers(0, max(0, count - 1)), max_size=3)) if count else ():
            cells[place] = draw(KINDS[other])
        columns.append(cells)
    return names, [list(row) for row in zip(*columns, strict=True)]


@pytest.mark.slow
@settings(max_examples=EXAMPLES or 40, derandomize=not EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(tables(), min_size=1, max_size=3), st.sampled_from(",;\t|"), st.booleans())
def test_a_package_from_init_has_no_error_but_those_that_were_named(
    made: list[tuple[list[str], list[list[str]]]], delimiter: str, strict: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, (names, rows) in enumerate(made, 1):
            with (root / f"t{number}.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows([names, *rows])
        inferred = infer(root, [], Wishes(strict=strict))
        write_files(root, planned_files(root, inferred.drafts, None), None)
        named = sum(column.odd for draft in inferred.drafts for column in draft.columns)
        errors: list[Any] = [issue for issue in validate(root).issues if issue.severity == "error"]
        assert len(errors) == named + sum(
            len(c.repeated) + c.empty for d in inferred.drafts for c in d.columns if _is_doubted(d, c)
        ), errors
        assert not (strict and named)


def _is_doubted(draft: Any, column: Any) -> bool:
    """Whether the column was made the key by its name, though some of its cells are repeated or empty."""
    return draft.primary_key == (column.name,) and not column.is_key
