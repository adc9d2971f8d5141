"""Lists of values that a schema may label: categories, the only values allowed in a field, and missing values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from packpress.package.problems.property_types import DescriptorFault, shape_faults
from packpress.types.field_type import FieldType

MAX_MISSING = 1_000


def missing_values(listed: Any) -> tuple[str, ...]:
    """Returns the strings that mean "missing": plain or, since 2.0, labelled."""
    return tuple(item["value"] if isinstance(item, dict) else item for item in listed)


def _repeats_label(items: Sequence[Mapping[str, Any]]) -> bool:
    labels = [str(item["label"]) for item in items if "label" in item]
    return len(set(labels)) < len(labels)


def category_faults(raw: Mapping[str, Any], kind: type[FieldType], where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults of the categories of a field of that type (Table Schema 2.0, "categories")."""
    listed = raw.get("categories")
    if not isinstance(listed, list):
        return
    if not kind.has_categories:
        yield "schema-categories", True, f'{where}: "categories" is allowed only on string and integer'
    if not listed:
        yield "schema-categories", True, f'{where}: "categories" is empty; list the values or remove it'
    objects = [c for c in listed if isinstance(c, dict)]
    for item in objects:
        yield from shape_faults(item, "labelled category", f"{where}: a category", strict)
    if objects and len(objects) < len(listed):
        yield "schema-categories", True, f"{where}: categories must be either all values or all objects with a value"
        return
    if any("value" not in c for c in objects):
        yield "schema-categories", True, f'{where}: a category has no "value"'
        return
    values = [c["value"] for c in objects] or listed
    if any(not isinstance(v, str | int) or isinstance(v, bool) for v in values):
        yield "schema-categories", True, f"{where}: a category's value must be a string or a whole number"
        return
    read = partial(kind.listed_value, raw)
    if len(set(map(read, values))) < len(values) or _repeats_label(objects):
        yield "schema-categories", True, f"{where}: values and labels of the categories must be unique"
    constraints = raw.get("constraints")
    enum = constraints.get("enum") if isinstance(constraints, dict) else None
    if isinstance(enum, list) and not set(map(read, enum)) <= set(map(read, values)):  # 1 and "01" are one whole number
        yield "schema-categories", True, f'{where}: "enum" has a value that "categories" does not list'


def missing_values_faults(raw: Mapping[str, Any], where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults of the missing values of a schema or a field (Table Schema 2.0, "missingValues")."""
    listed = raw.get("missingValues")
    if not isinstance(listed, list):
        return
    plain = all(isinstance(v, str) for v in listed)
    labelled = all(isinstance(v, dict) and isinstance(v.get("value"), str) for v in listed)
    if not plain and not labelled:
        yield "schema-missing-values", True, f"{where}: missingValues must be either all strings or all objects with a value"
    elif len(listed) > MAX_MISSING:
        yield "schema-missing-values", True, f"{where}: more than {MAX_MISSING:,} missingValues exceed the limit; list fewer"
    elif len(set(missing_values(listed))) < len(listed):
        yield "schema-missing-values", True, f"{where}: missingValues has a duplicate value"
    elif labelled:
        for item in listed:
            yield from shape_faults(item, "labelled missing value", f"{where}: a missing value", strict)
        if _repeats_label(listed):
            yield "schema-missing-values", True, f"{where}: missingValues has a duplicate label"
