"""What the templates of the pages on proof share: words of codes and places, marks of verdicts, languages of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from packpress.publish.drawings.verdict_marks import draw_mark, draw_marks
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.names.original_name import language_tag
from packpress.site.pages.proof.citations import evidence_field
from packpress.site.records.places import capitalized, code_words, passage_facts, place_words


def template_values(site: Site) -> Mapping[str, Any]:
    """Returns the functions and names by what templates call them."""
    return {
        "capitalized": capitalized,
        "code_words": code_words,
        "place": lambda row: capitalized(place_words(site, row)),
        "link": lambda row: passage_facts(site, row).link,
        "draw_mark": lambda name: Markup(draw_mark(name)),
        "draw_marks": lambda name, count, number: Markup(draw_marks(name, count, number)),
        "stance_field": evidence_field(site, "stance"),
        "fragment_field": evidence_field(site, "fragment"),
        "language_of": lambda row: language_attribute(source_language(site, row)),
    }


def source_language(site: Site, row: Row) -> str:
    """Returns the language of a source, or of the source of a passage or of evidence; "" if it is that of the page."""
    field = site.setting.sources.language
    is_source = row.table.name == site.addresses.sources
    source = row if is_source else next((found for name in _source_fields(site) if (found := site.follow(row, name))), None)
    language = source.get(field) if source is not None else ""
    return "" if language == site.words.language else language_tag(language)


def _source_fields(site: Site) -> tuple[str, ...]:
    names = (site.provenance.get(part, {}).get("source") for part in ("evidence", "passages"))
    return tuple(name for name in names if isinstance(name, str))


def language_attribute(language: str) -> Markup:
    """Returns the attribute ``lang`` with a space before it; nothing without a language."""
    return Markup(' lang="{}"').format(language) if language else Markup("")


def language_words(site: Site, tag: str) -> str:
    """Returns the name of a language; the tag itself if the words do not have it."""
    names: Mapping[str, str] = site.words.table["languages"]
    return names.get(tag) or names.get(tag.partition("-")[0]) or tag
