"""A page for each withdrawn identifier, at its old address: since when, why, and what replaces it."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.site.model.page import Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.pages.versions.changes import PATH
from packpress.site.pages.versions.withdrawn_ids import withdrawn_ids


def links(site: Site) -> Iterator[Link]:
    """Yields nothing: the page on changes lists the identifiers."""
    yield from ()


def pages(site: Site) -> Iterator[Page]:
    """Yields the page of each identifier."""
    words, fields = site.words, site.setting.withdrawn
    crumbs = (Crumb(words.t("changes.title"), PATH),)
    for item in withdrawn_ids(site):
        title = words.t("withdrawn.title", id=item.id)
        kind = site.setting.record_kind(item.table.name) or site.setting.name_kind(item.table.name) if item.table else None
        table_title = kind.title if kind else item.table.title if item.table else ""
        values = {
            "table_title": table_title,
            "item": item,
            "since": item.row.get(fields.since),
            "reason": item.row.get(fields.reason),
        }
        description = words.t("withdrawn.description", id=item.id)
        yield Page(item.path, "versions/withdrawn.html", title, description, PATH, values, crumbs, is_indexed=False)
