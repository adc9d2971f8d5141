"""Places in texts: what a passage and a source are called, and the addresses that open them."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.site.cells.cell import is_web
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row


@dataclass(frozen=True)
class PassageFacts:
    """A passage: its name, such as "Section 2, sentence 8", the address that opens it, and its source.

    ``link`` is "" if no address is published.
    """

    row: Row
    title: str
    link: str
    source: Row | None


@dataclass(frozen=True)
class SourceFacts:
    """A source: its title, its address, who published it and when, and the code of its kind; each "" if not stated."""

    row: Row
    title: str
    link: str
    publisher: str
    published: str
    tier: Field | None
    language: str


def passage_facts(site: Site, passage: Row) -> PassageFacts:
    """Returns the facts of a passage."""
    names = site.provenance["passages"]
    link = passage.get(str(names.get("link", "")))
    return PassageFacts(passage, place_words(site, passage), link if is_web(link) else "", source_of(site, passage))


def source_facts(site: Site, source: Row) -> SourceFacts:
    """Returns the facts of a source."""
    names = site.setting.sources
    link = source.get(str(site.provenance.get("sources", {}).get("url", "")))
    publisher = next((found for name in names.publisher if (found := _name(site, source, name))), "")
    published = source.get(names.published)
    tier = source.table.fields.get(names.tier) if source.get(names.tier) else None
    return SourceFacts(
        source,
        site.label(source),
        link if is_web(link) else "",
        publisher,
        site.words.date(published) if published else "",
        tier,
        source.get(names.language),
    )


def place_words(site: Site, passage: Row) -> str:
    """Returns what readers call the passage: its section, what it is, and its number, as "Section 2, sentence 8"."""
    names = site.provenance["passages"]
    what = code_words(passage.get(site.setting.passages.kind)) or site.words.t("place.passage")
    number = passage.get(str(names.get("position", ""))) or passage.id
    section = capitalized(section_words(site, passage))
    return str(site.words.t("place.numbered", section=section, what=what, number=number))


def section_words(site: Site, passage: Row) -> str:
    """Returns the short name of the source of the passage, else its title."""
    source = passage.get(str(site.provenance["passages"].get("source", "")))
    row = source_of(site, passage)
    return site.setting.text.sections.get(source) or (site.label(row) if row else source)


def source_of(site: Site, passage: Row) -> Row | None:
    """Returns the row of the source in which the passage stands."""
    return site.follow(passage, str(site.provenance["passages"].get("source", "")))


def code_words(code: str) -> str:
    """Returns a code as words, for a line in which its label would be too long: "working-group" as "working group"."""
    return code.replace("-", " ").replace("_", " ").strip()


def capitalized(text: str) -> str:
    """Returns the text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def uncapitalized(text: str) -> str:
    """Returns the text with its first letter small, for the middle of a line; an abbreviation as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _name(site: Site, row: Row, field: str) -> str:
    """Returns the name that the field refers to, else its text."""
    referred = site.follow(row, field)
    return site.label(referred) if referred is not None else row.get(field)
