"""Reads a section of a changelog in Markdown as blocks of words, code and links; markup of HTML is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item"]
_HEADING = re.compile(r"(#{1,6}) +(.*?) *#*$")
_ITEM = re.compile(r"( *)[-*+] +(.*)$")
_SPAN = re.compile(r"`([^`]+)`|\[([^\]]+)\]\(([^()\s]*)\)|\*\*([^*]+)\*\*")
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class NoteWords:
    """A run of words: plain, code, strong, or a link to an address of the web."""

    text: str
    kind: Literal["words", "code", "strong", "link"] = "words"
    address: str = ""


@dataclass(frozen=True)
class NoteBlock:
    """A heading with its level, a paragraph, or an item of a list with its depth."""

    kind: BlockKind
    level: int
    spans: tuple[NoteWords, ...]


def read_blocks(text: str) -> tuple[NoteBlock, ...]:
    """Returns the blocks of the text. Links to files keep only their words, since a page cannot know where the files are.

    >>> read_blocks("## 1.0.0")
    (NoteBlock(kind='heading', level=2, spans=(NoteWords(text='1.0.0', kind='words', address=''),)),)
    """
    return tuple(NoteBlock(kind, level, tuple(_spans(" ".join(words)))) for kind, level, words in _gathered(text))


def _gathered(text: str) -> Iterator[tuple[BlockKind, int, list[str]]]:
    """Yields each block with its lines, joined where a line continues the one before."""
    open_block: tuple[BlockKind, int, list[str]] | None = None
    for line in [*text.splitlines(), ""]:
        begins: tuple[BlockKind, int, list[str]] | None = None
        if match := _HEADING.fullmatch(line):
            begins = "heading", len(match[1]), [match[2]]
        elif match := _ITEM.fullmatch(line):
            begins = "item", 1 + len(match[1]) // 2, [match[2].strip()]
        elif line.strip() and (open_block is None or open_block[0] == "heading"):
            begins = "paragraph", 0, [line.strip()]
        elif line.strip() and open_block is not None:
            open_block[2].append(line.strip())
            continue
        if open_block is not None:
            yield open_block
        open_block = begins


def _spans(text: str) -> Iterator[NoteWords]:
    end = 0
    for match in _SPAN.finditer(text):
        if match.start() > end:
            yield NoteWords(text[end : match.start()])
        end = match.end()
        code, words, address, strong = match.groups()
        if code is not None:
            yield NoteWords(code, "code")
        elif strong is not None:
            yield NoteWords(strong, "strong")
        else:
            yield NoteWords(words, "link", address) if _WEB.match(address) else NoteWords(words)
    if end < len(text):
        yield NoteWords(text[end:])
