"""On random schemas and tables the checker and frictionless name the same cells, but for intended deviations.

A run is short and always the same; PACKPRESS_EXAMPLES=20000 makes a long one, each time another.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate

EXAMPLES = int(os.environ.get("PACKPRESS_EXAMPLES", "0"))
logging.getLogger("frictionless").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Case:
    """A cell on which the two differ: its text, who alone refuses it, and whether as a cell or as part of a key.

    ``is_required`` says that the field must have a value, by itself or as part of the primary key.
    """

    field: dict[str, Any]
    is_required: bool
    is_missing: bool
    cell: str
    only: str
    kind: str


Asks = Callable[[Case], bool]


def ours(kinds: str, cells: str, formats: str = ".*") -> Asks:
    """Asks for cells that the checker alone refuses: fields of these types and formats, texts in which the pattern is found."""
    return lambda case: _is("checker", case, kinds, cells, formats)


def theirs(kinds: str, cells: str, formats: str = ".*") -> Asks:
    """Asks for cells that frictionless alone refuses."""
    return lambda case: _is("frictionless", case, kinds, cells, formats)


def _is(who: str, case: Case, kinds: str, cells: str, formats: str) -> bool:
    named = case.field["type"] in kinds.split() and re.fullmatch(formats, case.field.get("format", "default"))
    return bool(case.only == who and named and re.search(cells, case.cell))


def _pattern(*patterns: str) -> Asks:
    return lambda case: case.only == "checker" and case.field.get("constraints", {}).get("pattern") in patterns


DATED = "date time datetime"
ANY_FORMAT = "any: which forms are parsed is left to the program; ours are those of ISO 8601, which all readers take alike"
# what it is about → (whether a difference is meant, the clause of the standard that decides)
DEVIATIONS: dict[str, tuple[Asks, str]] = {
    "blanks where a value must be": (
        lambda case: case.only == "checker" and case.is_required and not case.cell.strip(),
        "required: the field cannot be missing; a cell of blanks says nothing, whatever missingValues lists",
    ),
    "a primary key of which a part is missing": (
        lambda case: case.only == "checker" and case.is_required and case.is_missing,
        "primaryKey: its fields are required; frictionless refuses a row only where all of them are missing",
    ),
    "an alternation": (
        _pattern("a|b"),
        "pattern: XML Schema matches whole values; frictionless builds ^a|b$, the start of the one or the end of the other",
    ),
    "what Python takes for a number": (
        ours("integer number year yearmonth list", r"_|[^\x00-\x7f]|\A\s|\s\Z|, "),
        "number, integer, year: XML Schema's digits are those of ASCII, without underscores and space",
    ),
    "a whole number in groups": (
        theirs("integer", r"\A\d+,\d+\Z"),
        "integer: groupChar; frictionless knows it of numbers only",
    ),
    "a whole number beyond 64 bits": (
        ours("integer", r"\d{19}"),
        "integer: Parquet and most readers have 64 bits; what does not fit is refused and not rounded",
    ),
    "a number beyond float64": (
        ours("number", r"e-?400"),
        "number: what does not fit a double is refused and not rounded to zero or infinity",
    ),
    "infinity in full": (ours("number", "Infinity"), "number: the special values are NaN, INF and -INF"),
    "groups that are none": (
        lambda case: ours("number", r"\A[.,]|[.,].*[.,]|[.,]\Z")(case) and "groupChar" in case.field,
        "number: groupChar groups digits of the whole part; frictionless drops it wherever it stands",
    ),
    "NaN twice": (
        ours("number", r"(?i)\Anan\Z"),
        "unique: NaN is not equal to itself, but as a value of a key it is there twice",
    ),
    "special values beside other text": (
        theirs("number", r"(?i)\A(nan|-?inf)\Z"),
        "number: NaN, INF and -INF are numbers, with bareNumber as without",
    ),
    "JSON with NaN": (
        ours("object array geojson geopoint", "NaN"),
        "object, array: a valid JSON value; NaN is none (RFC 8259)",
    ),
    "a loose date": (
        ours("date", r"\A\d{1,4}-\d{1,2}-\d{1,2}\Z", "default|%.*"),
        "date: YYYY-MM-DD with all its digits; strptime of Python takes fewer",
    ),
    "a time with more or less than hh:mm:ss": (
        ours("time", r"Z|\.|\A24:"),
        "time: hh:mm:ss",
    ),
    "a date and time without its T": (
        ours("datetime", r"\d \d|T\d\d:\d\d\Z|\A[-0-9]{10}\Z|[,]", "default"),
        "datetime: YYYY-MM-DDThh:mm:ss",
    ),
    "a loose form under any": (ours(DATED, "", "any"), ANY_FORMAT),
    "an ISO 8601 form under any": (theirs(DATED, r"\A[-:0-9TWZ.+]+\Z", "any"), ANY_FORMAT),
    "the year 0": (ours("year yearmonth", r"\A0000"), "year: gYear of XML Schema 1.0 has no year 0"),
    "a year before 1 or after 9999": (
        theirs("year yearmonth", r"\A-|\A[1-9]\d{4}|Z\Z"),
        "year: gYear may have a minus, more than four digits and a zone",
    ),
    "a month of one digit": (ours("yearmonth", r"-\d\Z"), "yearmonth: YYYY-MM"),
    "weeks and fractions": (
        ours("duration", r"W|\d\.\d+[YMD]|\APT?\Z|P-|\A\+"),
        "duration: XML Schema has no weeks, a fraction of seconds alone, one sign, and at least one part",
    ),
    "space around a point": (ours("geopoint", r"\A\s|\s\Z", "default"), "geopoint: lon, lat"),
    "a point of texts": (ours("geopoint", '"1"', "array"), "geopoint: an array of exactly two numbers"),
    "a URI with a space": (ours("string", " ", "uri"), "uri: RFC 3986 has no space"),
    "a URI with letters beyond ASCII": (
        ours("string", r"[^\x00-\x7f]", "uri"),
        "uri: RFC 3986 has ASCII alone, and writes other characters as %C3%A4",
    ),
    "an address of no host": (ours("string", r"\Ahttp://\Z", "uri"), "uri: RFC 3986, 3.2.2 has no http without a host"),
    "base64 with other characters": (
        ours("string", "", "binary"),
        "binary: base64 (RFC 4648 refuses what is not of its alphabet, and has the bits that fill up the end be zero)",
    ),
    "a UUID otherwise": (ours("string", r"[{}]|\A[0-9A-Fa-f]{32}\Z", "uuid"), "uuid: 32 digits in five groups (RFC 4122)"),
}

# ---- random schemas and tables

COMMON = "|-|NA|a|A|ab|abc|b|1|0| 1|1 |é|\u00a0| |null|true|x y|１|٣".split("|")
NUMBERS = (
    "-1|+1|01|-0|007|1_000|1,000|1.000|1.5|-1.5|1,5|1.|.5|.|1e5|1E-5|1e400|1e-400|0e1|10|2|3|4.999999999999999999999|5|"
    "5.0|0x1F|NaN|nan|INF|-INF|inf|Infinity|9223372036854775807|9223372036854775808|-9223372036854775808|"
    "-9223372036854775809|1..2|--1|1-1|1,234.5|1.234,5|1000|$5|5%|5kg|€5|12345678901234567890.5|1e|1e+|½|²"
).split("|")
# type → cells that are values of it, and cells that are nearly
CELLS = {
    "string": (
        "name@example.org|a@b|a@b.c|@|a b@example.org|https://example.org/a|http://|example.org|urn:x:y|mailto:a|"
        "https://example.org/ä|http://exa mple.org|//example.org|aGk=|aGk|a===|aGk= |=|"
        "123e4567-e89b-12d3-a456-426614174000|123E4567E89B12D3A456426614174000|123e4567-e89b-12d3-a456-42661417400|"
        "{123e4567-e89b-12d3-a456-426614174000}|ABC|abcd|abcde|日本|e|aé|a\tb"
    ).split("|"),
    "number": NUMBERS,
    "integer": NUMBERS,
    "boolean": "True|TRUE|tRUE|false|False|FALSE|yes|no|Y|01|1.0|t".split("|"),
    "object": '{}|{"a": 1}|[]|{"a": 1, "b": 2}|{a: 1}|{"a": NaN}|1|"a"|{"a": 1}x|{"a": 1, "a": 2}'.split("|"),
    "array": '[]|[1]|["a", "b"]|[1, 2, 3]|{}|[1,]|[NaN]|(1)|1,2'.split("|"),
    "list": "a,b|1,2|1,2,3|1,a|,|1;2|1,,2|1, 2".split("|"),
    "date": (
        "2024-02-29|2023-02-29|2024-2-3|20240229|0001-01-01|0000-01-01|9999-12-31|10000-01-01|2020-01-01|2020-06-15|"
        "2024-13-01|2024-02-30|29/02/2024|2024-02-29T00:00:00|2024-W09-4|-2024-01-01|24-02-29"
    ).split("|"),
    "time": "12:00:00|24:00:00|23:59:59|23:59:60|12:00|12:00:00Z|12:00:00.5|1:00:00|120000|00:00:00|12:30".split("|"),
    "datetime": (
        "2024-02-29T12:00:00|2024-02-29T12:00:00Z|2024-02-29T12:00:00+01:00|2024-02-29 12:00:00|2024-02-29|"
        "2023-02-29T12:00:00Z|2024-02-29T24:00:00|2024-02-29T12:00|2024-02-29T12:00:00.123|2020-01-01T00:00:00Z|"
        "2020-06-15T12:30:00|29/02/2024 12:30"
    ).split("|"),
    "year": "2024|24|0000|0001|10000|-2024|+2024|2020|1999|2024Z|02024|2_024".split("|"),
    "yearmonth": "2024-02|2024-13|2024-00|2024-2|0000-01|10000-01|-2024-02|2020-06|202402|2024-02-01".split("|"),
    "duration": "P1Y|P1M|PT1H|P1D|P|PT|P1W|P1Y2M3DT4H5M6S|PT0.5S|-P1D|P-1D|1Y|p1y|PT36H|P1.5D|P1Y2W|PT1S|P0D|P0.5Y".split("|"),
    "geopoint": (
        '1, 2|1,2|180, 90|181, 0|0, 91|-180,-90|1 2|1,2,3| 1, 2 |[1, 2]|[1,2,3]|["1", "2"]|{"lon": 1, "lat": 2}|'
        '{"lat": 1}|{"lon": 181, "lat": 2}|1.5,2.5|a,b|1,|NaN,1|[181, 0]'
    ).split("|"),
    "geojson": (
        '{"type": "Point", "coordinates": [1, 2]}|{"type": "Point"}|{}|{"type": "X", "coordinates": []}|'
        '{"type": "Topology", "objects": {}, "arcs": []}|{"type": "Feature", "geometry": null, "properties": {}}|'
        '{"type": "FeatureCollection", "features": []}|[]'
    ).split("|"),
    "any": "1|{}|2024-02-29".split("|"),
}
FORMATS = {
    "string": ["email", "uri", "uuid", "binary"], "date": ["any", "%d/%m/%Y", "%Y-%m-%d"], "time": ["any", "%H:%M"],
    "datetime": ["any", "%d/%m/%Y %H:%M"], "geopoint": ["array", "object"], "geojson": ["topojson"],
}  # fmt: skip
BOUNDS: dict[str, list[Any]] = {
    "integer": [0, 1, 5, "3"], "number": [0, 1.5, 5, "2.5"], "date": ["2020-01-01", "2020-06-15"], "time": ["12:00:00"],
    "datetime": ["2020-01-01T00:00:00"], "year": [2000, 2020], "yearmonth": ["2020-06"],
}  # fmt: skip
ENUMS: dict[str, list[list[Any]]] = {
    "string": [["a", "b"], ["é", ""]], "integer": [[1, 5], ["1", "007"]], "number": [[1, 1.5], ["1.50", "0"]],
    "boolean": [[True], ["true"]], "date": [["2024-02-29", "2020-01-01"]], "time": [["12:00:00"]],
    "year": [[2020, 2024], ["2024"]], "yearmonth": [["2024-02"]], "duration": [["P1D", "PT36H"]],
    "datetime": [["2024-02-29T12:00:00Z"]],
    "object": [[{"a": 1}]], "array": [[[1]]],
}  # fmt: skip
PATTERNS = ["a", "[a-z]+", "a|b", ".{2}", r"\S+", "^a$", r"\w+", r"[A-Z]{3}", r"\d+", "(a|ab)(c|bcd)?"]
PROPERTIES: dict[str, list[dict[str, Any]]] = {
    "number": [{"decimalChar": ","}, {"groupChar": ","}, {"decimalChar": ",", "groupChar": "."}, {"bareNumber": False}],
    "integer": [{"groupChar": ","}, {"bareNumber": False}],
    "boolean": [{"trueValues": ["yes", "Y"], "falseValues": ["no"]}],
    "list": [{"itemType": "integer"}, {"delimiter": ";"}],
}


MAYBE = st.booleans()
UNHASHABLE = ("array", "geojson", "geopoint", "list", "object")
"""frictionless gives a traceback where a key has a value of these types."""


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(CELLS)))
    field: dict[str, Any] = {"name": name, "type": kind}
    if kind in FORMATS and draw(st.booleans()):
        field["format"] = draw(st.sampled_from(FORMATS[kind]))
    elif kind in PROPERTIES and draw(st.booleans()):
        field |= draw(st.sampled_from(PROPERTIES[kind]))
    constraints: dict[str, Any] = {}
    default = field.keys() <= {"name", "type"}
    if draw(st.booleans()):
        constraints["required"] = True
    if kind not in UNHASHABLE and draw(st.integers(0, 3)) == 0:
        constraints["unique"] = True
    if kind in BOUNDS and default and draw(st.booleans()):
        constraints[draw(st.sampled_from(["minimum", "maximum"]))] = draw(st.sampled_from(BOUNDS[kind]))
    if kind in ENUMS and default and draw(st.integers(0, 3)) == 0:
        constraints["enum"] = draw(st.sampled_from(ENUMS[kind]))
    if kind in ("string", "array", "object", "list") and draw(st.booleans()):
        constraints[draw(st.sampled_from(["minLength", "maxLength"]))] = draw(st.integers(0, 4))
    if kind == "string" and draw(st.booleans()):
        constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    return field | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True)
class Table:
    """A schema and the rows below its header."""

    schema: dict[str, Any]
    rows: list[list[str]]


def _is_fair(field: dict[str, Any], cell: str) -> bool:
    """Not so where frictionless reads another value than stands there: .5 with ``bareNumber`` false is 5 to it."""
    return field.get("bareNumber", True) or not cell.startswith(".")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = [{"name": "n", "type": "string"}, *(draw(fields(name)) for name in "abc"[: draw(st.integers(1, 3))])]
    names = [field["name"] for field in columns[1:]]
    schema: dict[str, Any] = {
        "fields": columns,
        "missingValues": draw(st.sampled_from([[""], ["", "-"], ["", "NA", "0"], ["-"]])),
    }
    able: list[str] = [field["name"] for field in columns[1:] if field["type"] not in UNHASHABLE]
    if draw(MAYBE) and able:
        schema["primaryKey"] = draw(st.lists(st.sampled_from(able), min_size=1, max_size=2, unique=True))
    same: list[str] = [
        name for name in able[1:] if columns[names.index(name) + 1]["type"] == columns[names.index(able[0]) + 1]["type"]
    ]
    if draw(MAYBE) and same:
        schema["foreignKeys"] = [{"fields": [same[0]], "reference": {"resource": "", "fields": [able[0]]}}]
    pools = [
        st.sampled_from([cell for cell in COMMON + CELLS[field["type"]] if _is_fair(field, cell)]) for field in columns[1:]
    ]
    rows = draw(st.lists(st.tuples(*pools), min_size=1, max_size=6))
    return Table(schema, [[f"row {number}", *row] for number, row in enumerate(rows)])


# ---- the two verdicts, as (row, field, what is at fault)

Place = tuple[int, str, str]


def by_checker(table: Table, folder: Path) -> set[Place]:
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([[field["name"] for field in table.schema["fields"]], *table.rows])
    resource = {"name": "t", "path": "data.csv", "schema": table.schema}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    report = validate(folder)
    places = set()
    for issue in report.issues:
        if issue.severity == "error":
            assert issue.path == "data.csv", issue
            kind = {"primary-key": "primary key", "foreign-key": "foreign key"}.get(issue.rule, "cell")
            places.add((issue.line, issue.column, kind))
    return places


def by_frictionless(table: Table) -> set[Place]:
    header = [field["name"] for field in table.schema["fields"]]
    descriptor = {"resources": [{"name": "t", "data": [header, *table.rows], "schema": table.schema}]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.Package.from_descriptor(descriptor).validate()
    assert report.errors == [], report.errors
    places = set()
    for error in report.tasks[0].errors:
        if error.type == "primary-key":
            places.add((error.row_number, table.schema["primaryKey"][0], "primary key"))
        elif error.type == "foreign-key":
            places.add((error.row_number, error.field_names[0], "foreign key"))
        elif error.type in ("type-error", "constraint-error", "unique-error"):
            places.add((error.row_number, error.field_name, "cell"))
        else:
            raise AssertionError(error)
    return places


def differences(table: Table, folder: Path) -> Iterator[Case]:
    """Each cell that one of the two refuses alone. Keys are compared where all their cells are there and right."""
    ours, theirs = by_checker(table, folder), by_frictionless(table)
    names = [field["name"] for field in table.schema["fields"]]
    key = table.schema.get("primaryKey", [])
    missing = {
        (number, name)
        for number, row in enumerate(table.rows, 2)
        for name, cell in zip(names, row, strict=True)
        if cell in table.schema["missingValues"]
    }
    wrong = {(line, name) for line, name, kind in ours | theirs if kind == "cell"} | missing
    # the checker says once what a primary key of one unique field breaks
    ours |= {
        (line, name, "cell") for line, name, kind in ours if kind == "primary key" and key == [name] and _is_unique(table, name)
    }
    # the checker names the empty cell of a primary key, frictionless the row
    theirs |= {
        (line, name, "cell") for line, _, kind in theirs if kind == "primary key" for name in key if (line, name) in missing
    }
    alone = {name for _, name, kind in ours - theirs if kind == "cell"}
    for line, name, kind in sorted(ours ^ theirs):
        if (line, name, kind) in theirs and name in alone and (kind == "primary key" or _is_unique(table, name)):
            continue  # it repeats a cell that the checker alone refuses
        if kind == "primary key" and any((line, part) in wrong for part in key):
            continue
        if kind == "foreign key" and {place for _, place in wrong} & {name, *_referenced(table)}:
            continue
        number = names.index(name)
        only = "checker" if (line, name, kind) in ours else "frictionless"
        field = table.schema["fields"][number]
        is_required = name in key or bool(field.get("constraints", {}).get("required"))
        yield Case(field, is_required, (line, name) in missing, table.rows[line - 2][number], only, kind)


def _is_unique(table: Table, name: str) -> bool:
    return any(field["name"] == name and field.get("constraints", {}).get("unique") for field in table.schema["fields"])


def _referenced(table: Table) -> list[str]:
    return [name for key in table.schema.get("foreignKeys", ()) for name in key["reference"]["fields"]]


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES or 120,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(table=tables())
def test_the_checker_and_frictionless_name_the_same_cells(table: Table, tmp_path: Path) -> None:
    try:
        found = list(differences(table, tmp_path))
    except TypeError:
        return  # frictionless cannot order times of which some have a zone
    assert [case for case in found if not is_meant(case)] == []


OF_KEYS = {"NaN twice"}
"""The deviations that are about values of keys."""


def is_meant(case: Case) -> bool:
    return any(asks(case) for name, (asks, _) in DEVIATIONS.items() if case.kind == "cell" or name in OF_KEYS)


def one(field: dict[str, Any], *cells: str, key: bool = False) -> Table:
    """A table of one field besides the first, which is a part of the key where asked."""
    schema = {"fields": [{"name": "n", "type": "string"}, {"name": "a", **field}], "missingValues": [""]}
    rows = [[f"row {number}", cell] for number, cell in enumerate(cells)]
    return Table(schema | ({"primaryKey": ["n", "a"]} if key else {}), rows)


NEVER_EMPTY = {"required": True}
# deviation → a table whose last cell shows it
SHOWN: dict[str, Table] = {
    "blanks where a value must be": one({"type": "string", "constraints": NEVER_EMPTY}, " "),
    "a primary key of which a part is missing": one({"type": "string"}, "", key=True),
    "an alternation": one({"type": "string", "constraints": {"pattern": "a|b"}}, "ab"),
    "what Python takes for a number": one({"type": "integer"}, "1_000"),
    "a whole number in groups": one({"type": "integer", "groupChar": ","}, "1,000"),
    "a whole number beyond 64 bits": one({"type": "integer"}, "9223372036854775808"),
    "a number beyond float64": one({"type": "number"}, "1e400"),
    "infinity in full": one({"type": "number"}, "Infinity"),
    "groups that are none": one({"type": "number", "groupChar": "."} | {"decimalChar": ","}, ".5"),
    "NaN twice": one({"type": "number", "constraints": {"unique": True}}, "nan", "NaN"),
    "special values beside other text": one({"type": "number", "bareNumber": False}, "NaN"),
    "JSON with NaN": one({"type": "array"}, "[NaN]"),
    "a loose date": one({"type": "date"}, "2024-2-3"),
    "a time with more or less than hh:mm:ss": one({"type": "time"}, "12:00:00Z"),
    "a date and time without its T": one({"type": "datetime"}, "2024-02-29 12:00:00"),
    "a loose form under any": one({"type": "date", "format": "any"}, "10th Jan 1969"),
    "an ISO 8601 form under any": one({"type": "time", "format": "any"}, "120000"),
    "the year 0": one({"type": "year"}, "0000"),
    "a year before 1 or after 9999": one({"type": "year"}, "10000"),
    "a month of one digit": one({"type": "yearmonth"}, "2024-2"),
    "weeks and fractions": one({"type": "duration"}, "P1W"),
    "space around a point": one({"type": "geopoint"}, " 1, 2 "),
    "a point of texts": one({"type": "geopoint", "format": "array"}, '["1", "2"]'),
    "a URI with a space": one({"type": "string", "format": "uri"}, "http://exa mple.org"),
    "a URI with letters beyond ASCII": one({"type": "string", "format": "uri"}, "https://example.org/\u00e4"),
    "an address of no host": one({"type": "string", "format": "uri"}, "http://"),
    "base64 with other characters": one({"type": "string", "format": "binary"}, "a b@example.org"),
    "a UUID otherwise": one({"type": "string", "format": "uuid"}, "{123e4567-e89b-12d3-a456-426614174000}"),
}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_each_deviation_is_one(name: str, tmp_path: Path) -> None:
    asks, _ = DEVIATIONS[name]
    (case,) = differences(SHOWN[name], tmp_path)
    assert (asks(case), case.cell) == (True, SHOWN[name].rows[-1][1])
