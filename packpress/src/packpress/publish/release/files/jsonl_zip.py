"""``jsonl.zip``: each published table as JSON lines, one object a row, with numbers exactly as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.publish.release.content_hash import canonical_rows, fields_of, names_of
from packpress.publish.release.files.reproducible_zip import Content, write_zip
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile
from packpress.publish.release.names import JSONL_ARCHIVE, ZIP_MEDIA_TYPE

_LITERAL = (pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
"""The types of which the canonical text is JSON, except for the texts below."""
_NO_JSON = ("NaN", "INF", "-INF")
_encode = json.JSONEncoder(ensure_ascii=False).encode


def write_jsonl_zip(release: Release) -> tuple[ReleaseFile, ...]:
    """Writes the archive, with ``<table>.jsonl`` for each table."""
    with temporary_folder() as scratch:
        members: dict[str, Content] = {}
        for table in release.tables:
            members[f"{table.name}.jsonl"] = file = scratch / f"{table.name}.jsonl"
            with create_file(file) as stream:
                for line in _lines(table):
                    stream.write(line)
        write_zip(release.folder / JSONL_ARCHIVE, members)
    rows = sum(table.rows for table in release.tables)
    return (ReleaseFile(JSONL_ARCHIVE, "All tables as JSON lines, one object a row, for programs", ZIP_MEDIA_TYPE, rows),)


def _lines(table: PublishedTable) -> Iterator[bytes]:
    names = [f"{_encode(name)}:" for name in names_of(table)]
    writers = [_writer(field, kind) for field, kind in zip(fields_of(table), pq.read_schema(table.parquet).types, strict=True)]
    for row in canonical_rows(table):
        members = (
            f"{name}{'null' if text is None else write(text)}" for name, write, text in zip(names, writers, row, strict=True)
        )
        yield ("{" + ",".join(members) + "}\n").encode("utf-8")


def _writer(field: Mapping[str, object], kind: pa.DataType) -> Callable[[str], str]:
    """Returns a function that returns the JSON of a canonical text, by the Arrow type of the column."""
    if field.get("type") == "year" and pa.types.is_integer(kind):
        return lambda text: str(int(text))  # JSON has no zeros before a number
    if any(is_kind(kind) for is_kind in _LITERAL):
        return lambda text: _encode(text) if text in _NO_JSON else text
    return _encode
