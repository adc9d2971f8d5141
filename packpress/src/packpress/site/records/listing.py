"""The records of one kind in the order of their list: by group, the coded text's own first, in each by date or title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packpress.package.site.setting import RecordKind
from packpress.site.model.anchors import anchor
from packpress.site.model.page import Crumb
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.compare.verdicts import compared_record, comparisons_of, comparisons_with, verdict_of
from packpress.site.records.places import capitalized, code_words

_SHORT = 30
"""How many characters a label may have in a line; the code itself is used in place of a longer one."""
_LAST = "~"
"""Sorts after every date."""


@dataclass(frozen=True)
class ListedGroup:
    """The records of one group: ``own`` are those of the coded text, ``others`` those of other sources.

    ``all`` has both by date. ``title`` is "" where the package has no groups.
    """

    code: str
    title: str
    anchor: str
    own: tuple[Row, ...]
    others: tuple[Row, ...]
    all: tuple[Row, ...]


def listed_groups(site: Site, kind: RecordKind) -> tuple[ListedGroup, ...]:
    """Returns the groups of a list, in the order of their codes; those of figures with the most comparisons first.

    A figure that a stated one was compared with is left out: the list shows it there.
    """
    table = site.tables[kind.resource]
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        if not (kind.figure and _is_beside_another(site, row)):
            groups.setdefault(row.get(kind.group), []).append(row)
    field = table.fields.get(kind.group)
    order = [*field.labels] if field else []
    codes = sorted(groups, key=lambda code: (order.index(code) if code in order else len(order), code == "", code))
    found = [_group(site, kind, code, groups[code]) for code in codes]
    return tuple(sorted(found, key=lambda group: -_compared_figures(site, group.own)) if kind.figure else found)


def records_in_order(site: Site, kind: RecordKind, groups: Iterable[ListedGroup]) -> list[Row]:
    """Returns all records of the kind as they follow one another: those of the groups, each with the figures beside it."""
    found: list[Row] = []
    for group in groups:
        for row in (*group.own, *group.others):
            found.append(row)
            found += [beside for comparison in comparisons_of(site, row) if (beside := _beside(site, comparison)) is not None]
    listed = dict.fromkeys(found)
    return [*listed, *(row for row in site.tables[kind.resource].rows if row not in listed)]


def group_crumbs(site: Site, kind: RecordKind, record: Row, groups: Iterable[ListedGroup]) -> tuple[Crumb, ...]:
    """Returns the way to a record: its list, and its group in the list, which are those ``groups``."""
    path = f"{kind.path}/index.html"
    crumbs = [Crumb(kind.title, path)]
    code = record.get(kind.group)
    if code and any(group.code == code for group in groups):
        crumbs.append(Crumb(short_code(site, record, kind.group), f"{path}#{anchor(kind.group, code)}"))
    return tuple(crumbs)


def short_code(site: Site, record: Row, name: str) -> str:
    """Returns the code in that field in a few words: its label if that is short, else the code itself."""
    label = site.code_label(record, name)
    return label if len(label) <= _SHORT else capitalized(code_words(record[name]))


def _group(site: Site, kind: RecordKind, code: str, rows: Iterable[Row]) -> ListedGroup:
    field = site.tables[kind.resource].fields.get(kind.group)
    title = (field.labels.get(code) if field else "") or capitalized(code_words(code))
    ordered = sorted(rows, key=lambda row: _order(site, kind, row))
    own = tuple(row for row in ordered if site.is_own(row))
    others = tuple(row for row in ordered if not site.is_own(row))
    return ListedGroup(code, title, anchor(kind.group, code) if code and kind.group else "", own, others, tuple(ordered))


def _order(site: Site, kind: RecordKind, row: Row) -> tuple[str, str, str]:
    """Returns the place of a record: figures that were compared with others first, then by title; other records by date."""
    if kind.figure:
        return str(int(not _compared_figures(site, [row]))), site.label(row).casefold(), row.id
    return row.get(kind.date).lstrip("./") or _LAST, site.label(row).casefold(), row.id


def _compared_figures(site: Site, rows: Iterable[Row]) -> int:
    """Returns how many figures measure the same as those of the rows."""
    found = (comparison for row in rows for comparison in comparisons_of(site, row))
    return sum(verdict_of(site, comparison).is_comparable and _beside(site, comparison) is not None for comparison in found)


def _is_beside_another(site: Site, row: Row) -> bool:
    """Returns whether the row is a figure that the list shows in the line of a stated one."""
    if site.is_own(row):
        return False
    stated = (compared_record(site, comparison) for comparison in comparisons_with(site, row))
    return any(found is not None and found.table is row.table and site.is_own(found) for found in stated)


def _beside(site: Site, comparison: Row) -> Row | None:
    """Returns the other figure of a comparison."""
    names = site.setting.comparisons
    return site.follow(comparison, names.other) if names else None
