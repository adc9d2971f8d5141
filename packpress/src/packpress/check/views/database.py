"""The database of one check of views: a temporary one, which SQLite moves to disk when it grows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from packpress.errors import PackpressError

MAX_STEPS, STEPS_PER_ROW = 200_000_000, 1_000
"""How many steps of SQLite's machine a statement may take, which is a few seconds, and how many more for each row."""
MAX_SECONDS = 300
"""How long all views of a package may take together."""
TEXT_BYTES = 100_000
"""How many bytes a value may have, beyond those of the longest row of a table."""
_CACHE_KIB = 64 * 1024
_INTERVAL = 10_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


class FaultyViewError(Exception):
    """A view has a fault: the rule, the message and the line, 0 if it is not known."""

    def __init__(self, rule: str, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.rule, self.message, self.line = rule, message, line


def quoted(name: str) -> str:
    """Returns the name as SQL writes it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


class Database:
    """Tables by name; each is created empty, loaded once and indexed by its key."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}", "trusted_schema = OFF"):
            self.connection.execute(f"PRAGMA {pragma}")
        for limit, value in _LIMITS.items():
            self.connection.setlimit(limit, value)
        self.rows = self._longest = 0
        self._ends = time.monotonic() + MAX_SECONDS
        self._types: dict[str, Mapping[str, str]] = {}
        self.connection.execute("BEGIN")  # which is never committed: one transaction for all rows

    def create(self, table: str, types: Mapping[str, str]) -> None:
        """Creates an empty table with these columns. Raises sqlite3.Error or ValueError for names that SQLite cannot have."""
        self.connection.execute(f"CREATE TABLE {quoted(table)} ({_columns(types)})")
        self._types[table] = types

    def load(self, table: str, rows: Iterable[Sequence[Any]], width: int, longest: int) -> None:
        """Adds rows with the first ``width`` columns, of which none has more than ``longest`` bytes of text."""
        names = ", ".join(map(quoted, list(self._types[table])[:width]))
        places = ", ".join("?" * width)
        with _needing_space():
            done = self.connection.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", rows)
        self.rows += max(done.rowcount, 0)
        self._longest = max(self._longest, longest)

    def fill(self, table: str, column: str, values: Iterable[Any]) -> None:
        """Puts the values into a column of the loaded rows, in their order."""
        statement = f"UPDATE {quoted(table)} SET {quoted(column)} = ? WHERE rowid = ?"
        with _needing_space():
            self.connection.executemany(statement, ((value, row) for row, value in enumerate(values, 1)))

    def index(self, table: str, key: Sequence[str], *, descending: bool = False) -> None:
        """Makes joins by the key fast."""
        if key:
            columns = ", ".join(quoted(name) + " DESC" * descending for name in key)
            with _needing_space():
                self.connection.execute(f"CREATE INDEX {quoted('index ' + table)} ON {quoted(table)} ({columns})")

    def reverse(self, table: str, key: Sequence[str]) -> None:
        """Puts the rows of the table, and of its index, in the opposite order."""
        name, turned = quoted(table), quoted("reversed " + table)
        with _needing_space():
            self.connection.execute(f"CREATE TABLE {turned} ({_columns(self._types[table])})")
            self.connection.execute(f"INSERT INTO {turned} SELECT * FROM {name} ORDER BY rowid DESC")
            self.connection.execute(f"DROP TABLE {name}")
            self.connection.execute(f"ALTER TABLE {turned} RENAME TO {name}")
        self.index(table, key, descending=True)

    def limited(self) -> Limit:
        """Returns the limits for one statement, as a block: ``with database.limited(): …``."""
        return Limit(self.connection, MAX_STEPS + STEPS_PER_ROW * self.rows, self._ends, TEXT_BYTES + self._longest)

    def close(self) -> None:
        """Removes the database."""
        self.connection.close()


@contextmanager
def _needing_space() -> Iterator[None]:
    """Raises PackpressError in place of an error of SQLite, which for our own statements means that it cannot write."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise PackpressError(
            f"the tables cannot be copied for the views of the package: {error}; free temporary space"
        ) from error


class Limit:
    """Ends a statement that takes too long or makes too long texts; other errors of SQLite leave the block as they are."""

    def __init__(self, connection: sqlite3.Connection, steps: int, ends: float, longest: int) -> None:
        self._connection, self._steps, self._ends, self._longest = connection, steps, ends, longest
        self._done, self._before, self._message = 0, longest, ""
        self._interrupt: BaseException | None = None

    def __enter__(self) -> None:
        self._before = self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self._longest)
        self._connection.set_progress_handler(self._is_over, _INTERVAL)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.set_progress_handler(None, 0)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self._before)
        if self._interrupt is not None:
            raise self._interrupt
        if isinstance(error, sqlite3.Error) and self._message:
            raise FaultyViewError("view-limit", self._message) from error
        if isinstance(error, sqlite3.DataError) and "too big" in str(error):
            message = f"makes a text of more than {self._longest:,} bytes; make shorter ones"
            raise FaultyViewError("view-limit", message) from error

    def _is_over(self) -> int:
        """Returns 1 to end the statement; SQLite calls this between its steps, where Python may raise KeyboardInterrupt."""
        try:
            self._done += _INTERVAL
            if self._done > self._steps:
                self._message = f"did not end within {self._steps:,} steps of SQLite; end a recursion, and join tables by keys"
            elif time.monotonic() > self._ends:
                self._message = f"the views took more than {MAX_SECONDS} seconds together; make them simpler, or remove some"
            return int(bool(self._message))
        except BaseException as error:
            self._interrupt = error
            return 1


def _columns(types: Mapping[str, str]) -> str:
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
