"""Licences have the identifiers that SPDX and Hugging Face give them, as far as they are known."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from packpress.publish.metadata.facts import licences
from packpress.publish.metadata.facts.licences import Licence

# name in the descriptor → SPDX, Hugging Face, whether it is open
NAMES = {
    "CC-BY-4.0": ("CC-BY-4.0", "cc-by-4.0", True),
    "cc0-1.0": ("CC0-1.0", "cc0-1.0", True),
    "ODC-PDDL-1.0": ("PDDL-1.0", "pddl", True),
    "ODbL-1.0": ("ODbL-1.0", "odbl", True),
    "CC-BY-NC-4.0": ("CC-BY-NC-4.0", "cc-by-nc-4.0", False),
    "OGL-UK-3.0": ("OGL-UK-3.0", "", True),
    "MIT": ("MIT", "mit", False),
    "other-closed": ("", "", False),
    "": ("", "", False),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_a_licence_is_known_by_its_name(name: str, expected: tuple[str, str, bool]) -> None:
    licence = Licence(name, "", "")
    assert (licence.spdx, licence.on_hugging_face, licence.is_open) == expected


def test_every_identifier_is_in_the_spdx_list_of_the_citation_file_format() -> None:
    schemas = files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json"
    known = set(json.loads(schemas.read_text(encoding="utf-8"))["definitions"]["license-enum"]["enum"])
    assert {Licence(name, "", "").spdx for name in licences._SPDX} - known == set()


def test_a_licence_is_shown_by_the_best_that_is_known() -> None:
    parts = ("MIT", "The MIT License", "https://example.org/mit")
    assert [Licence(*parts).shown, Licence("MIT", "", parts[2]).shown, Licence("", "", parts[2]).shown] == [
        parts[1],
        "MIT",
        parts[2],
    ]
