"""Three statements of base R that read the CSV file of a table with the types of its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

# type of the standard → the call that converts a column of text; the text of any other column stays
_CONVERTED = {
    "integer": "type.convert({}, as.is = TRUE)",
    "year": "type.convert({}, as.is = TRUE)",
    "number": "as.numeric({})",
    "boolean": '{} == "true"',
    "date": "as.Date({})",
}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._]*")


def r_statements(path: str, fields: Sequence[Mapping[str, object]]) -> tuple[str, str, str]:
    """Returns the statements, of which one may have several lines; ``path`` is that of the unpacked CSV file.

    It is unpacked beside the release, which stays as it is.

    >>> print(r_statements("csv/a.csv", [{"name": "n", "type": "number"}, {"name": "the day", "type": "date"}])[2])
    str(table <- within(text, {
      n <- as.numeric(n)
      `the day` <- as.Date(`the day`)
    }))
    """
    names = [str(field["name"]) for field in fields]
    as_they_are = "" if all(_r_name(name) == name for name in names) else ", check.names = FALSE"
    options = f'na.strings = "", encoding = "UTF-8", colClasses = "character"{as_they_are}'
    converted = "".join(_conversions(fields))
    table = f"within(text, {{\n{converted}}})" if converted else "text"
    unpacked = json.dumps(f"../{path}", ensure_ascii=False)
    return (
        'unzip("csv.zip", exdir = "../csv")',
        f"text <- read.csv({unpacked}, {options})",
        f"str(table <- {table})",
    )


def _conversions(fields: Sequence[Mapping[str, object]]) -> Iterator[str]:
    for field in fields:
        if call := _CONVERTED.get(str(field.get("type"))):
            name = _r_name(str(field["name"]))
            yield f"  {name} <- {call.format(name)}\n"


def _r_name(name: str) -> str:
    """Returns a name as R reads it in code, in backquotes unless it is plain."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


_RESERVED = {
    *("if", "else", "repeat", "while", "function", "for", "next", "break", "in"),
    *("TRUE", "FALSE", "NULL", "Inf", "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_"),
}
"""Words of R, which are no names."""
