"""A worksheet whose cells hold exactly what is written: numbers with all digits, and text that is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from packpress.errors import LostValueError

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
MOST_SHARED, LONGEST_SHARED = 65_536, 512
"""How many texts a workbook stores once for all their cells, and how long each may be; they are kept in memory."""
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class ExactWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet that writes more values exactly than XlsxWriter does; the workbook must have ``constant_memory``.

    While ``shares`` is true, cells refer to texts that the workbook stores once, which makes a file of repeated texts a
    quarter smaller. With ``constant_memory`` XlsxWriter writes each text into each cell.
    """

    shares = False

    def close_rows(self) -> None:
        """Closes the file in which XlsxWriter collects the rows until the workbook is written; it may be called again.

        XlsxWriter writes the last row with the workbook, when its list of texts is complete.
        """
        self.shares = False
        self._opt_close()

    def _xml_inline_string(self, string: str, preserve: bool, attributes: Sequence[tuple[str, object]] = ()) -> None:
        """Writes a reference to the shared text if there is room for it, or else the text."""
        is_known = string in self.str_table.string_table
        has_room = self.str_table.unique_count < MOST_SHARED and len(string) <= LONGEST_SHARED
        # XlsxWriter would escape the others again
        if self.shares and "_x" not in string and not string.startswith("<r>") and (is_known or has_room):
            self._xml_string_element(self.str_table._get_shared_string_index(string), attributes)
        else:
            super()._xml_inline_string(string, preserve, list(attributes))

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, object]] = ()) -> None:
        """Writes a number with as many digits as it has, where XlsxWriter writes 16."""
        self.fh.write(f"<c{_written(attributes)}><v>{number!r}</v></c>")

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        """Writes text between ``<r>`` and ``</r>`` like any other, where XlsxWriter writes it as markup."""
        super()._xml_inline_string(string, True, list(attributes))

    @staticmethod
    def _escape_control_characters(data: object) -> object:
        """Returns the text with ``_xHHHH_`` for what XML cannot have, and for each "_" with which such an escape would begin.

        XlsxWriter overlooks the second of two that overlap: "_x005F_x0041_" would be read back as "_x005FA".
        """
        return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", data) if isinstance(data, str) else data


def _written(attributes: Sequence[tuple[str, object]]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes)


@contextmanager
def opened_workbook(path: Path) -> Iterator[Workbook]:
    """Yields a new workbook, which is written at the end of the block; its temporary files are beside it.

    Raises OSError if it cannot be written.
    """
    workbook = Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
    workbook.use_zip64()
    try:
        yield workbook
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        for sheet in workbook.worksheets():
            sheet.close_rows()


class Sheet:
    """One sheet with a header row; every call of XlsxWriter must succeed."""

    def __init__(self, workbook: Workbook, name: str, header: Sequence[str], widths: Sequence[float], style: Format) -> None:
        self.name = name
        self._sheet = workbook.add_worksheet(name, worksheet_class=ExactWorksheet)
        self._sheet.shares = True
        for place, width in enumerate(widths):
            self._check(self._sheet.set_column(place, place, width), 0, place)
        for place, text in enumerate(header):
            self.write_string(0, place, text, style)
        self._sheet.freeze_panes(1, 0)

    def write_string(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """Writes text, which never becomes a number, a formula or a link."""
        self._check(self._sheet.write_string(row, column, text, style), row, column)

    def write_number(self, row: int, column: int, number: float) -> None:
        """Writes a number that float64 holds."""
        self._check(self._sheet.write_number(row, column, number), row, column)

    def write_boolean(self, row: int, column: int, value: bool) -> None:
        """Writes TRUE or FALSE."""
        self._check(self._sheet.write_boolean(row, column, value), row, column)

    def write_day(self, row: int, column: int, day: date, style: Format) -> None:
        """Writes a day, with the style in which it is shown."""
        self._check(self._sheet.write_datetime(row, column, day, style), row, column)

    def finish(self, rows: int, columns: int) -> None:
        """Adds the filter over the header and the rows below it, and accepts numbers as text."""
        self._check(self._sheet.autofilter(0, 0, rows, columns - 1), rows, columns - 1)
        if rows:
            self._sheet.ignore_errors({"number_stored_as_text": xl_range(1, 0, rows, columns - 1)})
        self._sheet.close_rows()  # a process may have few files open

    def _check(self, code: Any, row: int, column: int) -> None:
        if code not in (0, None):
            message = (
                f'XlsxWriter did not write row {row + 1:,}, column {column + 1:,} of the sheet "{self.name}" (code {code})'
            )
            raise LostValueError(message)
