"""The page of the Python API is fresh and whole, and the examples in the docstrings give what they say."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import runpy
from collections.abc import Mapping
from keyword import kwlist
from pathlib import Path
from typing import Any

import pytest

import packpress
from packpress.check.rules.frames import to_frame
from packpress.check.validate import examine

ROOT = Path(__file__).resolve().parents[1]
MAKER = runpy.run_path(str(ROOT / "tests" / "api_page.py"))
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
# what a caller gets or makes; an error is shown where a call raises it
SHOWN = [name for name in packpress.__all__ if not name.endswith("Error") or name == "PackageError"]


def test_the_page_is_fresh_or_else_scripts_api_page_makes_it_so() -> None:
    assert MAKER["describe_api"]() == PAGE


def test_the_page_says_in_its_first_line_what_made_it() -> None:
    assert re.match(r"<!-- Made by `scripts/api-page` from .+ Do not edit\. -->\n", PAGE)


def test_the_page_has_each_public_name_once() -> None:
    assert sorted(name for names in MAKER["SECTIONS"].values() for name in names) == packpress.__all__
    headings = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)
    assert sorted(headings) == sorted([*packpress.__all__, *MAKER["MENTIONED"]])


def test_each_heading_of_the_page_is_linked_and_each_link_leads_to_one() -> None:
    anchors: list[str] = []
    for heading in re.findall(r"^##+ (.+)$", PAGE, re.MULTILINE):
        anchor = heading.lower().replace(" ", "-")
        anchors.append(anchor if anchor not in anchors else f"{anchor}-1")
    assert sorted(re.findall(r"\]\(#([^)]+)\)", PAGE)) == sorted({*anchors} - {"contents"})


def test_a_definition_mentions_no_type_that_the_page_does_not_have() -> None:
    """Types of Python and pandas aside, and the package of ``Tables``, of which the docstring says what may be used."""
    code = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    named = set(re.findall(r"\b(?<![.@])[A-Z][A-Za-z]+\b(?!\()", code))
    known = {*packpress.__all__, *MAKER["MENTIONED"], "Callable", "Exception", "Iterable", "Literal", "Mapping", "NamedTuple"}
    assert named - known - {"DataFrame", "DataFrameSchema", "PathLike", *kwlist} == {"Package"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two packages that the page describes."""
    folder = tmp_path_factory.mktemp("examples")
    types = {"id": "string", "due": "date", "copies": "integer"}
    schema = {"primaryKey": ["id"], "fields": [{"name": name, "type": kind} for name, kind in types.items()]}
    resources = [{"name": "loans", "path": "loans.csv", "schema": schema}]
    for name, row in (("loans", "a2,2024-02-30,x"), ("right", "a2,2024-03-01,1")):
        (folder / name).mkdir()
        (folder / name / "datapackage.json").write_text(json.dumps({"name": "loans", "resources": resources}), encoding="utf-8")
        (folder / name / "loans.csv").write_text(f"id,due,copies\na1,2024-02-29,2\n{row}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def names(folder: Path) -> Mapping[str, Any]:
    """What the examples use without making it: the tables of the right package, as a rule gets them."""
    checked = examine(folder / "right", full=True)
    frames = {name: to_frame(table) for name, table in checked.tables.items()}
    return {"tables": packpress.Tables(checked.package, frames)}


@pytest.mark.parametrize("name", SHOWN)
def test_every_example_gives_what_it_says(
    name: str, names: Mapping[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found = doctest.DocTestFinder().find(getattr(packpress, name), name, module=False, globs=dict(names))
    assert found[0].examples
    assert [doctest.DocTestRunner().run(test).failed for test in found] == [0] * len(found)


def test_every_public_name_is_described_in_a_first_line() -> None:
    for name in packpress.__all__:
        assert (inspect.getdoc(getattr(packpress, name)) or "").split("\n")[0].endswith("."), name
