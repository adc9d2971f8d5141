"""How to cite the dataset, or one record of it with the source that states it."""

from __future__ import annotations

import re
from typing import Any, Literal

from .evidence import evidence_for, trace_link
from .loading import DESCRIPTOR, read_json, rows
from .lookup import find, record_columns

_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {character: f"\\{character}" for character in "&%$#_{}"}


def cite(identifier: str | None = None, as_: Literal["text", "bibtex"] = "text") -> str:
    """Returns the citation of the dataset (who, when, what, version, licence), or with an identifier that of one record.

    The citation of a record adds its identifier, its title, the sources that state it, and the address that opens at the
    words where the text is coded. What is not known is left out. ``as_="bibtex"`` gives an entry for reference managers.

    Raises KeyError for an unknown or withdrawn identifier, and ValueError for an unknown form.

    >>> import fentanyl_control as fc
    >>> fc.cite().partition(" (")[0]
    'Fentanyl Control Data project'
    >>> fc.cite("s-us-synthetic-opioid-deaths-2023-final").partition("Stated in: ")[2]
    'National Institute on Drug Abuse (no date). Overdose figures for 2023.'
    >>> fc.cite("MEX", as_="bibtex").splitlines()[0]
    '@misc{fentanyl-control-data:MEX,'
    """
    if as_ not in ("text", "bibtex"):
        raise ValueError(f'as_ is {as_!r}; expected "text" or "bibtex"')
    raw = read_json(DESCRIPTOR)
    record = "" if identifier is None else _cite_record(identifier)
    licence = f"Licence: {', '.join(licence['name'] for licence in raw['licenses'])}."
    if as_ == "bibtex":
        address = trace_link(identifier) if identifier and _is_deep(identifier) else raw.get("homepage", "")
        return _bibtex(raw, identifier, address, " ".join(filter(None, ("Data set.", licence, record))))
    people = ", ".join(person["title"] for person in raw["contributors"])
    what = f"{people} ({raw['created'][:4]}). {raw['title']} (version {raw['version']}) [Data set]."
    deep = f"Opens at the words: <{trace_link(identifier)}>." if identifier and _is_deep(identifier) else ""
    return " ".join(filter(None, (what, raw.get("homepage"), licence, record, deep)))


def _is_deep(identifier: str) -> bool:
    """Whether an address is known that opens at the words of the record."""
    has_link = find(identifier)[0] in (*record_columns(), "passages", "evidence")
    return has_link and ":~:text=" in trace_link(identifier)


def _bibtex(raw: dict[str, Any], identifier: str | None, address: str, note: str) -> str:
    """Returns an entry that BibTeX and BibLaTeX read; ``url`` is verbatim there, the other values are escaped for TeX."""
    values = {
        "author": " and ".join(f"{{{_tex(person['title'])}}}" for person in raw["contributors"]),
        "title": _tex(f"{identifier}, record of {raw['title']}" if identifier else raw["title"]),
        "year": raw["created"][:4],
        "version": _tex(raw["version"]),
        "url": address,
        "note": _tex(note),
    }
    key = ":".join(filter(None, (raw["name"], identifier)))
    return "\n".join([f"@misc{{{key},", *(f"  {name} = {{{text}}}," for name, text in values.items() if text), "}"])


def _tex(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _TEX[found[0]], text)


def _cite_record(identifier: str) -> str:
    table, row = find(identifier)
    text = f"Record {identifier} (table {table})"
    if title := row.get("title") or row.get("name"):
        text += f": {title.removesuffix('.')}"
    if table in record_columns():
        stated = [piece.source_id for piece in evidence_for(identifier) if piece.stance == "states"]
    else:
        stated = [identifier if table == "sources" else row.get("source_id") or ""]
    sources = [_cite_source(source) for source in dict.fromkeys(stated) if source]
    label = "Stated in" if table in record_columns() else "Source"
    return f"{text}. {label}: {'; '.join(sources)}." if sources else f"{text}."


def _cite_source(identifier: str) -> str:
    """Publisher, day, title, the whole of which it is a part, address and when it was read; what is not known is left out."""
    source = rows("sources")[identifier]
    whole = f". In: {rows('sources')[source['part_of_id']]['title']}" if source["part_of_id"] else ""
    address = f". <{source['url']}>" if source["url"] else ""  # RFC 3986, appendix C: so that no punctuation joins it
    read = f" (accessed {source['accessed']})" if source["accessed"] else ""
    title = source["title"].removesuffix(".")
    return f"{source['publisher_name']} ({source['published'] or 'no date'}). {title}{whole}{address}{read}"
