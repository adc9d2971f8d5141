from __future__ import annotations

from typing import Any

import pytest

from packpress.package.formats import delimiter_of, resource_format

SCHEMA: dict[str, Any] = {"schema": {"fields": [{"name": "a"}]}}
# path, properties → the format
FORMATS: dict[str, tuple[str, dict[str, Any], str]] = {
    "an ending": ("t.csv", {}, "csv"),
    "an ending in capitals": ("T.TSV", {}, "tsv"),
    "an ending below one of compression": ("t.csv.gz", {}, "csv"),
    "a format, whatever the ending": ("t.csv", {"format": "Parquet"}, "parquet"),
    "a format that is a media type": ("t", {"format": "text/csv"}, "csv"),
    "a media type": ("t", {"mediatype": "text/tab-separated-values"}, "tsv"),
    "a media type with a parameter": ("t.txt", {"mediatype": "text/csv; charset=utf-8"}, "csv"),
    "a media type beside an ending that is known": ("t.parquet", {"mediatype": "text/csv"}, "parquet"),
    "a media type beside the ending of a workbook": ("t.xlsx", {"mediatype": "text/csv"}, "xlsx"),
    "a table without an ending": ("fde557ec", SCHEMA, "csv"),
    "a table by its type": ("t.dat", {"type": "table"}, "csv"),
    "a table by its profile": ("t.2024", {"profile": "tabular-data-resource"}, "csv"),
    "a table by the address of its profile": (
        "t.dat",
        {"profile": "http://specs.frictionlessdata.io/schemas/tabular-data-resource.json"},
        "csv",
    ),
    "a profile that only begins like that of a table": ("t.dat", {"profile": "tabular-data-resource.json"}, "dat"),
    "a table in a folder with a point": ("v1.xlsx/t", SCHEMA, "csv"),
    "a table whose format says text": ("t.xyz", {**SCHEMA, "format": "txt"}, "csv"),
    "a packed table without an inner ending": ("t.zip", {**SCHEMA, "compression": "zip"}, "csv"),
    "a workbook": ("t.xlsx", SCHEMA, "xlsx"),
    "a database": ("t.sqlite", {"type": "table"}, "sqlite"),
    "a format that nobody here knows": ("t", {**SCHEMA, "format": "netcdf"}, "netcdf"),
    "an attachment": ("LICENSE", {}, ""),
    "an attachment of text": ("notes.txt", {}, "txt"),
    "an attachment whose format says text": ("t.csv", {"format": "txt"}, "txt"),
    "an attachment in an archive": ("all.zip", {}, "zip"),
    "a profile that is no text": ("t", {"profile": ["tabular-data-resource"]}, ""),
}


@pytest.mark.parametrize(("path", "raw", "wanted"), FORMATS.values(), ids=FORMATS)
def test_the_format_is_what_the_resource_says_or_looks_like(path: str, raw: dict[str, Any], wanted: str) -> None:
    assert resource_format(raw, path) == wanted


# path, properties → the delimiter of a dialect that declares none
DELIMITERS: dict[str, tuple[str, dict[str, str], str]] = {
    "csv": ("t.csv", {}, ","),
    "tsv": ("t.tsv", {}, "\t"),
    "a packed tsv": ("t.tsv.gz", {}, "\t"),
    "tab": ("t.tab", {"schema": "s.json"}, "\t"),
    "a format": ("t.txt", {"format": "TSV"}, "\t"),
    "a media type": ("t.csv", {"mediatype": "text/tab-separated-values; charset=utf-8"}, "\t"),
    "a format against the ending": ("t.tsv", {"format": "csv"}, ","),
    "a media type of commas": ("t.csv", {"mediatype": "text/csv"}, ","),
    "an inner ending that says nothing": ("t.tab.csv", {}, ","),
}


@pytest.mark.parametrize(("path", "properties", "delimiter"), DELIMITERS.values(), ids=DELIMITERS)
def test_tab_separated_values_have_tabs(path: str, properties: dict[str, str], delimiter: str) -> None:
    assert delimiter_of(properties, path) == delimiter
