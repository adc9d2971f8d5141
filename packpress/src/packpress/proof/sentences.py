"""Splits a plain text into sentences with their positions: the units that passage rows describe.

The algorithm is specified so that anyone can repeat it:

- a paragraph is a line with text on it, white space collapsed to single spaces, in NFC;
- a paragraph that begins with a dash and a space is a list item: the dash belongs to its first sentence;
- a sentence ends at ``.``, ``!`` or ``?`` (with any footnote digits or closing quotes that follow) before a space and a
  capital letter, unless the word with the full stop is an abbreviation, an initial ("U.S.") or the Roman number of a heading.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS = frozenset({"Mr.", "Mrs.", "Ms.", "Dr.", "No.", "Nos.", "Art.", "vs.", "cf.", "e.g.", "i.e.", "etc.", "approx."})
_END = re.compile(r"[.!?][0-9]*[”’\"')\]]*(?= [–\-“\"'(]*[A-Z])")
_INITIALS = re.compile(r"(?:[A-Z]\.)+$")
_ROMAN = re.compile(r"[IVXLC]+\.$")


@dataclass(frozen=True, order=True)
class Sentence:
    """One sentence: its paragraph, its number in it, both from 1, and its normalized text."""

    paragraph: int
    number: int
    text: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def normalize_text(text: str) -> str:
    """Returns the text in NFC with each run of white space as one space and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def split_paragraph(paragraph: str) -> list[str]:
    """Returns the sentences of a normalized paragraph, in order; joined, they are the whole paragraph."""
    sentences: list[str] = []
    start = 0
    for end in _END.finditer(paragraph):
        word = paragraph[start : end.end()].split(" ")[-1].lstrip("(“\"'")
        roman_heading = start == 0 and _ROMAN.fullmatch(paragraph[: end.end()])
        if word in ABBREVIATIONS or _INITIALS.fullmatch(word) or roman_heading:
            continue
        sentences.append(paragraph[start : end.end()])
        start = end.end() + 1
    sentences.append(paragraph[start:])
    return sentences


def split_text(text: str) -> Iterator[Sentence]:
    """Yields the sentences of the text in reading order."""
    paragraphs = [folded for line in text.splitlines() if (folded := normalize_text(line))]
    for paragraph, content in enumerate(paragraphs, 1):
        for number, sentence in enumerate(split_paragraph(content), 1):
            yield Sentence(paragraph, number, sentence)
