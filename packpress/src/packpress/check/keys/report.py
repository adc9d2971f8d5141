"""Layer 2, keys: reports duplicate keys and foreign keys that refer to nothing, across the tables of a package."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from packpress.check.keys.found import Excerpt, FoundRows
from packpress.check.keys.hints import MAX_VALUES, Hints
from packpress.check.keys.lookalikes import scripts, text_keys
from packpress.check.keys.search import find_duplicates, find_mixed, find_orphans, find_twins
from packpress.check.keys.table_keys import KeyFields, key_fields, referenced_fields, unique_keys
from packpress.check.table import TableChecker
from packpress.issue import Findings, Issue, Severity
from packpress.package.model import ForeignKey, Package

if TYPE_CHECKING:
    from packpress.check.keys.shards.sharded_keys import AnyKeys


def wanted_keys(package: Package) -> Mapping[str, frozenset[str]]:
    """Returns for each table the fields that some key of the package needs, also one of a view."""
    wanted = {resource.name: set(key_fields(resource.schema)) for resource in package.tables}
    for resource in (*package.tables, *(view.table for view in package.views)):
        for key in resource.schema.foreign_keys:
            target, fields = referenced_fields(key, resource.name)
            if target in wanted:
                wanted[target].update(fields)
    return {name: frozenset(fields) for name, fields in wanted.items()}


def check_relations(checkers: Mapping[str, TableChecker], findings: Findings, judged: Container[str] | None = None) -> None:
    """Adds an issue for each duplicate key and each foreign key without its row, and a warning for keys that look alike.

    Issues are reported for the tables ``judged``, by default all; the others are only referred to. A reference to a column
    with invalid cells is not checked: the row may exist, under the invalid cell.
    """
    faulty = {
        (name, field) for name, checker in checkers.items() for field in checker.wanted_keys if checker.has_faults((field,))
    }
    reported = {name: checker for name, checker in checkers.items() if judged is None or name in judged}
    for checker in reported.values():
        for rule, fields in unique_keys(checker.schema):
            _check_unique(checker, rule, fields, findings)
            if not any((checker.resource.name, field) in faulty for field in fields):
                _check_twins(checker, fields, findings)
        for name in sorted(text_keys(checker.schema)):
            _check_mixed_scripts(checker, name, findings)
    # referenced table and fields → the tables and fields that refer to them
    lookups: dict[tuple[str, KeyFields], dict[tuple[str, KeyFields], ForeignKey]] = {}
    for name, checker in reported.items():
        for key in checker.schema.foreign_keys:
            target, fields = referenced_fields(key, name)
            if target in checkers and not any((target, field) in faulty for field in fields):
                # sorted, so that a key that names the same fields in another order is not looked up again
                own, referred = zip(*sorted(zip(key.fields, fields, strict=True), key=itemgetter(1)), strict=True)
                lookups.setdefault((target, referred), {}).setdefault((name, own), key)
    hints = Hints()
    for (target, fields), keys in lookups.items():
        parent = checkers[target].keys
        found = find_orphans(parent, fields, [(checkers[name].keys, own) for name, own in keys], findings.limits.most)
        for (name, _), key, rows in zip(keys, keys.values(), found, strict=True):
            _report_foreign(checkers[name], key, parent, target, rows, findings, hints)


def _check_unique(checker: TableChecker, rule: str, fields: tuple[str, ...], findings: Findings) -> None:
    def describe(keys: Excerpt, row: int, first: int) -> tuple[str, str]:
        message = f"duplicates the {' and '.join(fields)} of {_place(keys, first, row)}; change or remove one"
        return message, keys.written(fields, row)

    _report(checker, findings, fields, rule, find_duplicates(checker.keys, fields, findings.limits.most), describe)


def _check_mixed_scripts(checker: TableChecker, name: str, findings: Findings) -> None:
    def describe(keys: Excerpt, row: int, _: int) -> tuple[str, str]:
        value = keys.values((name,), row)
        found = " and ".join(sorted(script.title() for script in scripts(value)))
        return f"has letters of {found}, some of which look alike; write the key in a single script", value

    found = find_mixed(checker.keys, name, findings.limits.most)
    _report(checker, findings, (name,), "key-mixed-script", found, describe, "warning")


def _check_twins(checker: TableChecker, fields: tuple[str, ...], findings: Findings) -> None:
    def describe(keys: Excerpt, row: int, first: int) -> tuple[str, str]:
        message = f"equals the {' and '.join(fields)} of {_place(keys, first, row)} except for the case or form of letters"
        message += "; make them the same, or make them differ more"
        return message, keys.written(fields, row)

    found = find_twins(checker.keys, fields, findings.limits.most)
    _report(checker, findings, fields, "key-case-twin", found, describe, "warning")


def _place(keys: Excerpt, row: int, seen_from: int) -> str:
    """Returns the line of a row, and also its file if the row ``seen_from`` is in a different one."""
    (path, line), (here, _) = keys.place(row), keys.place(seen_from)
    return f"{keys.unit} {line}" if path == here else f"{keys.unit} {line} of {path}"


def _report_foreign(
    checker: TableChecker,
    key: ForeignKey,
    parent: AnyKeys,
    target: str,
    found: Sequence[FoundRows],
    findings: Findings,
    hints: Hints,
) -> None:
    may_hint = len(key.fields) == 1 and found and parent.rows <= MAX_VALUES
    referred = parent.column(key.reference_fields[0]).to_pylist() if may_hint else []

    def describe(keys: Excerpt, row: int, _: int) -> tuple[str, str]:
        hint = hints.near(keys.values(key.fields, row), referred)
        message = f"no row of {target} has this {' and '.join(key.reference_fields)}; add one or correct the reference{hint}"
        return message, keys.written(key.fields, row)

    _report(checker, findings, key.fields, "foreign-key", found, describe)


def _report(
    checker: TableChecker,
    findings: Findings,
    fields: tuple[str, ...],
    rule: str,
    found: Sequence[FoundRows],
    describe: Callable[[Excerpt, int, int], tuple[str, str]],
    severity: Severity = "error",
) -> None:
    """Adds an issue for each of the rows.

    ``describe`` maps a row, and the one that it repeats, to the message and the value: to ``("duplicates the id of …", "a")``.
    """
    primary_key = checker.schema.primary_key
    for path, total, all_rows, all_firsts in found:
        rows = all_rows[: findings.room(path, fields[0], rule, severity)]
        firsts = all_firsts[: len(rows)] if len(all_firsts) else rows
        keys = checker.keys.excerpt(np.concatenate([rows, firsts]), {*fields, *primary_key})
        for row, first in zip(rows.tolist(), firsts.tolist(), strict=True):
            message, value = describe(keys, row, first)
            key = keys.written(primary_key, row)
            findings.add(Issue(path, keys.place(row)[1], fields[0], key, rule, severity, message, value))
        if total > len(rows):
            findings.count_only(path, fields[0], rule, total - len(rows), severity)
