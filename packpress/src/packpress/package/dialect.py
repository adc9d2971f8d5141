r"""Reads a Table Dialect 2.0 from its JSON, and finds what is wrong with it.

Where the standard leaves a choice, it is interpreted like this:

- ``delimiter`` is a comma by default, but a tab if the format or the media type of the resource, or the ending of its path,
  says that the file has tab-separated values (``formats.delimiter_of``). The standard's default would make nonsense of them.
- A row is a record of the file, whether header, comment, blank or data; ``headerRows`` and ``commentRows`` count all of them
  from 1. Without ``headerRows``, or with its default ``[1]``, the header is the first row that is not a comment.
- Rows above the last header row are not data. The cells of several header rows are joined column by column, including empty
  ones; if a row is shorter than the others, its last cell extends to the right, as in the example of the standard.
- ``commentChar`` must be the very beginning of a row, before any quote. Such a comment extends to the end of its line, whatever
  quotes it contains. A row in ``commentRows`` is written like any other, with any number of cells.
- ``lineTerminator`` other than CR LF is what each row must end with. CR LF is the default, and means the same whether it is
  declared or not: the first line of the file decides whether rows end with LF or CR LF, because nearly all files without a
  declaration end their lines with LF, and so do most whose descriptor was generated with all defaults. The formatter writes
  the declared line end.
- ``escapeChar`` and ``quoteChar`` are mutually exclusive, so an ``escapeChar`` alone means that no cell is quoted, and
  ``doubleQuote`` has no effect. A cell that begins with ``"`` must still escape it, because other readers take it for a quote.
  The escape applies to one character, or to CR LF. An escape before a letter or a digit is rejected, because other readers know
  it as a code (``\n``).
- Without ``doubleQuote`` and ``escapeChar`` no cell can contain the ``quoteChar``.
- ``nullSequence`` is an additional missing value of each field. If it contains the ``escapeChar``, like ``\N``, a cell written
  exactly like this is missing.
- ``skipInitialSpace`` concerns spaces (U+0020) after a delimiter, not those at the beginning of a row, and not tabs.
- A property for another kind of format (``sheetName``, ``property``, ``table`` …) is ignored, as the standard requires.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from packpress.package.model import Dialect, Schema
from packpress.package.problems.property_types import DescriptorFault, shape_faults

MAX_HEADER_ROW = 1_000
MAX_SEQUENCE = 8
"""How many characters a delimiter, a line terminator or the beginning of a comment may have."""
_OTHER_TYPES = ("structured", "spreadsheet", "database")
# property → the control characters that it may contain; all other characters must be printable
_SEPARATORS = {"delimiter": "\t\x1c\x1d\x1e\x1f", "lineTerminator": "\r\n\x1c\x1d\x1e\x1f"}
_SEQUENCES = ("delimiter", "lineTerminator", "commentChar")
_CHARACTERS = ("quoteChar", "escapeChar")
_ROWS = ("headerRows", "commentRows")


def dialect_faults(raw: Any, where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults of the dialect; one that contradicts itself or the standard is ``dialect-value``."""
    shape = list(shape_faults(raw, "dialect", where, strict))
    yield from shape
    if not any(is_error for _, is_error, _ in shape):
        for rule, message in (*_type_faults(raw), *_value_faults(raw), *_row_faults(raw), *_conflicts(raw)):
            yield rule, True, f"{where}: {message}"


def read_dialect(raw: Mapping[str, Any], delimiter: str = ",") -> Dialect:
    """Returns the dialect of a descriptor without faults, with that delimiter if it declares none."""
    return Dialect(
        delimiter=raw.get("delimiter", delimiter),
        quote="" if "escapeChar" in raw else raw.get("quoteChar", '"'),
        header=raw.get("header", True),
        header_rows=tuple(sorted(set(raw.get("headerRows", ())))),
        header_join=raw.get("headerJoin", " "),
        comment_rows=tuple(sorted(set(raw.get("commentRows", ())))),
        comment=raw.get("commentChar", ""),
        line_end=raw.get("lineTerminator", ""),
        double_quote=raw.get("doubleQuote", True),
        escape=raw.get("escapeChar", ""),
        null=raw.get("nullSequence"),
        skip_space=raw.get("skipInitialSpace", False),
    )


def with_default(dialect: Dialect, delimiter: str) -> Dialect:
    """Returns the dialect with that delimiter if its own is ""."""
    return dialect if dialect.delimiter else dialect._replace(delimiter=delimiter)


def with_null(schema: Schema, null: str | None) -> Schema:
    """Returns the schema with the null sequence of a dialect added to the missing values of its fields."""
    if null is None:
        return schema
    return schema._replace(fields=tuple(f._replace(missing_values=(*f.missing_values, null)) for f in schema.fields))


def _type_faults(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = raw.get("type", "delimited")
    if kind in _OTHER_TYPES:
        yield "dialect-unsupported", f'"type" is "{kind}"; only delimited files are supported'
    elif kind != "delimited":
        yield "dialect-value", f'"type" is "{kind}", which is invalid; write "delimited" or remove it'


def _value_faults(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in (n for n in (*_SEQUENCES, *_CHARACTERS) if n in raw):
        value = raw[name]
        if name in _CHARACTERS and len(value) != 1:
            yield "dialect-value", f'"{name}" must be one character'
        elif not value:
            yield "dialect-value", f'"{name}" is empty; it must have at least one character'
        elif len(value) > MAX_SEQUENCE:
            yield "dialect-unsupported", f'"{name}" is longer than {MAX_SEQUENCE} characters'
        elif not all(c.isprintable() or c in _SEPARATORS.get(name, "") for c in value):
            yield "dialect-unsupported", f'"{name}" contains an unsupported control or invisible character'


def _row_faults(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sound = True
    for name in (n for n in _ROWS if n in raw):
        if not all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in raw[name]):
            yield "dialect-value", f'"{name}" must list row numbers, as whole numbers from 1'
            sound = False
    rows = raw.get("headerRows")
    if rows is None or not sound:
        return
    if not raw.get("header", True) and rows:
        yield "dialect-value", '"headerRows" declares a header, but "header" is false; remove one of them'
    if raw.get("header", True) and not rows:
        yield "dialect-value", '"headerRows" is empty; write "header": false if there is no header'
    if rows and max(rows) > MAX_HEADER_ROW:
        yield "dialect-unsupported", f'"headerRows" goes beyond row {MAX_HEADER_ROW:,}'
    if both := sorted(set(rows) & set(raw.get("commentRows", ()))):
        yield "dialect-value", f'row {both[0]} is in both "headerRows" and "commentRows"; remove it from one of them'


def _conflicts(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields mutually exclusive properties, and characters that would have two meanings."""
    given = {"delimiter": ",", "quoteChar": '"'} | {name: raw[name] for name in (*_SEQUENCES, *_CHARACTERS) if name in raw}
    if "quoteChar" in raw and "escapeChar" in raw:
        yield "dialect-value", '"quoteChar" and "escapeChar" are mutually exclusive (Table Dialect 2.0); keep one of them'
        del given["quoteChar"]
    if raw.get("skipInitialSpace"):
        given["skipInitialSpace"] = " "
    for (first, one), (second, other) in combinations(given.items(), 2):
        if shared := sorted(set(one) & set(other)):
            yield "dialect-value", f'"{first}" and "{second}" share the character {shared[0]!r}; give them different ones'
