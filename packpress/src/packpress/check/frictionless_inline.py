"""Inline data for frictionless: as rows of text, and where in the descriptor the data of its errors are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packpress.issue import Issue
from packpress.package.forms.inline import inline_place
from packpress.read.inline.text_rows import text_rows


def is_judged(raw: Mapping[str, Any]) -> bool:
    """Returns whether frictionless can judge the data of the resource: rows, not a text, and at least one."""
    return isinstance(raw["data"], list) and bool(raw["data"])


def inline_table(raw: Mapping[str, Any], schema: Any, dialect: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the resource for frictionless, with its schema."""
    header = {"header": dialect.get("header", True)}
    return {"name": raw["name"], "type": "table", "schema": schema, "dialect": header, "data": text_rows(raw["data"])}


def at_inline_data(issue: Issue, descriptor: str, raw: Mapping[str, Any]) -> Issue:
    """Returns an issue of the resource of that name at its data in the descriptor, with the number of the row.

    ``issue.path`` is the name of the resource, and frictionless counts the header as a row.
    """
    position = next(number for number, item in enumerate(raw["resources"], 1) if item["name"] == issue.path)
    dialect = raw["resources"][position - 1].get("dialect", {})
    has_header = not isinstance(dialect, dict) or dialect.get("header", True)
    return issue._replace(path=inline_place(descriptor, position), line=max(0, issue.line - has_header))
