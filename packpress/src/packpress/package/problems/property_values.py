"""What the standard requires of the values of properties beyond their JSON types: URLs, dates, or not to be empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from packpress.package.paths import text_fault
from packpress.package.problems.property_types import VERSION_1, DescriptorFault, shape_faults

SAFE_NAME = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9])?")
"""A name that is safe as a file name, on Windows too, with room for an extension."""
# property of a package or a resource that lists objects → their kind
_ITEMS = {"licenses": "license", "contributors": "contributor", "sources": "source"}
# strings, which re compiles at their first use: most packages need only one or two
_URL = r"(?i)(?:https?|ftps?)://[^\s/?#]\S*"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
_ANY_URL = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]\S*"
_EMAIL = r"[^\s@]+@[^\s@]+"
_MEDIA_TYPE = r"[^\s/]+/[^\s/].*"
_MOMENT = r"(?a)(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"


def _is_moment(text: str) -> bool:
    """Returns whether the text is a date-time of RFC 3339, section 5.6."""
    found = re.fullmatch(_MOMENT, text)
    try:
        return found is not None and bool(date.fromisoformat(found[1]))
    except ValueError:
        return False


def _is_url(text: str) -> bool:
    return re.fullmatch(_URL, text) is not None


_ADDRESS = (_is_url, "a URL, e.g. https://example.org/page")
_PAGE = (lambda text: re.fullmatch(_ANY_URL, text) is not None, _ADDRESS[1])
_ADDRESS_OR_PATH = (
    lambda text: _is_url(text) or text_fault(text) is None,
    "a URL, e.g. https://example.org/page, or the path of a file below the descriptor's folder",
)
_MAIL = (lambda text: re.fullmatch(_EMAIL, text) is not None, "an e-mail address, e.g. name@example.org")

# object kind → property → whether a text is a valid value, and what it should be
_VALUES: Mapping[str, Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "package": {
        "$schema": _ADDRESS,
        "homepage": _PAGE,
        "image": _ADDRESS_OR_PATH,
        "created": (_is_moment, "a date and time as in RFC 3339, e.g. 2024-02-29T13:05:07Z"),
    },
    "resource": {
        "homepage": _PAGE,
        "mediatype": (lambda text: re.fullmatch(_MEDIA_TYPE, text) is not None, "a media type, e.g. text/csv"),
    },
    "license": {"path": _ADDRESS_OR_PATH},
    "contributor": {"path": _ADDRESS, "email": _MAIL},
    "source": {"path": _ADDRESS_OR_PATH, "email": _MAIL},
    "field": {"rdfType": (lambda text: re.fullmatch(_URI, text) is not None, "a URI, e.g. http://schema.org/Country")},
}
# object kind → the properties of which it must have one; an empty tuple means any
_NEEDED: Mapping[str, tuple[str, ...]] = {"license": ("name", "path"), "contributor": (), "source": ()}


def value_faults(raw: Any, kind: str, where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults in the values of an object's properties: (rule, whether it is an error, message).

    Unless ``strict``, an empty text counts as missing, as in many packages that were exported by a program, and a license in
    the form that preceded version 1, such as ``{"id": "odc-pddl", "url": "http://…"}``, is a warning.
    """
    if not isinstance(raw, dict):
        return  # reported by shape_faults
    needed = _NEEDED.get(kind)
    if needed is not None and not (raw.keys() & needed if needed else raw):
        missing = " or ".join(f'"{name}"' for name in needed) or "property"
        if needed and not strict and (old := [name for name in VERSION_1[kind] if name in raw]):
            message = f'{where} has "{old[0]}" as before version 1.0, but no {missing}'
            hint = 'write it as {"name": "CC-BY-4.0", "path": "https://…"}'
            yield "descriptor-value", False, f"{message}; {hint}"
        else:
            yield "descriptor-value", True, f"{where} has no {missing}; add one, or remove it"
    for name, (is_value, wanted) in _VALUES.get(kind, {}).items():
        given = raw.get(name)
        if given == "" and strict:
            yield "descriptor-value", False, f'{where}: "{name}" is empty; write {wanted}, or remove it'
        elif isinstance(given, str) and given and not is_value(given):
            yield "descriptor-value", True, f'{where}: "{name}" is "{given[:80]}"; write {wanted}'


def item_faults(raw: Mapping[str, Any], where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults in the properties of the licenses, contributors and sources that a package or a resource lists."""
    for kind, item in _items(raw):
        yield from shape_faults(item, kind, f"{where}: a {kind}", strict)


def all_value_faults(raw: Mapping[str, Any], kind: str, where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults in the values of a package or a resource, and of what it lists, that do not concern its files."""
    yield from value_faults(raw, kind, where, strict)
    for item_kind, item in _items(raw):
        yield from value_faults(item, item_kind, f"{where}: a {item_kind}", strict)
    if kind == "package" and isinstance(given := raw.get("name"), str) and not SAFE_NAME.fullmatch(given):
        yield "descriptor-name", False, f'{where}: "name" should be lower-case letters, digits, ".", "-" and "_"; change it'
    if kind == "resource" and raw.get("type", "table") != "table":
        message = f'{where}: "type" is "{raw["type"]}", but the standard only has "table"; write that, or remove it'
        yield "descriptor-value", strict, message


def _items(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yields the objects that a package or a resource lists, each with its kind."""
    for name, kind in _ITEMS.items():
        listed = raw.get(name)
        yield from ((kind, item) for item in (listed if isinstance(listed, list) else ()))
