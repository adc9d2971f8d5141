"""Compiles the SELECT of a view on empty tables: what it reads, and that it can do nothing but read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from packpress.check.views.database import Database, FaultyViewError
from packpress.check.views.fault_line import fault_line
from packpress.check.views.sort_keys import open_limit, sort_columns
from packpress.check.views.sql_columns import SqlColumns
from packpress.check.views.sql_tokens import Token, form_fault, split_sql, strictly_quoted
from packpress.package.model import View

FUNCTIONS = frozenset(
    """
    abs avg char coalesce count cume_dist dense_rank first_value format glob group_concat hex ifnull iif instr json json_array
    json_array_length json_extract json_object json_quote json_type json_valid lag last_value
    lead length like lower ltrim max min nth_value ntile nullif percent_rank printf quote rank replace round row_number rtrim
    sign substr substring sum total trim typeof unicode upper -> ->>
    """.split()
)
"""The functions that give the same result at any time, in any place and in any version of SQLite, and whose memory is
limited, unlike that of ``json_group_array``."""


class Compiled(NamedTuple):
    """A view that can run: its statement, the (table, column) pairs that it reads, and the columns by which it sorts.

    The column is "" where only rows are counted.
    """

    view: View
    sql: str
    reads: frozenset[tuple[str, str]]
    sorts_by: tuple[int, ...]

    @property
    def tables(self) -> frozenset[str]:
        """The tables that the view reads."""
        return frozenset(table for table, _ in self.reads)


class _Guard:
    """Permits a statement to read the tables, and notes what it reads and what was denied."""

    def __init__(self, tables: Mapping[str, SqlColumns]) -> None:
        self._tables = tables
        self.reads: set[tuple[str, str]] = set()
        self.denied = ""

    def __call__(self, action: int, first: str | None, second: str | None, database: str | None, by: str | None) -> int:
        fault = ""
        if action == sqlite3.SQLITE_READ:
            table, column = first or "", second or ""
            if table in self._tables:
                self.reads.add((table, column))
                if column and column not in self._tables[table].types:
                    fault = "uses the row number of a table, which is no column of it; use its key"
            elif column or table.lower().startswith("sqlite_"):
                fault = f"reads {table}, which is no table of the package; read the package's tables only"
        elif action == sqlite3.SQLITE_FUNCTION:
            if str(second).lower() not in FUNCTIONS:
                fault = f"calls {second}, which may give another result elsewhere or later, or is unknown; leave it out"
        elif action not in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            fault = "does more than read the tables of the package; write one SELECT on them"
        self.denied = self.denied or fault
        return sqlite3.SQLITE_DENY if fault else sqlite3.SQLITE_OK


def compile_view(database: Database, view: View, tables: Mapping[str, SqlColumns], left_out: Mapping[str, str]) -> Compiled:
    """Returns the compiled view. Raises FaultyViewError.

    ``left_out`` has the tables that are not in the database, each with the reason.
    """
    tokens = split_sql(view.sql)
    if fault := form_fault(tokens):
        raise FaultyViewError("view-sql", fault[1], fault[0])
    if line := open_limit(tokens):
        raise FaultyViewError("view-order", "takes any rows, with LIMIT but no ORDER BY; sort by a key before LIMIT", line)
    sql, guard = strictly_quoted(view.sql, tokens), _Guard(tables)
    connection = database.connection
    connection.set_authorizer(guard)
    try:
        with database.limited():
            columns = [item[0] for item in connection.execute(sql).description]
    except (sqlite3.Error, ValueError, RecursionError) as error:
        connection.set_authorizer(None)
        raise _fault(database, sql, tokens, guard, str(error), left_out) from error
    finally:
        connection.set_authorizer(None)
    _check_columns(columns, view.table.schema.names)
    return Compiled(view, sql, frozenset(guard.reads), tuple(sort_columns(tokens, columns)))


def _fault(
    database: Database, sql: str, tokens: Sequence[Token], guard: _Guard, message: str, left_out: Mapping[str, str]
) -> FaultyViewError:
    """Returns what is wrong with the statement for which SQLite gave the message."""
    if guard.denied:
        words = guard.denied.split()
        named = {token.line for token in tokens if token.name == words[1].rstrip(",").lower()}
        return FaultyViewError("view-sql", guard.denied, named.pop() if len(named) == 1 else 0)

    def error_of(text: str) -> str:
        try:
            database.connection.execute(f"EXPLAIN {text}")
        except (sqlite3.Error, ValueError, RecursionError) as error:
            return str(error)
        return ""

    line = fault_line(sql, tokens, message, error_of)
    table = message.removeprefix("no such table: ")
    reason = f": it {left_out[table]}" if table in left_out else ""
    remedy = "correct the statement"
    if message.startswith("ambiguous"):
        remedy = "write its table before it, or in ORDER BY the name that AS gives to a column of the result"
    return FaultyViewError("view-sql", f"cannot be read by SQLite: {message}{reason}; {remedy}", line)


def _check_columns(columns: Sequence[str], wanted: Sequence[str]) -> None:
    """Raises FaultyViewError unless the result has exactly the wanted columns, in order."""
    for position, (found, name) in enumerate(zip(columns, wanted, strict=False), 1):
        if found != name:
            message = f'column {position} of the result is "{found[:80]}", but field {position} of the schema is "{name}"'
            raise FaultyViewError("view-columns", f"{message}; name it with AS, or correct the schema")
    if len(columns) != len(wanted):
        message = f"the result has {_count(len(columns))}, but the schema has {len(wanted):,} fields"
        raise FaultyViewError("view-columns", f"{message}; describe every column of the result, in order")


def _count(number: int) -> str:
    return f"{number:,} column{'' if number == 1 else 's'}"
