"""Which version of the standard a descriptor follows: 2.0, version 1, or neither for certain.

Version 1 has no property that states it. A descriptor without ``$schema`` follows it, unless it has something that only 2.0
defines. Version 1 allows any other property anywhere (Data Package 1.0, "Metadata"), so none is reported there unless a
property was probably meant that would check something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

PROFILE_2 = "https://datapackage.org/profiles/2.0/datapackage.json"
_PROFILE_2 = re.compile(r"https?://datapackage\.org/profiles/2\.0/datapackage\.json")
_PROFILE_1 = re.compile(r"https?://(?:datapackage\.org/profiles/1\.0|specs\.frictionlessdata\.io/schemas)/[a-z-]+\.json")
# kind of object → the properties that version 1 does not define and 2.0 does, if their meaning differs from a custom property
_NEW: Mapping[str, tuple[str, ...]] = {
    "contributor": ("roles", "givenName", "familyName"),
    "schema": ("$schema", "fieldsMatch", "uniqueKeys"),
    "dialect": ("$schema", "headerRows", "commentRows", "headerJoin"),
    "field": ("categories", "categoriesOrdered", "missingValues"),
}


def is_version_2(raw: Mapping[str, Any]) -> bool:
    """Returns whether the package declares version 2.0 of the standard, which makes a misspelt check an error."""
    return _PROFILE_2.fullmatch(str(raw.get("$schema", ""))) is not None


def is_profile_1(profile: str) -> bool:
    """Returns whether the text is the address of a profile of version 1."""
    return _PROFILE_1.fullmatch(profile) is not None


def is_version_1(raw: Mapping[str, Any]) -> bool:
    """Returns whether the package follows version 1: it declares no other version and has nothing that is new in 2.0."""
    stated = raw.get("$schema")
    if stated is not None and not is_profile_1(str(stated)):
        return False
    return not _has_new(raw.get("contributors"), "contributor") and not any(map(_is_new_resource, _dicts(raw.get("resources"))))


def _is_new_resource(raw: dict[str, Any]) -> bool:
    """Returns whether the resource, or a schema or dialect inside it, has a property that is new in 2.0."""
    described = [(kind, value) for kind in ("schema", "dialect") if isinstance(value := raw.get(kind), dict)]
    return (
        "$schema" in raw
        or any(_has_new([value], kind) for kind, value in described)
        or any(_has_new(value.get("fields"), "field") for _, value in described)
    )


def _has_new(listed: Any, kind: str) -> bool:
    return any(name in item for item in _dicts(listed) for name in _NEW[kind])


def _dicts(listed: Any) -> Iterator[dict[str, Any]]:
    return (item for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict))
