"""Reads ``packpress:site`` into values; the property must be without faults, which ``site_faults`` finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from packpress.package.model import Package
from packpress.package.site.presentation import CodedText, DrawnFile, HomeWords, LinkImage, UnitWords
from packpress.package.site.setting import (
    ComparisonFields,
    EvidenceFields,
    FigureFields,
    FilterField,
    NameKind,
    OriginalName,
    Own,
    PartyFields,
    PassageFields,
    RecordKind,
    Siblings,
    SiteSetting,
    SourceFields,
    TimelineFields,
    WithdrawnFields,
    WordingFields,
    WordsFields,
)
from packpress.package.site.shapes import SITE_SETTING

# property of an object → the class of its value
_CLASSES: Mapping[str, type] = {
    "own": Own,
    "figure": FigureFields,
    "original": OriginalName,
    "parties": PartyFields,
    "comparisons": ComparisonFields,
    "siblings": Siblings,
    "wordings": WordingFields,
    "other": WordsFields,
    "sources": SourceFields,
    "passages": PassageFields,
    "evidence": EvidenceFields,
    "withdrawn": WithdrawnFields,
    "text": CodedText,
    "home": HomeWords,
    "image": LinkImage,
}
# property of an array of objects → the class of each
_LISTS: Mapping[str, type] = {
    "records": RecordKind,
    "names": NameKind,
    "timeline": TimelineFields,
    "drawings": DrawnFile,
    "filters": FilterField,
}


def read_setting(package: Package) -> SiteSetting:
    """Returns the setting of the package; an empty one if it has none."""
    given = package.raw.get(SITE_SETTING)
    return _read(given, SiteSetting) if isinstance(given, dict) else SiteSetting()


def _read(given: Mapping[str, Any], wanted: type) -> Any:
    """Returns the object as a value of the class; leaves out properties in the namespaces of others."""
    parts = {_attribute(name): _value(name, value, wanted) for name, value in given.items() if ":" not in name}
    return wanted(**parts)


def _value(name: str, given: Any, within: type) -> Any:
    if name == "units":
        return {unit: _read(words, UnitWords) for unit, words in given.items()}
    if name == "words" and within is WordingFields:
        return _read(given, WordsFields)
    if name in _CLASSES and isinstance(given, dict):
        return _read(given, _CLASSES[name])
    if isinstance(given, list):
        return tuple(_read(item, _LISTS[name]) if isinstance(item, dict) else item for item in given)
    return given


def _attribute(name: str) -> str:
    """Returns the name of the attribute: measuredBy → measured_by."""
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)
