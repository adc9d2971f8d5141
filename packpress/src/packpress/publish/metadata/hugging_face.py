"""The card of the data set on Hugging Face: ``README.md`` beside the folder of Parquet files, one configuration a table.

Tables without rows are no configuration: the library ``datasets`` fails to read a Parquet file without rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from packpress.publish.metadata.facts.described import Described, parquet_path
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.notation.json_text import without_empty
from packpress.publish.metadata.notation.markdown_text import code_span, link, markdown_line, markdown_text
from packpress.publish.metadata.notation.yaml_text import yaml_text

_FORBIDDEN = re.compile(r'[<>:/\\|?*"]')
"""Characters that the name of a configuration must not have."""
# number of rows below which a set has the size → its category
_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
    (10**10, "1B<n<10B"),
    (10**11, "10B<n<100B"),
    (10**12, "100B<n<1T"),
)


def card_text(described: Described) -> str:
    """Returns the card: its metadata as YAML, then the page in Markdown."""
    facts = described.facts
    metadata = without_empty(
        {
            "pretty_name": facts.title,
            **_licence(facts),
            "tags": list(facts.keywords),
            "size_categories": [_size(sum(table.rows for table in described.tables if not table.is_view))],
            "configs": _configurations(described),
        }
    )
    return f"---\n{yaml_text(metadata)}---\n\n" + "\n".join(_page(described)) + "\n"


def _licence(facts: Facts) -> dict[str, Any]:
    """Returns the licences by their identifiers on Hugging Face; "other", with name and address, if one has none."""
    known = [licence.on_hugging_face for licence in facts.licences]
    if not known:
        return {}
    if all(known):
        return {"license": known[0] if len(known) == 1 else list(dict.fromkeys(known))}
    names = " AND ".join(licence.name or licence.shown for licence in facts.licences)
    urls = [licence.url for licence in facts.licences if licence.url]
    return {"license": "other", "license_name": names, "license_link": urls[0] if len(known) == len(urls) == 1 else "LICENSE"}


def _size(rows: int) -> str:
    return next((category for limit, category in _SIZES if rows < limit), "n>1T")


def _configurations(described: Described) -> list[dict[str, Any]]:
    filled = [table for table in described.tables if table.rows]
    return [
        {
            "config_name": _FORBIDDEN.sub("-", table.name),
            "data_files": [{"split": "train", "path": parquet_path(described.release, table)}],
            **({"default": True} if number == 0 else {}),
        }
        for number, table in enumerate(filled)
    ]


def _page(described: Described) -> Iterator[str]:
    facts = described.facts
    yield f"# {markdown_line(facts.title)}"
    yield ""
    if facts.description:
        yield from (markdown_text(facts.description), "")
    yield f"Version {markdown_line(facts.version)} of {facts.day}. Every table is a configuration with one split, `train`."
    yield ""
    yield from table_lines(described)
    if empty := [table.name for table in described.tables if not table.rows]:
        yield from ("", f"Without rows, and so without a configuration: {', '.join(map(code_span, empty))}.")
    if facts.licences:
        yield from ("", "## Licence", "", *licence_lines(facts))
    if facts.sources:
        yield from ("", "## Sources", "", *source_lines(facts))
    if facts.creators:
        yield from ("", "## Citation", "", markdown_line(facts.citation))


def table_lines(described: Described) -> Iterator[str]:
    """Yields a table in Markdown with a line for each published table."""
    yield "| table | rows | content |"
    yield "|---|---:|---|"
    for table in described.tables:
        content = table.description or table.title
        yield f"| {code_span(table.name)} | {table.rows:,} | {markdown_line(content)} |"


def licence_lines(facts: Facts) -> Iterator[str]:
    """Yields an item of a list in Markdown for each licence."""
    for licence in facts.licences:
        yield f"- {link(licence.shown, licence.url) if licence.url else markdown_line(licence.shown)}"


def source_lines(facts: Facts) -> Iterator[str]:
    """Yields an item of a list in Markdown for each source."""
    for source in facts.sources:
        yield f"- {link(source.title or source.url, source.url) if source.url else markdown_line(source.title)}"
