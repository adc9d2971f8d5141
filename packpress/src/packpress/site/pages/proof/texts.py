"""The coded texts: a list of them with their coverage, and a page for each with its passages in order, without the text."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from packpress.publish.drawings.coverage_strip import draw_coverage
from packpress.site.model.page import CHECK, Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.proof.citations import stance_of
from packpress.site.pages.proof.coded_text import CodedSource, coded_sources, passage_field
from packpress.site.pages.proof.template_values import source_language, template_values
from packpress.site.records.places import capitalized, code_words

PATH = "text/index.html"
_WORDS = ("firstWords", "lastWords", "length")


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the list, if texts were coded."""
    sources = coded_sources(site)
    if sources:
        count = site.words.number(sum(len(source.passages) for source in sources))
        yield Link(PATH, site.words.t("text.nav"), CHECK, count, in_header=True)


def pages(site: Site) -> Iterator[Page]:
    """Yields the list and the page of each text."""
    sources = coded_sources(site)
    if not sources:
        return
    title, words = site.words.t("text.title"), site.words
    shared = {**template_values(site), "strip": _strip, "text_name": lambda source: text_name(site, source)}
    values = {**shared, "sources": sources}
    yield Page(PATH, "proof/texts.html", title, words.t("text.description", site=site.facts.title), PATH, values)
    for place, source in enumerate(sources):
        name = text_name(site, source)
        values = {
            **shared,
            "source": source,
            "cited": lambda passage: [(citation, stance_of(site, citation)) for citation in passage.citations],
            "shown_words": lambda row: shown_words(*(row.get(passage_field(site, role)) for role in _WORDS)),
            "number": lambda row: _number(site, row),
            "language": source_language(site, source.passages[0].row),
            "role": lambda role: passage_field(site, role),
            "before": sources[place - 1] if place else None,
            "after": sources[place + 1] if place + 1 < len(sources) else None,
        }
        description = words.t("text.page_description", name=name, n=len(source.passages))
        page_title = words.t("text.page_title", name=name)
        yield Page(source.path, "proof/text.html", page_title, description, PATH, values, (Crumb(title, PATH),), heading=name)


def text_name(site: Site, source: CodedSource) -> str:
    """Returns what the text is called: its short name, such as "Section 2", else the title of its source."""
    short = site.setting.text.sections.get(source.id, "")
    if short:
        return capitalized(short)
    return site.label(source.row) if source.row is not None else source.id


def _number(site: Site, row: Row) -> str:
    """Returns what a passage is, and its number, such as "Sentence 8"."""
    kind = capitalized(code_words(row.get(site.setting.passages.kind))) or site.words.t("text.passage")
    return f"{kind} {row.get(passage_field(site, 'position')) or row.id}"


def _strip(source: CodedSource) -> Markup:
    return Markup(draw_coverage(source.states))


def shown_words(first: str, last: str, length: str) -> tuple[str, str]:
    """Returns the first and the last words of a passage; no last ones where they would meet the first and give the whole text.

    >>> shown_words("The first words of", "are its last words", "120")
    ('The first words of', 'are its last words')
    >>> shown_words("A short", "short heading", "15")
    ('A short', '')
    """
    is_apart = not length.isdigit() or int(length) > len(first) + len(last) + 1
    return (first, last) if is_apart else (first, "")
