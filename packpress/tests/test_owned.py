"""What libraries do not do, so that there is code of our own (docs/design.md): where a test fails, a library may take over."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import extend
from pyarrow import csv

from packpress.arrow.work_limits import Effort
from packpress.pattern import compile_pattern
from packpress.read.csv.tokenizer import TextFault, Tokenizer
from packpress.types.strptime.reader import reader_of

ROOT = Path(__file__).resolve().parents[1]
METADATA = """
import os, sys
import pyarrow.parquet as pq
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
print(pq.ParquetFile(sys.argv[1]).metadata.row_group(0).column(0).physical_type)
"""


def test_a_damaged_footer_ends_python_where_pyarrow_is_asked_for_its_metadata(tmp_path: Path) -> None:
    file = tmp_path / "t.parquet"
    pq.write_table(pa.table({"k": ["a"]}), file)
    right = file.read_bytes()
    repetition = right.rindex(b"\x15\x0c\x25\x02\x18\x01k") + 3  # whether the column may be missing, in its schema
    found = []
    for data in (right, right[:repetition] + b"\x7e" + right[repetition + 1 :]):
        file.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", METADATA, str(file)], capture_output=True, text=True, check=False)
        found.append((done.stdout, done.returncode < 0))
    assert found == [("BYTE_ARRAY\n", False), ("", True)]


def test_pyarrow_lists_row_groups_of_another_file_where_they_were() -> None:
    sinks = [io.BytesIO(), io.BytesIO()]
    for number, sink in enumerate(sinks):
        pq.write_table(pa.table({"a": list(range(number, 1000))}), sink)
    first, second = map(pq.read_metadata, sinks)
    offset = second.row_group(0).column(0).data_page_offset
    first.append_row_groups(second)
    assert (first.num_row_groups, first.row_group(1).column(0).data_page_offset) == (2, offset)


def test_pyarrow_gives_a_page_the_room_that_it_asks_for() -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table({"k": ["x" * 50_000_000]}), sink, use_dictionary=False, compression="zstd")
    assert len(sink.getvalue()) < 100_000
    assert pq.read_table(sink).nbytes > 50_000_000


def test_a_library_asks_a_json_schema_that_branches_twice_as_often_at_each_depth() -> None:
    asked = 0

    def count(*_: Any) -> None:
        nonlocal asked
        asked += 1

    schema = {"count": True, "items": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}
    validator = extend(Draft202012Validator, {"count": count})(schema)  # type: ignore[no-untyped-call] # its types leave it out
    found = []
    for depth in (4, 5, 6):
        value: list[Any] = []
        for _ in range(depth):
            value = [value]
        asked = 0
        assert validator.is_valid(value)
        found.append(asked)
    assert found == [31, 63, 127]


# text, format → what Arrow takes for it, in place of what Python's strptime does, or of none
MISREAD: dict[tuple[str, str], tuple[datetime | None, datetime | None]] = {
    ("31.02.2020", "%d.%m.%Y"): (datetime(2020, 3, 2), None),
    ("2020-W05-1", "%G-W%V-%u"): (datetime(1900, 1, 1), datetime(2020, 1, 27)),
    ("12:00:00.5", "%H:%M:%S.%f"): (None, datetime(1900, 1, 1, 12, 0, 0, 500_000)),
}


@pytest.mark.parametrize(("given", "wanted"), MISREAD.items(), ids=map(str, MISREAD))
def test_arrow_reads_some_formats_unlike_strptime(
    given: tuple[str, str], wanted: tuple[datetime | None, datetime | None]
) -> None:
    text, form = given
    upstream: Any = pc
    (arrow,) = upstream.strptime(pa.array([text]), format=form, unit="us", error_is_null=True).to_pylist()
    reader = reader_of(form)
    assert reader is not None
    (ours,) = reader.read(pa.array([text], pa.string())).view(pa.timestamp("us")).to_pylist()
    assert (arrow, ours) == wanted


# text of a file that RFC 4180 does not allow → what Arrow's reader takes it for
ALLOWED = {
    b'a,b\n"x"y,1\n': [{"a": "xy", "b": 1}],
    b'a,b\nx"y,1\n': [{"a": 'x"y', "b": 1}],
    b"a,b\r1,2\r": [{"a": 1, "b": 2}],
}


@pytest.mark.parametrize("data", ALLOWED)
def test_arrow_reads_text_that_is_refused_here(data: bytes) -> None:
    assert csv.read_csv(pa.BufferReader(data)).to_pylist() == ALLOWED[data]
    assert any(isinstance(row, TextFault) for row in Tokenizer(b",").read(data, 1, final=True))


# pattern → text that it matches in XML Schema, and what RE2 says of the pattern as it stands
PATTERNS = {
    r"\w+": ("é", False),
    r"\d+": ("\u0663", False),
    "[a-z-[aeiou]]": ("b", False),
    r"\i\c*": ("ab", None),
    r"\p{IsGreek}": ("α", None),
    "x{0,1500}": ("x", None),
}


def _match(pattern: str, text: str) -> bool | None:
    try:
        return pc.match_substring_regex(pa.array([text], pa.string()), pattern=f"^(?:{pattern})$")[0].as_py()
    except pa.ArrowInvalid:
        return None


@pytest.mark.parametrize("pattern", PATTERNS)
def test_re2_reads_patterns_of_xml_schema_otherwise_or_not_at_all(pattern: str) -> None:
    text, found = PATTERNS[pattern]
    assert _match(pattern, text) is found
    assert compile_pattern(pattern, Effort()).matches(pa.array([text], pa.string())).to_pylist() == [True]


def test_the_design_names_each_test_of_this_file_and_no_other() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    section = design.partition("\n## What we own that a library also does\n")[2].partition("\n## ")[0]
    named = {(file, name) for file, name in re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", section)}
    here: dict[str, Callable[[], None]] = {name: value for name, value in globals().items() if name.startswith("test_")}
    assert {name for file, name in named if file == "tests/test_owned.py"} == {*here} - {
        "test_the_design_names_each_test_of_this_file_and_no_other"
    }
    assert [name for file, name in sorted(named) if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")] == []
