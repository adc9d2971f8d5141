"""The full build writes the drawings that a package names, the same bytes each time, and never over another file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from packpress.package.descriptor import read_package
from packpress.publish.build import build
from packpress.publish.streamed import build_streamed

SVG = "{http://www.w3.org/2000/svg}"
TABLES = {
    "visits": "id,day,by\na,2020-05-01,us\nb,2020,them\nc,,us\nd,2019/2021,them\n",
    "clubs": "id,began,closed\nk,2021-02-03,\nl,,2022-01-01\n",
    "counts": "id,amount,hedge,measure,state\na,750,,kg,\nb,600,,kg,end\nc,800.5,about,kg,\nd,7,,m,\ne,9,,kg,\nf,,,kg,\n",
    "checks": "id,of,beside,result\n1,a,b,more\n2,a,c,less\n3,a,d,same\n4,a,e,unlike\n5,a,,lost\n6,b,a,less\n7,a,f,less\n",
}
STRING = {"type": "string"}
RESULTS = ("more", "less", "same", "unlike", "lost")
TYPES: dict[str, Any] = {
    "day": {**STRING, "packpress:edtf": True},
    "began": {"type": "date"},
    "closed": {"type": "date"},
    "amount": {"type": "number"},
    "state": {**STRING, "categories": [{"value": "end", "label": "Final count"}]},
    "result": {
        **STRING,
        "categories": [{"value": code, "label": f"It is {code}"} for code in ("more", "less", "same", "unlike", "lost")],
    },
}
SITE: dict[str, Any] = {
    "text": {"title": "The letters", "name": "the letters"},
    "records": [
        {"resource": "visits", "path": "visits", "title": "Visits", "own": {"field": "by", "values": ["us"]}},
        {"resource": "counts", "path": "counts", "title": "Counts",
         "figure": {"value": "amount", "qualifier": "hedge", "unit": "measure"}},
    ],
    "comparisons": {"resource": "checks", "records": ["of"], "verdict": "result", "other": "beside",
                    "marks": {"more": "up", "less": "down"}, "words": {"more": "Higher"}, "withoutBars": ["unlike"]},
    "timeline": [{"resource": "visits", "date": "day"}, {"resource": "clubs", "start": "began", "end": "closed"}],
    "drawings": [
        {"path": "pictures/when.svg", "draw": "timeline", "title": "When"},
        {"path": "pictures/weight.svg", "draw": "figure", "title": "Weight",
         "resource": "counts", "record": "a", "label": "state"},
    ],
}  # fmt: skip
WHEN, WEIGHT = "pictures/when.svg", "pictures/weight.svg"


def schema(table: str) -> dict[str, Any]:
    names = TABLES[table].partition("\n")[0].split(",")
    return {"fields": [{"name": name, **TYPES.get(name, STRING)} for name in names], "primaryKey": ["id"]}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A package that names two drawings."""
    resources = [{"name": name, "type": "table", "path": f"{name}.csv", "schema": schema(name)} for name in TABLES]
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    package = {"name": "drawn", "resources": resources, "packpress:site": SITE}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    (tmp_path / "datapackage.json").write_text(json.dumps({"$schema": profile, **package}), encoding="utf-8")
    return tmp_path


def change(root: Path, number: int, **properties: str) -> None:
    """Changes a drawing in the descriptor."""
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["packpress:site"]["drawings"][number] |= properties
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")


def description(file: Path) -> str | None:
    return ElementTree.parse(file).getroot().findtext(f"{SVG}desc")


def test_the_full_build_writes_each_drawing(drawn: Path) -> None:
    built = build(drawn)
    assert built.report.issues == ()
    assert {WHEN, WEIGHT} <= {*built.stale}
    assert description(drawn / WHEN) == (
        "Records by year from 2020 to 2022: 1 named by the letters and 3 from other sources. "
        "The year with most is 2020, with 2. Not shown: 1 that run over several years and 1 without a date."
    )
    assert description(drawn / WEIGHT) == (
        "Weight. The letters: 750. Final count: 600 (it is more). c: about 800.5 (it is less)."
    )


def test_a_second_build_writes_the_same_and_a_changed_row_makes_a_drawing_stale(drawn: Path) -> None:
    build(drawn)
    before = (drawn / WHEN).read_bytes()
    assert build(drawn).stale == ()
    (drawn / "visits.csv").write_text(TABLES["visits"].replace("b,2020,", "b,2018,"), encoding="utf-8")
    assert WHEN in build(drawn, check_only=True).stale
    assert (drawn / WHEN).read_bytes() == before
    assert WEIGHT in build(drawn).fresh
    assert (drawn / WHEN).read_bytes() != before


def test_other_builds_write_no_drawing(drawn: Path, tmp_path: Path) -> None:
    build_streamed(drawn)
    build(drawn, out=tmp_path / "elsewhere")
    assert list(tmp_path.rglob("*.svg")) == []


def test_a_file_that_no_build_made_is_left_as_it_is(drawn: Path) -> None:
    (drawn / "pictures").mkdir()
    (drawn / WHEN).write_bytes(b"<svg/>")
    built = build(drawn)
    assert [(issue.path, issue.message) for issue in built.report.issues] == [
        (
            WHEN,
            "is where the build would write, but was not made by a build; move or remove it, or give another folder with --out",
        )
    ]
    assert (drawn / WHEN).read_bytes() == b"<svg/>"


FAULTS: dict[str, tuple[int, dict[str, str], str]] = {
    "a record that is not there": (
        1, {"record": "z"}, '"counts" has no record "z" with a value; correct its record',
    ),
    "a record without a value": (1, {"record": "f"}, '"counts" has no record "f" with a value; correct its record'),
    "a record that is not exact": (
        1, {"record": "c"}, 'the record "c" is not exact, so that no bar shows it; choose another record',
    ),
    "a table without figures": (
        1, {"resource": "visits", "label": "by"},
        "its resource has no figures, or nothing is compared with them; complete records and comparisons",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("number", "properties", "message"), FAULTS.values(), ids=FAULTS)
def test_a_drawing_that_cannot_be_made_is_reported(drawn: Path, number: int, properties: dict[str, str], message: str) -> None:
    change(drawn, number, **properties)
    built = build(drawn)
    assert [(issue.path, issue.rule, issue.message) for issue in built.report.issues] == [
        ("datapackage.json", "site-property", f'"packpress:site": the drawing "{WEIGHT}" cannot be made: {message}')
    ]
    assert not (drawn / WEIGHT).exists()


def test_a_timeline_of_rows_without_dates_is_reported(drawn: Path) -> None:
    (drawn / "visits.csv").write_text("id,day,by\na,,us\n", encoding="utf-8")
    (drawn / "clubs.csv").write_text("id,began,closed\n", encoding="utf-8")
    (issue,) = build(drawn).report.issues
    assert issue.message == (
        f'"packpress:site": the drawing "{WHEN}" cannot be made: no row has a date in one year; '
        "name tables with dates in its timeline"
    )


# property of a drawing, its value → message
SHAPES = {
    "a path that leaves the package": ("path", "../when.svg", "must be a path in the package that ends with .svg"),
    "a hidden file": ("path", ".git/when.svg", "must be a path in the package that ends with .svg"),
    "another ending": ("path", "when.html", "must be a path in the package that ends with .svg"),
    "an unknown drawing": ("draw", "pie", "must be one of timeline, figure"),
    "an unknown table": ("resource", "tolls", 'is "tolls", but the package has no such table'),
    "an unknown property": ("colour", "red", 'has the property "colour", which has no meaning here'),
}


@pytest.mark.parametrize(("name", "value", "message"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_property_of_a_drawing_is_reported(drawn: Path, name: str, value: str, message: str) -> None:
    change(drawn, 0, **{name: value})
    _, issues = read_package(drawn)
    assert [issue.rule for issue in issues] == ["site-property"]
    assert message in issues[0].message


def test_what_a_killed_build_left_beside_a_drawing_is_removed(drawn: Path) -> None:
    build(drawn)
    left = drawn / "pictures" / ".when.svg.abcdefgh"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    build(drawn)
    assert not left.exists()
