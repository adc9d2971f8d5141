"""A page for each name, such as a body, a country or a class: its names, what it is part of, and its records by role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from packpress.package.site.setting import NameKind, RecordKind
from packpress.site.cells.cell import Cells
from packpress.site.model.page import Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.pages.names.listing import name_kinds, names_path
from packpress.site.pages.names.matrix import is_party, parts_of
from packpress.site.pages.names.original_name import original_of
from packpress.site.pages.names.parts import Part
from packpress.site.pages.names.strip import year_strip
from packpress.site.pages.proof.citations import evidence_table
from packpress.site.pages.proof.compared_words import value_words
from packpress.site.records.places import capitalized, code_words

_MOST_REFERENCES = 60
"""How many rows that refer to a name are listed of each table and field."""


@dataclass(frozen=True)
class PartsOfKind:
    """The records of a kind in which a name has a part; ``is_party`` says that they name it as a party.

    ``field`` is the title of the field by which they are about it, if it is the same for all. ``is_dated`` says that at least
    one has a date.
    """

    kind: RecordKind
    parts: tuple[Part, ...]
    is_party: bool
    field: str
    is_dated: bool


@dataclass(frozen=True)
class ReferringRows:
    """Rows that refer to a name by one field, apart from those whose parts are listed."""

    title: str
    rows: tuple[Row, ...]


def links(site: Site) -> Iterator[Link]:
    """Yields nothing: the lists lead to these pages."""
    yield from ()


def pages(site: Site) -> Iterator[Page]:
    """Yields the page of each name."""
    for kind in name_kinds(site):
        for row in site.tables[kind.resource]:
            yield _page(site, kind, row)


def _page(site: Site, kind: NameKind, row: Row) -> Page:
    title, path = site.label(row), site.address(row) or ""
    grouped = [found for of in site.setting.records if (found := _parts_of_kind(site, row, of)).parts]
    values = {
        "kind": kind,
        "row": row,
        "grouped": grouped,
        "original": original_of(kind.original, row),
        "facts": facts_of_name(kind, row),
        "references": references_of(site, kind, row, grouped),
        "party_role": _role_field(site),
        "roles": lambda part: roles_of(site, part),
        "most": _MOST_REFERENCES,
        "figure": lambda record, cells: _figure(site, record, cells),
        "capitalized": capitalized,
        "code_words": code_words,
        "strip": year_strip(site, [part.record for group in grouped for part in group.parts]),
    }
    count = sum(len(group.parts) for group in grouped)
    description = site.words.t("names.page_description", n=count, name=title, site=site.facts.title)
    crumbs = (Crumb(kind.title, names_path(kind)),)
    return Page(
        path, "names/name.html", title, description, names_path(kind), values, crumbs, distinct=_belongs_to(site, kind, row)
    )


def _belongs_to(site: Site, kind: NameKind, row: Row) -> str:
    """Returns the name that the row is within or a part of, else the label of its group."""
    above = next((found for name in (kind.within, kind.part_of) if (found := site.follow(row, name)) is not None), None)
    return site.label(above) if above is not None else site.code_label(row, kind.group) if row.get(kind.group) else ""


def _figure(site: Site, record: Row, cells: Cells) -> Markup:
    """Returns the figure of a record, with its unit and what bounds it."""
    kind = site.setting.record_kind(record.table.name)
    assert kind is not None
    assert kind.figure is not None, "the record has a figure"
    return value_words(site, record, record.table.fields[kind.figure.value], cells)


def _parts_of_kind(site: Site, row: Row, kind: RecordKind) -> PartsOfKind:
    parts = parts_of(site, row, kind)
    titles = {part.record.table.fields[part.field].title if part.field else "" for part in parts}
    field = titles.pop() if len(titles) == 1 else ""
    is_dated = any(part.record.get(kind.date) for part in parts)
    return PartsOfKind(kind, parts, is_party(site, row.table.name, kind), field, is_dated)


def facts_of_name(kind: NameKind, row: Row) -> tuple[Field, ...]:
    """Returns the filled fields that the page lists: those of the setting, else all but the names and the key."""
    fields = row.table.fields
    shown = {kind.name, kind.original.field if kind.original else "", *row.table.key}
    chosen = [fields[name] for name in kind.facts] or [field for field in row.table.own_fields if field.name not in shown]
    return tuple(field for field in chosen if row[field.name])


def references_of(site: Site, kind: NameKind, row: Row, grouped: list[PartsOfKind]) -> tuple[ReferringRows, ...]:
    """Returns what else refers to the name, field by field: names below it, figures that it measured, its sources.

    Left out are parties and evidence, and records that the page lists by kind.
    """
    parties, evidence = site.setting.parties, evidence_table(site)
    skipped = {parties.resource if parties else "", evidence.name if evidence else ""}
    listed = {part.record for group in grouped for part in group.parts}
    found: dict[tuple[str, str], tuple[Field, dict[Row, None]]] = {}
    for field, other in site.references_to(row):
        if field.table not in skipped and other not in listed:
            found.setdefault((field.table, field.name), (field, {}))[1][other] = None
    resources = [of.resource for of in site.setting.names] + [of.resource for of in site.setting.records]
    listed_first = {resource: place for place, resource in enumerate(resources)}
    ordered = sorted(found.values(), key=lambda pair: listed_first.get(pair[0].table, len(listed_first)))
    return tuple(ReferringRows(_reference_title(site, field), tuple(rows)) for field, rows in ordered)


def _reference_title(site: Site, field: Field) -> str:
    """Returns the heading of the rows that refer to a name by the field: in words where it nests or replaces names."""
    names, records = site.setting.name_kind(field.table), site.setting.record_kind(field.table)
    if names is not None and field.name in (names.within, names.part_of, names.replaced_by):
        if field.name == names.within:
            return names.title
        return str(site.words.t("names.below" if field.name == names.part_of else "names.replaced"))
    if records is not None and field.name in records.cited_as:
        return records.cited_as[field.name]
    kind = records or names
    table = kind.title if kind else site.tables[field.table].title
    return str(site.words.t("names.referring", table=table, field=field.title))


def _role_field(site: Site) -> Field | None:
    parties = site.setting.parties
    return site.tables[parties.resource].fields.get(parties.role) if parties and parties.resource in site.tables else None


def roles_of(site: Site, part: Part) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Returns the roles in the order of the schema, each with the bodies through which the name has it."""
    field = _role_field(site)
    found: dict[str, dict[Row, None]] = {}
    for mention in part.mentions:
        role = mention.party.get(field.name) if field else ""
        bodies = found.setdefault(role, {})
        if mention.through is not None:
            bodies[mention.through] = None
    order = [*field.labels] if field else []
    listed = sorted(found, key=lambda role: order.index(role) if role in order else len(order))
    return tuple((role, tuple(found[role])) for role in listed)
