"""DataCite: contributions by the names that DataCite has for them, and nothing that only an archive gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from packpress.publish.metadata.datacite import contributor_type, datacite_text
from packpress.publish.metadata.facts.described import Described

ROLES = {"dataCurator": "DataCurator", "contact": "ContactPerson", "Editor": "Editor", "wrangler": "Other", "": "Other"}


@pytest.mark.parametrize(("role", "expected"), ROLES.items())
def test_a_role_has_a_type(role: str, expected: str) -> None:
    assert contributor_type(role) == expected


# contributors → type and name of each contribution
CONTRIBUTIONS: dict[str, tuple[list[dict[str, Any]], list[tuple[str, str]]]] = {
    "a creator with another role": (
        [{"title": "A", "roles": ["creator", "dataCurator", "maintainer"]}],
        [("DataCurator", "A")],
    ),
    "another role only": ([{"title": "A", "roles": ["maintainer"]}], [("Other", "A")]),
    "two roles": ([{"title": "A", "roles": ["editor", "maintainer", "editor"]}], [("Editor", "A")]),
    "no role": ([{"title": "A"}], []),
}


@pytest.mark.parametrize(("contributors", "expected"), CONTRIBUTIONS.values(), ids=CONTRIBUTIONS)
def test_contributions_are_named_once(
    contributors: list[dict[str, Any]], expected: list[tuple[str, str]], describe: Callable[..., Described]
) -> None:
    written = json.loads(datacite_text(describe(contributors=contributors)))
    assert [(item["contributorType"], item["name"]) for item in written.get("contributors", ())] == expected


def test_a_publisher_that_is_not_stated_is_to_be_announced_and_no_doi_is_there(describe: Callable[..., Described]) -> None:
    written = json.loads(datacite_text(describe(contributors=[{"title": "A"}])))
    assert written["publisher"] == {"name": ":tba"}
    assert not {"doi", "prefix", "identifiers", "url"} & written.keys()
