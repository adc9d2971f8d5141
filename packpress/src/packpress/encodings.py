"""The encodings of text that are read, with their names in the IANA registry of character sets."""

from __future__ import annotations

from collections.abc import Mapping

UTF_8 = "utf-8"
UNDEFINED = b"\xff"
"""Stands in text for what its encoding does not define: a byte that does not occur in UTF-8, so it is found and rejected."""
# encoding → Python's codec for it, and other names: those of the IANA registry, and common spellings of them
_ENCODINGS: Mapping[str, tuple[str, str]] = {
    UTF_8: ("utf-8", "utf8 csutf8 utf-8-sig"),
    "us-ascii": (
        "ascii",
        "ascii us iso-ir-6 ansi-x3.4-1968 ansi-x3.4-1986 iso-646.irv:1991 iso646-us ibm367 cp367 csascii",
    ),
    "iso-8859-1": (
        "latin-1",
        "latin1 latin-1 l1 iso8859-1 iso88591 iso-8859-1:1987 iso-ir-100 ibm819 cp819 csisolatin1",
    ),
    "iso-8859-15": ("iso8859-15", "latin-9 latin9 l9 iso8859-15 iso885915 csiso885915"),
    "windows-1250": ("cp1250", "cp1250 cp-1250 windows1250 win-1250 win1250 cswindows1250"),
    "windows-1252": ("cp1252", "cp1252 cp-1252 windows1252 win-1252 win1252 cswindows1252"),
    "utf-16": ("utf-16", "utf16 csutf16"),
    "utf-16le": ("utf-16-le", "utf-16-le utf16le utf16-le csutf16le"),
    "utf-16be": ("utf-16-be", "utf-16-be utf16be utf16-be csutf16be"),
}
ENCODINGS = tuple(_ENCODINGS)
"""The encodings that are read, each by the name that messages use."""
_BY_NAME = {name: encoding for encoding, (_, names) in _ENCODINGS.items() for name in (encoding, *names.split())}


def canonical_encoding(name: str) -> str:
    """Returns the encoding of that name, in any case, as in ``ENCODINGS``; "" if it is not read."""
    return _BY_NAME.get(name.strip().lower().replace("_", "-"), "")


def codec_of(encoding: str) -> str:
    """Returns the name of Python's codec for an encoding of ``ENCODINGS``."""
    return _ENCODINGS[encoding][0]
