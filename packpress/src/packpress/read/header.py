"""Matches the columns of a file with the fields of its schema (Table Schema 2.0, ``fieldsMatch``).

``exact`` requires the fields in order; the other modes match columns by name. A field that a file may lack has no value in any
row: its column is null, so it takes no part in unique keys, refers to nothing, and no foreign key finds it. A field that must
have a value (``required``, or in the primary key) cannot be missing, whatever the mode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from packpress.issue import Findings, Issue
from packpress.package.model import Schema

# fieldsMatch → whether fields may be missing, and whether there may be more columns
_MODES: Mapping[str, tuple[bool, bool]] = {
    "equal": (False, False),
    "subset": (False, True),
    "superset": (True, False),
    "partial": (True, True),
}
# what may separate the cells of a header that was read as a single name → its plural in messages
_DELIMITERS: Mapping[str, str] = {";": "semicolons", "\t": "tabs", "|": "vertical bars", ",": "commas"}


class Columns(NamedTuple):
    """The columns of a file: their names, and for each field of the schema the index of its column, or None."""

    names: tuple[str, ...]
    places: tuple[int | None, ...]

    def arrange(self, cells: Sequence[pa.StringArray], rows: int) -> list[pa.StringArray]:
        """Returns the columns in the order of the schema's fields; missing ones are null."""
        return [pa.nulls(rows, pa.string()) if place is None else cells[place] for place in self.places]


def match_header(
    schema: Schema, header: tuple[str, ...], path: str, line: int, findings: Findings, like: tuple[str, ...] | None = None
) -> Columns | None:
    """Returns the columns of the header; None, after adding issues, if it does not fit the schema.

    ``like`` is the header of the resource's first file: all files of a resource must have the same structure (Data Resource
    2.0, "Multiple Files"), which only ``exact`` and ``equal`` ensure by themselves.
    """
    faults = list(_mismatches(schema, header))
    if not faults and like is not None and header != like:
        message = "the columns differ from those of the resource's first file; give all its files the same header"
        faults.append(("", message, ", ".join(header)))
    expected = Counter(schema.headers)
    for rule, column, message, value in (
        *(("header-duplicate", name, text, name) for name, text in duplicates(header) if expected[name] < 2),
        *(("header-mismatch", column, message, value) for column, message, value in faults),
    ):
        findings.add(Issue(path, line, column, "", rule, "error", message, value))
    if faults:
        return None
    if schema.fields_match == "exact":
        return Columns(header, tuple(range(len(header))))
    times = Counter(header)
    if any(times[name] > 1 for name in schema.names):
        return None
    places = {name: place for place, name in enumerate(header)}
    return Columns(header, tuple(places.get(name) for name in schema.names))


def duplicates(header: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yields (name, message) for each column with the name of an earlier one, ignoring case and surrounding space."""
    seen: dict[str, str] = {}
    for name in header:
        folded = name.strip().casefold() or name
        if folded and folded in seen:
            yield name, f"the header has {_shown(name, '')} after {_shown(seen[folded], '')}; give each a unique name"
        seen.setdefault(folded, name)


def _mismatches(schema: Schema, header: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yields (column, message, value) for each reason why the header does not fit the schema."""
    if schema.fields_match == "exact":
        yield from _first_difference(schema.headers, header)
        return
    may_lack, may_have_more = _MODES[schema.fields_match]
    given, mode = set(header), f'with fieldsMatch "{schema.fields_match}"'
    hint = _other_delimiter(header)
    lacking = [field.name for field in schema.fields if field.name not in given]
    needed = [f.name for f in schema.fields if (f.is_required or f.name in schema.primary_key) and f.name not in given]
    extra = sorted(given - set(schema.names))
    if lacking and not may_lack:
        yield lacking[0], f"the header lacks {_listed(lacking)}; {mode}, every field must be present{hint}", ""
    elif may_have_more and len(lacking) == len(schema.fields):
        yield lacking[0], f"the header has none of the schema's fields; {mode}, it must have at least one{hint}", ""
    elif needed:
        yield needed[0], f"the header lacks {_listed(needed)}, which must have a value in every row; add the columns", ""
    if extra and not may_have_more:
        message = f"the header has {_listed(extra)}, which is not in the schema; {mode}, no other columns are allowed"
        yield extra[0], message, extra[0]


def _first_difference(names: tuple[str, ...], header: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for number in range(max(len(header), len(names))):
        given = header[number] if number < len(header) else None
        wanted = names[number] if number < len(names) else None
        if given != wanted:
            there, here = _shown(given, "missing"), _shown(wanted, "no further column")
            message = f"column {number + 1} of the header is {there}, the schema has {here}"
            message += _other_delimiter(header) or "; make them the same"
            yield wanted or "", message, given or ""
            return


def _other_delimiter(header: tuple[str, ...]) -> str:
    """Returns what to do about a header that seems to have another delimiter than the dialect; "" if it does not."""
    found = next((plural for delimiter, plural in _DELIMITERS.items() if len(header) == 1 and delimiter in header[0]), "")
    usual = "a comma by default, a tab in a .tsv file" if found == "commas" else "a comma by default"
    how = f"use the dialect's delimiter ({usual}), or declare this one"
    return f"; its cells seem to be separated by {found}: {how}" if found else ""


def _listed(names: Sequence[str], limit: int = 10) -> str:
    shown = ", ".join(_shown(name, "") for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit:,} more"


def _shown(name: str | None, nothing: str) -> str:
    """Returns a name for a message, cut if it is very long."""
    return nothing if name is None else f'"{name if len(name) <= 80 else name[:79] + "…"}"'
