"""Checks the rows of a delimited file, as the exact tokenizer reads them, and reports their faults."""

from __future__ import annotations

import re

from packpress.issue import Findings, Issue, Severity
from packpress.package.model import Dialect
from packpress.read.cell_faults import cell_faults, is_allowed
from packpress.read.csv.tokenizer import Row, TextFault

_PLAIN = re.compile(rb"[\t\r\n -~]*")


class RowChecker:
    """Checks rows and adds issues to the findings, for the file that messages call ``shown``.

    Characters that the standard allows in a cell are only a warning, and reading continues, unless the package requires the
    canonical layout or the column is one of ``key_fields``, whose values must not look alike.
    """

    def __init__(self, shown: str, dialect: Dialect, findings: Findings) -> None:
        self.shown, self.dialect, self.findings = shown, dialect, findings
        self.header: tuple[str, ...] | None = None
        self.columns, self.line_break = 0, b"\n"
        self.has_faults = False
        self.key_fields: frozenset[str] = frozenset()
        self._crlf: bool | None = False if dialect.row_end else None  # a plain dialect declares LF or nothing

    def _check_encoding(self, data: bytes, line: int, offset: int) -> bool:
        """Returns whether the data are in the encoding, and reports it if not.

        They begin on that line, at that byte of the text.
        """
        try:
            data.decode("utf-8")
            return True
        except UnicodeDecodeError as error:
            message, shown = self._encoding_fault(data, error.start, offset + error.start)
            self._fault(TextFault(line + data.count(self.line_break, 0, error.start), -1, "text-encoding", message, shown))
            return False

    def _encoding_fault(self, data: bytes, start: int, offset: int) -> tuple[str, bytes]:
        """Returns the message for the byte at ``start`` of the data, at that offset of the text, and what to show of it."""
        from packpress.read.encoding.signs import advice_on  # few files need it

        return f"is not UTF-8 at byte {offset}; {advice_on(data)}", data[start : start + 4]

    def _check_row(self, row: Row, raw: bytes) -> None:
        """Reports what is wrong with a record whose quoting is valid."""
        if raw.endswith(b"\n") and raw.endswith(b"\r\n") != self._crlf:
            message = f"wrong line end, expected {self._wanted_end()}; use one kind of line end"
            self._fault(TextFault(row.line, -1, "text-line-end", message))
        self._check_cells(row, raw)

    def _wanted_end(self) -> str:
        wanted = "CR LF" if self._crlf else "LF"
        if self.dialect.row_end:
            return f"{wanted}, as the dialect declares"
        return f"{wanted}, as in the {'header' if self.dialect.header else 'first line'}"

    @property
    def _remedy(self) -> str:
        """How to fix a delimiter that belongs to a cell, if the dialect can represent it."""
        how = "quote" if self.dialect.quote else "escape" if self.dialect.escape else ""
        return f", or {how} a delimiter" if how else ""

    def _is_blank(self, row: Row) -> bool:
        """Returns whether the row is a blank line, and reports it."""
        if row.is_blank:
            self._fault(TextFault(row.line, -1, "text-blank-row", "the line is blank; remove it"))
        return row.is_blank

    def _check_cells(self, row: Row, raw: bytes) -> None:
        if self._is_blank(row):
            return
        if len(row.cells) != self.columns:
            whole = "header" if self.dialect.header else "schema"
            message = f"the row has {len(row.cells)} cells, the {whole} {self.columns}; add or remove cells{self._remedy}"
            self._fault(TextFault(row.line, -1, "text-ragged-row", message, raw.rstrip()[:40]))
        if b"\r" not in raw.removesuffix(b"\r\n") and _PLAIN.fullmatch(raw):
            return
        for number, cell in enumerate(row.cells):
            self._refuse_characters(row.line, number, cell)

    def _refuse_characters(self, line: int, number: int, cell: bytes, what: str = "cell") -> None:
        for fault in cell_faults(line, number, cell, what):
            if "(control character)" in fault.message and self.dialect.encoding.startswith("iso-8859"):
                advice = 'or declare "encoding": "windows-1252", where it is printed'
                fault = fault._replace(message=f"{fault.message}, {advice}")
            if self.dialect.is_canonical or what != "cell" or self._column(fault) in self.key_fields or not is_allowed(cell):
                self._fault(fault)
            else:
                self._add(fault, "warning")

    def _fault(self, fault: TextFault) -> None:
        self.has_faults = True
        self._add(fault, "error")

    def _add(self, fault: TextFault, severity: Severity) -> None:
        column = self._column(fault)
        if not self.findings.room(self.shown, column, fault.rule, severity):
            self.findings.count_only(self.shown, column, fault.rule, 1, severity)
            return
        value = fault.value.decode("utf-8", "backslashreplace")
        self.findings.add(Issue(self.shown, fault.line, column, "", fault.rule, severity, fault.message, value))

    def _column(self, fault: TextFault) -> str:
        """Returns the name of the column of the fault, "" if it concerns a whole row."""
        return self.header[fault.cell] if self.header and 0 <= fault.cell < len(self.header) else ""
