"""What is wrong with the pages of a site, as far as it can be seen without a browser; a line a fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from tests.site.checks.read_page import PageFacts

Pages = Mapping[str, PageFacts]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)
WITHOUT_SCRIPTS = POLICY.replace("script-src 'self'; ", "")
SCHEMES = frozenset(["http", "https", "mailto"])
MOST_WORDS = 8
"""How many words of a coded text may follow each other on a page."""
CLICKS = 3


def target(page: str, link: str) -> tuple[str, str] | None:
    """The path in the site and the anchor to which a link of the page leads; without a path if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    return (normpath(join(dirname(page), path)) if path else page), unquote(parts.fragment)


def broken_links(folder: Path, pages: Pages) -> Iterator[str]:
    for page in pages.values():
        for link in dict.fromkeys(page.links):
            found = target(page.path, link)
            if found is None:
                if urlsplit(link).scheme not in SCHEMES:
                    yield f"{page.path}: {link!r} is no web address"
                continue
            path, anchor = found
            if not (folder / path).is_file():
                yield f"{page.path}: {link} leads to no file"
            elif anchor and not anchor.startswith(":~:") and path in pages and anchor not in pages[path].ids:
                yield f"{page.path}: {link} leads to no anchor"


def repeated_ids(pages: Pages) -> Iterator[str]:
    for page in pages.values():
        yield from (f"{page.path}: id {name} occurs {count} times" for name, count in Counter(page.ids).items() if count > 1)


def distances(pages: Pages, start: str = "index.html") -> dict[str, int]:
    """How many clicks each page is away from the first, without scripts."""
    found, wave = {start: 0}, [start]
    while wave:
        following: dict[str, int] = {}
        for path in wave:
            for link in pages[path].links:
                reached = target(path, link)
                if reached and reached[0] in pages and reached[0] not in found:
                    following.setdefault(reached[0], found[path] + 1)
        found |= following
        wave = list(following)
    return found


def orphans(pages: Pages) -> Iterator[str]:
    clicks = distances(pages)
    for page in pages.values():
        if page.path not in clicks and not page.unlisted:
            yield f"{page.path}: no path of links leads here from index.html"
        elif clicks.get(page.path, 0) > CLICKS:
            yield f"{page.path}: {clicks[page.path]} clicks from index.html"


def poor_heads(pages: Pages) -> Iterator[str]:
    """Pages without what each needs once: a title of its own, a description, one heading, the policy, the skip link."""
    titles = Counter(page.title for page in pages.values())
    for page in pages.values():
        if not page.title.strip() or titles[page.title] > 1:
            yield f"{page.path}: title {page.title!r} is empty or that of {titles[page.title]} pages"
        if not page.description.strip():
            yield f"{page.path}: no description"
        if page.headings != 1:
            yield f"{page.path}: {page.headings} h1"
        if page.policy not in (POLICY, WITHOUT_SCRIPTS):
            yield f"{page.path}: policy {page.policy!r}"
        if not page.first_link.startswith("#") or page.first_link[1:] not in page.ids:
            yield f"{page.path}: first link {page.first_link!r} skips nothing"


def inline_code(pages: Pages) -> Iterator[str]:
    for page in pages.values():
        yield from (f"{page.path}: inline {what}" for what in page.inline)


def raw_codes(pages: Pages, codes: Set[str]) -> Iterator[str]:
    """Ids and codes that stand in the text of a page where their labels belong."""
    for page in pages.values():
        for text in page.text:
            for word in text.split():
                if word in codes or word.strip(".,;:()“”\"'") in codes:
                    yield f"{page.path}: {word} in {text[:80]!r}"


def long_quotations(pages: Pages) -> Iterator[str]:
    for page in pages.values():
        for text in page.quotations:
            words = re.findall(r"\w[^\s…]*", text)
            if len(words) > MOST_WORDS:
                yield f"{page.path}: a quotation of {len(words)} words: {text!r}"


def faults(folder: Path, pages: Pages, codes: Set[str] = frozenset()) -> list[str]:
    """All faults of a site."""
    found = [broken_links(folder, pages), repeated_ids(pages), orphans(pages), poor_heads(pages), inline_code(pages)]
    return [fault for each in [*found, raw_codes(pages, codes), long_quotations(pages)] for fault in each]
