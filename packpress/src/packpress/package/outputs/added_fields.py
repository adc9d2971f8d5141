"""The columns that the build adds to Parquet, as Table Schema fields: bounds and precision of EDTF dates, and links.

The Parquet file, its schema and the codebook all take names and descriptions from here.
"""

from __future__ import annotations

from typing import Any

from packpress.edtf import PRECISIONS
from packpress.package.model import Package, Table
from packpress.package.provenance import link_name
from packpress.types.field import Field

# precision of the coarser end of a date → its label
_LABELS = {
    "day": "to the day",
    "month": "to the month",
    "year": "to the year",
    "open": "an end is open",
}
_LINK = "Address that opens the source's page at the passage (text fragment); null where the source has no address."


def added_fields(package: Package, table: Table) -> list[dict[str, Any]]:
    """Returns every field that the Parquet of the table has besides those of its schema, in their order."""
    derived = [described for field in table.schema.fields for described in derived_fields(field)]
    link = link_field(package, table)
    return derived if link is None else [*derived, link]


def derived_names(field: Field) -> tuple[str, str, str]:
    """Returns the names of the three columns that an EDTF field gets."""
    return f"{field.name}_min", f"{field.name}_max", f"{field.name}_precision"


def derived_fields(field: Field) -> tuple[dict[str, Any], ...]:
    """Returns the fields of the columns that follow the field in Parquet; empty if it is not an EDTF field."""
    if not field.is_edtf:
        return ()
    first, last, precision = derived_names(field)
    words = f"{field.title or field.name}: "
    day = {"type": "date", "constraints": {"required": False}}
    code = {"type": "string", "constraints": {"required": False, "enum": list(PRECISIONS)}}
    codes = [{"value": value, "label": _LABELS[value]} for value in PRECISIONS]
    open_end = "null where open or missing."
    how = "how exact its coarser end is; null where missing."
    return (
        {"name": first, "description": f"{words}the first day that it may mean; {open_end}", **day, "example": "2023-01-01"},
        {"name": last, "description": f"{words}the last day that it may mean; {open_end}", **day, "example": "2023-12-31"},
        {"name": precision, "description": words + how, **code, "categories": codes, "example": "year"},
    )


def link_field(package: Package, table: Table) -> dict[str, Any] | None:
    """Returns the field of the links if the table has the passages and the descriptor names such a column, else None."""
    if (name := link_name(package, table.name)) is None:
        return None
    return {
        "name": name,
        "title": "Link",
        "description": _LINK,
        "type": "string",
        "format": "uri",
        "constraints": {"required": False},
        "example": "https://example.org/page#:~:text=The%20first%20words,the%20last%20words",
    }
