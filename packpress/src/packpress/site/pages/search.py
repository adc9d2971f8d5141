"""The page of the search, and the index that it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from packpress.publish.drawings.verdict_marks import OTHER_MARK, draw_mark
from packpress.site.model.page import USE, Link, Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.search.entries import search_entries
from packpress.site.search.index_script import index_script
from packpress.site.search.search_coverage import search_coverage

PATH = "search.html"
INDEX = "search-index.js"
SCRIPTS = ("minisearch.js", INDEX, "search.js")


@dataclass(frozen=True)
class _Verdict:
    code: str
    word: str
    mark: Markup


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the page."""
    yield Link(PATH, site.words.t("nav.search"), USE, in_header=True)


def pages(site: Site) -> Iterator[Page | SiteFile]:
    """Yields the page and the index."""
    entries = list(search_entries(site))
    index = index_script(entries, str(site.words.t("search.stop")).split())
    title, description = site.words.t("nav.search"), site.words.t("search.description", site=site.facts.title)
    coverage = search_coverage(site, entries, index.count)
    # search.js fills in count and query
    values = {"verdicts": _verdicts(site), "coverage": coverage, "count": "{count}", "query": "{query}"}
    yield Page(PATH, "search.html", title, description, PATH, values, scripts=SCRIPTS)
    yield SiteFile(f"static/{INDEX}", index.script.encode())


def _verdicts(site: Site) -> list[_Verdict]:
    """Returns each verdict that a comparison has, with the mark shown beside it in the results."""
    names = site.setting.comparisons
    if names is None:
        return []
    table = site.tables[names.resource]
    given = {row[names.verdict] for row in table}
    codes = [code for code in table.fields[names.verdict].labels if code in given]
    return [_Verdict(code, names.words.get(code, code), Markup(draw_mark(names.marks.get(code, OTHER_MARK)))) for code in codes]
