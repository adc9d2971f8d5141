"""``.zenodo.json``: what Zenodo takes over when a release is archived there."""

from __future__ import annotations

from html import escape
from typing import Any

from packpress.publish.metadata.datacite import contributors
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.notation.json_text import json_text, without_empty


def zenodo_text(described: Described) -> str:
    """Returns the metadata as JSON; the description is HTML, as Zenodo shows it."""
    facts = described.facts
    licence = next((licence.spdx.lower() for licence in facts.licences if licence.spdx), "")
    return json_text(
        without_empty(
            {
                "title": facts.title,
                "upload_type": "dataset",
                "description": _paragraphs(facts.description),
                "creators": [_creator(person) for person in facts.creators],
                "contributors": [{"name": item["name"], "type": item["contributorType"]} for item in contributors(facts)],
                "version": facts.version,
                "publication_date": facts.day,
                "keywords": list(facts.keywords),
                "access_right": "open" if licence else "",
                "license": licence,
                "related_identifiers": _related(facts),
            }
        )
    )


def _creator(person: Contributor) -> dict[str, Any]:
    affiliation = person.organization if person.organization != person.name else ""
    return without_empty({"name": person.sorted_name, "affiliation": affiliation, "orcid": person.orcid})


def _related(facts: Facts) -> list[dict[str, Any]]:
    urls = dict.fromkeys(source.url for source in facts.sources if source.url)
    kind = {"scheme": "url", "resource_type": "other"}
    found: list[dict[str, Any]] = [{"identifier": url, "relation": "isDerivedFrom", **kind} for url in urls]
    page = {"identifier": facts.homepage, "relation": "isDescribedBy", **kind}
    return [*found, page] if facts.homepage else found


def _paragraphs(text: str) -> str:
    paragraphs = (" ".join(lines.split()) for lines in text.split("\n\n"))
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph)
