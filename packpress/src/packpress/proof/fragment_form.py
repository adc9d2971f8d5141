"""The form of a fragment: a few words of a source as they stand there, so that a reader finds them with a search."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_WORDS = 8
MOST_CHARACTERS = 20
"""How many characters a fragment may have of the scripts that put no spaces between words."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""A character of Thai, Lao, Burmese, Khmer, Japanese or Chinese."""
_ELLIPSIS = re.compile(r"\u2026|\u22ef|\.\s?\.\s?\.")
# opening quotation mark → what closes it
_QUOTES = {
    '"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u201e": "\u201c\u201d", "\u201a": "\u2018\u2019",
    "\u00ab": "\u00bb", "\u00bb": "\u00ab", "\u2039": "\u203a", "\u300c": "\u300d", "\u300e": "\u300f",
}  # fmt: skip


def length_faults(fragment: str) -> Iterator[str]:
    """Yields why the fragment is too long, and what to do."""
    if (words := len(fragment.split())) > MOST_WORDS:
        yield f"has {words} words; give at most {MOST_WORDS}"
    if (characters := len(_UNSPACED.findall(fragment))) > MOST_CHARACTERS:
        yield f"has {characters} characters without a space between words; give at most {MOST_CHARACTERS}"


def form_faults(fragment: str) -> Iterator[str]:
    """Yields why the fragment is not a run of words as they stand in a source, and what to do."""
    if len(fragment.splitlines()) > 1:
        yield "has a line break; write a space"
    if fragment != fragment.strip():
        yield "begins or ends with white space; remove it"
    if _ELLIPSIS.search(fragment):
        yield "has an ellipsis; give words that follow each other in the source"
    bare = fragment.strip()
    closing = _QUOTES.get(bare[:1], "")
    if len(bare) > 1 and closing and bare[-1] in closing and not set(bare[1:-1]) & {bare[0], bare[-1]}:
        yield "is in quotation marks; remove them"
