"""``CITATION.cff`` in Citation File Format 1.2.0: how to cite the release."""

from __future__ import annotations

from typing import Any

from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.notation.json_text import without_empty
from packpress.publish.metadata.notation.yaml_text import yaml_text

_MESSAGE = "If you use this dataset, please cite it as below."


def cff_text(described: Described) -> str:
    """Returns the file as YAML."""
    facts = described.facts
    return yaml_text(
        without_empty(
            {
                "cff-version": "1.2.0",
                "message": _MESSAGE,
                "type": "dataset",
                "title": facts.title,
                "abstract": facts.description,
                "authors": _authors(facts),
                "version": facts.version,
                "date-released": facts.day,
                "commit": described.release.commit,
                **_licence(facts),
                "keywords": list(facts.keywords),
                "url": facts.homepage,
            }
        )
    )


def _authors(facts: Facts) -> list[dict[str, Any]]:
    """Returns the authors, each once."""
    authors = [_author(person) for person in facts.creators]
    return [author for number, author in enumerate(authors) if author not in authors[:number]]


def _author(person: Contributor) -> dict[str, Any]:
    """Returns the author as a person if the names are known apart, else as an entity, which has one name."""
    page = {"orcid": f"https://orcid.org/{person.orcid}"} if person.orcid else {"website": person.url}
    if not person.is_split:
        return without_empty({"name": person.name, **page})
    affiliation = person.organization
    return without_empty({"family-names": person.family, "given-names": person.given, "affiliation": affiliation, **page})


def _licence(facts: Facts) -> dict[str, Any]:
    """Returns the licences by their SPDX identifiers; one that has none by its address, if it is the only one."""
    known = [licence.spdx for licence in facts.licences]
    if known and all(known):
        return {"license": known[0] if len(known) == 1 else list(dict.fromkeys(known))}
    return {"license-url": facts.licences[0].url} if len(known) == 1 else {}
