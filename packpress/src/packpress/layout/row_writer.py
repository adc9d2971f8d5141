"""Writes rows in a dialect, with no more quotes or escapes than needed."""

from __future__ import annotations

import re

from packpress.package.model import Dialect


class DialectWriter:
    """Writes the rows of a file in a dialect; the default line end is LF."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect, self.line_end = dialect, dialect.line_end or "\n"
        parts = (dialect.delimiter, self.line_end)
        if dialect.escape:
            special = [re.escape(text) for text in ("\r\n", *"".join(parts), dialect.escape, "\r", "\n")]
        else:
            special = [re.escape(text) for text in (*parts, dialect.quote, "\r", "\n")]
            special += [re.escape(part[:size]) + "$" for part in parts for size in range(1, len(part))]
        self.special = "|".join(special)
        """Regex for what is quoted or escaped, for Python and RE2 alike: it includes LF, so ``$`` means the end in both."""
        self._special = re.compile(self.special)
        self.marks = None if self.special.endswith("$") else (*"".join(parts).encode(), *dialect.quote.encode(), 10, 13)
        """The bytes without which no cell is quoted, wherever it is in its row; None if other things matter."""
        is_by_content = dialect.quote and not (dialect.escape or dialect.comment or dialect.skip_space)
        self._joint = "\0" if is_by_content and not self.special.endswith("$") else ""
        """What joins the cells of a row to search them all at once; "" if the search must know where a cell begins or ends."""

    def can_write(self, cells: list[str]) -> bool:
        """Returns whether the dialect can represent the row.

        Without quotes it cannot represent a single empty cell, and without doubled quotes no quote.
        """
        if not self.dialect.quote:
            return cells != [""]
        return self.dialect.double_quote or not any(self.dialect.quote in cell for cell in cells)

    def write_row(self, cells: list[str]) -> str:
        """Returns the row with its line end."""
        if cells == [""]:
            return self.dialect.quote * 2 + self.line_end  # a blank line would not be a record
        if not self._joint:
            cells = list(map(self._write_cell, cells, [True] + [False] * len(cells)))
        elif self._special.search(self._joint.join(cells)):
            cells = [self._quote(cell) if self._special.search(cell) else cell for cell in cells]
        return self.dialect.delimiter.join(cells) + self.line_end

    def _quote(self, cell: str) -> str:
        quote = self.dialect.quote
        return quote + cell.replace(quote, quote * 2) + quote

    def _write_cell(self, cell: str, is_first: bool) -> str:
        quote, escape, comment = self.dialect.quote, self.dialect.escape, self.dialect.comment
        if escape and cell == self.dialect.null:
            return cell  # such a cell is never escaped; see package.dialect
        begins_oddly = bool(is_first and comment and cell.startswith(comment))
        begins_oddly |= (bool(escape) and cell[:1] == '"') or (self.dialect.skip_space and cell[:1] == " ")
        if quote:
            return self._quote(cell) if begins_oddly or self._special.search(cell) else cell
        escaped = self._special.sub(lambda found: escape + found[0], cell)
        return escape + escaped if begins_oddly and not self._special.match(cell) else escaped
