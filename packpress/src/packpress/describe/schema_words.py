"""Describes schemas: a table with its keys and columns, a column with everything that a cell must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packpress.package.model import NAMESPACE, ForeignKey, Package, Resource, Table
from packpress.types import field_type, of_name
from packpress.types.field import Field
from packpress.types.field_type import lexical_value

_LONGEST = 2_000
"""How many characters of a text are shown: enough for any description, and a limit for a hostile one."""
_MOST = 1_000
"""How many names or codes are listed."""


@dataclass(frozen=True)
class Section:
    """A text with its label ("" for a paragraph), names with their meanings, and verbatim lines."""

    label: str
    text: str
    items: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def describe_table(package: Package, resource: Resource) -> Iterator[Section]:
    """Yields the description of the table: title, description, files, keys, references to it, and a line per column."""
    yield Section("", f"{resource.name}: {_cut(resource.title)}" if resource.title else resource.name)
    if resource.description:
        yield from (Section("", ""), Section("", _cut(resource.description)))
    yield Section("", "")
    yield Section("File" if len(resource.paths) == 1 else "Files", _list(resource.paths))
    if resource.made_from:
        yield Section("Made from", f"{resource.made_from}, by the build")
    if not isinstance(resource, Table):
        return
    yield Section("Key", _list(resource.schema.primary_key) or "none")
    for unique in resource.schema.unique_keys:
        yield Section("Unique", f"{_list(unique)} together")
    for key in resource.schema.foreign_keys[:_MOST]:
        yield Section("Refers", f"{_list(key.fields)} to {_target(key, resource)}")
    if pointing := references_to(package, resource):
        yield Section("Referenced", f"by {_list(pointing)}")
    columns = tuple((field.name, _summary(field)) for field in resource.schema.fields[:_MOST])
    yield from (Section("", ""), Section("", "Columns:", columns))


def describe_field(package: Package, resource: Table, field: Field) -> Iterator[Section]:
    """Yields the description of the column: title, description, and what a cell must be."""
    title = f": {_cut(field.title)}" if field.title else ""
    yield Section("", f"{resource.name}.{field.name}{title}")
    if field.description:
        yield from (Section("", ""), Section("", _cut(field.description)))
    yield Section("", "")
    yield from field_parts(package, resource, field)


def field_parts(package: Package, resource: Table, field: Field) -> Iterator[Section]:
    """Yields what a cell of the column must be: type, bounds, codes, references, where to look it up, an example."""
    yield Section("Type", _type(field))
    is_key = field.name in resource.schema.primary_key
    yield Section(
        "Required", "yes" + (", part of the key" if is_key else "") if field.is_required or is_key else _optional(field)
    )
    if field.constraints.get("unique") or (is_key and len(resource.schema.primary_key) == 1):
        yield Section("Unique", "yes, no two rows have the same value")
    if pattern := field.constraints.get("pattern"):
        yield Section("Pattern", _PATTERNS.get(pattern, _cut(str(pattern))))
    for label, least, most in _BOUNDS:
        if (bounds := _bounds(field, least, most)) is not None:
            yield Section(label, bounds)
    if codes := _codes(field):
        yield Section("Allowed", "one of these", codes)
    if unit := field.raw.get(NAMESPACE + "unit"):
        yield Section("Unit", _cut(str(unit)))
    if unit_field := field.raw.get(NAMESPACE + "unitField"):
        yield Section("Unit", f"as the column {unit_field} says")
    for key in resource.schema.foreign_keys:
        if field.name in key.fields:
            yield Section("Refers to", _target(key, resource))
            yield Section("Look it up", f"in {_list(_paths(package, key, resource))}, where its row must be")
    if field.is_edtf:
        yield Section("Form", "an EDTF date: 2024-02-29, 2024-02, 2024, 2013/.. or 2023-10-16/2023-10-20")
    if "example" in field.raw:
        yield Section("Example", _cut(field_type(field).shown(field.raw["example"])))


def references_to(package: Package, resource: Resource) -> tuple[str, ...]:
    """Returns the columns of the package that refer to the table, as TABLE.FIELD."""
    return tuple(
        f"{other.name}.{name}"
        for other in package.resources
        for key in (other.schema.foreign_keys if isinstance(other, Table) else ())
        if (key.resource or other.name) == resource.name
        for name in key.fields
    )


# pattern → its meaning in words
_PATTERNS = {r"\S(.*\S)?": "no leading or trailing space"}
# label → the lower and upper constraints, each with whether the bound itself is allowed
_BOUNDS = (
    ("Length", (("minLength", True),), (("maxLength", True),)),
    ("Bounds", (("minimum", True), ("exclusiveMinimum", False)), (("maximum", True), ("exclusiveMaximum", False))),
)
_Bounds = tuple[tuple[str, bool], ...]


def _bounds(field: Field, least: _Bounds, most: _Bounds) -> str | None:
    """Returns the bounds in words, such as "at least 1, at most 100" or "more than 0"; None if there are none."""
    low = [(_value(field, name), allowed) for name, allowed in least if name in field.constraints]
    high = [(_value(field, name), allowed) for name, allowed in most if name in field.constraints]
    words = [f"{'at least' if allowed else 'more than'} {value}" for value, allowed in low]
    words += [f"{'at most' if allowed else 'less than'} {value}" for value, allowed in high]
    return ", ".join(words) or None


def _value(field: Field, name: str) -> str:
    return _cut(field_type(field).shown(field.constraints[name]))


def _type(field: Field) -> str:
    """Returns the type in words, with its format and the properties that say how values are written."""
    words = field.type + (f", format {field.format}" if field.format != "default" else "")
    written = {name: field.raw[name] for name in of_name(field.type).notation if name in field.raw}
    values = {name: " or ".join(map(str, given)) if isinstance(given, list) else given for name, given in written.items()}
    return _cut(", ".join([words, *(f"{name} {lexical_value(given)}" for name, given in values.items())]))


def _optional(field: Field) -> str:
    marks = ["an empty cell" if text == "" else text for text in field.missing_values]
    return f"no; {_list(tuple(marks), ' or ')} means missing" if marks else "no"


def _codes(field: Field) -> tuple[tuple[str, str], ...]:
    """Returns the closed list of values with their labels; those of ``enum`` if it restricts the categories."""
    labels = {lexical_value(value): label for value, label in field.categories.items()}
    listed = field.constraints.get("enum")
    values = listed or list(field.categories)
    kind = field_type(field)
    pairs = [(kind.shown(value), labels.get(lexical_value(value), "")) for value in values[:_MOST]]
    return tuple((_cut(value), _cut(str(label))) for value, label in pairs)


def _summary(field: Field) -> str:
    """Returns one line on a column: its type, whether it is required, its title."""
    kind = "EDTF date" if field.is_edtf else field.type
    return f"{kind}{', required' if field.is_required else ''}{f' – {_cut(field.title)}' if field.title else ''}"


def _target(key: ForeignKey, owner: Resource) -> str:
    return _list(tuple(f"{key.resource or owner.name}.{name}" for name in key.reference_fields), " and ")


def _paths(package: Package, key: ForeignKey, owner: Resource) -> tuple[str, ...]:
    name = key.resource or owner.name
    return next((resource.paths for resource in package.resources if resource.name == name), (name,))


def _list(names: tuple[str, ...], joint: str = ", ") -> str:
    return _cut(joint.join(names[:_MOST]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
