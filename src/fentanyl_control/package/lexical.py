"""The lexical pattern of each type of Table Schema 2.0: which texts are a value of the type, and how to say what is not.

The patterns run on RE2 as full matches; a cell that matches can be cast, and a cell that does not is an error. What no
pattern can say (JSON, formats of strptime) is judged value by value in Python.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Any

from fentanyl_control.package.geojson import is_geojson, is_topojson
from fentanyl_control.package.model import Field

MAX_DEPTH = 64
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_DAY_28 = r"(?:0[1-9]|1[0-9]|2[0-8])"
_DATE = (
    rf"(?:{_YEAR}-(?:(?:0[1-9]|1[0-2])-{_DAY_28}|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    rf"|{_LEAP}-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DURATION = (
    r"-?P(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D|"
    r"(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?"
    r"|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S))"
)
_COORDINATE = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^\s/?#<>\"\\^`{|}]+)?(?:[^\s<>\"\\^`{|}%]|%[0-9A-Fa-f]{2})*"
_EMAIL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)

# (type, format) → (pattern, what a cell should be, for the message)
_FIXED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("string", "default"): ("", "text"),
    ("string", "email"): (_EMAIL, "an e-mail address, e.g. name@example.org"),
    ("string", "uri"): (_URI, "an absolute URI, e.g. https://example.org/page"),
    ("string", "uuid"): (
        r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
        "a UUID of 32 hexadecimal digits with hyphens",
    ),
    ("any", "default"): ("", "anything"),
    ("date", "default"): (_DATE, "a real date as YYYY-MM-DD, e.g. 2024-02-29"),
    ("time", "default"): (_CLOCK, "a time as hh:mm:ss, e.g. 15:00:00"),
    ("datetime", "default"): (rf"{_DATE}T{_CLOCK}(?:\.[0-9]+)?{_ZONE}", "a date and time as YYYY-MM-DDThh:mm:ss"),
    ("year", "default"): (rf"-?(?:{_YEAR}|[1-9][0-9]{{4,8}}){_ZONE}", "a year as YYYY"),
    ("yearmonth", "default"): (rf"-?(?:{_YEAR}|[1-9][0-9]{{4,8}})-(?:0[1-9]|1[0-2]){_ZONE}", "a month as YYYY-MM"),
    ("duration", "default"): (_DURATION, "a duration as in ISO 8601, e.g. P1Y2M or PT36H"),
    ("geopoint", "default"): (rf"{_COORDINATE}, ?{_COORDINATE}", 'a point as "longitude, latitude"'),
}


@dataclass(frozen=True)
class Lexis:
    """How cells of a field are written: a full-match pattern ("" means every text) and, or else, a judge of single values."""

    pattern: str
    expected: str
    judge: Callable[[str], bool] | None = None


def lexis(field: Field) -> Lexis:
    """The lexis of the field's type and format (Table Schema 2.0, "Field Types")."""
    if (fixed := _FIXED.get((field.type, field.format))) is not None:
        return Lexis(*fixed, judge=_is_on_earth if field.type == "geopoint" else None)
    if field.type in _BUILDERS:
        return _BUILDERS[field.type](field)
    if field.type in ("date", "time", "datetime"):
        return _strptime_lexis(field)
    return Lexis("", f"a {field.type}")


def number_pattern(field: Field) -> str:
    """The pattern of a number's or an integer's own digits, with its sign and exponent."""
    group = field.raw.get("groupChar")
    digits = rf"[0-9](?:[0-9]|{re.escape(group)})*" if group else "[0-9]+"
    if field.type == "integer":
        return rf"[+-]?{digits}"
    point = re.escape(field.raw.get("decimalChar", "."))
    return rf"[+-]?(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"


def _number_lexis(field: Field) -> Lexis:
    return Lexis(rf"{_bare(field)}|(?i:nan|-?inf)", "a number, e.g. 12.5, with digits and a point only")


def _integer_lexis(field: Field) -> Lexis:
    return Lexis(_bare(field), "a whole number, with digits only")


def _bare(field: Field) -> str:
    """The pattern of the number, with anything that is no digit allowed around it where ``bareNumber`` is false."""
    pattern = number_pattern(field)
    return pattern if field.raw.get("bareNumber", True) else rf"[^0-9+-]*{pattern}[^0-9]*"


def _boolean_lexis(field: Field) -> Lexis:
    values = [*true_values(field), *false_values(field)]
    return Lexis("|".join(re.escape(value) for value in values), f"one of {', '.join(values)}")


def true_values(field: Field) -> tuple[str, ...]:
    """The texts that mean true."""
    return tuple(field.raw.get("trueValues", ("true", "True", "TRUE", "1")))


def false_values(field: Field) -> tuple[str, ...]:
    """The texts that mean false."""
    return tuple(field.raw.get("falseValues", ("false", "False", "FALSE", "0")))


def _binary_lexis(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def read_json_cell(text: str) -> Any:
    """The JSON value of a cell; None, which no cell may hold, where it is not strict JSON."""

    def refuse(_: str) -> Any:
        raise ValueError

    try:
        return None if _is_deep(text) else json.loads(text, parse_constant=refuse)
    except ValueError:
        return None


def _is_deep(text: str) -> bool:
    """Whether the brackets outside strings are nested deeper than any value of a table should be."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    depths = accumulate(1 if c in "[{" else -1 for c in re.findall(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', text) if c[0] != '"')
    return max(depths, default=0) > MAX_DEPTH


def _is_on_earth(text: str) -> bool:
    longitude, latitude = (float(part) for part in text.split(","))
    return abs(longitude) <= 180 and abs(latitude) <= 90


def _is_point(longitude: Any, latitude: Any) -> bool:
    def is_number(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    return is_number(longitude) and is_number(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90


def _geopoint_lexis(field: Field) -> Lexis:
    def is_array(text: str) -> bool:
        value = read_json_cell(text)
        return isinstance(value, list) and len(value) == 2 and _is_point(*value)

    def is_object(text: str) -> bool:
        value = read_json_cell(text)
        return isinstance(value, dict) and value.keys() == {"lon", "lat"} and _is_point(value["lon"], value["lat"])

    judge = is_array if field.format == "array" else is_object
    return Lexis("", f"a point as a JSON {field.format}", judge)


def _geojson_lexis(field: Field) -> Lexis:
    if field.format == "topojson":
        expected = "a TopoJSON object with the members of its type, whose arcs are all there"
        return Lexis("", expected, lambda text: is_topojson(read_json_cell(text)))
    expected = "a GeoJSON object with the members of its type, two numbers or more a position and closed rings"
    return Lexis("", expected, lambda text: is_geojson(read_json_cell(text)))


def _list_lexis(field: Field) -> Lexis:
    item = Field("", field.raw.get("itemType", "string"), "default", "", "", {}, (), {})
    pattern, judge = lexis(item).pattern, lexis(item).judge
    matcher = re.compile(pattern) if pattern else None
    delimiter = field.raw.get("delimiter", ",")

    def is_list(text: str) -> bool:
        items = text.split(delimiter)
        return all((not matcher or matcher.fullmatch(i)) and (not judge or judge(i)) for i in items)

    return Lexis("", f"a list of {item.type} values with {delimiter!r} between them", is_list)


# type → its reader of ISO 8601
_ISO_READERS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def _strptime_lexis(field: Field) -> Lexis:
    """A format of strptime; the loose format ``any`` is read as ISO 8601, whose readers all agree."""

    def is_any(text: str) -> bool:
        try:
            _ISO_READERS[field.type](text)
        except ValueError:
            return False
        return True

    def is_formatted(text: str) -> bool:
        try:
            datetime.strptime(text, field.format)
        except ValueError:
            return False
        return text.isascii() and text == text.strip()

    if field.format == "any":
        return Lexis("", f"a {field.type} in a form of ISO 8601", is_any)
    return Lexis("", f"a {field.type} in the format {field.format}", is_formatted)


def _string_lexis(field: Field) -> Lexis:
    if field.format == "binary":
        return Lexis("", "base64 text", _binary_lexis)
    return Lexis("", "text")


_BUILDERS: Mapping[str, Callable[[Field], Lexis]] = {
    "string": _string_lexis,
    "number": _number_lexis,
    "integer": _integer_lexis,
    "boolean": _boolean_lexis,
    "object": lambda _: Lexis("", "a JSON object", lambda text: isinstance(read_json_cell(text), dict)),
    "array": lambda _: Lexis("", "a JSON array", lambda text: isinstance(read_json_cell(text), list)),
    "list": _list_lexis,
    "geopoint": _geopoint_lexis,
    "geojson": _geojson_lexis,
}
