"""``sqlite.zip``: an SQLite database of strict tables with keys, codes and indexes, the views, and a full-text search."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing

from packpress.check.views.database import quoted
from packpress.errors import LostValueError
from packpress.filesystem.scratch import temporary_folder
from packpress.publish.release.columns.release_column import release_columns
from packpress.publish.release.columns.survey import survey_table
from packpress.publish.release.database.description import add_columns, add_metadata
from packpress.publish.release.database.full_text import (
    SEARCH_NOTE,
    add_full_text,
    has_full_text,
)
from packpress.publish.release.database.own_names import own_names
from packpress.publish.release.database.sql_views import add_view
from packpress.publish.release.database.stored_column import stored_columns
from packpress.publish.release.database.table_sql import (
    Reference,
    StoredTable,
    index_sql,
    references,
    table_sql,
)
from packpress.publish.release.files.package_file import package_file
from packpress.publish.release.files.reproducible_zip import write_zip
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile
from packpress.publish.release.names import SQLITE_ARCHIVE, SQLITE_EXTENSION, ZIP_MEDIA_TYPE

APPLICATION_ID = 0x7061636B
"""Identifies files of packpress: the letters "pack"."""
LAYOUT = 1
"""The version of the layout of the file, in ``PRAGMA user_version``."""
_OLDEST, _MOST_COLUMNS = (3, 37, 0), 2_000
_SMALL_PAGE, _LARGE_PAGE, _MANY_ROWS = 1_024, 4_096, 100_000
"""Small pages make a file of many small tables a fifth smaller, large ones make long tables faster to read."""
_PRAGMAS = (
    "encoding = 'UTF-8'",
    "auto_vacuum = NONE",
    "journal_mode = OFF",
    "synchronous = OFF",
    f"application_id = {APPLICATION_ID}",
    f"user_version = {LAYOUT}",
)


def write_sqlite_zip(release: Release) -> tuple[ReleaseFile, ...]:
    """Writes the archive, whose only member is the database; the same bytes with the same versions of SQLite and pyarrow.

    Raises LeftOut if SQLite cannot have the names, or if this version of it has no strict tables.
    """
    _check_names(SQLITE_ARCHIVE, release.tables)
    total = sum(table.rows for table in release.tables)
    with temporary_folder(release.folder) as folder:
        made = folder / "database"
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            page = _LARGE_PAGE if total > _MANY_ROWS else _SMALL_PAGE
            for pragma in (f"page_size = {page}", *_PRAGMAS):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            _fill(connection, release, is_large=total > _MANY_ROWS)
            connection.execute("COMMIT")
            if faults := connection.execute("PRAGMA foreign_key_check").fetchmany(3):
                raise LostValueError(f"{SQLITE_ARCHIVE}: SQLite found no record for references that are valid: {faults}")
            connection.execute("ANALYZE")
            connection.execute("VACUUM")
        write_zip(release.folder / SQLITE_ARCHIVE, {package_file(release.package, SQLITE_EXTENSION): made})
    title = "All tables as one SQLite database, with keys and full-text search"
    return (ReleaseFile(SQLITE_ARCHIVE, title, ZIP_MEDIA_TYPE, total),)


def _check_names(path: str, tables: Sequence[PublishedTable]) -> None:
    """Raises LeftOut if SQLite cannot have the tables, or their columns, by their names."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise LeftOut(path, f"SQLite {sqlite3.sqlite_version} has no strict tables; use a Python with SQLite 3.37 or later")
    if repeated := _repeated([table.name for table in tables]):
        raise LeftOut(path, f"SQLite ignores case in names, so it cannot have both {repeated}; rename one of the resources")
    for table in tables:
        columns = [column.name for column in release_columns(table).columns]
        if table.name.lower().startswith("sqlite_"):
            raise LeftOut(path, f'SQLite keeps names that begin with "sqlite_" for itself; rename the resource "{table.name}"')
        if repeated := _repeated(columns):
            message = f"SQLite ignores case in names, so it cannot have both {repeated}"
            raise LeftOut(path, f'{message} of the table "{table.name}"; rename one of the fields')
        if len(columns) > _MOST_COLUMNS:
            raise LeftOut(path, f'"{table.name}" has more than {_MOST_COLUMNS:,} columns, which is the limit; split the table')
        if any("\0" in name for name in (table.name, *columns)):
            raise LeftOut(path, f'a name in the table "{table.name}" contains NUL, which SQL cannot; rename the field')


def _repeated(names: Sequence[str]) -> str:
    """Returns the first two names that differ only in case: '"a" and "A"'; "" if there are none."""
    counts = Counter(name.lower() for name in names)
    found = [f'"{name}"' for name in names if counts[name.lower()] > 1]
    return " and ".join(name for name in found if name.lower() == found[0].lower())


def _fill(connection: sqlite3.Connection, release: Release, *, is_large: bool) -> None:
    """Creates and fills the tables, in one transaction."""
    statements = {view.name: view.sql for view in release.package.views}
    tables = [_stored(table) for table in release.tables]
    base = {table.name: table for table, published in zip(tables, release.tables, strict=True) if not published.is_view}
    taken = {table.name.lower() for table in release.tables}
    search, metadata, columns = own_names(taken)
    for table, published in zip(tables, release.tables, strict=True):
        if not published.is_view:
            _add_table(connection, table, published, list(references(release.package, base, table)))
            for statement in index_sql(table, taken):
                connection.execute(statement)
    is_searchable = has_full_text(connection)
    if is_searchable:
        add_full_text(connection, search, list(base.values()), with_sizes=is_large)
    for table, published in zip(tables, release.tables, strict=True):
        if published.is_view:
            sql = statements.get(published.name)
            parts = [column.published for column in table.columns]
            if sql is None or not add_view(connection, sql, published, parts):
                _add_table(connection, table, published, ())
    about = (
        SEARCH_NOTE.format(quoted(search))
        if is_searchable
        else "There is no full-text search: SQLite was compiled without FTS5."
    )
    add_metadata(connection, metadata, release, {"search": about})
    add_columns(connection, columns, tables)


def _stored(table: PublishedTable) -> StoredTable:
    schema, columns = release_columns(table)
    surveys = survey_table(table, columns)
    return StoredTable(table.name, schema, stored_columns(columns, surveys), surveys)


def _add_table(
    connection: sqlite3.Connection, table: StoredTable, published: PublishedTable, keys: Sequence[Reference]
) -> None:
    """Creates the table, and adds its rows batch by batch."""
    connection.execute(table_sql(table, keys, connection))
    places = ", ".join("?" * len(table.columns))
    for batch in published.batches():
        rows = zip(*(column.values(batch.column(column.name)) for column in table.columns), strict=True)
        connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", rows)
