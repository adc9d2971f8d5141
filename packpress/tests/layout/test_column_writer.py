from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.layout.column_writer import write_rows
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Dialect

DIALECTS = [
    Dialect(),
    Dialect("§"),
    Dialect("||", quote="'"),
    Dialect("\\e", quote="$", comment="^"),
    Dialect(line_end="|\n", comment="#"),
    Dialect(quote="", escape="\\", comment="=", null="\\N"),
    Dialect(":=", quote="", escape="|", line_end="\r\n"),
    Dialect("[a]", quote="", escape="$", comment='"'),
    Dialect(skip_space=True, quote="¶", comment="//"),
]
CELLS = st.text("abe|:=#$^[]\\'\"§¶,/\r\né", max_size=4) | st.just("\\N")


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@settings(max_examples=200, deadline=None, derandomize=True)
@given(rows=st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width).map(list), min_size=1)))
def test_rows_written_together_are_those_that_are_written_one_by_one(dialect: Dialect, rows: list[list[str]]) -> None:
    writer = DialectWriter(dialect)
    rows = [row for row in rows if writer.can_write(row)] or [["a"]]
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    assert write_rows(writer, columns).to_pylist() == [writer.write_row(row) for row in rows]
