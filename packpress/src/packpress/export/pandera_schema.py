"""The schema of a table as a pandera schema, for programs that already have its frame."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.errors import missing_extra
from packpress.export.named_table import named_table

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema


def pandera_schema(package: str | PathLike[str], table: str) -> DataFrameSchema:
    """Returns the schema of the table as a pandera schema, which checks frames with the types of ``Tables``.

    ``package`` is the package's folder or its descriptor. Types, required, unique, keys of the table and constraints are
    checked as by ``validate``; references to other tables are not. Dates in a format, times, lists and JSON are text in the
    frame, and their constraints are not checked. To get such a frame from a file, and for programs without packpress, use
    ``packpress schema TABLE --as pandera``.

    Raises PackageError if there is no package to read or the table's schema has errors, and MissingExtraError if pandera is
    not installed.

    >>> from packpress import pandera_schema
    >>> schema = pandera_schema("right", "loans")
    >>> list(schema.columns)
    ['id', 'due', 'copies']
    >>> schema.validate(tables["loans"]).equals(tables["loans"])
    True
    """
    try:
        import pandera.pandas  # noqa: F401 - the module below imports it too, but its error would name no extra
    except ModuleNotFoundError as error:
        raise missing_extra("pandera") from error
    from packpress.check.rules.compile_pandera import compile_schema

    _, found = named_table(Path(package), table)
    return compile_schema(found.schema, found.name, [])
