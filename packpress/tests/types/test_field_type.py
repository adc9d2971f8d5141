from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.check.cells.field_checker import FieldChecker
from packpress.package.schema import read_field, schema_faults
from packpress.types.field import Field

repeatable = settings(deadline=None, derandomize=True)


def _field(**raw: Any) -> Field:
    assert list(schema_faults({"fields": [{"name": "x", **raw}]}, strict=True)) == []
    return read_field({"name": "x", **raw}, ("",))


def _rules(field: Field, *cells: str) -> list[str]:
    """For each cell the errors that it gives on its own."""
    found = []
    for cell in cells:
        _, breaches = FieldChecker(field, is_key=False).check(string_array([cell]))
        found.append(" ".join(breach.rule for breach in breaches if breach.severity == "error"))
    return found


FEATURES = '{"type": "FeatureCollection", "features": [%s]}'

# field → (cells that are a value of it, cells that are none)
CASES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "string": ({"type": "string"}, ["a", " ", "1", "é\n"], []),
    "email": (
        {"type": "string", "format": "email"},
        ["a@b.org", "first.last+tag@sub.example.org", "a@example.xn--p1ai"],
        ["a", "a@b", "@b.org", "a@b.org ", "a b@c.org", "a@b..org", "a@-b.org", ".a@b.org"],
    ),
    "uri": (
        {"type": "string", "format": "uri"},
        [
            "https://example.org/a?b=c#d",
            "HTTPS://E.org:80/%C3%A9",
            "mailto:a@b.org",
            "urn:isbn:1",
            "http://u@[::1]:8/",
            "file:///a",
            "httpx://",
            "h:",
        ],
        [
            "example.org",
            "/a",
            "https://a b",
            "http://exa mple.org",
            "https://e.org/%zz",
            "1http://a",
            "http:",
            "https://",
            "https:///a",
            "http://:80",
            "http://e.org/\u00e9",
            "http://e.org/#a#b",
            "http://[::1/",
            "http://e.org/[a]",
            "http://e:f/",
            "http://a@b@c",
        ],
    ),
    "uuid": (
        {"type": "string", "format": "uuid"},
        ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", "{123e4567-e89b-12d3-a456-426614174000}"],
    ),
    "binary": ({"type": "string", "format": "binary"}, ["aGk=", "AAAA"], ["aGk", "a*k=", "aGk=\n", "aGl=", "AAAA=", "aG-_"]),
    "integer": (
        {"type": "integer"},
        ["0", "-1", "+1", "007", "9223372036854775807", "-9223372036854775808"],
        ["1.0", "1e3", "1_000", "1,000", "٣", " 1", "1 ", "0x10", "-", "--1", "1\n", "９"],
    ),
    "integer with groups": ({"type": "integer", "groupChar": " "}, ["1 000", "1"], [" 1", "1,000", "1  0", "1 "]),
    "integer with other text": ({"type": "integer", "bareNumber": False}, ["€5", "5 kg", "$-5", "5"], ["€", "5.5", "5 or 6"]),
    "number": (
        {"type": "number"},
        ["0", "1.5", ".5", "5.", "-1e3", "+1E-3", "NaN", "INF", "-INF", "1e308"],
        ["1,5", "1_000", "٣", " 1", "1e", "1e1.5", "0x1p3", "--1", "infinity", "1.5.5", "1..", "%", ".", "-.", "+INF"],
    ),
    "number with marks": (
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        ["1.234,5", "1,5", ",5"],
        ["1,234,5", "1'000", "1..234", "1.,5"],
    ),
    "number with an empty group character": ({"type": "number", "groupChar": ""}, ["1234.5"], ["1,234.5"]),
    "integer with an empty group character": ({"type": "integer", "groupChar": ""}, ["1234"], ["1,234"]),
    "number with other text": (
        {"type": "number", "bareNumber": False},
        ["€1.5", "95%", "a.5", "1.5e3 kg", "5 m\u00b2", "NaN"],
        ["€", "NaN%", "xINF", "1.5 or 2", "5\u0663", "\u06635", "\u22125", "-$5"],
    ),
    "boolean": (
        {"type": "boolean"},
        ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"],
        ["yes", "tRUE", "01", " true"],
    ),
    "boolean of its own": (
        {"type": "boolean", "trueValues": ["ja", "+"], "falseValues": ["nein", "."]},
        ["ja", "+", "nein", "."],
        ["true", "x", "0", "jaja"],
    ),
    "object": ({"type": "object"}, ["{}", '{"a": [1]}'], ["[]", "1", "null", "{", '{"a": NaN}', "{'a': 1}"]),
    "array": ({"type": "array"}, ["[]", '[1, "a"]'], ["{}", "1", "null", "[1,]", "[NaN]", "[" * 100 + "]" * 100]),
    "list": ({"type": "list"}, ["a", "a,b", ",", "a, b"], []),
    "list of integers": ({"type": "list", "itemType": "integer", "delimiter": ";"}, ["1", "1;2"], ["1,2", "1;", "a", "1; 2"]),
    "list of numbers": ({"type": "list", "itemType": "number"}, ["1.5,NaN"], ["\u0131nf", "1,"]),
    "list of dates": ({"type": "list", "itemType": "date"}, ["2024-02-29"], ["2023-02-29", "2024-02-29,"]),
    "date": (
        {"type": "date"},
        ["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"],
        [
            "0000-01-01",
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-1-5",
            "20240105",
            "2024-01-05 ",
            "24-01-05",
            "2024-01-00",
            "2024-00-01",
            "10000-01-01",
            "２024-01-01",
        ],
    ),
    "date in a format": (
        {"type": "date", "format": "%d/%m/%Y"},
        ["29/02/2024", "1/2/2024"],
        ["29/02/2023", "2024-02-29", " 1/2/2024"],
    ),
    "date in a format with other letters": (
        {"type": "date", "format": "%Y\u5e74%m\u6708%d\u65e5"},
        ["2024\u5e7402\u670829\u65e5"],
        ["2024\u5e74\uff12\u670829\u65e5", "2024-02-29"],
    ),
    "date in a format with a space before it": ({"type": "date", "format": " %d/%m/%Y"}, [" 29/02/2024"], ["29/02/2024"]),
    "date by the day of the year": (
        {"type": "date", "format": "%Y-%j"},
        ["2024-366", "2023-365", "2023-1"],
        ["2023-366", "2024-367", "2024-000"],
    ),
    "date by the week": ({"type": "date", "format": "%G-W%V-%u"}, ["2020-W53-1", "2021-W1-7"], ["2021-W53-1", "2021-W54-1"]),
    "date in any form": (
        {"type": "date", "format": "any"},
        ["2024-02-29", "20240229"],
        ["2024-02-30", "2024-02-29T10:00", "soon"],
    ),
    "time": ({"type": "time"}, ["00:00:00", "23:59:59"], ["24:00:00", "1:00:00", "10:60:00", "10:00", "10:00:60", "10:00:00Z"]),
    "time in a format": ({"type": "time", "format": "%H.%M"}, ["09.30"], ["09:30", "24.00"]),
    "time in any form": ({"type": "time", "format": "any"}, ["09:30", "09:30:15", "T09:30"], ["25:00", "morning"]),
    "datetime": (
        {"type": "datetime"},
        ["2024-02-29T12:00:00", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.5+14:00", "2024-02-29T24:00:00.0Z"],
        [
            "2024-02-29 12:00:00",
            "2023-02-29T12:00:00",
            "2024-02-29T24:00:01",
            "9999-12-31T24:00:00",
            "2024-02-29T12:00",
            "2024-02-29T12:00:00+15:00",
        ],
    ),
    "datetime in a format": ({"type": "datetime", "format": "%d/%m/%y %H:%M"}, ["21/11/06 16:30"], ["21/11/06 16:30:00"]),
    "datetime in any form": (
        {"type": "datetime", "format": "any"},
        ["2024-02-29T12:00", "2024-02-29 12:00:00Z"],
        ["noon", "2024-02-29\n12:00", "2024-02-29x12:00", "2024-02-29T24:00"],
    ),
    "year": (
        {"type": "year"},
        ["2024", "0044", "-0044", "12024", "2024Z", "2024+05:30"],
        ["24", "0000", "02024", "2024.0", "+2024"],
    ),
    "yearmonth": ({"type": "yearmonth"}, ["2024-02", "2024-02Z"], ["2024-13", "2024-00", "2024-2", "2024", "02/2024"]),
    "duration": (
        {"type": "duration"},
        ["P1Y2M3DT4H5M6.7S", "-P1D", "PT36H", "P0Y"],
        ["P", "PT", "P1S", "1D", "P1.5D", "P1D2Y", "P-1D", "P1W", "p1d"],
    ),
    "geopoint": (
        {"type": "geopoint"},
        ["90.5, 45.25", "-180,-90", "0, 0"],
        ["181, 0", "0, 91", "0", "a, b", "1, 2, 3", "0;0", "180." + "0" * 40 + "1, 0"],
    ),
    "geopoint as array": (
        {"type": "geopoint", "format": "array"},
        ["[90.5, 45]"],
        ["[181, 0]", "[1]", "[true, 1]", '["1", 2]', "{}"],
    ),
    "geopoint as object": (
        {"type": "geopoint", "format": "object"},
        ['{"lon": 90.5, "lat": 45}'],
        ['{"lon": 181, "lat": 0}', '{"lon": 1}', '{"lon": 1, "lat": 2, "z": 3}', "[1, 2]", '{"lon": "1", "lat": 2}'],
    ),
    "geojson": (
        {"type": "geojson"},
        [
            FEATURES % "",
            '{"type": "Point", "coordinates": [1, 2]}',
            '{"type": "Feature", "geometry": null, "properties": null}',
        ],
        [
            "{}",
            "[]",
            '{"type": "Blob"}',
            '{"type": ["Point"]}',
            '{"type": {}}',
            '{"type": "Point"}',
            '{"type": "Feature"}',
            FEATURES % 1,
        ],
    ),
    "topojson": (
        {"type": "geojson", "format": "topojson"},
        ['{"type": "Topology", "objects": {}, "arcs": []}', '{"type": "LineString", "arcs": [42]}'],
        ["[1]", "1", "{}", '{"type": "Topology"}', '{"type": []}', '{"type": "Topology", "objects": {"a": 1}, "arcs": []}'],
    ),
    "any": ({"type": "any"}, ["a", "1", "\n"], []),
}


@pytest.mark.parametrize(("raw", "legal"), [(raw, legal) for raw, legal, _ in CASES.values()], ids=CASES)
def test_a_value_of_the_type_is_accepted(raw: dict[str, Any], legal: list[str]) -> None:
    assert dict(zip(legal, _rules(_field(**raw), *legal), strict=True)) == dict.fromkeys(legal, "")


@pytest.mark.parametrize(("raw", "illegal"), [(raw, illegal) for raw, _, illegal in CASES.values()], ids=CASES)
def test_what_is_no_value_of_the_type_is_refused(raw: dict[str, Any], illegal: list[str]) -> None:
    assert dict(zip(illegal, _rules(_field(**raw), *illegal), strict=True)) == dict.fromkeys(illegal, f"type-{raw['type']}")


DATE = FieldChecker(_field(type="date"), is_key=False)


def test_every_day_of_four_centuries_is_a_date() -> None:
    first = date(1900, 1, 1)
    days = [first + timedelta(number) for number in range(366 * 400)]
    values, breaches = DATE.check(string_array([day.isoformat() for day in days]))
    assert (values.to_pylist(), breaches) == (days, [])


@repeatable
@given(st.integers(0, 10_000), st.integers(0, 14), st.integers(0, 33))
def test_a_cell_is_a_date_when_python_has_that_day(year: int, month: int, day: int) -> None:
    try:
        wanted: date | None = date(year, month, day)
    except ValueError:
        wanted = None
    values, breaches = DATE.check(string_array([f"{year:04}-{month:02}-{day:02}"]))
    assert (values.to_pylist(), bool(breaches)) == ([wanted], wanted is None)


@repeatable
@given(st.dates())
def test_the_last_day_of_a_month_is_followed_by_no_day(day: date) -> None:
    next_day = f"{day:%Y}-{day:%m}-{day.day + 1:02}".rjust(10, "0")
    is_last = (day + timedelta(1)).month != day.month if day < date.max else True
    assert bool(DATE.check(string_array([next_day]))[1]) is is_last


# (type, format, cell) → our verdict and why it is another than the corpus has
_ANY = (
    "reject",
    'Table Schema 2.0, date: "any" leaves the strategy to the implementation; ISO 8601 is what all readers agree on',
)
_FORMAT = (
    "schema",
    "Table Schema 2.0, date: a format is default, any or a pattern of strptime; any other is a fault of the schema",
)
_SPACE = "reject", "Table Schema 2.0, number and integer: the lexical space of XML Schema's numbers has no space"
DEVIATIONS = {
    ("date", "any", "10th Jan 1969"): _ANY,
    ("datetime", "any", "10th Jan 1969 9 am"): _ANY,
    ("time", "any", "3:00 am"): _ANY,
    ("date", "invalid", "21/11/06 16:30"): _FORMAT,
    ("datetime", "invalid", "21/11/06 16:30"): _FORMAT,
    ("time", "invalid", ""): _FORMAT,
    ("integer", "default", " 01 "): _SPACE,
    ("number", "default", " 01 "): _SPACE,
}


def _verdict(raw: dict[str, Any], cell: str) -> str:
    if any(is_error for _, is_error, _ in schema_faults({"fields": [raw]}, strict=True)):
        return "schema"
    if _rules(read_field(raw, ("",)), cell) != [""]:
        return "reject"
    return "missing" if cell == "" else "accept"


def test_the_field_cases_of_frictionless_have_the_same_verdict_but_for_intended_deviations(corpora: Path) -> None:
    cases = json.loads((corpora / "table-schema-cells" / "field-cases.json").read_text(encoding="utf-8"))
    differ = {
        (case["field"]["type"], case["field"]["format"], case["source"]): ours
        for case in cases
        if (ours := _verdict(case["field"], case["source"])) != case["expect"]
    }
    assert (len(cases), differ) == (224, {place: verdict for place, (verdict, _) in DEVIATIONS.items()})
