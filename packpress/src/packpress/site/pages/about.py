"""The pages about the site itself: what the package is, how accessible its pages are, and a page that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.site.model.page import USE, Link, Page
from packpress.site.model.site import Site

ABOUT_PAGE, ACCESSIBILITY_PAGE, MISSING_PAGE = "about.html", "accessibility.html", "404.html"


def links(site: Site) -> Iterator[Link]:
    """Yields the links to the pages that people look for."""
    yield Link(ABOUT_PAGE, site.words.t("nav.about"), USE)
    yield Link(ACCESSIBILITY_PAGE, site.words.t("nav.accessibility"), USE)


def pages(site: Site) -> Iterator[Page]:
    """Yields the three pages."""
    t, title = site.words.t, site.facts.title
    yield Page(ABOUT_PAGE, "about.html", t("about.title", site=title), t("about.description", site=title), ABOUT_PAGE)
    description = t("accessibility.description", site=title)
    yield Page(ACCESSIBILITY_PAGE, "accessibility.html", t("nav.accessibility"), description, ACCESSIBILITY_PAGE)
    missing = t("missing.title")
    yield Page(MISSING_PAGE, "404.html", missing, t("missing.description"), is_indexed=False, is_linked=False)
