"""Layer 4, second opinion: runs frictionless on the tables as they are published, and reports its errors as issues.

frictionless gets each table whose cells were read, with its format, encoding and dialect, so that it does not guess them. It
does not get attachments, because it lacks plug-ins for most formats. If it gives up or cannot open a table, that is not a
problem of the package; a warning names what was not checked.

``KNOWN_WRONG`` lists the errors of frictionless that are known to be wrong, each with its reason. ``OMITTED_CONSTRAINTS``,
``PASSED_AS_ANY`` and ``UNREAD_DIALECTS`` list what it does not even get. Layers 1 and 2 have checked all of that. Only
properties of the standard are passed on, because frictionless would fetch URLs in others, such as ``profile`` and
``extrapaths``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packpress.check.frictionless_inline import at_inline_data, inline_table, is_judged
from packpress.check.frictionless_marks import encoding_of, has_mark_inside
from packpress.check.frictionless_parquet import exact_parquet
from packpress.issue import Findings, Issue
from packpress.package.formats import delimiter_of, resource_format
from packpress.package.forms.local_copies import is_address, is_away, read_described
from packpress.package.model import DELIMITED, READ_FORMATS
from packpress.package.problems.property_types import PROPERTIES
from packpress.package.strict_json import read_json
from packpress.package.text.encodings import codec_of

if TYPE_CHECKING:
    from frictionless import Error, Resource

SECOND_OPINION = "second opinion"
"""Name of the layer."""
# name → (whether it applies to an error of frictionless, why the error is wrong)
KNOWN_WRONG: Mapping[str, tuple[Callable[[Error, Any], bool], str]] = {
    "parquet-bytes": (
        lambda error, task: error.type == "byte-count" and str(task.place).endswith(".parquet"),
        "frictionless 5.21 compares the size of a Parquet file with its own count of bytes, which is never the file's size",
    ),
    "sums-of-several-files": (
        lambda error, task: error.type in ("byte-count", "hash-count") and str(task.place).endswith("(multipart)"),
        "frictionless 5.21 omits the headers of the later files; by the standard the files are one large file",
    ),
    "rows-of-missing-values": (
        lambda error, task: error.type == "blank-row",
        "frictionless 5.21 takes a row of missing values for a blank one; layer 1 has checked the lines",
    ),
    "tables-without-a-row": (
        lambda error, task: error.type == "source-error" and error.note == "the source is empty",
        "a file whose dialect has no header may have no rows; layer 1 rejects an empty file that must have a header",
    ),
    "keys-with-a-missing-part": (
        lambda error, task: error.type == "foreign-key" and "" in getattr(error, "field_cells", ()),
        "frictionless 5.21 looks up a composite foreign key with a missing part; such a key refers to nothing",
    ),
}
# constraint → (the types for which frictionless does not get it, None means all; why)
OMITTED_CONSTRAINTS: Mapping[str, tuple[frozenset[str] | None, str]] = {
    "pattern": (None, "it uses Python's re, whose syntax and classes differ from XML Schema's and which may never end"),
    "jsonSchema": (None, "frictionless 5.21 does not know it, and rejects the descriptor"),
    "enum": (frozenset({"number", "list", "any"}), "it does not find NaN, allows no enum on lists, and 1 is not the cell 1"),
    "minimum": (
        _unordered := frozenset({"duration", "datetime"}),
        _why := "it does not allow bounds on durations, and a time with a zone raises",
    ),
    "maximum": (_unordered, _why),
    "exclusiveMinimum": (_unordered, _why),
    "exclusiveMaximum": (_unordered, _why),
}
# name → (whether frictionless gets a field as type any, by its descriptor and whether a key compares its values; why)
PASSED_AS_ANY: Mapping[str, tuple[Callable[[Mapping[str, Any], bool], bool], str]] = {
    "years": (lambda field, _: field.get("type") == "year", "it accepts only the years 0 to 9999"),
    "grouped-integers": (
        lambda field, _: field.get("type") == "integer" and "groupChar" in field,
        "frictionless 5.21 knows groupChar only on numbers",
    ),
    "unhashable-keys": (
        lambda field, is_key: is_key and field.get("type") in ("list", "array", "object", "geojson"),
        "it hashes the values of a key, and these cannot be hashed",
    ),
}
# property of a dialect → (whether frictionless cannot read a value of it, so that it gets the file but no table; why)
UNREAD_DIALECTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "delimiter": (lambda value: len(value) > 1, "it reads with Python's csv, whose delimiters have one character"),
    "lineTerminator": (lambda value: value not in ("\n", "\r", "\r\n"), "Python's csv knows only CR and LF as line ends"),
    "nullSequence": (lambda _: True, "frictionless 5.21 ignores it"),
}
# type of an error → why it is not a problem of the package
NOT_JUDGED: Mapping[str, str] = {
    "scheme-error": "it has no loader for the path",
    "format-error": "it lacks a plug-in for the format, which layer 1 has read",
    "compression-error": "it cannot decompress what layer 1 has decompressed",
    "encoding-error": "layer 1 has decoded the whole text",
}
USUAL_DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""Default values of a dialect; frictionless would guess them from the first rows."""
_VERSION = "https://datapackage.org/profiles/2.0/datapackage.json"
"""The profile for every package here, so that no other one is fetched and no property of 2.0 is rejected as too new."""


def ask_frictionless(root: Path, descriptor: str, findings: Findings) -> None:
    """Adds an issue for every error that frictionless finds in the tables of the package in ``root``, which layer 1 has read.

    Raises ModuleNotFoundError if frictionless is not installed.
    """
    from frictionless import FrictionlessException, Package, system
    from requests import Session

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    offline = Session()
    offline.adapters.clear()  # a session without adapters can fetch nothing
    raw = read_json(root / descriptor, descriptor)
    adapted = adapted_package(root, raw)
    if not adapted["resources"]:
        return
    with system.use_context(trusted=False, onerror="ignore", http_session=offline), exact_parquet():
        try:
            package = Package.from_descriptor(adapted, basepath=str(root))
            package.to_descriptor(validate=True)
        except FrictionlessException as exception:
            for error in exception.reasons or [exception.error]:
                findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
            return
        except Exception as exception:  # any crash is a bug of frictionless
            findings.add(_not_judged(descriptor, f"gave up with {type(exception).__name__}: {exception}"))
            return
        for resource in package.resources:
            for issue in _issues(resource):
                found = issue if resource.path else at_inline_data(issue, descriptor, raw)
                if found.severity == "warning" or not findings.has_errors(found.path):  # the user accepts those of the checker
                    findings.add(found)


def _issues(resource: Resource) -> list[Issue]:
    """Returns an issue for every error that frictionless finds in the resource; the path of inline data is its name."""
    path = str(resource.path or resource.name)
    try:
        report = resource.validate()
    except Exception as exception:  # as above
        return [_not_judged(path, f"gave up with {type(exception).__name__}: {exception}")]
    found = [Issue(path, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}") for error in report.errors]
    for task in report.tasks:
        place = str(task.place) if resource.path else path
        for error in task.errors:
            if error.type in NOT_JUDGED:
                found.append(_not_judged(place, f"({error.type}): {error.note or error.message}"))
            elif not any(is_meant(error, task) for is_meant, _ in KNOWN_WRONG.values()):
                found.append(_issue(place, error))
    return found


def _not_judged(path: str, message: str) -> Issue:
    """Returns the warning that frictionless did not check the file at ``path``."""
    message = f"frictionless {message}; it did not check this, which is not a problem of the package"
    return Issue(path, 0, "", "", "second-opinion-skipped", "warning", message)


def adapted_package(root: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """Returns the descriptor for frictionless: only the tables that were read, with schemas in place of the paths to them."""
    adapted = {**_known(raw, "package"), "$schema": _VERSION}
    listed = [{"path": item["url"], **item} if "url" in item else item for item in raw["resources"]]  # as version 1 allows
    adapted["resources"] = [_adapted_resource(root, item) for item in listed if _is_read(item)]
    schemas = {item["name"]: item["schema"] for item in adapted["resources"] if isinstance(item.get("schema"), dict)}
    comparable = {name: dict(_comparable_fields(schema)) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        _adapt_schema(schema, name, comparable)
    return adapted


def _is_read(raw: Mapping[str, Any]) -> bool:
    """Returns whether the cells of the resource were read, from inline data or from files that it names.

    Without a schema frictionless would guess types from some rows, and it has no local copies of what is at an address.
    """
    if "schema" not in raw or is_away(raw["schema"]) or is_away(raw.get("dialect")):
        return False
    if "data" in raw:
        return is_judged(raw)
    if "path" not in raw or any(map(is_address, _names(raw["path"]))):
        return False
    return resource_format(raw, _names(raw["path"])[0]) in READ_FORMATS


def _known(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Returns the properties of the object that are in Data Package 2.0, without its own profile."""
    return {name: value for name, value in raw.items() if name in PROPERTIES[kind] and name != "$schema"}


def _adapted_resource(root: Path, raw: Mapping[str, Any]) -> dict[str, Any]:
    adapted = _known(raw, "resource")
    for kind in ("schema", "dialect"):
        value = adapted.get(kind)
        if value is not None:
            adapted[kind] = _known(read_described(root, value) if isinstance(value, str) else value, kind)
    if "data" in raw:
        return inline_table(raw, adapted["schema"], adapted.get("dialect", {}))
    dialect, form = adapted.get("dialect", {}), resource_format(raw, _names(raw["path"])[0])
    is_unread = any(name in dialect and is_meant(dialect[name]) for name, (is_meant, _) in UNREAD_DIALECTS.items())
    if is_unread or _has_duplicates(adapted.get("schema", {})) or has_mark_inside(root, raw, dialect):
        return {name: value for name, value in adapted.items() if name in ("name", "path", "bytes", "hash")} | {"type": "file"}
    adapted |= {"type": "table", "format": form}
    if form in DELIMITED:
        usual = {**USUAL_DIALECT, "delimiter": delimiter_of(raw, _names(raw["path"])[0])}
        adapted |= {"format": "csv", "encoding": codec_of(encoding_of(raw)), "dialect": _adapted_dialect(dialect, usual)}
    return adapted


def _has_duplicates(schema: Mapping[str, Any]) -> bool:
    """Returns whether fields have the same name, which version 1 allows and frictionless rejects."""
    names = [field["name"] for field in schema.get("fields", ())]
    return len({*names}) < len(names)


def _adapted_dialect(dialect: Mapping[str, Any], defaults: Mapping[str, Any] = USUAL_DIALECT) -> dict[str, Any]:
    """Returns the dialect with its defaults, but without ``headerRows`` [1], which is a different row below a comment."""
    usual = {name: value for name, value in defaults.items() if name != "quoteChar" or "escapeChar" not in dialect}
    return usual | {name: value for name, value in dialect.items() if (name, value) != ("headerRows", [1])}


def _is_passed_as_any(field: Mapping[str, Any], is_key: bool) -> bool:
    return any(is_meant(field, is_key) for is_meant, _ in PASSED_AS_ANY.values())


def _comparable_fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields the name and type of each field whose values frictionless compares as the standard requires."""
    for field in schema.get("fields", ()):
        if field.get("type", "any") != "any" and not _is_passed_as_any(field, True):
            yield field["name"], field["type"]


def _adapt_schema(schema: dict[str, Any], owner: str, comparable: Mapping[str, Mapping[str, str]]) -> None:
    """Makes the schema one that frictionless can check by the standard; changes it in place.

    Removes a foreign key unless the fields of both sides have the same types and frictionless can compare them.
    """
    match = schema.get("fieldsMatch")
    if isinstance(match, list) and len(match) == 1:  # as in the standard's JSON Schema
        schema["fieldsMatch"] = match[0]

    def types(resource: str, fields: Any) -> list[str | None]:
        return [comparable.get(resource, {}).get(name) for name in _names(fields)]

    keys = schema.get("foreignKeys", [])
    sides = [
        (types(owner, key["fields"]), types(key["reference"].get("resource") or owner, key["reference"]["fields"]))
        for key in keys
    ]
    if keys:
        schema["foreignKeys"] = [key for key, (own, other) in zip(keys, sides, strict=True) if own == other and None not in own]
    compared = {*_names(schema.get("primaryKey", ())), *(name for key in schema.get("uniqueKeys", ()) for name in _names(key))}
    schema["fields"] = [_adapted_field(field, compared) for field in schema.get("fields", ())]


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _adapted_field(raw: Mapping[str, Any], compared: Collection[str]) -> dict[str, Any]:
    """Returns the field without what frictionless cannot check; ``example`` goes too, because its notation would be ignored."""
    adapted = {name: value for name, value in _known(raw, "field").items() if name != "example"}
    constraints = adapted.pop("constraints", {})
    kind = adapted.get("type", "any")
    if _is_passed_as_any(raw, bool(constraints.get("unique")) or raw["name"] in compared):
        adapted = {name: value for name, value in adapted.items() if name in ("name", "title", "description", "missingValues")}
        constraints = {name: value for name, value in constraints.items() if name in ("required", "unique")}
        adapted["type"] = "any"
    adapted["constraints"] = {
        name: value for name, value in _known(constraints, "constraints").items() if _is_passed(name, kind)
    }
    return adapted


def _is_passed(constraint: str, kind: str) -> bool:
    types, _ = OMITTED_CONSTRAINTS.get(constraint, (frozenset[str](), ""))
    return types is not None and kind not in types


def _issue(path: str, error: Error) -> Issue:
    line = getattr(error, "row_number", 0) or 0
    column = getattr(error, "field_name", "") or ""
    value = getattr(error, "cell", "") or ""
    message = f"frictionless ({error.type}): {error.note or error.message}"
    return Issue(path, line, column, "", "second-opinion", "error", message, str(value))
