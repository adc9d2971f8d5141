"""The first page of each kind of names: countries by kinds of records, or a nested list under what they are within."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from packpress.package.site.setting import NameKind
from packpress.publish.drawings.matrix import draw_count
from packpress.site.model.page import READ, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.names.matrix import MatrixRow, count_names, has_matrix
from packpress.site.pages.names.original_name import original_of
from packpress.site.pages.names.parts import has_parties
from packpress.site.pages.names.tree import nest
from packpress.site.records.places import capitalized, code_words


@dataclass(frozen=True)
class NamedGroup:
    """Names under one heading: that of the row that they are within, or of a code; no heading if there is neither."""

    heading: Row | str
    rows: tuple[tuple[MatrixRow, int], ...]
    """Each name with its depth in a nested list."""


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the first page of each kind."""
    for kind in name_kinds(site):
        yield Link(names_path(kind), kind.title, READ, site.words.number(len(site.tables[kind.resource].rows)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the first page of each kind."""
    for kind in name_kinds(site):
        counted = count_names(site, kind)
        is_matrix = has_matrix(site, kind)
        values = {
            "kind": kind,
            "groups": _by_code(site, kind, counted) if is_matrix else _nested(site, kind, counted),
            "most": max((count.all for row in counted for count in row.counts), default=0),
            "others": [other for other in name_kinds(site) if other.resource != kind.resource],
            "without": [row.name for row in counted if not row.total] if is_matrix else [],
            "caption": _caption(site),
            "draw": _draw,
            "original_of": original_of,
        }
        template = "names/matrix.html" if is_matrix else "names/list.html"
        path = names_path(kind)
        description = kind.lead or site.words.t("names.description", title=kind.title, site=site.facts.title)
        yield Page(path, template, kind.title, description, path, values)


def _draw(count: int, most: int, is_own: bool) -> Markup:
    return Markup(draw_count(count, most, is_own=is_own))


def _caption(site: Site) -> str:
    """Returns what the counts mean: parts as a party, or records about the name."""
    words, kinds = site.words, site.setting.records
    parties = [kind.title for kind in kinds if has_parties(site, kind.resource)]
    subjects = [kind.title for kind in kinds if not has_parties(site, kind.resource)]
    if parties and subjects:
        return str(words.t("names.matrix_caption", parties=words.listed(parties), subjects=words.listed(subjects)))
    return str(words.t("names.matrix_caption_parties" if parties else "names.matrix_caption_subjects"))


def name_kinds(site: Site) -> tuple[NameKind, ...]:
    """Returns the kinds of names whose tables have a key, and so pages."""
    return tuple(kind for kind in site.setting.names if site.addresses.has_pages(site.tables[kind.resource]))


def names_path(kind: NameKind) -> str:
    """Returns the path of the list of the kind."""
    return f"{kind.path}/index.html"


def _by_code(site: Site, kind: NameKind, counted: Iterable[MatrixRow]) -> tuple[NamedGroup, ...]:
    """Returns the names that have a part in any record, by the code of their group, in the order of the schema."""
    field = site.tables[kind.resource].fields.get(kind.group)
    codes = [*field.labels] if field is not None else []
    groups: dict[str, list[tuple[MatrixRow, int]]] = {code: [] for code in codes}
    for row in counted:
        if row.total:
            groups.setdefault(row.name.get(kind.group), []).append((row, 0))
    return tuple(NamedGroup(capitalized(code_words(code)), tuple(rows)) for code, rows in groups.items() if rows)


def _nested(site: Site, kind: NameKind, counted: tuple[MatrixRow, ...]) -> tuple[NamedGroup, ...]:
    """Returns all names, nested under the wider ones, in a group for each row that they are within."""
    outer: dict[str, tuple[Row | str, list[MatrixRow]]] = {}
    for row in counted:
        within = site.follow(row.name, kind.within)
        outer.setdefault(within.id if within else "", (within or "", []))[1].append(row)
    groups = [NamedGroup(heading, _with_depth(kind, rows)) for heading, rows in outer.values()]
    return tuple(sorted(groups, key=lambda group: (group.heading == "", -_total(group), _heading(site, group))))


def _with_depth(kind: NameKind, rows: list[MatrixRow]) -> tuple[tuple[MatrixRow, int], ...]:
    by_id = {row.name.id: row for row in rows}
    wider = {row.name.id: row.name.get(kind.part_of) for row in rows}
    return tuple((by_id[key], depth) for key, depth in nest(by_id, wider))


def _total(group: NamedGroup) -> int:
    return sum(row.total for row, _ in group.rows)


def _heading(site: Site, group: NamedGroup) -> str:
    return group.heading if isinstance(group.heading, str) else site.label(group.heading)
