"""Drafts one table: finds how its file is written, reads every cell, and gives each column a type and constraints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.edit.infer.columns.column_types import decide
from packpress.edit.infer.columns.tally import MAX_ODD, Tally
from packpress.edit.infer.files.batches import Reading, RowBatch, read_valid_rows
from packpress.edit.infer.files.dialects import SAMPLE, find_layout
from packpress.edit.infer.files.find_tables import Candidate
from packpress.edit.infer.files.guess_encoding import Encoding, find_encoding
from packpress.edit.infer.model import Draft, Guess, Remark, Source
from packpress.errors import ExpansionError
from packpress.escape import escape
from packpress.package.model import Dialect
from packpress.read.csv.scanner import MAX_RECORD
from packpress.read.csv.tokenizer import TextFault
from packpress.read.data import BYTE_ORDER_MARK, open_data, open_text
from packpress.read.dialect.tokenizer import tokenize
from packpress.read.disguise import disguise

MAX_ENUM, _PER_VALUE, _LONGEST = 20, 3, 60
"""How many different values an enum has at most, how many rows there are for each at least, and how long one may be."""
# families of Arrow types → the type of Table Schema
_ARROW = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_decimal, "number"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "datetime"),
    (pa.types.is_time, "time"),
    (pa.types.is_list, "array"),
    (pa.types.is_struct, "object"),
)


class Wishes(NamedTuple):
    """What a person decided, "" for what is to be found: the encoding of texts that are not UTF-8, and the delimiter.

    With ``strict``, a column has a type only if every cell fits.
    """

    encoding: str = ""
    delimiter: str = ""
    strict: bool = False


class NoTableError(Exception):
    """The file is no table; the message says why."""


def find_source(root: Path, candidate: Candidate, wishes: Wishes) -> tuple[Source, list[dict[str, Any]], list[Remark]]:
    """Returns how the file is read, the types of its columns if the file has them, and what to look at.

    Raises NoTableError if it is no table.
    """
    source = Source(root / candidate.path, candidate.path, candidate.format, candidate.compression)
    try:
        if candidate.format == "parquet":
            return _find_parquet(source)
        return _find_text(source, candidate, wishes)
    except ExpansionError as error:
        raise NoTableError(str(error)) from error


def _find_text(source: Source, candidate: Candidate, wishes: Wishes) -> tuple[Source, list[dict[str, Any]], list[Remark]]:
    if source.file.stat().st_size == 0:
        raise NoTableError("is empty; a table has at least a header")
    remarks = []
    with open_data(source.file, source.compression, b",") as stream:
        encoding = find_encoding(stream)
    if wishes.encoding and (encoding.doubt or wishes.encoding.startswith("utf-16")):
        encoding = Encoding(wishes.encoding)
    source = source._replace(encoding=encoding.name, doubt=encoding.doubt, is_ambiguous=encoding.is_ambiguous)
    head = _read_head(source)
    if what := disguise(head[:64], '"'):
        rest = "; give --encoding utf-16le or utf-16be" if "UTF-16" in what else ", not a table"
        raise NoTableError(f"is {what}{rest}")
    if b"\0" in head:
        raise NoTableError("is not text: it has NUL bytes")
    layout = find_layout(head, wishes.delimiter)
    if source.path.lower().rsplit(".", 1)[-1] == "txt" and not candidate.is_named and not layout.is_table:
        raise NoTableError("")
    if encoding.doubt:
        advice = 'If it is wrong, name another with --encoding; "packpress init --to-utf8" rewrites the file as UTF-8'
        remarks.append(Remark(source.path, "", f"{encoding.doubt}. {advice}"))
    elif encoding.has_mark and encoding.name == "utf-8":
        remarks.append(
            Remark(source.path, "", "begins with a byte order mark; validate warns of it, packpress format removes it")
        )
    remarks += [Remark(source.path, "", text) for text in layout.remarks]
    if not layout.width:
        raise NoTableError(f"has no row that can be read; the first fault is: {_first_fault(head)}")
    names = _names(layout.header or ("",) * layout.width, bool(layout.header), source.path, remarks)
    form = "tsv" if layout.dialect.get("delimiter") == "\t" else "csv"
    return source._replace(format=form, dialect=layout.dialect, names=names), [], remarks


def _first_fault(head: bytes) -> str:
    """Returns the first fault of a text that is separated by commas."""
    faults = (item for item in tokenize(head, Dialect()) if isinstance(item, TextFault))
    return next((f"line {fault.line}: {fault.message}" for fault in faults), "the first line is blank")


def _read_head(source: Source) -> bytes:
    """Returns the first whole lines of the text as UTF-8."""
    with closing(open_text(source.file, source.compression, source.read_as())) as stream:
        data = b""
        while (len(data) < SAMPLE or (b"\n" not in data and len(data) < MAX_RECORD)) and (chunk := stream.read(SAMPLE)):
            data += chunk
        if reason := getattr(stream, "contradiction", ""):
            raise NoTableError(reason)
    data = data.removeprefix(BYTE_ORDER_MARK)
    return data[: data.rindex(b"\n") + 1] if len(data) >= SAMPLE and b"\n" in data else data


def _find_parquet(source: Source) -> tuple[Source, list[dict[str, Any]], list[Remark]]:
    from pyarrow import parquet

    from packpress.read.parquet.arrow_text import plain_type
    from packpress.read.parquet.footer import UnreadableError, read_footer

    try:
        names = read_footer(source.file).names  # rejects a damaged footer, which could end the process
        schema = parquet.read_schema(source.file)
    except (UnreadableError, pa.ArrowException, OSError) as error:
        raise NoTableError(f"cannot be read as Parquet: {error}") from error
    types = []
    for field in schema:
        kind = plain_type(field.type)
        types.append({"type": next((name for has, name in _ARROW if has(kind)), "string")})
    return source._replace(names=tuple(names)), types, []


def _names(header: Sequence[str], has_header: bool, path: str, remarks: list[Remark]) -> tuple[str, ...]:
    """Returns a unique name for each column, and remarks on those that the file has to change."""
    names: list[str] = []
    used: set[str] = set()
    for number, given in enumerate(header, 1):
        name = given if given.strip() else f"column_{number}"
        while name.strip().casefold() in used:
            name = f"{given or 'column'}_{number}"
            given = name
        if has_header and name != header[number - 1]:
            what = (
                "has no name"
                if not header[number - 1].strip()
                else f"has the name {escape(header[number - 1])} of another column"
            )
            remarks.append(
                Remark(
                    path,
                    "",
                    f"column {number} of the header {what}; its schema calls it {escape(name)}, so write that in the file",
                )
            )
        names.append(name)
        used.add(name.strip().casefold())
    return tuple(names)


def draft_table(source: Source, types: list[dict[str, Any]], remarks: list[Remark], name: str, wishes: Wishes) -> Draft:
    """Returns the draft of the table, without its keys; reads every cell."""
    reading = Reading(source, types)
    tallies, lines = _count(source, types, reading.batches())
    if reading.fault is not None:
        line, message = reading.fault
        if source.format != "parquet":
            tallies, lines = _count(source, types, read_valid_rows(source))
        place = f"line {line:,}: " if line else ""
        remarks = [
            *remarks,
            Remark(source.path, "", f"{place}{message}; validate reports it. The rest was read as far as possible"),
        ]
    rows = len(lines)
    if not rows:
        remarks = [*remarks, Remark(source.path, "", "has no rows, so every column was typed as string")]
    draft = Draft(source, name, rows, [], lines, remarks)
    for tally in tallies:
        draft.columns.append(_guess(tally, draft, wishes))
    if rows and (blank := [tally.name for tally in tallies if not tally.filled]):
        shown = ", ".join(map(escape, blank[:10])) + (f" and {len(blank) - 10:,} more" if len(blank) > 10 else "")
        draft.remark("", f"has no value in {shown}; typed as string")
    return draft


def _count(source: Source, types: list[dict[str, Any]], batches: Iterator[RowBatch]) -> tuple[list[Tally], Any]:
    known: list[dict[str, Any] | None] = [*types] or [None] * len(source.names)
    tallies = [Tally(name, kind) for name, kind in zip(source.names, known, strict=True)]
    lines = []
    for batch in batches:
        lines.append(batch.lines)
        for tally, cells in zip(tallies, batch.columns, strict=True):
            tally.add(cells)
    return tallies, np.concatenate(lines) if lines else np.zeros(0, np.int64)


def _guess(tally: Tally, draft: Draft, wishes: Wishes) -> Guess:
    verdict = decide(tally, draft.line, strict=wishes.strict, delimiter=draft.source.delimiter)
    for message in verdict.remarks:
        draft.remark(tally.name, message)
    hashes, repeated, repeats = tally.hashes()
    empty = tally.empty + tally.blank + verdict.missing
    values = {text: (count, row) for text, (count, row) in (tally.values or {}).items()}
    guess = Guess(
        tally.name, verdict.raw, tally.rows, empty, tally.first_empty, hashes, repeated, repeats, values,
        tally.longest, verdict.example, verdict.odd,
    )  # fmt: skip
    guess.constraints["required"] = bool(tally.rows) and empty == 0
    if guess.type == "string":
        _add_enum(guess, draft)
    return guess


def _add_enum(guess: Guess, draft: Draft) -> None:
    """Gives the column an enum if it has few values and each occurs more than once."""
    values = guess.values
    rare = [text for text, (count, _) in values.items() if count == 1]
    often = len(values) - len(rare)
    if not 2 <= often <= MAX_ENUM or guess.longest > _LONGEST or guess.rows < _PER_VALUE * len(values):
        return
    if not rare:
        guess.constraints["enum"] = sorted(values)
    elif len(rare) <= min(MAX_ODD, often // 2):
        once = " or ".join(f"{escape(text)} (line {draft.line(values[text][1]):,})" for text in rare)
        draft.remark(guess.name, f"has few values, but only one cell has {once}; no enum was written")
