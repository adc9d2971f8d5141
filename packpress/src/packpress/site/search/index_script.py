"""Writes the index of the search: a script that works from a folder, where a page may not read a file of JSON."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from packpress.site.search.entry import WORD_SEPARATOR, Kind, SearchEntry
from packpress.site.words.direction import show_turns

LARGEST_INDEX = 160_000
"""How many bytes the index should have at most."""
_LENGTHS = (1_000_000, 800, 600, 500, 400, 320, 260, 200, 160, 120, 80, 40, 0)
"""How many characters of the words of an entry are indexed; the first length at which the index is small enough."""
_ESCAPES = {"\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\u003c", "\x7f": "\\u007f"}


@dataclass(frozen=True)
class SearchIndex:
    """The script of the index, and how many of the entries it has."""

    script: str
    count: int
    of: int


def index_script(entries: Sequence[SearchEntry], stop: Sequence[str] = ()) -> SearchIndex:
    """Returns the index of at most ``LARGEST_INDEX`` bytes.

    If it would be larger, the words of entries are cut, then the last entries are left out. ``stop`` are words that a query
    need not have.
    """
    whole = cache(lambda length: _script(entries, stop, length))
    count = len(entries)
    fits = bisect_left(_LENGTHS, True, key=lambda length: _size(whole(length)) <= LARGEST_INDEX)
    script = whole(_LENGTHS[min(fits, len(_LENGTHS) - 1)])
    while count and _size(script) > LARGEST_INDEX:
        count = count * 9 // 10
        script = _script(entries[:count], stop, _LENGTHS[-1])
    return SearchIndex(script, count, len(entries))


def _size(script: str) -> int:
    return len(script.encode("utf-8", "surrogatepass"))


def _script(entries: Sequence[SearchEntry], stop: Sequence[str], length: int) -> str:
    addresses: dict[Kind, list[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.kind, []).append(entry.address)
    kinds = {kind: number for number, kind in enumerate(addresses)}
    around = {kind: _around(found) for kind, found in addresses.items()}
    index = {
        "stop": list(stop),
        "separator": WORD_SEPARATOR,
        "kinds": [_kind(kind, *around[kind]) for kind in kinds],
        "records": [_row(entry, kinds[entry.kind], *around[entry.kind], length) for entry in entries],
    }
    text = show_turns(json.dumps(index, ensure_ascii=False, separators=(",", ":")), before="\\")
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return f"globalThis.packpressIndex={text};\n"


def _kind(kind: Kind, before: str, after: str) -> dict[str, str | float]:
    made: dict[str, str | float] = {"name": kind.name, "weight": kind.weight, "before": before, "after": after}
    return made | {"own": True} if kind.is_own else made


def _row(entry: SearchEntry, kind: int, before: str, after: str, length: int) -> list[int | str]:
    """Returns the entry as a list in the order of ``records`` in search.js, without the empty texts at its end."""
    middle = entry.address[len(before) : len(entry.address) - len(after)]
    texts = [
        entry.title,
        entry.names,
        entry.facts,
        _shortened(entry.words, int(length * min(1, entry.kind.weight))),
        " ".join(entry.verdicts),
        entry.language,
    ]
    while texts and not texts[-1]:
        texts.pop()
    return [kind, middle, *texts]


def _around(addresses: Sequence[str]) -> tuple[str, str]:
    """Returns what all addresses begin with, and what the rest of each ends with."""
    before = _common_start(addresses)
    after = _common_start([address[len(before) :][::-1] for address in addresses])[::-1]
    return before, after


def _common_start(texts: Sequence[str]) -> str:
    same = 0
    for letters in zip(*texts, strict=False):
        if len(set(letters)) > 1:
            break
        same += 1
    return texts[0][:same]


def _shortened(text: str, length: int) -> str:
    """Returns the text up to the last space before the length, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length + 1].rpartition(" ")[0].removesuffix(WORD_SEPARATOR.rstrip())
    return f"{cut}…" if cut else ""
