"""The lexical pattern of each type of Table Schema 2.0: which texts are a value of the type, and how to say what is not.

The patterns run on RE2 as full matches; a cell that matches can be cast, and a cell that does not is an error. What no
pattern can say (JSON, formats of strptime) is judged value by value in Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple, NoReturn

from packpress.package.model import Field
from packpress.types.geojson import is_geojson, is_number, is_topojson
from packpress.types.json_decoder import decoding

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
_BASE64 = (  # the bits that fill up the last group are zero (RFC 4648, section 3.5)
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
)
_COORDINATE = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_S = "[A-Za-z0-9+.-]"
_OTHER_SCHEME = (  # any but http and https; RE2 cannot look ahead
    rf"(?:[A-GI-Za-gi-z]{_S}*|[hH](?:[A-SU-Za-su-z0-9+.-]{_S}*|[tT](?:[A-SU-Za-su-z0-9+.-]{_S}*"
    rf"|[tT](?:[A-OQ-Za-oq-z0-9+.-]{_S}*|[pP](?:[A-RT-Za-rt-z0-9+.-]{_S}*|[sS]{_S}+))?)?)?)"
)
_PATH = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"  # what a path is made of (RFC 3986, appendix A)
_NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_HOST = rf"(?:(?:{_NAME}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{_NAME}+)(?::[0-9]*)?"
_URI = (  # http and https need a host (RFC 3986, section 3.2.2), other schemes may have none
    rf"(?:(?:[hH][tT][tT][pP][sS]?)://{_HOST}(?:/{_PATH}*)?"
    rf"|{_OTHER_SCHEME}:(?://(?:{_HOST})?(?:/{_PATH}*)?|/?(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{{2}}){_PATH}*|/)?)"
    rf"(?:\?(?:{_PATH}|\?)*)?(?:#(?:{_PATH}|\?)*)?"
)
_EMAIL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])"
)

# (type, format) → (pattern, what a cell should be, for the message)
_FIXED: Mapping[tuple[str, str], tuple[str, str]] = {
    ("string", "default"): ("", "text"),
    ("string", "email"): (_EMAIL, "an e-mail address, e.g. name@example.org"),
    ("string", "uri"): (_URI, "an absolute URI of ASCII characters, e.g. https://example.org/caf%C3%A9"),
    ("string", "binary"): (_BASE64, "base64 text, e.g. aGk="),
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


class Lexis(NamedTuple):
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
    digits = rf"[0-9]+(?:{re.escape(group)}[0-9]+)*" if group else "[0-9]+"
    if field.type == "integer":
        return rf"[+-]?{digits}"
    point = re.escape(field.raw.get("decimalChar", "."))
    return rf"[+-]?(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"


def _number_lexis(field: Field) -> Lexis:
    point, group = field.raw.get("decimalChar", "."), field.raw.get("groupChar")
    if point == "." and not group:
        written = "12.5, with digits and a point only"
    elif not group:
        written = f'12{point}5, with digits and "{point}" only'
    else:
        written = f'1{group}234{point}5, with digits, "{group}" between groups of them and "{point}" before the fraction only'
    return Lexis(rf"{_bare(field)}|(?i:nan|-?inf)", f"a number, e.g. {_with_room(field, written)}")


def _integer_lexis(field: Field) -> Lexis:
    group = field.raw.get("groupChar")
    written = f'e.g. 1{group}234, with digits and "{group}" between groups of them only' if group else "with digits only"
    return Lexis(_bare(field), f"a whole number, {_with_room(field, written)}")


def _with_room(field: Field, written: str) -> str:
    """How a number is written, and that other text may stand around it where ``bareNumber`` is false."""
    return written if field.raw.get("bareNumber", True) else f"{written}; other text may stand around it"


def _bare(field: Field) -> str:
    """The pattern of the number, for RE2, with anything around it where ``bareNumber`` is false.

    Not the digits of other scripts, which are numeric characters too, and before the number no dash: it may be a minus.
    """
    pattern = number_pattern(field)
    return pattern if field.raw.get("bareNumber", True) else rf"[^\p{{Nd}}\p{{Pd}}\x{{2212}}+]*{pattern}\P{{Nd}}*"


def _boolean_lexis(field: Field) -> Lexis:
    values = [*true_values(field), *false_values(field)]
    return Lexis(
        "|".join(re.escape(value) for value in values), f"one of {', '.join(v if v.strip() else json.dumps(v) for v in values)}"
    )


def true_values(field: Field) -> tuple[str, ...]:
    """The texts that mean true."""
    return tuple(field.raw.get("trueValues", ("true", "True", "TRUE", "1")))


def false_values(field: Field) -> tuple[str, ...]:
    """The texts that mean false."""
    return tuple(field.raw.get("falseValues", ("false", "False", "FALSE", "0")))


def read_json_cell(text: str) -> Any:
    """The JSON value of a cell; None, which no cell may hold, where it is not strict JSON."""
    try:
        return None if _is_deep(text) else _decode(text)
    except ValueError:
        return None


def _refuse(_: str) -> NoReturn:
    raise ValueError


_decode = decoding(json.JSONDecoder(parse_constant=_refuse))


def is_json(field: Field) -> bool:
    """Whether cells of the field are JSON."""
    return field.type in ("object", "array", "geojson") or (field.type == "geopoint" and field.format in ("array", "object"))


def _is_deep(text: str) -> bool:
    """Whether the brackets outside strings are nested deeper than any value of a table should be."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    depths = accumulate(1 if c in "[{" else -1 for c in re.findall(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', text) if c[0] != '"')
    return max(depths, default=0) > MAX_DEPTH


def _is_on_earth(text: str) -> bool:
    longitude, latitude = (Decimal(part.strip()) for part in text.split(","))
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _is_point(longitude: Any, latitude: Any) -> bool:
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
    matcher = re.compile(pattern, re.ASCII) if pattern else None  # else a dotless i is an i of INF
    delimiter = field.raw.get("delimiter", ",")

    def is_list(text: str) -> bool:
        items = text.split(delimiter)
        return all((not matcher or matcher.fullmatch(i)) and (not judge or judge(i)) for i in items)

    return Lexis("", f"a list of {item.type} values with {delimiter!r} between them", is_list)


_ANY_CLOCK = r"(?:[01][0-9]|2[0-3])[0-9:]*(?:[.,][0-9]+)?(?:Z|[+-][0-9:]+)?"
# type → the characters of its forms in ISO 8601, with a space for the T (RFC 3339), and a reader that says which are real
_ANY: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "date": ("[0-9W-]+", date.fromisoformat),
    "time": (f"T?{_ANY_CLOCK}", time.fromisoformat),
    "datetime": (f"[0-9W-]+(?:[T ]{_ANY_CLOCK})?", datetime.fromisoformat),
}


def _strptime_lexis(field: Field) -> Lexis:
    """A format of strptime; the loose format ``any`` is read as ISO 8601, whose readers all agree."""
    if field.format == "any":
        pattern, read = _ANY[field.type]
        return Lexis(pattern, f"a {field.type} in a form of ISO 8601", lambda text: _is_read(read, text))
    may_be_indented = field.format != field.format.strip()
    may_roll_over = re.search("%[jV]", field.format) and not re.search("%[fzZ]", field.format)

    def is_formatted(text: str) -> bool:
        if not all(c.isascii() or c in field.format for c in text) or not (may_be_indented or text == text.strip()):
            return False
        try:
            moment = datetime.strptime(text, field.format)
        except ValueError:
            return False
        # Python counts on into the next year where the year has no day 366 or no week 53
        is_doubtful = may_roll_over and moment.month in (1, 12)
        return not is_doubtful or _loose(moment.strftime(field.format)) == _loose(text)

    return Lexis("", f"a {field.type} in the format {field.format}", is_formatted)


def _is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _loose(text: str) -> str:
    """The text without what strptime does not mind: case, runs of space, zeros before a number."""
    return " ".join(re.sub(r"(?<![0-9])0+(?=[0-9])", "", text).lower().split())


_BUILDERS: Mapping[str, Callable[[Field], Lexis]] = {
    "number": _number_lexis,
    "integer": _integer_lexis,
    "boolean": _boolean_lexis,
    "object": lambda _: Lexis("", "a JSON object", lambda text: isinstance(read_json_cell(text), dict)),
    "array": lambda _: Lexis("", "a JSON array", lambda text: isinstance(read_json_cell(text), list)),
    "list": _list_lexis,
    "geopoint": _geopoint_lexis,
    "geojson": _geojson_lexis,
}
