"""Finds the dialect of a delimited text from its beginning: delimiter, quotes, comments, and whether there is a header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from packpress.package.dialect import read_dialect
from packpress.read.csv.tokenizer import Row, TextFault
from packpress.read.dialect.sniff import DELIMITERS
from packpress.read.dialect.tokenizer import tokenize

SAMPLE = 256 * 1024
"""How many bytes at the beginning of a text the dialect is found in; types are inferred from all cells."""
_ROWS = 1_000
_SURE = 0.9
"""From which share of rows with as many cells as the first on a delimiter counts as found."""
_MOST_ABOVE = 5
"""How many lines above the header, such as a title, are recognized."""
_VALUE = re.compile(
    r"[+-]?[$€£]?\d[\d., '\xa0\u202f]*(?:[eE][+-]?\d+)?\s?[%$€£]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d.*)?|\d{1,2}:\d\d.*"
)
"""What is a value and hardly ever a name: a number, a date, a time."""
_LABEL = re.compile(r"(?:1[5-9]|20|21)\d\d|Q[1-4]|\d{1,3}")
"""Numbers that may be names, such as the years in the header of a wide table."""
_NAME = re.compile(r"\b(?i:id|name|code|date|title|type|year|url|description|label|key)$|[a-z]_[a-z]|[a-z][A-Z]")
"""What is a name and hardly ever a value: a usual one, or words joined by an underscore or a capital."""


class Layout(NamedTuple):
    """The dialect (properties that differ from their defaults), the names of the header (() without one), and remarks.

    ``width`` is the number of columns, ``is_table`` whether the text looks like a table of several columns.
    """

    dialect: dict[str, Any]
    header: tuple[str, ...]
    width: int
    is_table: bool
    remarks: tuple[str, ...]


class _Trial(NamedTuple):
    """A text read in one dialect: the share of rows that have as many cells as the first, that number, and the rows."""

    fit: float
    width: int
    dialect: dict[str, Any]
    rows: list[tuple[str, ...]]

    @property
    def delimiter(self) -> str:
        """What separates the cells."""
        return str(self.dialect["delimiter"])


def find_layout(head: bytes, delimiter: str = "") -> Layout:
    """Returns the layout of a text by its beginning, which is UTF-8 and ends with a line; ``delimiter`` may be given."""
    ends = {"lineTerminator": "\r"} if b"\r" in head and b"\n" not in head else {}
    comment = "" if ends else _comment(head)
    body = head[_commented(head) :] if comment else head
    choices = [delimiter] if delimiter else list(DELIMITERS)
    trials = [
        (more, _rows(body, more))
        for d in choices
        for quote in _quotes(body, d)
        for more in ({"delimiter": d, **quote, **ends},)
    ]
    scored = [_Trial(*_fit(rows), dialect, rows) for dialect, rows in trials]
    best = max((trial for trial in scored if delimiter or _may_win(trial.rows)), key=_rank, default=None)
    remarks: list[str] = []
    if best is None:
        commas = {"delimiter": ",", **ends}
        best = _Trial(1.0, 1, commas, _rows(body, commas))
        remarks += _above_header(scored)
    elif others := [t.delimiter for t in scored if t.fit >= _SURE and t.width > 1 and t.delimiter != best.delimiter]:
        shown = ", ".join(map(_shown, others))
        remarks.append(f"{_shown(best.delimiter)} was taken for the delimiter; {shown} would fit, too")
    fit, width, dialect, rows = best
    is_table = width > 1 and fit >= _SURE and len(rows) > 1
    if _has_spaces(rows):
        dialect = {**dialect, "skipInitialSpace": True}
        rows = _rows(body, dialect)
    if comment:
        dialect = {**dialect, "commentChar": comment}
        remarks.append(f"lines that begin with {comment} were taken for comments, and are not read")
    header, doubt = _header(rows)
    if doubt:
        remarks.append(doubt)
    if not header:
        dialect = {**dialect, "header": False}
    made = {name: value for name, value in dialect.items() if (name, value) != ("delimiter", ",")}
    return Layout(made, header, len(rows[0]) if rows else 0, is_table, tuple(remarks))


def _may_win(rows: Sequence[tuple[str, ...]]) -> bool:
    """Returns whether the delimiter is in the header and in most rows below it; a comma that is only in rows is text."""
    below = rows[1:]
    return bool(rows) and len(rows[0]) > 1 and 2 * sum(len(row) != 1 for row in below) >= len(below)


def _rank(trial: _Trial) -> tuple[bool, float, int]:
    """Returns what the delimiters of a header are compared by: how many rows agree with it, then the number of columns."""
    return trial.fit >= _SURE, round(trial.fit, 1), trial.width


def _above_header(scored: Sequence[_Trial]) -> Iterator[str]:
    """Yields what to do if all rows but the first ones have several columns, since lines stand above the header."""
    for trial in scored:
        widths = [len(row) for row in trial.rows]
        width, times = max(Counter(widths).items(), key=lambda item: item[1], default=(0, 0))
        if width > 1 and times > 1 and times >= len(widths) - _MOST_ABOVE and width not in widths[:1]:
            first = ", ".join(next(row for row in trial.rows if len(row) == width)[:4])
            yield (
                f"is read as one column, as its first line has no {_shown(trial.delimiter).removeprefix('the ')}, but most "
                f"other lines have {width} cells; if the header is further below ({first}), remove the lines above it, delete "
                "what init wrote, and run it again"
            )
            return


def _shown(delimiter: str) -> str:
    return {",": "the comma", ";": "the semicolon", "\t": "the tab", "|": "the pipe"}.get(delimiter, delimiter)


def _quotes(body: bytes, delimiter: str) -> Iterator[dict[str, Any]]:
    """Yields the properties of the quotes that the text may have: the usual ones, and single quotes if there are many."""
    yield {}
    edge = re.escape(delimiter.encode())
    single = len(re.findall(rb"(?:^|" + edge + rb")'[^'\n]*'(?=" + edge + rb"|\r?$)", body, re.MULTILINE))
    if single > 1 and b'"' not in body and single >= body.count(b"'") // 4 > 0:
        yield {"quoteChar": "'"}


def _rows(body: bytes, dialect: dict[str, Any]) -> list[tuple[str, ...]]:
    """Returns the first rows; one with a fault is an empty tuple."""
    found = []
    for item in islice(tokenize(body, read_dialect(dialect)), _ROWS):
        if isinstance(item, Row) and not item.is_blank:
            found.append(tuple(cell.decode("utf-8", "replace") for cell in item.cells))
        elif isinstance(item, TextFault):
            found.append(())
    return found


def _fit(rows: Sequence[tuple[str, ...]]) -> tuple[float, int]:
    """Returns the share of rows that have as many cells as the first, and that number."""
    if not rows:
        return 0.0, 0
    width = len(rows[0])
    quoted = sum(len(cell) > 1 and cell[0] == cell[-1] == "'" for row in rows for cell in row)
    penalty = 0.05 if quoted > len(rows) else 0.0
    return sum(len(row) == width for row in rows) / len(rows) - penalty, width


def _has_spaces(rows: Sequence[tuple[str, ...]]) -> bool:
    """Returns whether a space follows each delimiter."""
    later = [cell for row in rows for cell in row[1:] if cell]
    return len(later) > 1 and all(cell.startswith(" ") for cell in later)


def _comment(head: bytes) -> str:
    """Returns "#" if the text begins with comments: lines with another number of cells than the rows below."""
    size = _commented(head)
    if not size or size == len(head):
        return ""
    lines, after = head[:size].splitlines(), head[size:].split(b"\n", 1)[0]
    best = max(DELIMITERS, key=lambda d: after.count(d.encode()))
    return "#" if any(line.count(best.encode()) != after.count(best.encode()) for line in lines) else ""


def _commented(head: bytes) -> int:
    """Returns the length of the lines at the beginning that start with a number sign."""
    found = re.match(rb"(?:#[^\n]*\n)+", head)
    return found.end() if found else 0


def _header(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    """Returns the names of the header, () if there is none, and how sure that is: "" if it is certain."""
    if not rows or not rows[0]:
        return (), ""
    first, below = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    columns = [[row[number] for row in below if row[number].strip()] for number in range(len(first))]
    typed = [bool(cells) and sum(map(_is_value, cells)) >= 0.8 * len(cells) for cells in columns]
    names_of_typed = sum(is_typed and not _is_value(name) for name, is_typed in zip(first, typed, strict=True) if name.strip())
    values_of_typed = sum(
        is_typed and _is_value(name) and not _LABEL.fullmatch(name) for name, is_typed in zip(first, typed, strict=True)
    )
    labels = sum(bool(_LABEL.fullmatch(name)) for name in first)
    if values_of_typed and not names_of_typed:
        return (), f"has no header: its first row has values ({_listed(first)}); name the columns in its schema"
    if names_of_typed:
        doubt = "the first row was taken for the header, though it has values, too" if values_of_typed else ""
        return first, doubt
    if any(_is_value(name) and not _LABEL.fullmatch(name) for name in first) or (labels and labels == len(first)):
        return (), f"has no header: its first row has values ({_listed(first)}); name the columns in its schema"
    if not below:
        return first, ""
    twice = [name for name, times in Counter(first).items() if times > 1]
    below_too = sum(bool(name) and name in cells for name, cells in zip(first, columns, strict=True))
    if not labels and not twice and 2 * below_too > len(first):
        shown = f"most values of its first row ({_listed(first)}) occur below"
        return (), f"seems to have no header: {shown}; name the columns in its schema"
    if any(_NAME.search(name) for name in first):
        return first, ""
    return first, f"the first row ({_listed(first)}) was taken for the header; nothing but its place says so"


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text.strip()) is not None or text.strip().lower() in ("true", "false")


def _listed(cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:4])
    return f"{shown[:60]}, …" if len(cells) > 4 or len(shown) > 60 else shown
