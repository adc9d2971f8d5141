"""Texts for BibTeX: the special characters of TeX, and letters with accents as every version of BibTeX sorts them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_SPECIAL: Mapping[str, str] = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",  # BibTeX counts an escaped brace as well
    "}": r"{\textbraceright}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "–": "--",
    "—": "---",
}
# combining character → the command of TeX for its accent
_ACCENTS: Mapping[str, str] = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u ",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r ",
    "\u030b": "H ",
    "\u030c": "v ",
    "\u0327": "c ",
    "\u0328": "k ",
}


def tex_text(text: str) -> str:
    """Returns the text in one line, with braces balanced; letters of other scripts stay as they are."""
    return "".join(map(_character, " ".join(text.split())))


def braced(text: str) -> str:
    """Returns the text in braces, within which BibTeX changes no letter case and splits no name."""
    return f"{{{tex_text(text)}}}"


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    letter, accents = (decomposed := unicodedata.normalize("NFD", character))[:1], decomposed[1:]
    if len(accents) != 1 or accents not in _ACCENTS or not letter.isascii():
        return character
    dotless = {"i": "{\\i}", "j": "{\\j}"}.get(letter, letter)
    return f"{{\\{_ACCENTS[accents]}{dotless}}}"
