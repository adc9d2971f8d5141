"""Layer 3: runs the rules on the typed tables of a package if the previous layers found no errors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.check.overrides import require_known
from packpress.check.session import Session
from packpress.check.typed_table import TypedTable
from packpress.issue import Report

OWN_RULES = "own rules"
"""The layer of a rules file, in addition to the rules that every package is checked by."""


def check_rules(session: Session, tables: Mapping[str, TypedTable], rules: Path | None) -> Report:
    """Checks the tables of a finished session by its schemas, and by the functions of the file ``rules`` if there is one."""
    if session.findings.is_blocked():
        return session.report()
    from packpress.check.rules.frames import to_frame
    from packpress.check.rules.rule import Tables, load_rules
    from packpress.check.rules.run import run_rules

    session.progress("rules", 0, 0)
    frames = Tables(session.package, {name: to_frame(table.values) for name, table in tables.items()})
    changed = {name: frozenset(table.checker.inexact) | _with_nan(table.values) for name, table in tables.items()}
    places = {name: table.place for name, table in tables.items()}
    own = load_rules(rules) if rules else ()
    require_known(session.findings.severities, [rule.name for rule in own])
    run_rules(frames, places, own, session.findings, changed)
    session.layers += ["rules", OWN_RULES] if rules else ["rules"]
    return session.report()


def _with_nan(table: pa.Table) -> frozenset[str]:
    """Returns the number columns of the table that contain NaN."""
    numbers = [name for name in table.column_names if table[name].type == pa.float64()]
    return frozenset(name for name in numbers if pc.any(pc.is_nan(table[name])).as_py())
