"""What is inferred of a table, as values that the modules of this folder pass to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.arrow.hashes import Hashes
from packpress.package.dialect import read_dialect
from packpress.package.model import Dialect


class Remark(NamedTuple):
    """Something to look at: the file, and the column in it or "", and what was found or assumed."""

    path: str
    column: str
    message: str


class Source(NamedTuple):
    """A file and how it is read: ``dialect`` has the properties of Table Dialect that differ from their defaults.

    ``encoding`` is one of ``package.text.encodings.ENCODINGS``; ``compression`` is "gz", "zip" or "". ``names`` are the
    columns, made unique and without gaps; ``delimiter`` is what separates the cells. ``doubt`` is about an encoding that was
    guessed, which ``is_ambiguous`` if others read the text differently.
    """

    file: Path
    path: str
    format: str
    compression: str = ""
    encoding: str = "utf-8"
    dialect: Mapping[str, Any] = {}
    names: tuple[str, ...] = ()
    doubt: str = ""
    is_ambiguous: bool = False

    @property
    def delimiter(self) -> str:
        """What separates the cells."""
        return str(self.dialect.get("delimiter", ","))

    def read_as(self) -> Dialect:
        """Returns the dialect for the readers, with the encoding."""
        return read_dialect(self.dialect)._replace(encoding=self.encoding)


@dataclass
class Guess:
    """What is known of a column after all its cells were read; ``raw`` has the properties of its type.

    ``hashes`` has one for each row, and is empty once the column cannot be a key; ``repeated`` has the rows of the first
    repeated values. ``values`` maps each value to how often it occurs and its first row, and is empty if there are many.
    """

    name: str
    raw: dict[str, Any]
    rows: int
    empty: int
    first_empty: int
    hashes: Hashes
    repeated: tuple[int, ...]
    repeats: int
    values: Mapping[str, tuple[int, int]]
    longest: int
    example: str
    odd: int = 0
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The type of Table Schema."""
        return str(self.raw["type"])

    @property
    def is_plain(self) -> bool:
        """Whether two cells with different texts have different values, so that unique texts make a key."""
        return self.type == "string" or (self.type in ("integer", "date", "year", "yearmonth") and len(self.raw) == 1)

    @property
    def is_full(self) -> bool:
        """Whether no cell is empty."""
        return self.empty == 0

    @property
    def is_key(self) -> bool:
        """Whether the column alone can be a key: of a plain type, never empty, every value once."""
        return self.is_plain and self.is_full and self.repeats == 0 and len(self.hashes) > 0 and self.odd == 0


@dataclass
class Draft:
    """A table: its source, resource name, columns, the line of each row, keys, and what to look at."""

    source: Source
    name: str
    rows: int
    columns: list[Guess]
    lines: npt.NDArray[np.int64]
    remarks: list[Remark]
    primary_key: tuple[str, ...] = ()
    foreign_keys: list[tuple[str, str, str]] = field(default_factory=list)
    """Each reference: the column, the other table ("" for its own), and the column there."""

    def column(self, name: str) -> Guess:
        """Returns the column of that name; raises KeyError if it does not exist."""
        return next((c for c in self.columns if c.name == name), None) or _missing(name)

    def remark(self, column: str, message: str) -> None:
        """Adds something to look at."""
        self.remarks.append(Remark(self.source.path, column, message))

    def line(self, row: int) -> int:
        """Returns the line of a row, counted from 0; for Parquet, the row number from 1."""
        return int(self.lines[row])


def _missing(name: str) -> Guess:
    raise KeyError(name)
