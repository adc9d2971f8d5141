"""The title of each page: short enough for a tab, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from packpress.site.model.page import Page
from packpress.site.model.site import Site

LONGEST_TITLE = 70


def page_titles(site: Site, pages: Iterable[Page]) -> dict[str, str]:
    """Returns the title of each page by its path, with that of the site where there is room.

    A title that another page has gets what tells its page apart, else a number.
    """
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for page in pages:
        title = next(title for title in _titles(site, page) if title not in taken)
        taken.add(title)
        titles[page.path] = title
    return titles


def _titles(site: Site, page: Page) -> Iterator[str]:
    """Yields titles that the page may have, the best first, without end."""
    words = " ".join(page.title.split())
    site_title = " ".join(site.facts.title.split())
    whole = words if words == site_title else str(site.words.t("page.title", title=words, site=site_title))
    yield whole if len(whole) <= LONGEST_TITLE else _cut(words, LONGEST_TITLE)
    if page.distinct:
        yield _marked(words, " ".join(page.distinct.split()))
    for number in count(2):
        yield _marked(words, str(number))


def _marked(words: str, mark: str) -> str:
    mark = _cut(mark, LONGEST_TITLE // 2)
    return f"{_cut(words, LONGEST_TITLE - len(mark) - 3)} ({mark})"


def _cut(text: str, longest: int) -> str:
    """Returns the text; of one that is too long its beginning and its end, where titles of the same kind differ."""
    if len(text) <= longest:
        return text
    end = text[-(longest // 3) :]
    end = end[end.find(" ") + 1 :] if " " in end[:-1] else end
    start = text[: longest - len(end) - 3]
    start = start[: start.rfind(" ")] if " " in start[len(start) // 2 :] else start
    return f"{start.rstrip(' ,;:–-')} … {end.lstrip(' ,;:–-')}"
