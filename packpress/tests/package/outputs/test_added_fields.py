"""The columns that the build adds: the Parquet file, its schema and the codebook describe them in the same words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from packpress.edtf import PRECISIONS, read_edtf
from packpress.package.descriptor import read_package
from packpress.package.outputs.added_fields import added_fields, derived_fields
from packpress.publish.build import build
from packpress.types.field import Field

LETTERS = Path(__file__).resolve().parents[2] / "packages" / "letters"
OPTIONAL = {"required": False}


def date_field(title: str) -> Field:
    return Field("sent", "string", "default", title, "", {}, ("",), {"packpress:edtf": True})


# title of the date → how the descriptions begin
TITLES = {"Day of sending": "Day of sending: ", "": "sent: "}


@pytest.mark.parametrize("title", TITLES)
def test_a_date_gets_its_bounds_and_its_precision(title: str) -> None:
    begin = TITLES[title]
    assert derived_fields(date_field(title)) == (
        {
            "name": "sent_min",
            "description": f"{begin}the first day that it may mean; null where open or missing.",
            "type": "date",
            "constraints": OPTIONAL,
            "example": "2023-01-01",
        },
        {
            "name": "sent_max",
            "description": f"{begin}the last day that it may mean; null where open or missing.",
            "type": "date",
            "constraints": OPTIONAL,
            "example": "2023-12-31",
        },
        {
            "name": "sent_precision",
            "description": f"{begin}how exact its coarser end is; null where missing.",
            "type": "string",
            "constraints": {**OPTIONAL, "enum": ["day", "month", "year", "open"]},
            "categories": [
                {"value": "day", "label": "to the day"},
                {"value": "month", "label": "to the month"},
                {"value": "year", "label": "to the year"},
                {"value": "open", "label": "an end is open"},
            ],
            "example": "year",
        },
    )


def test_the_examples_are_the_bounds_and_the_precision_of_one_date() -> None:
    span = read_edtf("2023")
    examples = [described["example"] for described in derived_fields(date_field(""))]
    assert examples == [str(span.first), str(span.last), span.precision]
    assert {read_edtf(text).precision for text in ("2023-01-01", "2023-01", "2023", "2023/..")} == set(PRECISIONS)


def test_a_field_that_is_no_date_gets_nothing() -> None:
    assert derived_fields(date_field("")._replace(raw={})) == ()


def test_file_schema_and_codebook_describe_them_in_the_same_words(tmp_path: Path) -> None:
    root = Path(shutil.copytree(LETTERS, tmp_path / "letters"))
    assert build(root, rules=root / "rules.py").report.issues == ()
    package = read_package(root)[0]
    sections = (root / "docs" / "codebook.md").read_text(encoding="utf-8").split("\n## ")
    shown = {section.partition("\n")[0]: section.partition("### Added by the build\n")[2] for section in sections[1:]}
    named = {}
    for table in package.built_from:
        added = added_fields(package, table)
        names = named[table.name] = [described["name"] for described in added]
        parquet = pq.read_schema(root / "data" / "parquet" / f"{table.name}.parquet")
        schema = json.loads((root / "data" / "parquet" / f"{table.name}.json").read_text(encoding="utf-8"))
        assert [field for field in schema["fields"] if field["name"] in names] == added
        words = [(parquet.field(name).metadata or {})[b"description"].decode() for name in names]
        assert words == [described["description"] for described in added]
        rows = [line.split(" | ") for line in shown[table.name].splitlines() if line.startswith("| `")]
        assert [(row[0], row[2]) for row in rows] == [(f"| `{n}`", word) for n, word in zip(names, words, strict=True)]
    assert named == {
        "visits": ["arrived_min", "arrived_max", "arrived_precision", "left_min", "left_max", "left_precision"],
        "ports": ["built_min", "built_max", "built_precision"],
        "letters": ["written_min", "written_max", "written_precision"],
        "sentences": ["link"],
        "quotes": [],
        "gone": [],
    }
