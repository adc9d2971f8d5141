"""Reads the views of a package from its descriptor, with their SQL and their schemas, and finds what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from packpress.package.described_files import DescribedFiles
from packpress.package.dialect import with_null
from packpress.package.model import Dialect, Resource, Table, View
from packpress.package.problems.budget import Budget
from packpress.package.problems.property_types import NAMESPACED, DescriptorFault
from packpress.package.problems.property_values import SAFE_NAME
from packpress.package.references import reference_faults
from packpress.package.views.view_files import VIEWS
from packpress.spelling import did_you_mean, similar_names

MAX_VIEWS = 100
MAX_SQL = 100_000
"""How many bytes the file of a view may have; no statement that a person reads has as many."""
# property → whether a value has its type, and that type in words; the first three are required
_PROPERTIES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "name": ((str,), "a string"),
    "path": ((str,), "a string"),
    "schema": ((str, dict), "a string or an object"),
    "title": ((str,), "a string"),
    "description": ((str,), "a string"),
}
_REQUIRED = ("name", "path", "schema")
_RULE = "view-property"


def read_views(
    listed: Any, files: DescribedFiles, budget: Budget, resources: Sequence[Resource], dropped: Collection[str]
) -> tuple[View, ...]:
    """Returns the valid views of the list, after adding an issue for each fault of the others.

    ``dropped`` are the names of resources that are not among ``resources`` because of faults that are already reported.
    """
    notes = files.notes
    if not notes.keep(_list_faults(listed)):
        return ()
    by_name = {resource.name: resource for resource in resources}
    taken = dict.fromkeys((*by_name, *dropped), "a resource")
    views: list[View] = []
    for position, item in enumerate(listed, 1):
        where = f"view {position}"
        if not notes.keep(_item_faults(item, where)):
            continue
        name, where = item["name"], f'view "{item["name"]}"'
        sound = notes.keep(_name_faults(name, where, taken))
        taken.setdefault(name, "another view")
        schema = files.read_schema(item["schema"], where)
        if schema is not None:
            sound = notes.keep(budget.schema_faults(name, schema, where)) and sound
        sql = _read_sql(item["path"], where, files)
        if not sound or schema is None or sql is None:
            continue
        words = item.get("title", ""), item.get("description", "")
        resource = Resource(name, (item["path"],), "csv", *words, Dialect(is_canonical=False), None, "", item)
        table = Table.of(resource, with_null(schema, None))
        faults = reference_faults(table, {**by_name, name: table}, dropped)
        if notes.keep((rule, fails, message.replace("resource", "view", 1)) for rule, fails, message in faults):
            views.append(View(table, sql))
    return tuple(views)


def _list_faults(listed: Any) -> Iterator[DescriptorFault]:
    if not isinstance(listed, list):
        yield _RULE, True, f'"{VIEWS}" must be an array of objects, each with {_listed(_REQUIRED)}'
    elif len(listed) > MAX_VIEWS:
        yield _RULE, True, f'"{VIEWS}" has more than {MAX_VIEWS} views, which exceeds the limit; remove some'


def _item_faults(item: Any, where: str) -> Iterator[DescriptorFault]:
    """Yields the faults of the properties of one view."""
    if not isinstance(item, dict):
        yield _RULE, True, f"{where} must be an object with {_listed(_REQUIRED)}"
        return
    for name in item:
        if name not in _PROPERTIES and not re.fullmatch(NAMESPACED, name):
            hint = did_you_mean(similar_names(name, [*_PROPERTIES], 1)) or f"; a view has {_listed([*_PROPERTIES])}"
            yield _RULE, True, f'{where} has the property "{name}", which has no meaning here{hint}'
    for name in _REQUIRED:
        if name not in item:
            yield _RULE, True, f'{where} has no "{name}"; add it'
    for name, (types, words) in _PROPERTIES.items():
        if name in item and not isinstance(item[name], types):
            yield _RULE, True, f'{where}: "{name}" must be {words}'


def _name_faults(name: str, where: str, taken: Mapping[str, str]) -> Iterator[DescriptorFault]:
    if not SAFE_NAME.fullmatch(name):
        yield _RULE, True, f'{where}: "name" must be lower-case letters, digits, ".", "-" and "_", safe as a file name'
    elif name in taken:
        yield _RULE, True, f"{where} has the name of {taken[name]}; give it a name of its own"


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _read_sql(path: str, where: str, files: DescribedFiles) -> str | None:
    """Returns the text of the file; None, after adding an issue, if it cannot be read."""
    if not files.is_safe(path, f"{where}: the"):
        return None
    file = files.root / path
    if not file.is_file():
        files.notes.keep([("view-sql", True, f"the file is missing; add it or correct the path of {where}")], path)
        return None
    with file.open("rb") as stream:
        data = stream.read(MAX_SQL + 1)
    try:
        text = data.decode("utf-8-sig") if len(data) <= MAX_SQL else None
    except UnicodeDecodeError:
        files.notes.keep([("view-sql", True, "is not UTF-8; save it as UTF-8")], path)
        return None
    if text is None or "\0" in text:
        fault = f"has more than {MAX_SQL:,} bytes; write a shorter one" if text is None else "contains NUL; remove it"
        files.notes.keep([("view-sql", True, fault)], path)
        return None
    return text
