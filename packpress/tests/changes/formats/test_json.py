"""The JSON of a diff has the bytes that ``json.dumps`` gives the same values."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from packpress.changes.bump import bump
from packpress.changes.formats.json import diff_json
from packpress.changes.model import ACTIONS, CellChange, Diff, RowChange, SideName, TableDiff

TEXT = st.text(alphabet='ab"\\\n[]:{}é\u2028\U0001f600', max_size=6) | st.sampled_from(['"rows": []', 'rows": []', "::x"])
CELLS = st.builds(CellChange, TEXT, TEXT, TEXT, st.booleans())
TUPLE = st.lists(TEXT, max_size=3).map(tuple)
ROW = st.builds(RowChange, st.sampled_from(ACTIONS), TUPLE, st.lists(CELLS, max_size=3).map(tuple), TEXT, st.booleans())
TABLE = st.builds(
    TableDiff, TEXT, TEXT, key=TUPLE, counts=st.dictionaries(st.sampled_from(ACTIONS), st.integers(1, 9)),
    rows=st.lists(ROW, max_size=3).map(tuple), columns=st.dictionaries(TEXT, st.integers(1, 9), max_size=2),
)  # fmt: skip


@given(st.lists(TABLE, max_size=3), TEXT)
def test_the_json_is_that_of_the_standard_library(tables: list[TableDiff], name: str) -> None:
    found = Diff(SideName(name, "1.0.0"), SideName(name, name), (), tuple(tables))
    text = diff_json(found, bump(found))
    document = json.loads(text)
    assert [table["rows"] for table in document["tables"]] == [
        [
            {
                "action": row.action, "key": list(row.key), "successor": row.successor, "is_retired": row.is_retired,
                "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in row.cells],
            }
            for row in table.rows
        ]
        for table in tables
    ]  # fmt: skip
    if text.isascii() and "\\u" not in text:  # nothing was escaped besides
        assert text == json.dumps(document, ensure_ascii=False, indent=2) + "\n"
