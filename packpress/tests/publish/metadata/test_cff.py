"""CITATION.cff is valid by the schema of CFF 1.2.0, whatever the descriptor states."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from packpress.publish.metadata.cff import cff_text
from packpress.publish.metadata.facts.described import Described

SCHEMA = json.loads(
    (files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json").read_text(encoding="utf-8")
)
CREATOR = {"roles": ["creator"]}
# properties of the descriptor → what the file has of them
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as it is": ({}, {"license": "CC-BY-4.0"}),
    "homepage": ({"homepage": "https://example.org/"}, {"url": "https://example.org/"}),
    "two licences": ({"licenses": [{"name": "MIT"}, {"name": "CC0-1.0"}]}, {"license": ["MIT", "CC0-1.0"]}),
    "a licence of their own": (
        {"licenses": [{"name": "own", "path": "https://example.org/terms"}]},
        {"license-url": "https://example.org/terms"},
    ),
    "a licence of their own without an address": ({"licenses": [{"name": "own"}]}, {}),
    "no licence": ({"licenses": None}, {}),
    "an organisation": (
        {"contributors": [{"title": "Office", "path": "https://example.org/", **CREATOR}]},
        {"authors": [{"name": "Office", "website": "https://example.org/"}]},
    ),
    "the same author twice": (
        {"contributors": [{"title": "A", **CREATOR}, {"title": "A", "roles": ["author"]}]},
        {"authors": [{"name": "A"}]},
    ),
    "a title like a number": ({"title": "2026"}, {"title": "2026"}),
}


@pytest.mark.parametrize(("properties", "expected"), CASES.values(), ids=CASES)
def test_the_file_is_valid(properties: dict[str, Any], expected: dict[str, Any], describe: Callable[..., Described]) -> None:
    written = yaml.safe_load(cff_text(describe(**properties)))
    jsonschema.validate(written, SCHEMA)
    assert {name: written[name] for name in expected} == expected
    assert ("license" in written or "license-url" in written) == (
        "license" in "".join(expected) or "licenses" not in properties
    )


def test_the_schema_rejects_what_lacks_a_title(describe: Callable[..., Described]) -> None:
    written = yaml.safe_load(cff_text(describe()))
    del written["title"]
    with pytest.raises(jsonschema.ValidationError, match="'title' is a required property"):
        jsonschema.validate(written, SCHEMA)
