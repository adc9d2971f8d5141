"""The properties of ``packpress:site``: what each value must be, and which of them are required."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

SITE_SETTING = "packpress:site"
"""The property of a descriptor."""
DRAWINGS = ("timeline", "figure")
"""What a drawing may be of."""


class ValueKind(Enum):
    """What a value of JSON must be, as messages call it."""

    TEXT = "a string"
    FILLED = "a string that is not empty"
    TEXTS = "an array of strings"
    WORDS = "an object of strings"
    LANGUAGE = "a language tag, such as zh"
    LANGUAGES = "an object of language tags, such as zh"
    HEADINGS = "an object of strings, by column"
    TABLE = "a string, the name of a table"
    COLUMN = "a string, the name of a column"
    COLUMNS = "an array of names of columns"
    PATH = 'a name of lower-case letters, digits and "-", such as figures'
    MARKS = "an object of strings, each the name of a mark"
    OBJECT = "an object"
    OBJECTS = "an array of objects"
    UNITS = "an object of objects"
    SVG_PATH = "a path in the package that ends with .svg, such as docs/timeline.svg"
    PNG_PATH = "a path in the package that ends with .png, such as docs/social.png"
    DRAWN = f"one of {', '.join(DRAWINGS)}"


MARK_NAMES = ("equal", "waves", "up", "down", "circles", "square", "dashed", "void", "ring")
"""The shapes that may mark a verdict."""


class ShapePart(NamedTuple):
    """What a property must be; ``shape`` are the properties of an object, of those in an array, or in an object."""

    kind: ValueKind
    is_required: bool = False
    shape: Mapping[str, ShapePart] | None = None


_ORIGINAL = ShapePart(
    ValueKind.OBJECT,
    shape={
        "field": ShapePart(ValueKind.COLUMN, True),
        "language": ShapePart(ValueKind.LANGUAGE),
        "languageField": ShapePart(ValueKind.COLUMN),
        "languages": ShapePart(ValueKind.LANGUAGES),
    },
)
_OWN = ShapePart(
    ValueKind.OBJECT, shape={"field": ShapePart(ValueKind.COLUMN, True), "values": ShapePart(ValueKind.TEXTS, True)}
)
_FIGURE = ShapePart(
    ValueKind.OBJECT,
    shape={
        "value": ShapePart(ValueKind.COLUMN, True),
        "qualifier": ShapePart(ValueKind.COLUMN),
        "unit": ShapePart(ValueKind.COLUMN),
        "words": ShapePart(ValueKind.WORDS),
    },
)
_OF_A_PAGE = {
    "resource": ShapePart(ValueKind.TABLE, True),
    "path": ShapePart(ValueKind.PATH, True),
    "title": ShapePart(ValueKind.TEXT, True),
    "singular": ShapePart(ValueKind.TEXT),
    "lead": ShapePart(ValueKind.TEXT),
}
_RECORD = {
    **_OF_A_PAGE,
    **dict.fromkeys(
        ("label", "summary", "group", "date", "cited", "measuredBy", "answers", "place"), ShapePart(ValueKind.COLUMN)
    ),
    **dict.fromkeys(("facts", "more", "kicker"), ShapePart(ValueKind.COLUMNS)),
    "siblings": ShapePart(ValueKind.OBJECT, shape={"same": ShapePart(ValueKind.COLUMNS), "near": ShapePart(ValueKind.COLUMNS)}),
    "citedAs": ShapePart(ValueKind.HEADINGS),
    "filters": ShapePart(
        ValueKind.OBJECTS, shape={"field": ShapePart(ValueKind.COLUMN, True), "title": ShapePart(ValueKind.TEXT)}
    ),
    "own": _OWN,
    "figure": _FIGURE,
    "original": _ORIGINAL,
}
_PARTIES = {
    "resource": ShapePart(ValueKind.TABLE, True),
    "records": ShapePart(ValueKind.COLUMNS, True),
    "names": ShapePart(ValueKind.COLUMNS, True),
    "role": ShapePart(ValueKind.COLUMN),
    "statedAs": ShapePart(ValueKind.COLUMN),
    "open": ShapePart(ValueKind.TEXT),
}
_COMPARISONS = {
    "resource": ShapePart(ValueKind.TABLE, True),
    "records": ShapePart(ValueKind.COLUMNS, True),
    "verdict": ShapePart(ValueKind.COLUMN, True),
    **dict.fromkeys(
        ("compared", "other", "difference", "found", "source", "checked", "reasoning", "independence", "access"),
        ShapePart(ValueKind.COLUMN),
    ),
    "marks": ShapePart(ValueKind.MARKS),
    "words": ShapePart(ValueKind.WORDS),
    "withoutBars": ShapePart(ValueKind.TEXTS),
}
_NAMES = {
    **_OF_A_PAGE,
    **dict.fromkeys(("name", "partOf", "replacedBy", "within", "group"), ShapePart(ValueKind.COLUMN)),
    "original": _ORIGINAL,
    "facts": ShapePart(ValueKind.COLUMNS),
}
_SOURCES = {
    "original": _ORIGINAL,
    **dict.fromkeys(("kind", "tier", "language", "published", "accessed", "partOf", "note"), ShapePart(ValueKind.COLUMN)),
    "publisher": ShapePart(ValueKind.COLUMNS),
}
_EVIDENCE = {"silent": ShapePart(ValueKind.TEXTS), "against": ShapePart(ValueKind.TEXTS), "note": ShapePart(ValueKind.COLUMN)}
_WORDING = dict.fromkeys(("source", "passage", "locator", "access"), ShapePart(ValueKind.COLUMN)) | {
    "text": ShapePart(ValueKind.COLUMN, True)
}
_WORDINGS = {
    "resource": ShapePart(ValueKind.TABLE, True),
    "records": ShapePart(ValueKind.COLUMNS, True),
    "words": ShapePart(ValueKind.OBJECT, True, _WORDING),
    "other": ShapePart(ValueKind.OBJECT, True, _WORDING),
    "effect": ShapePart(ValueKind.COLUMN),
    "note": ShapePart(ValueKind.COLUMN),
}
_TIMELINE = {
    "resource": ShapePart(ValueKind.TABLE, True),
    "own": _OWN,
    **dict.fromkeys(("date", "start", "end", "group"), ShapePart(ValueKind.COLUMN)),
}
_DRAWING = {
    "path": ShapePart(ValueKind.SVG_PATH, True),
    "draw": ShapePart(ValueKind.DRAWN, True),
    "title": ShapePart(ValueKind.TEXT, True),
    "resource": ShapePart(ValueKind.TABLE),
    "record": ShapePart(ValueKind.TEXT),
    "label": ShapePart(ValueKind.COLUMN),
}
_UNIT = {"one": ShapePart(ValueKind.TEXT, True), "many": ShapePart(ValueKind.TEXT, True), "values": ShapePart(ValueKind.WORDS)}
_TEXT = {"title": ShapePart(ValueKind.TEXT), "name": ShapePart(ValueKind.TEXT), "sections": ShapePart(ValueKind.WORDS)}
_HOME = {
    **dict.fromkeys(("title", "lead", "record", "search", "asOf"), ShapePart(ValueKind.TEXT)),
    "limits": ShapePart(ValueKind.TEXTS),
}
SITE: Mapping[str, ShapePart] = {
    "records": ShapePart(ValueKind.OBJECTS, shape=_RECORD),
    "parties": ShapePart(ValueKind.OBJECT, shape=_PARTIES),
    "comparisons": ShapePart(ValueKind.OBJECT, shape=_COMPARISONS),
    "names": ShapePart(ValueKind.OBJECTS, shape=_NAMES),
    "timeline": ShapePart(ValueKind.OBJECTS, shape=_TIMELINE),
    "drawings": ShapePart(ValueKind.OBJECTS, shape=_DRAWING),
    "wordings": ShapePart(ValueKind.OBJECT, shape=_WORDINGS),
    "sources": ShapePart(ValueKind.OBJECT, shape=_SOURCES),
    "passages": ShapePart(ValueKind.OBJECT, shape=dict.fromkeys(("kind", "note"), ShapePart(ValueKind.COLUMN))),
    "evidence": ShapePart(ValueKind.OBJECT, shape=_EVIDENCE),
    "withdrawn": ShapePart(ValueKind.OBJECT, shape=dict.fromkeys(("since", "reason"), ShapePart(ValueKind.COLUMN))),
    "text": ShapePart(ValueKind.OBJECT, shape=_TEXT),
    "units": ShapePart(ValueKind.UNITS, shape=_UNIT),
    "home": ShapePart(ValueKind.OBJECT, shape=_HOME),
    "image": ShapePart(
        ValueKind.OBJECT, shape={"path": ShapePart(ValueKind.PNG_PATH, True), "alt": ShapePart(ValueKind.FILLED, True)}
    ),
    "report": ShapePart(ValueKind.TEXT),
    "note": ShapePart(ValueKind.TEXT),
}
NAMED_ELSEWHERE = {"sources": "provenance", "passages": "provenance", "evidence": "provenance", "withdrawn": "withdrawn"}
"""Parts whose table another property of the descriptor names, with that property."""
