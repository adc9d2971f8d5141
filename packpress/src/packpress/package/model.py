"""What a package is made of: frozen values that pass between the modules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from packpress.types.field import Field

DESCRIPTOR = "datapackage.json"
"""The name that the standard gives to a descriptor; one with another name must be named itself."""
NAMESPACE = "packpress:"
"""Prefix of the properties that this program adds to the standard (Data Package 2.0, "Extensions")."""

DELIMITED = ("csv", "tsv")
READ_FORMATS = (*DELIMITED, "parquet")
"""The formats whose tables are checked."""


class Dialect(NamedTuple):
    """How a delimited file is written (Table Dialect 2.0); ``package.dialect`` says how the standard is understood.

    ``quote`` is "" where cells are escaped and not quoted. ``header_rows`` () means the first row that is no comment.
    ``line_end`` is what the dialect declares, "" where it declares none; ``row_end`` is what the rows must end with. "" means
    that there are no comments and no escapes.
    """

    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    header_rows: tuple[int, ...] = ()
    header_join: str = " "
    comment_rows: tuple[int, ...] = ()
    comment: str = ""
    line_end: str = ""
    double_quote: bool = True
    escape: str = ""
    null: str | None = None
    skip_space: bool = False

    @property
    def row_end(self) -> str:
        """What each row must end with; "" means LF or CR LF, as the first line ends.

        CR LF is the standard's default, so a dialect that spells it out asks for no more than one that is silent.
        """
        return "" if self.line_end == "\r\n" else self.line_end

    @property
    def is_plain(self) -> bool:
        """Whether a file in it is RFC 4180 but for an ASCII delimiter, the kind of line end and the lack of a header."""
        quoting = self.quote == '"' and self.double_quote and not self.escape and not self.skip_space
        comments = self.comment or self.comment_rows
        is_known = self.delimiter == "\t" or (len(self.delimiter) == 1 and " " <= self.delimiter <= "~")
        return is_known and quoting and not comments and self.header_rows in ((), (1,)) and self.row_end in ("", "\n")


class ForeignKey(NamedTuple):
    """A reference from ``fields`` to ``reference_fields`` of ``resource``; "" means the same resource."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


class Schema(NamedTuple):
    """A Table Schema; ``path`` is its file relative to the package, "" when it stands in the descriptor.

    ``fields_match`` says how the columns of a file may differ from the fields: exact, equal, subset, superset or partial.
    """

    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    fields_match: str = "exact"
    raw: Mapping[str, Any] = MappingProxyType({})

    @property
    def names(self) -> tuple[str, ...]:
        """The field names in order."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


class Resource(NamedTuple):
    """One data file (or several that are read as one); ``made_from`` names the resource it is built from.

    One that has a schema is a ``Table``. ``compression`` is "gz", "zip" or "".
    """

    name: str
    paths: tuple[str, ...]
    format: str
    title: str
    description: str
    dialect: Dialect
    schema: Schema | None
    made_from: str
    raw: Mapping[str, Any]
    compression: str = ""

    @property
    def is_source(self) -> bool:
        """Whether this is a delimited table that people edit, and not something the build made."""
        return isinstance(self, Table) and self.format in DELIMITED


class Table(Resource):
    """A resource that has a schema, so that its cells can be checked; nothing that the build makes is one.

    ``Table.of`` alone makes one, which takes the schema.
    """

    __slots__ = ()
    schema: Schema

    @classmethod
    def of(cls, resource: Resource, schema: Schema) -> Table:
        """Returns the resource as a table with that schema."""
        return cls(*resource._replace(schema=schema))


class Package(NamedTuple):
    """A Data Package: its folder, its resources, its descriptor as read, and the descriptor's name in the folder."""

    root: Path
    resources: tuple[Resource, ...]
    raw: Mapping[str, Any]
    descriptor: str = DESCRIPTOR

    @property
    def path(self) -> Path:
        """The path of the descriptor."""
        return self.root / self.descriptor

    @property
    def sources(self) -> tuple[Table, ...]:
        """The tables that people edit, in the descriptor's order."""
        return tuple(r for r in self.resources if isinstance(r, Table) and r.is_source)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables whose cells are checked: those that people edit, and Parquet that others made."""
        return tuple(r for r in self.resources if isinstance(r, Table) and r.format in READ_FORMATS)

    def resource(self, name: str) -> Resource:
        """The resource of that name; KeyError when there is none."""
        for candidate in self.resources:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def table(self, name: str) -> Table:
        """The table of that name, of those whose cells are checked; KeyError when there is none."""
        for candidate in self.tables:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def made_from(self, name: str, format: str) -> Resource | None:
        """The resource in that format that the build makes from the named one, if the descriptor has it."""
        return next((r for r in self.resources if r.made_from == name and r.format == format), None)
