"""Finds the encoding of a text: UTF-8 and what has a byte order mark for certain, one of the older ones as a guess.

Nothing distinguishes the older encodings but how plausible their text is, so a guess names its doubt and shows the bytes.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import NamedTuple

from packpress.escape import escape
from packpress.package.text.encodings import codec_of
from packpress.read.compressed import Expanded
from packpress.read.plain import Plain

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GUESSED = ("windows-1252", "windows-1250", "iso-8859-15", "iso-8859-1")
_CHUNK, _KEPT, _SHOWN = 4 * 1024 * 1024, 64 * 1024, 24
_LATIN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšž")
_CENTRAL = frozenset("áâăäćçčéęëěíîďđńňóôőöřůúűüýţşťżźžšśłąĺľŕ")
"""The small letters of the languages that each encoding was made for."""


class Encoding(NamedTuple):
    """The encoding, whether the text begins with a byte order mark, and for a guess its doubt and where it shows.

    A guess ``is_ambiguous`` if other encodings read the text differently.
    """

    name: str
    has_mark: bool = False
    doubt: str = ""
    is_ambiguous: bool = False


def find_encoding(stream: Plain | Expanded) -> Encoding:
    """Returns the encoding of the whole text; reads it in chunks."""
    chunk = stream.read(_CHUNK)
    mark = next((mark for mark in MARKS if chunk.startswith(mark)), b"")
    if mark and MARKS[mark] != "utf-8":
        return Encoding(MARKS[mark], has_mark=True)
    decoder, is_utf8, line, first = codecs.getincrementaldecoder("utf-8")(), True, 1, (0, b"")
    kept: list[bytes] = []
    seen: set[int] = set()
    while chunk:
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if not chunk.isascii():
            seen |= set(chunk)
            for number, text in enumerate(chunk.split(b"\n") if _size(kept) < _KEPT else ()):
                if not text.isascii() and _size(kept) < _KEPT:
                    first = first if first[0] else (line + number, text)
                    kept.append(text)
        line += chunk.count(b"\n")
        chunk = stream.read(_CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf8 = False
    return Encoding("utf-8", bool(mark)) if is_utf8 else _guess(bytes(sorted(seen)), b"\n".join(kept), first)


def _size(lines: list[bytes]) -> int:
    return sum(len(line) for line in lines)


def _guess(used: bytes, sample: bytes, first: tuple[int, bytes]) -> Encoding:
    """Returns the encoding in which the bytes are most plausible, with the doubt."""
    possible = [name for name in _GUESSED if _is_possible(used, name)]
    ranked = sorted(possible, key=lambda name: -_score(sample, name))
    best = ranked[0] if ranked else "iso-8859-1"
    line, text = first
    where = next((number for number, byte in enumerate(text) if byte >= 0x80), 0)
    piece = text[max(0, where - _SHOWN // 2) : where + _SHOWN // 2].strip()
    readings: dict[str, list[str]] = {}
    for name in ranked:
        readings.setdefault(piece.decode(codec_of(name), "replace"), []).append(name)
    shown = piece.hex(" ").upper()
    choices = "; ".join(f"{escape(text)} in {', '.join(names)}" for text, names in readings.items())
    doubt = f"is not UTF-8; {best} is a guess. Line {line} has the bytes {shown}, which are {choices}"
    return Encoding(best, doubt=doubt, is_ambiguous=len({used.decode(codec_of(name)) for name in ranked}) > 1)


def _is_possible(used: bytes, name: str) -> bool:
    """Returns whether the encoding has a printable character for each byte."""
    try:
        text = used.decode(codec_of(name))
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\v" for c in text if c > "\x7e" or c < " ")


def _score(sample: bytes, name: str) -> float:
    """Returns how plausible the text is: letters of the languages inside words count for it, symbols there against it."""
    text = sample.decode(codec_of(name), "replace")
    usual = _CENTRAL if name == "windows-1250" else _LATIN
    score = {"windows-1252": 0.3, "iso-8859-1": 0.4}.get(name, 0.0)
    for before, c, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if c < "\x80":
            continue
        in_word = before.isalpha() or after.isalpha()
        if c.isalpha():
            score += 1.0 if c.lower() in usual and in_word else -0.5
            score -= 1.0 if c.isupper() and before.islower() else 0.0
        elif before.isalpha() and after.isalpha():
            score -= 0.0 if c in "’-–·" else 2.0
        elif c in "€’“”„–—…°§£«»©®\xa0½²³":
            score += 0.2
        else:
            score -= 0.3
    return score
