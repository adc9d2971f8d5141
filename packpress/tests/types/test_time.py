from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from packpress.arrow.arrays import string_array
from packpress.check.validate import validate
from packpress.package.schema import read_field
from packpress.types import field_type

# field → text → canonical
CANONICAL: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "datetime": (
        {"type": "datetime"},
        {
            "2024-01-01T12:00:00": "2024-01-01T12:00:00",
            "2024-01-01T12:00:00Z": "2024-01-01T12:00:00Z",
            "2024-01-01T12:00:00-00:00": "2024-01-01T12:00:00Z",
            "2024-01-01T00:30:00+01:00": "2023-12-31T23:30:00Z",
            "2024-01-01T12:00:00.500": "2024-01-01T12:00:00.5",
            "2024-01-01T12:00:00.00000001Z": "2024-01-01T12:00:00.00000001Z",
            "2024-01-01T12:00:00.000": "2024-01-01T12:00:00",
            "2024-02-28T24:00:00": "2024-02-29T00:00:00",
            "2024-12-31T24:00:00.0+01:00": "2024-12-31T23:00:00Z",
            "0001-01-01T00:00:00+14:00": "-62135647200 s",
            "0001-01-01T00:00:00.50+14:00": "-62135647200.5 s",
        },
    ),
    "datetime in a format": (
        {"type": "datetime", "format": "%d/%m/%Y %H:%M:%S.%f"},
        {"1/2/2024 9:00:00.50": "2024-02-01T09:00:00.5"},
    ),
    "datetime in a format with a zone": (
        {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S%z"},
        {
            "2024-01-01 00:30:00+0100": "2023-12-31T23:30:00Z",
            "2024-01-01 00:30:00-00:00:00.5": "2024-01-01T00:30:00.5Z",
            "0001-01-01 00:00:00+14:00": "-62135647200 s",
            "9999-12-31 23:59:59-00:00:01": "253402300800 s",
        },
    ),
    "time in a format with a zone": ({"type": "time", "format": "%H%z"}, {"00+0100": "23:00:00Z", "23Z": "23:00:00Z"}),
    "date in a format with a zone": ({"type": "date", "format": "%d %m %Y%z"}, {"01 01 0001+0100": "-62135683200 s"}),
    "date of a week": ({"type": "date", "format": "%G-W%V-%u"}, {"2021-W01-1": "2021-01-04"}),
    "date in a format": ({"type": "date", "format": "%Y-%d-%m"}, {"2024-01-02": "2024-02-01"}),
    "date in any form": ({"type": "date", "format": "any"}, {"20240201": "2024-02-01", "2024-02-01": "2024-02-01"}),
    "time in a format": ({"type": "time", "format": "%I.%M %p"}, {"1.05 pm": "13:05:00"}),
    "time in any form": ({"type": "time", "format": "any"}, {"12": "12:00:00", "T12:00:00,50": "12:00:00.5"}),
    "year": ({"type": "year"}, {"2024": "2024", "2024+00:00": "2024Z", "-0044": "-0044"}),
    "yearmonth": ({"type": "yearmonth"}, {"2024-02-00:00": "2024-02Z", "2024-02-05:00": "2024-02-05:00"}),
    "duration": (
        {"type": "duration"},
        {"P1Y": "P12MT0S", "P12M": "P12MT0S", "-P1DT1.50S": "-P0MT86401.5S", "-P0D": "P0MT0S", "PT0.0S": "P0MT0S"},
    ),
    "duration of more digits than a number of Python has by itself": (
        {"type": "duration"},
        {f"PT{'1' * 40}S": f"P0MT{'1' * 40}S", f"-P{'1' * 40}M": f"-P{'1' * 40}MT0S"},
    ),
    "text": ({"type": "string"}, {"2024-01-01T12:00:00+01:00": "2024-01-01T12:00:00+01:00"}),
}


@pytest.mark.parametrize(("raw", "texts"), CANONICAL.values(), ids=CANONICAL)
def test_a_moment_has_one_notation(raw: dict[str, Any], texts: dict[str, str]) -> None:
    kind, cells = field_type(read_field({"name": "x", **raw}, ("",))), string_array([*texts])
    values = kind.cast(cells)[0] if kind.form is None else kind.form.read(cells)
    assert kind.key_texts(cells, values).to_pylist() == [*texts.values()]


def test_moments_in_two_zones_are_one_key(make_package: Callable[..., Path]) -> None:
    schema = {"fields": [{"name": "a", "type": "datetime", "constraints": {"unique": True}}, {"name": "b", "type": "string"}]}
    text = "a,b\n2024-01-01T12:00:00Z,x\n2024-01-01T13:00:00+01:00,y\n2024-01-01T12:00:00,z\n"
    report = validate(make_package(schema, text))
    assert [(i.line, i.rule, i.value) for i in report.issues] == [(3, "unique", "2024-01-01T13:00:00+01:00")]


def test_columns_of_one_format_are_judged_each_by_itself(make_package: Callable[..., Path]) -> None:
    of_form = {"type": "time", "format": "%H:%M%z"}
    names = {"a": {"unique": True}, "b": {"maximum": "12:00Z"}, "c": {}}
    schema = {"fields": [{"name": name, **of_form, "constraints": constraints} for name, constraints in names.items()]}
    text = "a,b,c\n12:00Z,12:00Z,\n13:00+0100,14:00+01:00,25:00Z\n,11:00+0100,11:00+0100\n"
    report = validate(make_package(schema, text))
    assert [(i.line, i.column, i.rule, i.value) for i in report.issues] == [
        (3, "a", "unique", "13:00+0100"),
        (3, "b", "constraint-maximum", "14:00+01:00"),
        (3, "c", "type-time", "25:00Z"),
    ]
