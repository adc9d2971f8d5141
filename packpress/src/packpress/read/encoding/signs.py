"""Signs that a text has another encoding than its descriptor says; only for messages, never to read it differently."""

from __future__ import annotations

import re

from packpress.encodings import UTF_8, codec_of
from packpress.read.disguise import disguise

_MARK = b"\xef\xbb\xbf"
_MARKS_16 = {b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}
_BREAK = re.compile("[\n\r]")
_CONTROLS = re.compile("[\x80-\x9f]")


def byte_order(head: bytes) -> str:
    """Returns the encoding that the byte order mark at the beginning says: utf-16le, utf-16be or ""."""
    return _MARKS_16.get(head[:2], "")


def utf_16_name(head: bytes) -> str:
    """Returns what to declare as the encoding of text that ``disguise`` takes for UTF-16."""
    return "utf-16" if byte_order(head) else "utf-16be" if head.startswith(b"\0") else "utf-16le"


def contradiction(head: bytes, encoding: str) -> str:
    """Returns why a file that begins with these bytes is not in the declared encoding; "" if it may be."""
    what = disguise(head) or ""
    if encoding.startswith("utf-16"):
        if what and not what.startswith("UTF-16"):
            return f"the file is {what}; replace it with the table itself"
        return _contradiction_16(head, encoding) if head else ""
    if head.startswith(_MARK):
        found, wanted = "begins with a byte order mark of UTF-8", UTF_8
    elif what.startswith("UTF-16"):
        found, wanted = f"is {what}", utf_16_name(head)
    else:
        return f"the file is {what}; replace it with the table itself" if what else ""
    return f'the file {found}, but its encoding is declared as {encoding}; declare "encoding": "{wanted}", or save it as UTF-8'


def _contradiction_16(head: bytes, encoding: str) -> str:
    found, order = byte_order(head), _order_of_breaks(head)
    if b"\0" not in head and b"\n" in head and not found:
        return f'the file is not {encoding}: its characters have one byte each; correct or remove "encoding"'
    if encoding == "utf-16":
        if found:
            return ""
        advice = f'"{order}"' if order else '"utf-16le" or "utf-16be"'
        return f'the file has no byte order mark, so its byte order is unknown; declare "encoding": {advice}'
    other = found if found and found != encoding else order if not found and order != encoding else ""
    return f'the file is {other}, but its encoding is declared as {encoding}; declare "encoding": "{other}"' if other else ""


def _order_of_breaks(head: bytes) -> str:
    """Returns the byte order in which the text has line breaks: utf-16le or utf-16be, "" if both or neither has them."""
    size = len(head) - len(head) % 2
    texts = {order: head[:size].decode(codec_of(order), "replace") for order in ("utf-16le", "utf-16be")}
    found = [order for order, text in texts.items() if _BREAK.search(text)]
    return found[0] if len(found) == 1 else ""


def advice_on(data: bytes) -> str:
    """Returns what to do about text that is not UTF-8, judging by the text around the first invalid byte."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) > 2 * broken:
        return "correct the text there; what is around it is UTF-8"
    try:
        is_likely = not _CONTROLS.search(data.decode("cp1252"))
    except UnicodeDecodeError:
        is_likely = False
    return "save the file as UTF-8" + (', or declare its encoding, perhaps "windows-1252"' if is_likely else "")
