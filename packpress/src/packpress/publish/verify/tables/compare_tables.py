"""Compares the tables of a release in every format, by the hash of their content, and names each cell that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from packpress.escape import escape
from packpress.issue import Findings, Issue
from packpress.publish.release.content_hash import CanonicalRow, content_hash
from packpress.publish.release.names import RELEASE_FILE
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.verify.sums import StatedTable
from packpress.publish.verify.tables.schemas import TableShape
from packpress.publish.verify.tables.table_files import TableFile, table_files

_AGAIN = "download the release again"


def compare_tables(
    files: Mapping[str, Path],
    changed: Collection[str],
    stated: Sequence[StatedTable],
    shapes: Mapping[str, TableShape],
    findings: Findings,
) -> None:
    """Reports what differs between the formats, and from ``release.json``.

    ``files`` are the files that may be opened, by their path in the release. One that is ``changed`` is compared as far as it
    can be read, and is not reported a second time if it cannot.
    """
    for table in stated:
        if (shape := shapes.get(table.name)) is not None:
            _Contents(files, changed, table, shape, findings).compare()


class _Contents:
    """One table in all its formats."""

    def __init__(
        self, files: Mapping[str, Path], changed: Collection[str], table: StatedTable, shape: TableShape, findings: Findings
    ) -> None:
        self.changed, self.table, self.shape, self.findings = changed, table, shape, findings
        self._read = [(file, *found) for file in table_files(files, table.name, shape.fields) if (found := self._hash(file))]

    def compare(self) -> None:
        """Reports what differs."""
        if not self._read:
            return
        digests = Counter(digest for _, digest, _ in self._read)
        wanted = self.table.content_sha256
        if wanted not in digests:
            wanted = digests.most_common(1)[0][0]
            if digests[wanted] * 2 > len(self._read) or len(self._read) == 1:
                names = ", ".join(file.path for file, digest, _ in self._read if digest == wanted)
                self._report(RELEASE_FILE, f'"content_sha256" of the table {escape(self.table.name)} is not that of {names}')
        base, count = next((file, rows) for file, digest, rows in self._read if digest == wanted)
        if count != self.table.rows:
            said = f"says that the table {escape(self.table.name)} has {self.table.rows:,} rows"
            self._report(RELEASE_FILE, f"{said}, but {base.path} has {count:,}")
        for file, digest, _ in self._read:
            if digest != wanted:
                self._compare_rows(file, base)

    def _hash(self, file: TableFile) -> tuple[str, int] | None:
        """Returns the hash of the content and the number of rows; None, with an issue, if the file cannot be read."""
        count = 0

        def counted() -> Iterator[CanonicalRow]:
            nonlocal count
            for row in file.rows():
                count += 1
                yield row

        try:
            return content_hash(self.shape.names, counted()), count
        except UnreadableFileError as error:
            if file.path not in self.changed:
                message = f"{error}; {_AGAIN}"
                self.findings.add(Issue(file.path, 0, "", "", "release-unreadable", "error", message))
            return None

    def _compare_rows(self, file: TableFile, base: TableFile) -> None:
        """Reports the cells of the file that differ, row by row, until a row is missing or extra."""
        for number, (ours, theirs) in enumerate(zip_longest(file.rows(), base.rows()), 1):
            key, base_key = self._key(ours), self._key(theirs)
            if ours is None or theirs is None or key != base_key:
                self._report_row(file, base, number, key, base_key)
                return
            for name, found, wanted in zip(self.shape.names, ours, theirs, strict=True):
                if found != wanted:
                    message = f"{_shown(found)}differs from {base.path}, which has {_value(wanted)} in the table"
                    message = f"{message} {escape(self.table.name)}; {_AGAIN}"
                    self.findings.add(Issue(file.path, number, name, key or "", "release-cell", "error", message, found or ""))

    def _report_row(self, file: TableFile, base: TableFile, number: int, key: str | None, base_key: str | None) -> None:
        found, wanted = (f"the key {escape(some)}" if some else "a row" for some in (key, base_key))
        if key is None:
            message = f"has no row {number:,} in the table {escape(self.table.name)}, but {base.path} has {wanted} there"
        elif base_key is None:
            message = f"has {found} in row {number:,} of the table {escape(self.table.name)}, where {base.path} has no row"
        else:
            message = f"has {found} in row {number:,} of the table {escape(self.table.name)}, but {base.path} has {wanted}"
        shown = key or base_key or ""
        self.findings.add(Issue(file.path, number, "", shown, "release-cell", "error", f"{message}; {_AGAIN}"))

    def _key(self, row: CanonicalRow | None) -> str | None:
        """Returns the primary key of the row as one text, "" without one; None without a row."""
        if row is None:
            return None
        return ", ".join(row[place] or "" for place in self.shape.key)

    def _report(self, path: str, message: str) -> None:
        self.findings.add(Issue(path, 0, "", "", "release-content", "error", f"{message}; {_AGAIN}"))


def _shown(found: str | None) -> str:
    """Returns what precedes a message that has no value of its own: a report shows no empty one."""
    return "" if found else "null " if found is None else "an empty text "


def _value(text: str | None) -> str:
    return "null" if text is None else escape(text)
