"""How to cite the dataset, or one record of it with the source that states it."""

from __future__ import annotations

from .evidence import evidence_for
from .loading import DESCRIPTOR, read_json, rows
from .records import RECORD_COLUMNS, find


def cite(identifier: str | None = None) -> str:
    """Returns the citation of the dataset (who, when, what, version, licence), or with an identifier that of one record.

    The citation of a record adds its identifier, its title, and the sources that state it. An address that is not known is
    left out. Raises KeyError for an unknown identifier.

    >>> import fentanyl_control as fc
    >>> fc.cite().partition(" (")[0]
    'Fentanyl Control Data project'
    >>> fc.cite("s-us-synthetic-opioid-deaths-2023-final").partition("Stated in: ")[2]
    'National Institute on Drug Abuse (no date). Overdose figures for 2023.'
    """
    raw = read_json(DESCRIPTOR)
    people = ", ".join(person["title"] for person in raw["contributors"])
    licences = ", ".join(licence["name"] for licence in raw["licenses"])
    address = f" {raw['homepage']}" if raw.get("homepage") else ""
    record = "" if identifier is None else f" {_cite_record(identifier)}"
    what = f"{raw['title']} (version {raw['version']}) [Data set]"
    return f"{people} ({raw['created'][:4]}). {what}.{address} Licence: {licences}.{record}"


def _cite_record(identifier: str) -> str:
    table, row = find(identifier)
    text = f"Record {identifier} (table {table})"
    if title := row.get("title") or row.get("name"):
        text += f": {title}"
    if table in RECORD_COLUMNS:
        stated = [piece.source_id for piece in evidence_for(identifier) if piece.stance == "states"]
    else:
        stated = [identifier if table == "sources" else row.get("source_id") or ""]
    sources = [_cite_source(source) for source in dict.fromkeys(stated) if source]
    label = "Stated in" if table in RECORD_COLUMNS else "Source"
    return f"{text}. {label}: {'; '.join(sources)}." if sources else f"{text}."


def _cite_source(identifier: str) -> str:
    """Publisher, day, title, the whole of which it is a part, address and when it was read; what is not known is left out."""
    source = rows("sources")[identifier]
    whole = f". In: {rows('sources')[source['part_of_id']]['title']}" if source["part_of_id"] else ""
    address = f". <{source['url']}>" if source["url"] else ""  # RFC 3986, appendix C: so that no punctuation joins it
    read = f" (accessed {source['accessed']})" if source["accessed"] else ""
    return f"{source['publisher_name']} ({source['published'] or 'no date'}). {source['title']}{whole}{address}{read}"
