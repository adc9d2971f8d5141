"""The people and organisations of a package, by their roles: who made it, who publishes it, and who else took part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CREATES = frozenset(("creator", "author"))
_PUBLISHES = frozenset(("publisher",))
_UNSPECIFIC = frozenset(("contributor",))
"""Roles that do not say what was done; version 1 of the standard takes it where there is no other."""
_ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


@dataclass(frozen=True)
class Contributor:
    """One contributor as the descriptor has it; each part is "" if it is missing."""

    title: str
    given: str = ""
    family: str = ""
    url: str = ""
    organization: str = ""
    roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name as people write it: the title, else given and family name, else the organization."""
        return self.title or " ".join(filter(None, (self.given, self.family))) or self.organization

    @property
    def sorted_name(self) -> str:
        """The name with the family name first, as in a list of references."""
        return ", ".join(filter(None, (self.family, self.given))) if self.is_split else self.name

    @property
    def is_split(self) -> bool:
        """Whether given and family name are known apart."""
        return bool(self.family)

    @property
    def orcid(self) -> str:
        """The identifier of a researcher, such as 0000-0002-1825-0097; "" without one."""
        found = _ORCID.fullmatch(self.url)
        return found[1] if found else ""

    @property
    def is_person(self) -> bool:
        """Whether the descriptor shows that this is a person: by a given or family name, an ORCID or an affiliation."""
        has_affiliation = bool(self.organization) and self.organization != self.name
        return bool(self.given or self.family or self.orcid) or has_affiliation

    def has_role(self, roles: frozenset[str]) -> bool:
        """Returns whether the contributor has one of the roles, in any case of letters."""
        return not roles.isdisjoint(role.lower() for role in self.roles)


def creators(contributors: Sequence[Contributor]) -> tuple[Contributor, ...]:
    """Returns those with the role creator or author; if nobody has it, those whose role is not stated."""
    marked = tuple(person for person in contributors if person.has_role(_CREATES))
    return marked or tuple(person for person in contributors if not {role.lower() for role in person.roles} - _UNSPECIFIC)


def publishers(contributors: Sequence[Contributor]) -> tuple[Contributor, ...]:
    """Returns those with the role publisher."""
    return tuple(person for person in contributors if person.has_role(_PUBLISHES))
