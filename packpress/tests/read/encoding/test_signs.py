"""A file that cannot be in its declared encoding is not read, and the message says what it seems to be."""

from __future__ import annotations

import pytest

from packpress.read.encoding.signs import advice_on, contradiction

TEXT = "id,name\n1,Zoë\n"
NO_ORDER = "the file has no byte order mark, so its byte order is unknown; declare "
# bytes, declared encoding → the message
CONTRADICTIONS: dict[str, tuple[bytes, str, str]] = {
    "UTF-8 with a mark": (
        b"\xef\xbb\xbfid\n",
        "windows-1252",
        "the file begins with a byte order mark of UTF-8, but its encoding is declared as windows-1252; "
        'declare "encoding": "utf-8", or save it as UTF-8',
    ),
    "UTF-16 with a mark": (
        TEXT.encode("utf-16"),
        "iso-8859-1",
        "the file is UTF-16 text, but its encoding is declared as iso-8859-1; "
        'declare "encoding": "utf-16", or save it as UTF-8',
    ),
    "no mark": (TEXT.encode("utf-16-le"), "utf-16", f'{NO_ORDER}"encoding": "utf-16le"'),
    "no mark in the other order": (TEXT.encode("utf-16-be"), "utf-16", f'{NO_ORDER}"encoding": "utf-16be"'),
    "no mark and no line": ("名".encode("utf-16-be"), "utf-16", f'{NO_ORDER}"encoding": "utf-16le" or "utf-16be"'),
    "the other order": (
        TEXT.encode("utf-16-be"),
        "utf-16le",
        'the file is utf-16be, but its encoding is declared as utf-16le; declare "encoding": "utf-16be"',
    ),
    "the mark of the other order": (
        b"\xff\xfea\0",
        "utf-16be",
        'the file is utf-16le, but its encoding is declared as utf-16be; declare "encoding": "utf-16le"',
    ),
    "text of one byte a character": (
        TEXT.encode("latin-1"),
        "utf-16le",
        'the file is not utf-16le: its characters have one byte each; correct or remove "encoding"',
    ),
    "an image": (b"\x89PNG\r\n\x1a\n", "windows-1252", "the file is a PNG image; replace it with the table itself"),
    "an archive": (
        b"PK\x03\x04\0\0",
        "utf-16le",
        "the file is a ZIP archive or an Office document; replace it with the table itself",
    ),
}
SOUND: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "utf-16"),
    "ASCII": (b"id\n", "windows-1252"),
    "UTF-16 in its order": (TEXT.encode("utf-16-le"), "utf-16le"),
    "UTF-16 with a mark": (TEXT.encode("utf-16"), "utf-16"),
    "UTF-16 with the mark of the other order": (b"\xfe\xff\0a\0\n", "utf-16"),
    "two characters that end with zero": ("一刀".encode("utf-16-le"), "utf-16le"),
    "no line break": ("名".encode("utf-16-le"), "utf-16le"),
}
ADVICE = {
    "a letter of windows-1252": (b"1,Zo\xeb\n", 'save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'),
    "a byte that windows-1252 lacks": (b"1,\x81\n", "save the file as UTF-8"),
    "one broken letter": ("é,ü,ñ,".encode() + b"\xe9\n", "correct the text there; what is around it is UTF-8"),
}


@pytest.mark.parametrize(("head", "encoding", "message"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_named(head: bytes, encoding: str, message: str) -> None:
    assert contradiction(head, encoding) == message


@pytest.mark.parametrize(("head", "encoding"), SOUND.values(), ids=SOUND)
def test_text_that_may_be_in_its_encoding_is_read(head: bytes, encoding: str) -> None:
    assert contradiction(head, encoding) == ""


@pytest.mark.parametrize(("data", "advice"), ADVICE.values(), ids=ADVICE)
def test_text_that_is_not_utf_8_gets_advice(data: bytes, advice: str) -> None:
    assert advice_on(data) == advice
