"""A package, its resources and their schemas, as immutable values that modules pass to each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from packpress.package.text.encodings import UTF_8
from packpress.types.field import Field

DESCRIPTOR = "datapackage.json"
"""The name of a descriptor in the standard; a descriptor with another name must be given explicitly."""
NAMESPACE = "packpress:"
"""Prefix of the properties that packpress adds to the standard (Data Package 2.0, "Extensions")."""

DELIMITED = ("csv", "tsv")
READ_FORMATS = (*DELIMITED, "parquet")
"""The formats of files whose tables are checked."""
INLINE = "inline"
"""The format of a resource whose data are in the descriptor."""


class Dialect(NamedTuple):
    """How a delimited file is written (Table Dialect 2.0); ``package.dialect`` says how the standard is interpreted.

    ``quote`` is "" if cells are escaped instead of quoted. ``header_rows`` () means the first row that is not a comment.
    ``line_end`` is what the dialect declares, "" if it declares nothing; ``row_end`` is what the rows must end with.
    ``comment`` "" and ``escape`` "" mean that there are no comments and no escapes. ``encoding`` is one of
    ``package.text.encodings.ENCODINGS``, which the resource declares, not the dialect. ``is_canonical`` says that the package
    requires the canonical layout, so that doubtful characters are errors.
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
    encoding: str = UTF_8
    is_canonical: bool = True

    @property
    def row_end(self) -> str:
        """What each row must end with; "" means LF or CR LF, as in the first line.

        CR LF is the default of the standard, so a dialect that declares it requires no more than one that does not.
        """
        return "" if self.line_end == "\r\n" else self.line_end

    @property
    def is_plain(self) -> bool:
        """Whether a file in this dialect is RFC 4180 except for an ASCII delimiter, its line ends or a missing header."""
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
    """A Table Schema; ``path`` is its file relative to the package, "" if it is inside the descriptor.

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

    @property
    def headers(self) -> tuple[str, ...]:
        """The field names in order as the schema has them: version 1 allows duplicates, of which ``names`` are numbered."""
        return tuple(f["name"] for f in self.raw.get("fields", ())) or self.names

    def field(self, name: str) -> Field:
        """Returns the field of that name; raises KeyError if it does not exist."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


class Resource(NamedTuple):
    """One data file (or several that are read as one); ``made_from`` names the resource that it is built from.

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
        """Whether this is a delimited table that people edit, not a build output."""
        return isinstance(self, Table) and self.format in DELIMITED

    @property
    def is_plain_text(self) -> bool:
        """Whether the files are text that needs neither decompressing nor decoding, in an RFC 4180 dialect of UTF-8."""
        return self.format in DELIMITED and not self.compression and self.dialect.is_plain and self.dialect.encoding == UTF_8

    @property
    def is_built_from(self) -> bool:
        """Whether a build can make Parquet from this: a delimited table, or one of inline data."""
        return self.is_source or (isinstance(self, Table) and self.format == INLINE)


class Table(Resource):
    """A resource with a schema, whose cells can be checked; build outputs are never tables.

    Only ``Table.of`` makes one, from the schema.
    """

    __slots__ = ()
    schema: Schema

    @classmethod
    def of(cls, resource: Resource, schema: Schema) -> Table:
        """Returns the resource as a table with that schema."""
        return cls(*resource._replace(schema=schema))


class View(NamedTuple):
    """A question to the tables of a package: one SELECT, and the table that its result must be.

    The path of ``table`` is that of the file with the SELECT, which is ``sql``.
    """

    table: Table
    sql: str

    @property
    def name(self) -> str:
        """Name of the view."""
        return self.table.name

    @property
    def path(self) -> str:
        """The file with the SELECT."""
        return self.table.paths[0]


class Package(NamedTuple):
    """A Data Package: its folder, resources and descriptor as read, the descriptor's name in the folder, and its views."""

    root: Path
    resources: tuple[Resource, ...]
    raw: Mapping[str, Any]
    descriptor: str = DESCRIPTOR
    views: tuple[View, ...] = ()

    @property
    def path(self) -> Path:
        """The path of the descriptor."""
        return self.root / self.descriptor

    @property
    def has_layout(self) -> bool:
        """Whether the package requires the canonical layout."""
        return self.raw.get(NAMESPACE + "layout") == "canonical"

    @property
    def sources(self) -> tuple[Table, ...]:
        """The tables that people edit, in the order of the descriptor."""
        return tuple(r for r in self.resources if isinstance(r, Table) and r.is_source)

    @property
    def built_from(self) -> tuple[Table, ...]:
        """The tables from which a build makes Parquet, in the order of the descriptor."""
        return tuple(r for r in self.resources if isinstance(r, Table) and r.is_built_from)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables whose cells are checked: those that people edit, Parquet from others, and inline data."""
        return tuple(r for r in self.resources if isinstance(r, Table) and r.format in (*READ_FORMATS, INLINE))

    def resource(self, name: str) -> Resource:
        """Returns the resource of that name; raises KeyError if it does not exist."""
        for candidate in self.resources:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def table(self, name: str) -> Table:
        """Returns the table of that name whose cells are checked; raises KeyError if it does not exist."""
        for candidate in self.tables:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def made_from(self, name: str, format: str) -> Resource | None:
        """Returns the resource in that format that the build makes from the named one; None if the descriptor has none."""
        return next((r for r in self.resources if r.made_from == name and r.format == format), None)
