"""The title of each page: short enough for a tab, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from packpress.site.model.page import Page
from packpress.site.model.site import Site

LONGEST_TITLE = 70


def page_titles(site: Site, pages: Iterable[Page]) -> dict[str, str]:
    """Returns the title of each page by its path, with that of the site where there is room.

    A title that another page has gets the name of its file.
    """
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for page in pages:
        title = _title(site, page)
        if title in taken:
            stem = PurePosixPath(page.path).stem
            title = (
                _cut(page.title, LONGEST_TITLE - len(stem) - 3) + f" ({stem})"
                if len(stem) < LONGEST_TITLE // 2
                else _cut(page.path)
            )
        number = 1
        while title in taken:
            number += 1
            title = f"{_cut(page.title, LONGEST_TITLE - len(str(number)) - 3)} ({number})"
        taken.add(title)
        titles[page.path] = title
    return titles


def _title(site: Site, page: Page) -> str:
    words = " ".join(page.title.split())
    if words == site.facts.title:
        return _cut(words)
    both = str(site.words.t("page.title", title=words, site=site.facts.title))
    return both if len(both) <= LONGEST_TITLE else _cut(words)


def _cut(text: str, longest: int = LONGEST_TITLE) -> str:
    """Returns the text, cut between words if it is too long."""
    if len(text) <= longest:
        return text
    start = text[:longest]
    return f"{(start[: start.rfind(' ')] if ' ' in start[longest // 2 :] else start[:-1]).rstrip(' ,;:–-')}…"
