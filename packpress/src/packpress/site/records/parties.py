"""The parties of a record, by what they do in it."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.pages.names.original_name import original_of


@dataclass(frozen=True)
class Party:
    """A party: the row of its name, what the source calls it if that is something else, and its name in another language."""

    name: Row
    stated_as: str
    original: str
    language: str


@dataclass(frozen=True)
class Role:
    """What some parties do; ``field`` and ``code`` are "" and None if the package has no roles."""

    field: Field | None
    code: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Parties:
    """The parties by role; ``is_open`` says whether the words name further ones, None if that is not recorded."""

    roles: tuple[Role, ...]
    is_open: bool | None

    @property
    def names(self) -> tuple[Row, ...]:
        """The names of all parties, each once."""
        return tuple(dict.fromkeys(party.name for role in self.roles for party in role.parties))


def parties_of(site: Site, record: Row) -> Parties:
    """Returns the parties of the record, roles in the order of their codes."""
    names = site.setting.parties
    if names is None:
        return Parties((), None)
    groups: dict[str, list[Party]] = {}
    for field, row in site.references_to(record):
        if field.table == names.resource and field.name in names.records:
            named = next((found for name in names.names if (found := site.follow(row, name))), None)
            if named is not None:
                groups.setdefault(row.get(names.role), []).append(_party(site, named, row.get(names.stated_as)))
    role = site.tables[names.resource].fields.get(names.role)
    order = [*role.labels] if role else []
    codes = sorted(groups, key=lambda code: (order.index(code) if code in order else len(order), code))
    roles = tuple(Role(role, code, tuple(groups[code])) for code in codes)
    return Parties(roles, {"true": True, "false": False}.get(record.get(names.open)))


def _party(site: Site, named: Row, stated: str) -> Party:
    kind = site.setting.name_kind(named.table.name)
    original, language = original_of(kind.original if kind else None, named)
    return Party(named, "" if stated == site.label(named) else stated, original, language)
