"""Layer 4, second opinion: frictionless validates the tables as published; what it finds is an issue too.

It gets the tables whose cells were read, each with its format, encoding and dialect, of which it guesses nothing. Attachments
are not shown to it, for it lacks plug-ins for most formats. Where it gives up or cannot open a table, that is no fault of the
package, and a warning says what was not judged.

Where frictionless is known to be wrong, the exception is a line in ``KNOWN_WRONG`` with its reason, or, where it cannot even be
asked, a line in ``UNTOLD_CONSTRAINTS``, ``TOLD_AS_ANY`` or ``UNREAD_DIALECTS``. Layers 1 and 2 have judged all of that. It sees
only the properties that the standard knows: it would fetch the addresses that stand in others, such as ``profile`` and
``extrapaths``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packpress.check.frictionless_parquet import exact_parquet
from packpress.issue import Findings, Issue
from packpress.package.formats import resource_format
from packpress.package.model import DELIMITED, READ_FORMATS
from packpress.package.problems.property_types import PROPERTIES
from packpress.package.strict_json import read_json
from packpress.read.data import BYTE_ORDER_MARK, open_data

if TYPE_CHECKING:
    from frictionless import Error, Resource

SECOND_OPINION = "second opinion"
"""The name of the layer."""
# name → (whether an error of frictionless is meant, why it is wrong)
KNOWN_WRONG: Mapping[str, tuple[Callable[[Error, Any], bool], str]] = {
    "parquet-bytes": (
        lambda error, task: error.type == "byte-count" and str(task.place).endswith(".parquet"),
        "frictionless 5.21 compares the bytes of a Parquet file with a count of its own, which is never the file's",
    ),
    "sums-of-several-files": (
        lambda error, task: error.type in ("byte-count", "hash-count") and str(task.place).endswith("(multipart)"),
        "frictionless 5.21 leaves the headers of the later files out; the standard has the files treated as one large file",
    ),
    "rows-of-missing-values": (
        lambda error, task: error.type == "blank-row",
        "frictionless 5.21 takes a row whose values are all missing for a blank one; layer 1 has judged the lines",
    ),
    "tables-without-a-row": (
        lambda error, task: error.type == "source-error" and error.note == "the source is empty",
        "a file of a dialect without a header may have no row; layer 1 refuses an empty file that must have a header",
    ),
    "keys-with-a-missing-part": (
        lambda error, task: error.type == "foreign-key" and "" in getattr(error, "field_cells", ()),
        "frictionless 5.21 looks for a composite foreign key of which a part is missing; such a key refers to nothing",
    ),
}
# constraint → (the types on which frictionless is not told of it, None means all; why)
UNTOLD_CONSTRAINTS: Mapping[str, tuple[frozenset[str] | None, str]] = {
    "pattern": (None, "it matches with Python's re: other syntax and classes than XML Schema's, and no end on some patterns"),
    "jsonSchema": (None, "frictionless 5.21 does not know it, and refuses the descriptor"),
    "enum": (frozenset({"number", "list", "any"}), "NaN is not found in a list, lists may have none, and 1 is not the cell 1"),
    "minimum": (
        _unordered := frozenset({"duration", "datetime"}),
        _why := "durations may have none; a time with a zone raises",
    ),
    "maximum": (_unordered, _why),
    "exclusiveMinimum": (_unordered, _why),
    "exclusiveMaximum": (_unordered, _why),
}
# name → (the fields that frictionless is told to be of the type any, by descriptor and whether values are compared; why)
TOLD_AS_ANY: Mapping[str, tuple[Callable[[Mapping[str, Any], bool], bool], str]] = {
    "years": (lambda field, _: field.get("type") == "year", "it takes years from 0 to 9999 alone"),
    "grouped-integers": (
        lambda field, _: field.get("type") == "integer" and "groupChar" in field,
        "frictionless 5.21 knows groupChar on numbers alone",
    ),
    "unhashable-keys": (
        lambda field, is_key: is_key and field.get("type") in ("list", "array", "object", "geojson"),
        "it hashes the values of a key, and these cannot be hashed",
    ),
}
# property of a dialect → (the values that frictionless cannot read, so that it is told of no table; why)
UNREAD_DIALECTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "delimiter": (lambda value: len(value) > 1, "it reads with Python's csv, whose delimiters have one character"),
    "lineTerminator": (lambda value: value not in ("\n", "\r", "\r\n"), "Python's csv ends lines with CR and LF alone"),
    "nullSequence": (lambda _: True, "frictionless 5.21 does not look for it"),
}
# type of an error → why it says nothing about the package
NOT_JUDGED: Mapping[str, str] = {
    "scheme-error": "it has no loader for the path",
    "format-error": "it lacks the plug-in for the format, which layer 1 has read",
    "compression-error": "it cannot unpack what layer 1 has unpacked",
    "encoding-error": "layer 1 has read the whole text as UTF-8",
}
USUAL_DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""What a dialect means where it says nothing; frictionless would guess it from the first rows."""
_VERSION = "https://datapackage.org/profiles/2.0/datapackage.json"
"""What every package is judged by here, so that no other profile is fetched and nothing of 2.0 is refused as too new."""


def ask_frictionless(root: Path, descriptor: str, findings: Findings) -> None:
    """Add an issue for every error that frictionless finds in the tables of the package in ``root``, which layer 1 has read.

    Raises ModuleNotFoundError where frictionless is not installed.
    """
    from frictionless import FrictionlessException, Package, system
    from requests import Session

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    offline = Session()
    offline.adapters.clear()  # a session without adapters can fetch nothing
    told = told_package(root, read_json(root / descriptor, descriptor))
    if not told["resources"]:
        return
    with system.use_context(trusted=False, onerror="ignore", http_session=offline), exact_parquet():
        try:
            package = Package.from_descriptor(told, basepath=str(root))
            package.to_descriptor(validate=True)
        except FrictionlessException as exception:
            for error in exception.reasons or [exception.error]:
                findings.add(Issue(descriptor, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
            return
        except Exception as exception:  # whatever it stumbles over is a fault of its own
            findings.add(_not_judged(descriptor, f"gave up with {type(exception).__name__}: {exception}"))
            return
        for resource in package.resources:
            _ask_about(resource, findings)


def _ask_about(resource: Resource, findings: Findings) -> None:
    """Add an issue for every error that frictionless finds in the resource."""
    path = str(resource.path or resource.name)
    try:
        report = resource.validate()
    except Exception as exception:  # the same
        findings.add(_not_judged(path, f"gave up with {type(exception).__name__}: {exception}"))
        return
    for error in report.errors:
        findings.add(Issue(path, 0, "", "", "second-opinion", "error", f"frictionless: {error.message}"))
    for task in report.tasks:
        for error in task.errors:
            if error.type in NOT_JUDGED:
                findings.add(_not_judged(str(task.place), f"({error.type}): {error.note or error.message}"))
            elif not any(is_meant(error, task) for is_meant, _ in KNOWN_WRONG.values()):
                findings.add(_issue(str(task.place), error))


def _not_judged(path: str, message: str) -> Issue:
    """The warning that frictionless did not judge what stands at the path."""
    message = f"frictionless {message}; it did not check this, which is not a problem of the package"
    return Issue(path, 0, "", "", "second-opinion-skipped", "warning", message)


def told_package(root: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """The descriptor as frictionless gets it: the tables that were read, with the schema files in place of their paths."""
    told = {**_known(raw, "package"), "$schema": _VERSION}
    told["resources"] = [_told_resource(root, item) for item in raw["resources"] if _is_read(item)]
    schemas = {item["name"]: item["schema"] for item in told["resources"] if isinstance(item.get("schema"), dict)}
    comparable = {name: dict(_comparable_fields(schema)) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        _tell_schema(schema, name, comparable)
    return told


def _is_read(raw: Mapping[str, Any]) -> bool:
    """Whether the cells of the resource were read; without a schema frictionless would guess the types from some rows."""
    return "schema" in raw and resource_format(raw, _names(raw["path"])[0]) in READ_FORMATS


def _known(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The properties of the object that Data Package 2.0 knows, but for a profile of its own."""
    return {name: value for name, value in raw.items() if name in PROPERTIES[kind] and name != "$schema"}


def _told_resource(root: Path, raw: Mapping[str, Any]) -> dict[str, Any]:
    told = _known(raw, "resource")
    for kind in ("schema", "dialect"):
        value = told.get(kind)
        if value is not None:
            told[kind] = _known(read_json(root / value, value) if isinstance(value, str) else value, kind)
    dialect, form = told.get("dialect", {}), resource_format(raw, _names(raw["path"])[0])
    is_unread = any(name in dialect and is_meant(dialect[name]) for name, (is_meant, _) in UNREAD_DIALECTS.items())
    if is_unread or _has_mark_inside(root, raw, dialect):
        return {name: value for name, value in told.items() if name in ("name", "path", "bytes", "hash")} | {"type": "file"}
    told |= {"type": "table", "format": form}
    if form in DELIMITED:
        told |= {"format": "csv", "encoding": "utf-8", "dialect": _told_dialect(dialect)}
    return told


def _told_dialect(dialect: Mapping[str, Any]) -> dict[str, Any]:
    """The dialect with all that it leaves to the standard, but for the rows of the header: below a comment they are others."""
    usual = {name: value for name, value in USUAL_DIALECT.items() if name != "quoteChar" or "escapeChar" not in dialect}
    return usual | {name: value for name, value in dialect.items() if (name, value) != ("headerRows", [1])}


def _has_mark_inside(root: Path, raw: Mapping[str, Any], dialect: Mapping[str, Any]) -> bool:
    """Whether a file but the first begins with a byte order mark that frictionless would take for part of a cell.

    It puts the files together as bytes, without the first lines of the later ones where they have a header.
    """
    later = () if dialect.get("header", True) else _names(raw["path"])[1:]
    for path in later:
        with open_data(root / path, raw.get("compression", ""), b",") as stream:
            if stream.read(len(BYTE_ORDER_MARK)).startswith(BYTE_ORDER_MARK):
                return True
    return False


def _is_told_as_any(field: Mapping[str, Any], is_key: bool) -> bool:
    return any(is_meant(field, is_key) for is_meant, _ in TOLD_AS_ANY.values())


def _comparable_fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields whose values frictionless compares as the standard does, with their types."""
    for field in schema.get("fields", ()):
        if field.get("type", "any") != "any" and not _is_told_as_any(field, True):
            yield field["name"], field["type"]


def _tell_schema(schema: dict[str, Any], owner: str, comparable: Mapping[str, Mapping[str, str]]) -> None:
    """Make the schema one that frictionless can judge as the standard says.

    A foreign key is left out where the values of its two sides are not of one type that frictionless can compare.
    """
    match = schema.get("fieldsMatch")
    if isinstance(match, list) and len(match) == 1:  # the form of the standard's JSON Schema
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
    schema["fields"] = [_told_field(field, compared) for field in schema.get("fields", ())]


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _told_field(raw: Mapping[str, Any], compared: Collection[str]) -> dict[str, Any]:
    """The field without what frictionless cannot judge; an example it would read without the field's own notation."""
    told = {name: value for name, value in _known(raw, "field").items() if name != "example"}
    constraints = told.pop("constraints", {})
    kind = told.get("type", "any")
    if _is_told_as_any(raw, bool(constraints.get("unique")) or raw["name"] in compared):
        told = {name: value for name, value in told.items() if name in ("name", "title", "description", "missingValues")}
        constraints = {name: value for name, value in constraints.items() if name in ("required", "unique")}
        told["type"] = "any"
    told["constraints"] = {name: value for name, value in _known(constraints, "constraints").items() if _is_told(name, kind)}
    return told


def _is_told(constraint: str, kind: str) -> bool:
    types, _ = UNTOLD_CONSTRAINTS.get(constraint, (frozenset[str](), ""))
    return types is not None and kind not in types


def _issue(path: str, error: Error) -> Issue:
    line = getattr(error, "row_number", 0) or 0
    column = getattr(error, "field_name", "") or ""
    value = getattr(error, "cell", "") or ""
    message = f"frictionless ({error.type}): {error.note or error.message}"
    return Issue(path, line, column, "", "second-opinion", "error", message, str(value))
