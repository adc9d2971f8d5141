"""Opens the views of a package for a check; a package that has none loads nothing for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from packpress.check.blocks.judge_block import Batch
from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.check.typed_table import TypedTable
from packpress.errors import PackpressError
from packpress.package.model import Table

if TYPE_CHECKING:
    from packpress.check.views.judge_result import ViewResult


class Views(Protocol):
    """Stores the rows of tables, and gives results; ``JudgedViews`` explains the methods."""

    def add(self, table: TableChecker, batch: Batch) -> None:
        """Stores a checked batch."""

    def store(self, resource: Table, arrays: Sequence[pa.Array]) -> None:
        """Stores the columns of a batch whose dates are real."""

    def add_table(self, typed: TypedTable) -> None:
        """Stores a whole table whose dates are real."""

    def finish(self) -> Mapping[str, ViewResult]:
        """Returns the valid results."""


class _NoViews:
    """What a package without views has in their place."""

    def add(self, table: TableChecker, batch: Batch) -> None:
        """Does nothing."""

    def store(self, resource: Table, arrays: Sequence[pa.Array]) -> None:
        """Does nothing."""

    def add_table(self, typed: TypedTable) -> None:
        """Does nothing."""

    def finish(self) -> Mapping[str, ViewResult]:
        """Returns no results."""
        return {}


@contextmanager
def opened_views(session: Session) -> Iterator[Views]:
    """Yields the views of the package, with an issue for each SELECT that is wrong; results can be read inside the block.

    If the descriptor has errors, there are no views, since they might be about a table that is not there.
    """
    if not session.package.views or session.findings.is_blocked():
        yield _NoViews()
        return
    try:
        from packpress.check.views.database import Database  # which loads SQLite
    except ImportError as error:
        message = "the package has views, and this Python was built without sqlite3; use another one"
        raise PackpressError(message) from error
    from packpress.check.views.judge_views import JudgedViews
    from packpress.filesystem.scratch import temporary_folder

    with temporary_folder() as folder:
        database = Database()
        try:
            yield JudgedViews(session, database, folder)
        finally:
            database.close()
