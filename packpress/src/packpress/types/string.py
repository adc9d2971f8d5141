"""The type ``string`` and its formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, Rows, numpy_values
from packpress.arrow.byte_sets import ByteSet
from packpress.arrow.text_column import Texts
from packpress.types.answers import Lexis, Size
from packpress.types.field_type import EVERY, LENGTHS, FieldType

_BASE64 = (  # the padding bits of the last group are zero (RFC 4648, section 3.5)
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
)
_S = "[A-Za-z0-9+.-]"
_OTHER_SCHEME = (  # any except http and https; RE2 has no lookahead
    rf"(?:[A-GI-Za-gi-z]{_S}*|[hH](?:[A-SU-Za-su-z0-9+.-]{_S}*|[tT](?:[A-SU-Za-su-z0-9+.-]{_S}*"
    rf"|[tT](?:[A-OQ-Za-oq-z0-9+.-]{_S}*|[pP](?:[A-RT-Za-rt-z0-9+.-]{_S}*|[sS]{_S}+))?)?)?)"
)
_PATH = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"  # a character of a path (RFC 3986, appendix A)
_NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_HOST = rf"(?:(?:{_NAME}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{_NAME}+)(?::[0-9]*)?"
_URI = (  # http and https require a host (RFC 3986, section 3.2.2), other schemes do not
    rf"(?:(?:[hH][tT][tT][pP][sS]?)://{_HOST}(?:/{_PATH}*)?"
    rf"|{_OTHER_SCHEME}:(?://(?:{_HOST})?(?:/{_PATH}*)?|/?(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{{2}}){_PATH}*|/)?)"
    rf"(?:\?(?:{_PATH}|\?)*)?(?:#(?:{_PATH}|\?)*)?"
)
_EMAIL = (
    r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r'|"(?:[ !#-\[\]-~]|\\[ -~])*")'  # a quoted local part (RFC 5321, section 4.1.2)
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])"
)
# format → its pattern and the end of the message "is not …"
_FORMATS: Mapping[str, Lexis] = {
    "default": Lexis("", "text"),
    "email": Lexis(_EMAIL, "an e-mail address, e.g. name@example.org"),
    "uri": Lexis(_URI, "an absolute URI of ASCII characters, e.g. https://example.org/caf%C3%A9"),
    "binary": Lexis(_BASE64, "base64 text, e.g. aGk="),
    "uuid": Lexis(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "a UUID of 32 hexadecimal digits with hyphens"),
}
# format → the Arrow types that may hold it in addition to text
_HOLDS = {"binary": ("binary",), "uuid": ("uuid",)}
_OF_ADDRESSES = ByteSet(set(range(0x21, 0x7F)) - set(b'<>"\\^`{|}%[]#@'))
_ENDS_HOST = ~ByteSet(b":/?#").outside
_IS_HEX = ~ByteSet(b"0123456789ABCDEFabcdef").outside


class String(FieldType):
    """Text (Table Schema 2.0, "string")."""

    name = "string"
    formats = frozenset(_FORMATS) - {"default"}
    constraints = EVERY | LENGTHS | {"pattern"}
    has_categories = True
    is_item = True
    is_words = True
    has_one_notation = True
    size = Size("characters", lambda cells: pc.utf8_length(cells), is_within_bytes=True)

    @property
    def lexis(self) -> Lexis:
        return _FORMATS[self.field.format]

    @property
    def doubts(self) -> Callable[[Texts], Rows] | None:
        return _address_doubts if self.field.format == "uri" else None

    @property
    def holds(self) -> tuple[str, ...]:
        return ("text", *_HOLDS.get(self.field.format, ()))

    def constant_text(self, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not a value of the type string")
        return value


def _address_doubts(texts: Texts) -> Rows:
    """Returns the rows that are not certainly an http or https URI with a host (RFC 3986); all with a port or a user."""
    is_known = np.zeros(len(texts), np.bool_)
    for scheme in ("https://", "http://"):
        begins = numpy_values(pc.fill_null(pc.starts_with(texts.cells, pattern=scheme), FALSE))
        host = np.take(texts.data, texts.starts + np.int32(len(scheme)), mode="clip") if len(texts.data) else texts.first
        is_known |= begins & (texts.lengths > len(scheme)) & ~_ENDS_HOST[host]
        if is_known.all():
            break
    colons = np.flatnonzero(texts.data == ord(":"))
    if len(colons) > np.count_nonzero(is_known):  # a URI has at least one
        rows = np.searchsorted(texts.starts, colons, side="right") - 1
        is_known[rows[1:][rows[1:] == rows[:-1]]] = False
    is_known[texts.rows_at(_misplaced(texts, _OF_ADDRESSES.places_outside(texts.data)))] = False
    return texts.only_present(np.flatnonzero(~is_known))


def _misplaced(texts: Texts, places: Rows) -> Rows:
    """Returns the places without those of the percent signs of escapes, and of the first number sign of each cell."""
    is_right = np.zeros(len(places), np.bool_)
    found = texts.data[places]
    if len(percent := np.flatnonzero(found == ord("%"))):
        at = places[percent]
        rows = np.searchsorted(texts.starts, at, side="right") - 1
        is_right[percent] = at + 2 < texts.starts[rows] + texts.lengths[rows]
        for step in (1, 2):
            is_right[percent] &= _IS_HEX[np.take(texts.data, at + step, mode="clip")]
    if len(signs := np.flatnonzero(found == ord("#"))):
        rows = np.searchsorted(texts.starts, places[signs], side="right") - 1
        is_right[signs] = np.diff(rows, prepend=-1) > 0
    return places[~is_right]
