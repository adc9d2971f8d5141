"""A long table is formatted block by block to the bytes that the formatter of whole tables writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.layout.test_format import AB, DEPARTURES, DIALECTS, TIDIED, _schema, foreign_tables, tables

from packpress.cli import main
from packpress.commands import format as command
from packpress.layout.format import format_table
from packpress.layout.long_table import Look, look, pieces
from packpress.package.model import Dialect
from packpress.read.csv import scanner

repeatable = settings(deadline=None, derandomize=True, max_examples=200)
SIZES = [32, scanner.CHUNK]
"""How many bytes are read at a time."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("long") / "t.csv"


def _compare(file: Path, data: bytes, schema: Any, dialect: Dialect, *, canonical: bool) -> bool:
    """Whether the file is formatted block by block; then it is as the whole would be."""
    file.write_bytes(data)
    looked = look(file, schema, dialect, canonical=canonical)
    if looked is None:
        return False
    whole = format_table(data, schema, dialect, canonical=canonical)
    made = b"".join(pieces(file, schema, dialect, canonical=canonical))
    assert whole.text is not None
    assert (made, looked, whole.unfixed) == (whole.text.encode(), Look(made == data, whole.kept), ())
    return True


@pytest.fixture(params=SIZES, ids=str)
def _chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "CHUNK", request.param)
    monkeypatch.setattr(scanner, "WINDOW", request.param)


@pytest.mark.usefixtures("_chunk")
@repeatable
@given(table=tables(), canonical=st.booleans(), is_shuffled=st.booleans())
def test_a_table_gets_the_bytes_of_the_whole(
    file: Path, table: tuple[Any, str, list[list[str]], bytes], canonical: bool, is_shuffled: bool
) -> None:
    schema, delimiter, _, data = table
    if is_shuffled:  # the canonical form of the table itself, whose rows are sorted
        text = format_table(data, schema, Dialect(delimiter)).text
        assert text is not None
        data = text.encode()
    _compare(file, data, schema, Dialect(delimiter, is_canonical=canonical), canonical=canonical)


@pytest.mark.usefixtures("_chunk")
@repeatable
@given(table=foreign_tables(), has_key=st.booleans())
def test_a_table_without_a_layout_gets_the_bytes_of_the_whole(
    file: Path, table: tuple[Dialect, list[list[str]], bytes], has_key: bool
) -> None:
    dialect, rows, data = table
    schema = _schema(*(f"c{number}" for number in range(len(rows[0]))), key=("c0",) * has_key)
    _compare(file, data, schema, dialect._replace(is_canonical=False), canonical=False)


WORDS = st.text('ab,é"', max_size=4)


@pytest.mark.usefixtures("_chunk")
@repeatable
@given(
    rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1), key=st.sampled_from([(), ("a",), ("b", "a"), ("c", "b", "a")])
)
def test_rows_are_sorted_like_those_of_the_whole(file: Path, rows: list[tuple[str, str, str]], key: tuple[str, ...]) -> None:
    schema = _schema("a", "b", "c", key=key)
    writer = '"{}","{}","{}"\n'
    data = "b,a,c\n" + "".join(writer.format(*(cell.replace('"', '""') for cell in row)) for row in rows)
    schema = schema._replace(fields_match="equal")
    assert _compare(file, data.encode(), schema, Dialect(), canonical=True)


@pytest.mark.parametrize("canonical", [True, False])
@pytest.mark.parametrize(("data", "_"), TIDIED.values(), ids=TIDIED)
def test_every_untidy_table_gets_the_bytes_of_the_whole(file: Path, data: bytes, _: str, canonical: bool) -> None:
    _compare(file, data, AB, Dialect(is_canonical=canonical), canonical=canonical)


@pytest.mark.parametrize(("text", "kept"), DEPARTURES.values(), ids=DEPARTURES)
def test_what_the_layout_would_change_is_named(file: Path, text: str, kept: tuple[str, ...]) -> None:
    file.write_bytes(text.encode())
    assert look(file, AB, Dialect(is_canonical=False), canonical=False) == Look(is_formatted=True, kept=kept)


@pytest.mark.parametrize(("dialect", "data", "_"), DIALECTS.values(), ids=DIALECTS)
def test_a_table_in_a_dialect_gets_the_bytes_of_the_whole(file: Path, dialect: Dialect, data: str, _: str) -> None:
    assert _compare(file, data.encode(), AB, dialect, canonical=True) == (dialect.is_plain and bool(data))


# what is given → what the command prints, and the file afterwards
COMMANDS = {
    "in the layout": ("id,n\na,1\nc,3\n", "", "id,n\na,1\nc,3\n"),
    "not sorted": ("id,n\nc,3\na,1\n", "data.csv: formatted\n", "id,n\na,1\nc,3\n"),
}


@pytest.mark.parametrize(("before", "said", "after"), COMMANDS.values(), ids=COMMANDS)
def test_the_command_formats_a_long_file_block_by_block(
    before: str, said: str, after: str, make_package: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BY_BLOCKS", 0)
    monkeypatch.setattr(command, "format_table", None)
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
    root = make_package(schema, before, descriptor={"packpress:layout": "canonical"})
    assert main(["format", str(root)]) == 0
    assert (capsys.readouterr().out, (root / "data.csv").read_text()) == (said, after)


def test_a_long_file_that_is_saved_meanwhile_keeps_what_was_saved(
    make_package: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BY_BLOCKS", 0)
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    root = make_package(schema, "id\nc\na\n", descriptor={"packpress:layout": "canonical"})

    def save_meanwhile(*arguments: Any, **more: Any) -> Any:
        (root / "data.csv").write_text("id\nmine\n", encoding="utf-8")
        return pieces(*arguments, **more)

    monkeypatch.setattr(command, "pieces", save_meanwhile)
    assert main(["format", str(root)]) == 2
    assert "data.csv: changed since it was read" in capsys.readouterr().err
    assert (root / "data.csv").read_text(encoding="utf-8") == "id\nmine\n"
