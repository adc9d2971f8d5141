"""Judges hostile files of about 10 MB, each in a process of its own, and prints seconds, memory and how it ended.

    python benchmarks/hostile.py FOLDER [NAME …]

The bound is 10 s and 512 MiB for each. The packages are made in FOLDER; with names only those are made and judged.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from itertools import combinations, islice, permutations
from pathlib import Path
from typing import Any

SIZE = 10_000_000
SECONDS, MEBIBYTES = 10, 512
Case = tuple[dict[str, Any], bytes] | tuple[dict[str, Any], bytes, dict[str, Any]]
"""The schema, the data, and what else the descriptor says."""


def field(name: str = "a", kind: str = "string", **more: Any) -> dict[str, Any]:
    """A field of a schema."""
    return {"name": name, "type": kind, **more}


def schema(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A schema of these fields."""
    return {"fields": list(fields), **more}


def lines(line: str | Callable[[int], str], header: str = "a", size: int = SIZE) -> bytes:
    """A header, and as many lines as the size has room for."""
    written, parts, number = 0, [header], 0
    while written < size:
        text = line if isinstance(line, str) else line(number)
        parts.append(text)
        written, number = written + len(text) + 1, number + 1
    return ("\n".join(parts) + "\n").encode()


def repeated(data: str, header: str = "a") -> bytes:
    """A header and one text again and again, without line ends of its own."""
    return f"{header}\n{data * (SIZE // len(data))}\n".encode()


def wide(count: int, cell: Callable[[int], str], kinds: tuple[str, ...]) -> tuple[dict[str, Any], bytes]:
    """A table of very many columns."""
    fields = [field(f"c{n}", kinds[n % len(kinds)]) for n in range(count)]
    row = ",".join(cell(n) for n in range(count))
    header = ",".join(f"c{n}" for n in range(count))
    return schema(*fields), lines(row, header)


def fields(count: int, kind: str, cell: str, **more: Any) -> tuple[dict[str, Any], bytes]:
    """A table of a few rows and many fields, which are all alike."""
    table = "\n".join([",".join(f"c{n}" for n in range(count)), *[",".join([cell] * count)] * 3])
    return schema(*(field(f"c{n}", kind, **more) for n in range(count))), f"{table}\n".encode()


def short(number: int) -> str:
    """A short text of its own for each number: letters of both cases and digits."""
    text = ""
    while number or not text:
        number, digit = divmod(number, 62)
        text += "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit]
    return text


@cache
def letters() -> str:
    """The letters a and b by chance."""
    return bytes(97 + (byte & 1) for byte in random.Random(2).randbytes(SIZE)).decode()


def noise() -> bytes:
    """Bytes by chance."""
    return b"a\n" + random.Random(1).randbytes(SIZE)


def keyed(count: int, columns: int, fields_of: int, cell: Callable[[int], str], **more: str) -> tuple[dict[str, Any], bytes]:
    """A table with many composite keys of few columns, no two of the same: unique keys, or foreign keys to itself."""
    names = "abcdefghijklmnop"[:columns]
    sets = [list(chosen) for chosen in combinations(names, fields_of)]
    pairs = ((own, list(other)) for own in sets for other in permutations(names, fields_of) if own != list(other))
    keys = {
        "unique": {"uniqueKeys": sets[:count]},
        "foreign": {"foreignKeys": [{"fields": own, "reference": {"fields": other}} for own, other in islice(pairs, count)]},
    }
    random_cells = random.Random(3)
    data = lines(lambda _: ",".join(cell(random_cells.getrandbits(30)) for _ in names), ",".join(names))
    return schema(*map(field, names), **keys[more["kind"]]), data


def days() -> list[str]:
    """The days of many years, as day/month/year."""
    return [f"{n % 28 + 1:02}/{n // 28 % 12 + 1:02}/{n // 336 % 9_000 + 1_000}" for n in range(600_000)]


MANY = ("string", "integer", "number", "date", "boolean", "time", "year")
GOOD = ("x", "1", "1.5", "2024-02-29", "true", "12:00:00", "2024")
BRANCHES = {"properties": {f"p{n}": {"anyOf": [{"type": "string"}] * 9} for n in range(9)}}
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LENGTHS = {"minLength": 1, "maxLength": 9}
FORMS = [{"pattern": f"[ab]{{1,{n + 1}}}c*"} for n in range(100)]
UNEVALUATED = {"anyOf": [{"properties": {f"p{n}": {}}} for n in range(50)], "unevaluatedProperties": False}
DOUBLES = {"items": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}
ESCAPES = {"dialect": {"escapeChar": "\\", "delimiter": ";"}}
NULLS = {"dialect": {"escapeChar": "\\", "delimiter": ";", "nullSequence": "\\N"}}
COMMENTS = {"dialect": {"commentChar": "#", "quoteChar": "'"}}
EVERY_BOUND = {
    "unique": True,
    "enum": ["5Z"],
    "minimum": "1Z",
    "maximum": "999999Z",
    "exclusiveMinimum": "1Z",
    "exclusiveMaximum": "999999Z",
}
LAID = {"package": {"packpress:layout": "canonical"}}


def parquet_of_many_columns() -> bytes:
    """A Parquet file of 20,000 columns."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({f"c{n}": pa.array([str(n)] * 20) for n in range(20_000)})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    return bytes(sink.getvalue())


# what is hostile → the schema, the data, and what else the descriptor says
CASES: dict[str, Callable[[], Case]] = {
    "quotes": lambda: (schema(field()), repeated('"')),
    "an open quote": lambda: (schema(field()), b'a\n"' + b"x\n" * (SIZE // 2)),
    "one cell": lambda: (schema(field()), repeated("x")),
    "two cells": lambda: (schema(field(), field("b")), f"a,b\n{'x' * (SIZE // 2)},{'y' * (SIZE // 2)}\n".encode()),
    "one number": lambda: (schema(field(kind="number")), repeated("1")),
    "blank lines": lambda: (schema(field()), b"a\n" + b"\n" * SIZE),
    "noise": lambda: (schema(field()), noise()),
    "marks out of order": lambda: (schema(field()), repeated("a\u0301\u0316")),
    "line ends of two kinds": lambda: (schema(field()), b"a\n" + b"x\nx\r\n" * (SIZE // 5)),
    "ragged rows": lambda: (schema(field()), b"a\n" + b",\n" * (SIZE // 2)),
    "10^999999": lambda: (schema(field(kind="number")), lines("1e999999")),
    "decimals": lambda: (schema(field(kind="number")), lines("0.1234567890123456789012345678901234567890123456789")),
    "errors": lambda: (schema(field(kind="integer")), b"a\n" + b"x\n" * (SIZE // 2)),
    "errors in key columns": lambda: (schema(field(kind="integer"), primaryKey="a"), b"a\n" + b"x\n" * (SIZE // 2)),
    "repeated keys": lambda: (schema(field(), primaryKey="a"), b"a\n" + b"x\n" * (SIZE // 2)),
    "keys that are repeated once": lambda: (schema(field(), primaryKey="a"), lines(lambda n: str(n // 2))),
    "repeated keys of two columns": lambda: (
        schema(field(), field("b", "integer"), primaryKey=["a", "b"]),
        lines("x,1", "a,b"),
    ),
    "keys that differ by case": lambda: (
        schema(field(), primaryKey="a"),
        lines(lambda n: format(n // 2, "x") + "zZ"[n % 2]),
    ),
    "keys beyond ASCII": lambda: (schema(field(), primaryKey="a"), lines(lambda n: f"é{n // 2}{'äÄ'[n % 2]}", size=SIZE // 2)),
    "keys of two scripts": lambda: (schema(field(), primaryKey="a"), lines(lambda n: f"aа{n}", size=SIZE // 2)),
    "orphans": lambda: (
        schema(field(), field("b"), primaryKey="a", foreignKeys=[{"fields": "b", "reference": {"fields": "a"}}]),
        lines(lambda n: f"k{n},x{n}", "a,b"),
    ),
    "orphans of two columns": lambda: (
        schema(
            *(field(name) for name in "abcd"),
            primaryKey=["a", "b"],
            foreignKeys=[{"fields": ["c", "d"], "reference": {"fields": ["a", "b"]}}],
        ),
        lines(lambda n: f"k{n},1,x{n},1", "a,b,c,d"),
    ),
    "composite keys of letters": lambda: keyed(16, 6, 4, lambda n: "xyzw"[n % 4], kind="unique"),
    "composite keys that differ": lambda: keyed(32, 9, 2, lambda n: short(n % 3844), kind="unique"),
    "composite references of letters": lambda: keyed(21, 4, 3, lambda n: short(n % 62), kind="foreign"),
    "composite references that differ": lambda: keyed(32, 4, 2, lambda n: short(n % 3844), kind="foreign"),
    "composite references of ten fields": lambda: keyed(6, 11, 10, lambda n: short(n % 62), kind="foreign"),
    "a hundred references of letters": lambda: keyed(100, 11, 1, lambda n: short(n % 62), kind="foreign"),
    "a hundred references that differ": lambda: keyed(100, 11, 1, short, kind="foreign"),
    "references that are near to many": lambda: (
        schema(
            *(field(f"c{n}") for n in range(20)),
            foreignKeys=[{"fields": f"c{n}", "reference": {"fields": f"c{(n + 1) % 20}"}} for n in range(20)],
        ),
        lines(
            lambda n: ",".join(letters()[k : k + 99] for k in range(n * 2_000, n * 2_000 + 2_000, 100)),
            ",".join(f"c{n}" for n in range(20)),
            size=1_990_000,
        ),
    ),
    "one key a hundred times": lambda: (schema(field(), uniqueKeys=[["a"]] * 100), lines(lambda n: short(n % 62))),
    "short unique cells": lambda: (schema(field(constraints={"unique": True})), lines(short)),
    "short unique cells of any type": lambda: (schema(field(kind="any", constraints={"unique": True})), lines(short)),
    "four unique columns": lambda: (
        schema(*(field(name, constraints={"unique": True}) for name in "abcd")),
        lines(lambda n: ",".join([short(n)] * 4), "a,b,c,d"),
    ),
    "moments as keys": lambda: (
        schema(field(kind="datetime"), primaryKey="a"),
        lines(lambda n: f"{n % 9000 + 1000}-{n // 9000 % 12 + 1:02}-01T00:{n // 60 % 60:02}:{n % 60:02}+01:00"),
    ),
    "many unique columns": lambda: (
        schema(*(field(f"c{n}", constraints={"unique": True}) for n in range(90))),
        lines(",".join("x" * 90), ",".join(f"c{n}" for n in range(90))),
    ),
    "20,000 columns of text": lambda: wide(20_000, lambda n: "xxx", ("string",)),
    "20,000 columns of types": lambda: wide(20_000, lambda n: GOOD[n % 7], MANY),
    "20,000 wrong columns": lambda: wide(20_000, lambda n: "x!", MANY[1:]),
    "20,000 columns in Parquet": lambda: (
        schema(*(field(f"c{n}") for n in range(20_000))),
        parquet_of_many_columns(),
        {"path": "table.parquet"},
    ),
    "a pattern that backtracks": lambda: (schema(field(constraints={"pattern": "(a+)+$"})), repeated("a")),
    "a pattern of many places": lambda: (
        schema(field(constraints={"pattern": ".*" + "a.{1000}.*" * 10})),
        lines(lambda n: letters()[n * 5_000 : n * 5_000 + 5_000], size=SIZE),
    ),
    "a pattern of many places on one cell": lambda: (
        schema(field(constraints={"pattern": ".*" + "a.{1000}.*" * 10})),
        f"a\n{letters()}\n".encode(),
    ),
    "many patterns": lambda: (
        schema(*(field(f"c{n}", constraints={"pattern": f"[ab]{{1,{n + 1}}}c*"}) for n in range(90))),
        lines(",".join(["abab"] * 90), ",".join(f"c{n}" for n in range(90))),
    ),
    "deep JSON": lambda: (schema(field(kind="array")), repeated("[")),
    "JSON of a deep form": lambda: (schema(field(kind="array")), lines('"' + "[" * 60 + "]" * 60 + '"')),
    "one cell of deep arrays": lambda: (
        schema(field(kind="array", constraints={"enum": [[1]]})),
        f'a\n"[{",".join(["[" * 59 + "]" * 59] * (SIZE // 119))}]"\n'.encode(),
    ),
    "one cell of small arrays": lambda: (
        schema(field(kind="array", constraints={"enum": [[1]], "unique": True})),
        f'a\n"[{",".join(["[1]"] * (SIZE // 4))}]"\n'.encode(),
    ),
    "one cell of small objects": lambda: (
        schema(field(kind="array", constraints={"enum": [[1]], "jsonSchema": {"uniqueItems": True}, "unique": True})),
        b'a\n"[' + b",".join(b'{""a"":%d}' % n for n in range(499_998)) + b']"\n',
    ),
    "one cell of an object of many names": lambda: (
        schema(field(kind="object", constraints={"enum": [{"a": 1}], "jsonSchema": {"type": "object"}, "unique": True})),
        b'a\n"{' + b",".join(b'""%d"":1' % n for n in range(830_000)) + b'}"\n',
    ),
    "one cell of arrays under a JSON Schema": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"items": {"type": "array"}}}})),
        f'a\n"[{",".join(["[[[]]]"] * (SIZE // 7))}]"\n'.encode(),
    ),
    "a JSON object of many names": lambda: (
        schema(field(kind="object")),
        lines('"{' + ",".join(f'""k{n}"":{n}' for n in range(20_000)) + '}"'),
    ),
    "a JSON Schema of many branches": lambda: (
        schema(field(kind="object", constraints={"jsonSchema": BRANCHES})),
        lines(lambda k: '"{' + ",".join(f'""p{n}"":{k}' for n in range(9)) + '}"'),
    ),
    "a JSON Schema of very many branches": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"anyOf": [{"enum": ["x"]}] * 900 + [True]}}})),
        lines(lambda n: f'"[[1],[1],[{n}]]"'),
    ),
    "a JSON Schema that doubles itself": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": DOUBLES})),
        lines(lambda n: f'"{"[" * 40}{n}{"]" * 40}"'),
    ),
    "a JSON Schema that is recursive in its data": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"items": {"items": {"not": {"type": "array"}}}}}})),
        lines(lambda n: f'"[[[{n},2],[3,4]],[[5,6],[7,8]]]"'),
    ),
    "a JSON Schema with patterns": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"pattern": "(a|b)*a(a|b){12}$"}}})),
        lines(lambda k: '"[' + ",".join(f'""{letters()[n * 40 : n * 40 + 40]}""' for n in range(k * 50, k * 50 + 50)) + ']"'),
    ),
    "a JSON Schema on one array": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"uniqueItems": True, "items": {"enum": [*range(500)]}}})),
        f'a\n"[{",".join(str(n % 500) for n in range(2_500_000))}]"\n'.encode(),
    ),
    "a JSON Schema of 600,000 schemas": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"anyOf": [{"minItems": 9} for _ in range(600_000)]}})),
        lines(lambda n: f"[{n}]"),
    ),
    "a JSON Schema of a type 500,000 times": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"type": ["null"] * 500_000 + ["array"]}})),
        lines(lambda n: f"[{n}]"),
    ),
    "a JSON Schema that is always true": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"allOf": [True] * 1_400_000}})),
        lines(lambda n: f"[{n}]"),
    ),
    "arrays under every constraint": lambda: (
        schema(
            field(
                kind="array",
                constraints={"jsonSchema": {"items": {"minimum": 0}}, "enum": [[1]], "unique": True, **LENGTHS},
            )
        ),
        lines(lambda n: f"[{n}]"),
    ),
    "lists of many items": lambda: (
        schema(field(kind="list", itemType="date", delimiter=";")),
        lines(lambda n: f"{n % 9000 + 1000}-01-01;" + "2024-02-29;" * 900 + "x"),
    ),
    "dates of a form": lambda: (schema(field(kind="date", format="%d/%m/%Y")), lines("29/02/2024")),
    "days of the year with two bounds": lambda: (
        schema(field(kind="date", format="%Y-%j", constraints={"minimum": "1500-001", "maximum": "9998-001"})),
        lines(lambda n: f"{n // 365 % 9999 + 1:04}-{n % 365 + 1:03}"),
    ),
    "fractions of a second": lambda: (schema(field(kind="time", format="%f")), lines(lambda n: str(n % 1_000_000))),
    "unique moments of a form": lambda: (
        schema(
            field(
                kind="datetime",
                format="%d/%m/%Y %H:%M:%S",
                constraints={"unique": True, "minimum": "01/01/1900 00:00:00"},
            )
        ),
        lines(lambda n: f"{n % 28 + 1:02}/{n // 28 % 12 + 1:02}/2024 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}"),
    ),
    "moments with a zone": lambda: (
        schema(field(kind="datetime", format="%Y-%m-%d %H:%M:%S%z", constraints={"minimum": "1900-01-01 00:00:00Z"})),
        lines(lambda n: f"2024-{n % 12 + 1:02}-{n % 28 + 1:02} {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+01:00"),
    ),
    "durations with a bound": lambda: (
        schema(field(kind="duration", constraints={"minimum": "P1D"})),
        lines(lambda n: f"P{n}D"),
    ),
    "durations with every constraint": lambda: (
        schema(field(kind="duration", constraints=dict.fromkeys(BOUNDS, "P9D") | {"unique": True, "enum": ["P1D"]})),
        lines(lambda n: f"P{n}D"),
    ),
    "one duration of many digits": lambda: (
        schema(field(kind="duration", constraints={"unique": True, "minimum": "P1D"})),
        f"a\nP{'7' * SIZE}D\n".encode(),
    ),
    "small arrays that all differ": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"minimum": 0}}, "enum": [[1], [2]], "unique": True})),
        lines(lambda n: f"[{n}]"),
    ),
    "one array of empty objects": lambda: (
        schema(field(kind="array", constraints={"enum": [[1]], "unique": True})),
        f'a\n"[{",".join(["{}"] * (SIZE // 3))}]"\n'.encode(),
    ),
    "one list of many numbers": lambda: (
        schema(field(kind="list", itemType="number", delimiter=";", constraints={"enum": ["1;2"], "unique": True})),
        repeated("1;")[:-2] + b"\n",
    ),
    "a JSON Schema of a hundred patterns": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"allOf": FORMS}}})),
        lines(lambda n: f'"[""ab{n}""]"'),
    ),
    "a JSON Schema of what is not evaluated": lambda: (
        schema(field(kind="object", constraints={"jsonSchema": UNEVALUATED})),
        lines(lambda n: f'"{{""p1"":{n},""p2"":1,""p3"":2}}"'),
    ),
    "a JSON Schema of one choice in 900": lambda: (
        schema(field(kind="array", constraints={"jsonSchema": {"items": {"oneOf": [{"type": "string"}] * 900}}})),
        lines(lambda n: f"[{n}]"),
    ),
    "10,000 fields of three constraints": lambda: fields(
        10_000, "string", "abab", constraints={"minLength": 1, "enum": ["abab"], "pattern": "[ab]*"}
    ),
    "14,900 JSON Schemas": lambda: fields(14_900, "array", "[1]", constraints={"jsonSchema": {"items": {"type": "integer"}}}),
    "7,400 numbers in text": lambda: fields(7_400, "number", "1", groupChar=" ", bareNumber=False),
    "35,000 fields with categories": lambda: fields(35_000, "string", "a", categories=["a", "b"]),
    "enums of many days": lambda: (
        schema(
            *(
                field(f"c{k}", "date", format="%Y-%j", constraints={"enum": [f"{n:04}-{k + 1}" for n in range(1, 9_999)]})
                for k in range(70)
            )
        ),
        b"a\n",
    ),
    "zones with every constraint": lambda: (
        schema(
            field(kind="datetime", format="%f%z", missingValues=["x"], constraints=EVERY_BOUND),
            primaryKey="a",
            uniqueKeys=[["a"]],
            foreignKeys=[{"fields": "a", "reference": {"fields": "a"}}],
        ),
        lines(lambda n: f"{n % 1_000_000}Z" if n < 1_000_000 else f"{n % 1_000_000}+{n // 1_000_000:02}00"),
    ),
    "a few moments again and again as keys": lambda: (
        schema(field(kind="datetime", format="%m%z", constraints={"unique": True, "minimum": "1Z"})),
        lines(lambda n: f"{n % 9 + 1}Z"),
    ),
    "weeks with a list of codes": lambda: (
        schema(
            field(
                kind="date",
                format="%G%V%u",
                constraints={"minimum": "1000011", "enum": [f"{n // 50 + 1000}{n % 50 + 1:02}1" for n in range(100_000)]},
            ),
            primaryKey="a",
        ),
        lines(lambda n: f"{n // 364 % 9990 + 2:04}{n // 7 % 52 + 1:02}{n % 7 + 1}"),
    ),
    "moments whose parts are rivals": lambda: (
        schema(field(kind="date", format="%Y%j%d", constraints={"minimum": "200000101"}), primaryKey="a"),
        lines(lambda n: f"{n // 9000 % 9990 + 1:04}{n // 25 % 360 + 1:03}{n % 25 + 1}"),
    ),
    "20,000 columns of moments with a zone": lambda: (
        schema(*(field(f"c{n}", "datetime", format="%Y-%m-%dT%H:%M:%S.%f%z") for n in range(20_000))),
        lines(",".join(["2024-02-29T12:00:00.5+01:00"] * 20_000), ",".join(f"c{n}" for n in range(20_000))),
    ),
    "an enum of many moments": lambda: (
        schema(
            field(
                kind="datetime",
                format="%d/%m/%Y %H:%M:%S%z",
                constraints={"enum": [f"{n % 28 + 1:02}/02/{n // 28 + 1:04} 00:00:00Z" for n in range(250_000)]},
            )
        ),
        b"a\n01/02/0001 00:00:00Z\n",
    ),
    "an enum of many days": lambda: (
        schema(field(kind="date", format="%d/%m/%Y", constraints={"enum": days()})),
        lines(lambda n: f"{n % 28 + 1}/{n // 28 % 12 + 1}/{n // 336 % 9_000 + 1_000}"),
    ),
    "10,000 tables with a pattern each": lambda: (
        schema(field(constraints={"pattern": "x[0-9]+y"})),
        b"a\nx1y\n",
        {"tables": 10_000},
    ),
    "400 tables with 50 references each": lambda: (
        schema(
            *(field(f"c{n}") for n in range(51)),
            foreignKeys=[{"fields": f"c{n}", "reference": {"fields": f"c{n + 1}"}} for n in range(50)],
        ),
        f"{','.join(f'c{n}' for n in range(51))}\n{','.join('x' * 51)}\n".encode(),
        {"tables": 400},
    ),
    "GeoJSON": lambda: (
        schema(field(kind="geojson", constraints={"enum": [{"type": "Point", "coordinates": [1, 2]}]})),
        lines(lambda n: f'"{{""type"":""Point"",""coordinates"":[{n % 180}.{n},2]}}"'),
    ),
    "a list of codes": lambda: (schema(field(constraints={"enum": [f"x{n}" for n in range(100_000)]})), lines("y1")),
    "packed": lambda: (schema(field()), packed(b"a\n" + b"x\n" * 400_000_000), {"path": "table.csv.gz", "compression": "gz"}),
    "escapes, laid out": lambda: (schema(field(), field("b"), primaryKey="a"), lines("\\;x\\\\;y", "a;b"), ESCAPES | LAID),
    "comments, laid out": lambda: (schema(field(), primaryKey="a"), lines("#\nx\n'y'''"), COMMENTS | LAID),
    "escapes, out of order": lambda: (
        schema(field(), field("b"), primaryKey="a"),
        lines(lambda n: f"k{999999 - n};y", "a;b"),
        ESCAPES | LAID,
    ),
    "one column, laid out": lambda: (schema(field(), primaryKey="a"), b"a\n" + b"x\n" * (SIZE // 2), COMMENTS | LAID),
    "not in order, laid out": lambda: (schema(field(), primaryKey="a"), lines(lambda n: f"k{9999999 - n}"), LAID),
    "line breaks in cells, laid out": lambda: (schema(field(), primaryKey="a"), b"a\n" + b'"\n"\n' * (SIZE // 4), LAID),
    "comments": lambda: (schema(field()), b"a\n" + b"#\n" * (SIZE // 2), COMMENTS),
    "a null sequence": lambda: (schema(field(), field("b")), lines("\\N;x", "a;b"), NULLS),
}  # fmt: skip


def packed(data: bytes) -> bytes:
    """The data, packed with gzip."""
    import gzip

    return gzip.compress(data, 1)


def place(folder: Path, name: str) -> Path:
    """The folder of that case."""
    return folder / name.replace(" ", "-").replace(",", "").replace("^", "")


def make(folder: Path, name: str) -> None:
    """Make the package of that case."""
    table_schema, data, *others = CASES[name]()
    more: dict[str, Any] = dict(others[0]) if others else {}
    package = place(folder, name)
    package.mkdir(parents=True, exist_ok=True)
    path = more.pop("path", "table.csv")
    tables, described = more.pop("tables", 1), more.pop("package", {})
    resources = []
    for number in range(tables):
        own = path if tables == 1 else f"{number}-{path}"
        (package / own).write_bytes(data)
        resource = {"name": f"table{number}", "type": "table", "path": own, "schema": table_schema}
        resources.append(resource | more)
    descriptor = {"name": "hostile", **described, "resources": resources}
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def main() -> None:
    """Make the packages, judge them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", choices=[[], *CASES], metavar="NAME")
    parser.add_argument("--make", action="store_true", help="make the packages only")
    options = parser.parse_args()
    if options.make:
        for name in options.names:
            make(options.folder, name)
        return
    print("| what is hostile | s | CPU s | MiB | exit | |\n|---|---:|---:|---:|---:|---|")
    for name in options.names or CASES:
        # made in another process: a process that starts from a large one counts as large
        subprocess.run([sys.executable, __file__, str(options.folder), name, "--make"], check=True)
        package = place(options.folder, name)
        command = [sys.executable, "-m", "packpress", "validate", str(package)]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds, peak = time.perf_counter() - begin, usage.ru_maxrss / 1024
        over = "over" if seconds > SECONDS or peak > MEBIBYTES else ""
        over += " traceback" if b"Traceback" in said else ""
        spent = usage.ru_utime + usage.ru_stime
        print(f"| {name} | {seconds:.1f} | {spent:.1f} | {peak:.0f} | {process.returncode} | {over} |", flush=True)


if __name__ == "__main__":
    main()
