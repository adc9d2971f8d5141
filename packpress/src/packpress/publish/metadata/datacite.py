"""DataCite 4.5 as JSON, without a DOI: an archive gives one, and is the publisher of what it gives one to."""

from __future__ import annotations

from typing import Any

from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.notation.json_text import json_text, without_empty

_LATER = ":tba"
"""What DataCite defines for a value that is to be assigned or announced later."""
CONTRIBUTOR_TYPES = frozenset(
    "ContactPerson DataCollector DataCurator DataManager Distributor Editor HostingInstitution Producer ProjectLeader "
    "ProjectManager ProjectMember RegistrationAgency RegistrationAuthority RelatedPerson Researcher ResearchGroup "
    "RightsHolder Sponsor Supervisor WorkPackageLeader Other".split()
)
"""The types of contributors in DataCite 4.5."""
_ORCID = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}


def datacite_text(described: Described) -> str:
    """Returns the record as JSON."""
    facts, files = described.facts, described.files
    dates = [{"date": facts.day, "dateType": "Issued"}, {"date": facts.created, "dateType": "Created"}]
    return json_text(
        without_empty(
            {
                "schemaVersion": "http://datacite.org/schema/kernel-4",
                "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
                "titles": [{"title": facts.title}],
                "creators": [_name(person) for person in facts.creators],
                "publisher": {"name": "; ".join(person.name for person in facts.publishers) or _LATER},
                "publicationYear": facts.year,
                "contributors": contributors(facts),
                "subjects": [{"subject": keyword} for keyword in facts.keywords],
                "dates": [given for given in dates if given["date"]],
                "version": facts.version,
                "rightsList": _rights(facts),
                "descriptions": _descriptions(facts),
                "relatedIdentifiers": _sources(facts),
                "sizes": [f"{sum(file.size for file in files)} bytes"] if files else None,
                "formats": sorted({kind for file in files for kind in (file.media_type, file.data_media_type)}),
                "url": facts.homepage,
            }
        )
    )


def contributor_type(role: str) -> str:
    """Returns the type of DataCite for a role, such as DataCurator for dataCurator, and Other for a role that it lacks."""
    named = "ContactPerson" if role == "contact" else role[:1].upper() + role[1:]
    return named if named in CONTRIBUTOR_TYPES else "Other"


def contributors(facts: Facts) -> list[dict[str, Any]]:
    """Returns each contributor once for each type of contribution, but for having created or published the data.

    The type Other is for those of whom nothing else is known.
    """
    found = []
    for person in facts.contributors:
        stated = {role for role in person.roles if role.lower() in _STATED}
        kinds = dict.fromkeys(contributor_type(role) for role in person.roles if role not in stated)
        if stated or len(kinds) > 1:
            kinds.pop("Other", None)
        found += [{"contributorType": kind, **_name(person)} for kind in kinds]
    return found


_STATED = frozenset(("creator", "author", "publisher", "contributor"))
"""Roles that other properties state, or that state nothing."""


def _name(person: Contributor) -> dict[str, Any]:
    affiliation = person.organization if person.organization != person.name else ""
    return without_empty(
        {
            "name": person.sorted_name,
            "nameType": "Personal" if person.is_person else "",
            "givenName": person.given,
            "familyName": person.family,
            "affiliation": [{"name": affiliation}] if affiliation else None,
            "nameIdentifiers": [{"nameIdentifier": person.url, **_ORCID}] if person.orcid else None,
        }
    )


def _rights(facts: Facts) -> list[dict[str, Any]]:
    found = []
    for licence in facts.licences:
        scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"} if licence.spdx else {}
        found.append(
            without_empty(
                {"rights": licence.shown, "rightsUri": licence.url, "rightsIdentifier": licence.spdx or licence.name, **scheme}
            )
        )
    return found


def _descriptions(facts: Facts) -> list[dict[str, Any]]:
    return [{"description": facts.description, "descriptionType": "Abstract"}] if facts.description else []


def _sources(facts: Facts) -> list[dict[str, Any]]:
    relation = {"relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
    return [{"relatedIdentifier": url, **relation} for url in dict.fromkeys(s.url for s in facts.sources) if url]
