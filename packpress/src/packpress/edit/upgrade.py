"""Upgrades a descriptor of version 1, or a schema or dialect of its own file, to version 2.0 of the standard.

Order and unknown properties are kept. What is upgraded already stays as it is, so a second upgrade changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packpress.package.formats import has_tabular_profile
from packpress.package.forms.edition import PROFILE_2, is_profile_1
from packpress.package.problems.property_types import NAMESPACED, PROPERTIES

_Json = dict[str, Any]
_STANDARD_PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource", "")
# kind of object → property of version 1 or of the drafts before it → the property that replaced it
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "resource": {"url": "path"},
    "license": {"id": "name", "type": "name", "url": "path"},
    "contributor": {"name": "title", "web": "path"},
    "source": {"name": "title", "web": "path"},
}
# kind of object → the properties that version 2.0 does not allow to be empty texts
_NOT_EMPTY: Mapping[str, tuple[str, ...]] = {
    "package": ("homepage", "image", "created"),
    "resource": ("homepage", "hash"),
    "license": ("path",),
    "contributor": ("path", "email"),
    "source": ("path", "email"),
}
_LISTS = {"licenses": "license", "contributors": "contributor", "sources": "source"}
_REMOVED_OF_DIALECTS = ("caseSensitiveHeader", "csvddfVersion")


class Changes:
    """The changes of an upgrade in words, each once, in the order in which they were made."""

    def __init__(self) -> None:
        self.made: dict[str, None] = {}

    def note(self, change: str) -> None:
        """Adds the change."""
        self.made[change] = None


def upgrade_package(raw: _Json, changes: Changes) -> _Json:
    """Returns the descriptor in version 2.0, with the schemas and dialects inside it; notes each change."""
    is_tabular = has_tabular_profile(raw)
    raw = _with_schema(_described(raw, "package", changes), changes)
    if isinstance(listed := raw.get("resources"), list):
        resources = [_resource(item, is_tabular, changes) if isinstance(item, dict) else item for item in listed]
        raw = {**raw, "resources": resources}
    return raw


def upgrade_schema(raw: _Json, changes: Changes) -> _Json:
    """Returns the Table Schema in version 2.0; notes each change."""
    upgraded = dict(raw)
    if isinstance(key := raw.get("primaryKey"), str):
        changes.note(f'"primaryKey" is an array: ["{key}"]')
        upgraded["primaryKey"] = [key]
    if isinstance(listed := raw.get("foreignKeys"), list):
        upgraded["foreignKeys"] = [_foreign_key(key, changes) if isinstance(key, dict) else key for key in listed]
    if isinstance(listed := raw.get("fields"), list):
        upgraded["fields"] = [_field(field, changes) if isinstance(field, dict) else field for field in listed]
    return upgraded


def upgrade_dialect(raw: _Json, changes: Changes) -> _Json:
    """Returns the dialect in version 2.0; notes each change."""
    for name in _REMOVED_OF_DIALECTS:
        if name in raw:
            changes.note(f'"{name}" of a dialect is removed')
    return {name: value for name, value in raw.items() if name not in _REMOVED_OF_DIALECTS}


def own_profile(raw: _Json) -> str:
    """Returns the profile of the package that is not one of the standard, and that only its publisher can upgrade; or ""."""
    profile = raw.get("profile")
    is_own = isinstance(profile, str) and profile not in _STANDARD_PROFILES and not is_profile_1(profile)
    return str(profile) if is_own else ""


def custom_properties(raw: _Json) -> list[str]:
    """Returns the names of the properties that version 2.0 does not know and that have no namespace, schemas aside."""
    found = [name for kind, item in _objects(raw) for name in item if name not in PROPERTIES[kind]]
    return [name for name in dict.fromkeys(found) if not re.fullmatch(NAMESPACED, name)]


def _objects(raw: _Json, kind: str = "package") -> Iterator[tuple[str, _Json]]:
    """Yields the package, its resources and what these list, each with its kind."""
    yield kind, raw
    for name, item_kind in ({**_LISTS, "resources": "resource"} if kind in ("package", "resource") else {}).items():
        listed = raw.get(name)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict):
                yield from _objects(item, item_kind)


def _with_schema(raw: _Json, changes: Changes) -> _Json:
    """Returns the package with ``$schema`` in place of ``profile``."""
    stated = raw.get("$schema")
    if isinstance(stated, str) and not is_profile_1(stated):
        return raw
    changes.note(f'"$schema" is "{PROFILE_2}"' + (', in place of "profile"' if "profile" in raw else ""))
    return {"$schema": PROFILE_2, **{name: value for name, value in raw.items() if name not in ("profile", "$schema")}}


def _resource(raw: _Json, is_tabular: bool, changes: Changes) -> _Json:
    raw = _described(raw, "resource", changes)
    profile = raw.get("profile")
    if isinstance(profile, str):
        if profile in _STANDARD_PROFILES or is_profile_1(profile):
            is_table = has_tabular_profile(raw) and "type" not in raw
            changes.note('"profile" of a resource is ' + ('"type": "table"' if is_table else "removed"))
            raw = _renamed(raw, "profile", "type", "table") if is_table else _without(raw, "profile")
        elif "$schema" not in raw:
            changes.note('"profile" of a resource is "$schema"')
            raw = _renamed(raw, "profile", "$schema", profile)
    if is_tabular and "type" not in raw:
        changes.note('each resource has "type": "table", since the package was tabular')
        raw = {**raw, "type": "table"}
    upgrades: dict[str, Callable[[_Json, Changes], _Json]] = {"schema": upgrade_schema, "dialect": upgrade_dialect}
    for name, upgrade in upgrades.items():
        if isinstance(value := raw.get(name), dict):
            raw = {**raw, name: upgrade(value, changes)}
    return raw


def _described(raw: _Json, kind: str, changes: Changes) -> _Json:
    """Returns the object without empty texts, with the new names of its properties, and so the objects that it lists."""
    for name in _NOT_EMPTY.get(kind, ()):
        if raw.get(name) == "":
            changes.note(f'"{name}" is removed where it is empty')
            raw = _without(raw, name)
    for old, new in _RENAMED.get(kind, {}).items():
        if old in raw and new not in raw and (kind != "resource" or "data" not in raw):
            changes.note(f'"{old}" of a {kind} is "{new}"')
            raw = _renamed(raw, old, new, raw[old])
    if kind == "contributor" and isinstance(role := raw.get("role"), str) and "roles" not in raw:
        changes.note(f'"role" of a contributor is "roles": ["{role}"]')
        raw = _renamed(raw, "role", "roles", [role])
    for name, item_kind in _LISTS.items():
        if kind in ("package", "resource") and isinstance(listed := raw.get(name), list):
            raw = {**raw, name: [_described(i, item_kind, changes) if isinstance(i, dict) else i for i in listed]}
    return raw


def _foreign_key(raw: _Json, changes: Changes) -> _Json:
    upgraded = _with_list(raw, changes)
    if isinstance(reference := raw.get("reference"), dict):
        if reference.get("resource") == "":
            changes.note('"resource" of a reference to its own table is removed')
            reference = _without(reference, "resource")
        upgraded["reference"] = _with_list(reference, changes)
    return upgraded


def _with_list(raw: _Json, changes: Changes) -> _Json:
    if not isinstance(fields := raw.get("fields"), str):
        return dict(raw)
    changes.note(f'"fields" of a foreign key is an array: ["{fields}"]')
    return {**raw, "fields": [fields]}


def _field(raw: _Json, changes: Changes) -> _Json:
    if isinstance(form := raw.get("format"), str) and form.startswith("fmt:"):
        changes.note('"format" of a field is written without "fmt:"')
        return {**raw, "format": form.removeprefix("fmt:")}
    return raw


def _renamed(raw: _Json, old: str, new: str, value: Any) -> _Json:
    """Returns the object with another property in the place of the old one."""
    return dict((new, value) if name == old else (name, given) for name, given in raw.items())


def _without(raw: _Json, name: str) -> _Json:
    return {other: value for other, value in raw.items() if other != name}


def described_files(raw: _Json) -> Iterator[tuple[str, Callable[[_Json, Changes], _Json]]]:
    """Yields the path of each schema and dialect that the package names, with the function that upgrades it."""
    listed = raw.get("resources")
    found: dict[str, Callable[[_Json, Changes], _Json]] = {}
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict):
            if isinstance(path := item.get("schema"), str):
                found.setdefault(path, upgrade_schema)
            if isinstance(path := item.get("dialect"), str):
                found.setdefault(path, upgrade_dialect)
    yield from found.items()
