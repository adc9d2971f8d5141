"""schema.org: the release as a Dataset in JSON-LD, as search engines read it from a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from packpress.publish.metadata.facts.columns import published_columns
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.facts.facts import DataSource
from packpress.publish.metadata.facts.licences import Licence
from packpress.publish.metadata.notation.json_text import json_for_html, without_empty

_LONGEST = 5_000
"""How many characters of a description search engines read."""


def schema_org_text(described: Described) -> str:
    """Returns the Dataset as JSON-LD that may also be put into a page."""
    facts = described.facts
    return json_for_html(
        without_empty(
            {
                "@context": "https://schema.org/",
                "@type": "Dataset",
                "@id": f"{facts.base}#dataset" if facts.base else "",
                "name": facts.title,
                "description": _cut(facts.description),
                "url": facts.homepage,
                "version": facts.version,
                "datePublished": facts.day,
                "dateCreated": facts.created,
                "license": licence_links(facts.licences),
                "isAccessibleForFree": True if any(licence.is_open for licence in facts.licences) else None,
                "keywords": list(facts.keywords),
                "creator": agents(facts.creators),
                "publisher": agents(facts.publishers),
                "isBasedOn": [_work(source) for source in facts.sources],
                "variableMeasured": list(_variables(described)),
                "distribution": [_download(file, facts.base) for file in described.files],
            }
        )
    )


def licence_links(licences: Sequence[Licence]) -> list[Any]:
    """Returns the addresses of the licences, and the names of those without one."""
    return [
        licence.url or without_empty({"@type": "CreativeWork", "name": licence.shown, "identifier": licence.name})
        for licence in licences
    ]


def agents(contributors: Sequence[Contributor]) -> list[dict[str, Any]]:
    """Returns the contributors as people and organisations."""
    return [_agent(contributor) for contributor in contributors]


def _agent(contributor: Contributor) -> dict[str, Any]:
    if not contributor.is_person:
        return without_empty({"@type": "Organization", "name": contributor.name, "url": contributor.url})
    affiliation = {"@type": "Organization", "name": contributor.organization} if contributor.organization else None
    return without_empty(
        {
            "@type": "Person",
            "name": contributor.name,
            "givenName": contributor.given,
            "familyName": contributor.family,
            "url": contributor.url,
            "affiliation": affiliation,
        }
    )


def _work(source: DataSource) -> Any:
    """Returns the source as a work; as its address if that is all there is."""
    work = without_empty({"@type": "CreativeWork", "name": source.title, "url": source.url})
    return work if source.title else source.url


def _variables(described: Described) -> Iterator[dict[str, Any]]:
    """Yields the columns of all tables, but those of views, which repeat them."""
    for table in described.tables:
        for column in published_columns(table) if not table.is_view else ():
            yield without_empty(
                {
                    "@type": "PropertyValue",
                    "name": f"{table.name}.{column.name}",
                    "alternateName": column.title,
                    "description": column.description,
                    "unitText": column.unit,
                }
            )


def _download(file: DescribedFile, base: str) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "DataDownload",
            "name": file.path,
            "description": file.title,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
            "contentUrl": base + quote(file.path) if base else "",
        }
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
