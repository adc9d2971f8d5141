"""BibTeX: names are split only where they are known apart, and keys are plain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from packpress.publish.metadata.bibtex import bibtex_text
from packpress.publish.metadata.facts.described import Described

# properties of the descriptor → a line of the entry
LINES: dict[str, tuple[dict[str, Any], str]] = {
    "an organisation with and": ({"contributors": [{"title": "Sun and Sons, Ltd."}]}, "  author = {{Sun and Sons, Ltd.}},"),
    "a family name with and": (
        {"contributors": [{"familyName": "Day and Night", "givenName": "A."}]},
        "  author = {{Day and Night}, A.},",
    ),
    "two authors": ({"contributors": [{"title": "A"}, {"title": "B"}]}, "  author = {{A} and {B}},"),
    "an address with braces": ({"homepage": "https://example.org/{a}%20"}, "  url = {https://example.org/%7Ba%7D%20},"),
    "a key of another script": ({"name": None, "title": "数据"}, "@misc{1.2.0,"),
    "a key with accents": ({"name": None, "title": "Été, {x}"}, "@misc{Ete-x-1.2.0,"),
}


@pytest.mark.parametrize(("properties", "line"), LINES.values(), ids=LINES)
def test_an_entry_has_the_line(properties: dict[str, Any], line: str, describe: Callable[..., Described]) -> None:
    assert line in bibtex_text(describe(**properties)).splitlines()


def test_without_creators_there_is_no_author(describe: Callable[..., Described]) -> None:
    assert "author" not in bibtex_text(describe(contributors=None))
