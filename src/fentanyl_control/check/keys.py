"""Keys: primary, unique and foreign keys over whole tables, exact on the values themselves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.cast import numpy_values
from fentanyl_control.package.model import ForeignKey, Schema

Codes = npt.NDArray[np.int64]


@dataclass
class KeyColumns:
    """The key columns of one table as they are read: canonical text by field, and the line of each row."""

    wanted: frozenset[str]
    chunks: dict[str, list[pa.Array]] = field(default_factory=dict)
    line_chunks: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def add(self, name: str, values: pa.Array) -> None:
        """Keep a batch of a column, when some key needs it. Typed values are compared by value: 1 and 01 are one key."""
        if name in self.wanted:
            text = values if pa.types.is_string(values.type) else pc.cast(values, pa.string())
            self.chunks.setdefault(name, []).append(text)

    def column(self, name: str) -> pa.Array:
        """The whole column as text; null where missing."""
        return pa.concat_arrays(self.chunks[name]) if name in self.chunks else pa.nulls(0, pa.string())

    @property
    def lines(self) -> npt.NDArray[np.int64]:
        """The physical line of each row."""
        return np.concatenate(self.line_chunks) if self.line_chunks else np.zeros(0, np.int64)


def key_fields(schema: Schema) -> frozenset[str]:
    """The fields of a schema that take part in a key of its own."""
    fields = set(schema.primary_key)
    fields.update(name for key in schema.unique_keys for name in key)
    fields.update(name for key in schema.foreign_keys for name in key.fields)
    fields.update(f.name for f in schema.fields if f.constraints.get("unique"))
    return frozenset(fields)


def unique_keys(schema: Schema) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every set of fields that must be unique, with the rule that says so."""
    if schema.primary_key:
        yield "primary-key", schema.primary_key
    for key in schema.unique_keys:
        yield "unique-key", key
    for item in schema.fields:
        if item.constraints.get("unique") and schema.primary_key != (item.name,):
            yield "unique", (item.name,)


def _codes(columns: list[pa.Array]) -> Codes:
    """One number for each row, equal exactly where all columns are equal; -1 where one is null."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    null = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in columns:
        encoded = pc.dictionary_encode(column)
        size = len(encoded.dictionary) + 1
        null |= numpy_values(pc.is_null(encoded.indices))
        indices = pc.fill_null(encoded.indices, pa.Array.from_buffers(pa.int32(), 1, [None, pa.py_buffer(b"\0" * 4)])[0])
        codes = numpy_values(indices).astype(np.int64)
        # renumbered before each step, so that the product stays far below 2**63
        before = np.unique(combined, return_inverse=True)[1].astype(np.int64) if len(columns) > 1 else combined
        combined = before * size + codes
    combined[null] = -1
    return combined


def duplicate_rows(columns: list[pa.Array]) -> list[tuple[int, int]]:
    """Each row whose values stood before, with the row in which they first stood. Rows with a null are left out."""
    codes = _codes(columns)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    same = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0)) + 1
    if not len(same):
        return []
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    first = order[begins[np.searchsorted(begins, same, side="right") - 1]]
    return sorted(zip(order[same].tolist(), first.tolist(), strict=True))


def orphan_rows(child: list[pa.Array], parent: list[pa.Array]) -> list[int]:
    """The rows of the child whose values no row of the parent has. Rows with a null refer to nothing (SQL, MATCH SIMPLE)."""
    count = len(child[0])
    codes = _codes([pa.concat_arrays([c, p]) for c, p in zip(child, parent, strict=True)])
    found = np.isin(codes[:count], codes[count:][codes[count:] >= 0])
    result: list[int] = np.flatnonzero(~found & (codes[:count] >= 0)).tolist()
    return result


def suggestion(value: str, parent: pa.Array) -> str:
    """A hint at the parent's value that is most like this one; "" when none is near or there is too much to compare."""
    if len(parent) > 1_000 or len(value) > 100:
        return ""
    near = difflib.get_close_matches(value, [v for v in parent.to_pylist() if v and len(v) <= 100], n=1, cutoff=0.75)
    return f'; did you mean "{near[0]}"?' if near else ""


def referenced_fields(key: ForeignKey, owner: str) -> tuple[str, tuple[str, ...]]:
    """The resource and the fields that a foreign key of the resource ``owner`` refers to."""
    return key.resource or owner, key.reference_fields
