"""The facts are what the descriptor states, cleaned of what no page shows; what has another type is not stated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from packpress.package.model import Package
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.facts import DataSource, Facts, facts_of
from packpress.publish.metadata.facts.licences import Licence


def read(raw: dict[str, Any]) -> Facts:
    return facts_of(Package(Path(), (), raw), "1.0.0", "2026-03-04")


# descriptor → name of a fact, its value
STATED: dict[str, tuple[dict[str, Any], str, Any]] = {
    "title": ({"title": " A\n title\x00 "}, "title", "A title"),
    "name instead of a title": ({"name": "a-name"}, "title", "a-name"),
    "title of another type": ({"title": ["a"]}, "title", ""),
    "description keeps its lines": ({"description": "a\n\nb\x07"}, "description", "a\n\nb"),
    "created": ({"created": "2026-01-02T23:00:00-09:00"}, "created", "2026-01-02"),
    "created is no date": ({"created": "yesterday"}, "created", ""),
    "homepage": ({"homepage": "https://example.org/a"}, "homepage", "https://example.org/a"),
    "homepage is no page on the web": ({"homepage": "ftp://example.org"}, "homepage", ""),
    "homepage is empty": ({"homepage": ""}, "homepage", ""),
    "keywords": ({"keywords": ["b", "a", "b", "", 3]}, "keywords", ("b", "a")),
    "licence with the path of a file": (
        {"licenses": [{"name": "MIT", "path": "LICENSE"}]},
        "licences",
        (Licence("MIT", "", ""),),
    ),
    "licence without a part": ({"licenses": [{}, "MIT"]}, "licences", ()),
    "role of version 1": (
        {"contributors": [{"title": "A", "role": "author"}]},
        "contributors",
        (Contributor("A", roles=("author",)),),
    ),
    "contributor with an e-mail address only": ({"contributors": [{"email": "a@example.org"}]}, "contributors", ()),
    "sources": (
        {"sources": [{"title": "A", "path": "a.pdf"}, {"path": "https://example.org/"}, {}]},
        "sources",
        (DataSource("A", ""), DataSource("", "https://example.org/")),
    ),
}


@pytest.mark.parametrize(("raw", "name", "value"), STATED.values(), ids=STATED)
def test_a_fact_is_what_the_descriptor_states(raw: dict[str, Any], name: str, value: Any) -> None:
    assert getattr(read(raw), name) == value


@pytest.mark.parametrize("homepage", ["https://example.org/a", "https://example.org/a/"])
def test_the_files_are_below_the_homepage_in_a_folder_of_the_version(homepage: str) -> None:
    assert read({"homepage": homepage}).base == "https://example.org/a/1.0.0/"
    assert read({}).base == ""


def test_a_citation_has_what_is_known() -> None:
    people = [{"title": "A B", "givenName": "A", "familyName": "B"}, {"title": "The Office", "roles": ["publisher"]}]
    full = read({"title": "Data", "contributors": people, "homepage": "https://example.org/"})
    assert full.citation == "B, A (2026). Data, version 1.0.0 [Data set]. The Office. https://example.org/"
    assert read({"title": "Data"}).citation == "(2026). Data, version 1.0.0 [Data set]"
