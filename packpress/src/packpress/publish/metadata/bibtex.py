"""``citation.bib``: the release as an entry for BibTeX and biblatex."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.notation.tex_text import braced, tex_text


def bibtex_text(described: Described) -> str:
    """Returns the entry; its type is misc, which every style knows."""
    return _entry(citation_key(described.facts), _fields(described.facts))


def _entry(key: str, fields: Mapping[str, str]) -> str:
    return f"@misc{{{key},\n" + "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items()) + "}\n"


def citation_key(facts: Facts) -> str:
    """Returns the key of the entry, in the characters that every version of BibTeX allows."""
    named = f"{facts.name or facts.title} {facts.version}"
    plain = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")
    return words or "dataset"


def _fields(facts: Facts) -> dict[str, str]:
    fields = {
        "author": " and ".join(map(_author, facts.creators)),
        "title": braced(facts.title),
        "year": facts.year,
        "version": tex_text(facts.version),
        "publisher": tex_text("; ".join(person.name for person in facts.publishers)),
        "howpublished": "Data set",
        "url": facts.homepage.translate(_BRACES),
    }
    return {name: text for name, text in fields.items() if text}


_BRACES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def _author(person: Contributor) -> str:
    """Returns the name so that BibTeX splits it only into family and given name."""
    if not person.is_split:
        return braced(person.name)
    parts = (person.family, person.given)
    return ", ".join(braced(part) if re.search(r",|\band\b", part) else tex_text(part) for part in parts if part)
