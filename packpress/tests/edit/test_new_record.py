"""A new record goes to its place and changes no other byte; where anything cannot be read, nothing is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate
from packpress.edit.identifiers import Chosen
from packpress.edit.new_record import Added, add_record
from packpress.errors import PackpressError
from packpress.package import read_package
from packpress.package.model import Package
from packpress.publish.build import build

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

ID = {"name": "id", "type": "string", "constraints": {"pattern": "e-[0-9]{4}"}}
NAME = {"name": "name", "type": "string"}
SCHEMA: dict[str, Any] = {"fields": [ID, NAME], "primaryKey": "id"}


def add(root: Path, wanted: str | None = None, table: str = "table") -> Added:
    package, issues = read_package(root)
    assert issues == ()
    return add_record(package, package.table(table), wanted)


# id → (file, what was asked for, file afterwards, the line of the record)
PLACES: dict[str, tuple[bytes, str | None, bytes, int]] = {
    "a table without rows": (b"id,name\n", None, b"id,name\ne-0001,\n", 2),
    "a header without its line end": (b"id,name", None, b"id,name\ne-0001,", 2),
    "the end": (b"id,name\ne-0001,a\n", None, b"id,name\ne-0001,a\ne-0002,\n", 3),
    "the end without its line end": (b"id,name\ne-0001,a", None, b"id,name\ne-0001,a\ne-0002,", 3),
    "CR LF": (b"id,name\r\ne-0001,a\r\n", None, b"id,name\r\ne-0001,a\r\ne-0002,\r\n", 3),
    "CR LF without its last": (b"id,name\r\ne-0001,a", None, b"id,name\r\ne-0001,a\r\ne-0002,", 3),
    "after a cell of two lines": (b'id,name\ne-0001,"a\nb"\n', None, b'id,name\ne-0001,"a\nb"\ne-0002,\n', 4),
    "between rows": (
        b'id,name\n"e-0001","a\n,b"\ne-0005,c\n',
        "e-0003",
        b'id,name\n"e-0001","a\n,b"\ne-0003,\ne-0005,c\n',
        4,
    ),
    "before all rows": (b"id,name\ne-0005,c", "e-0003", b"id,name\ne-0003,\ne-0005,c", 2),
    "the end of rows that are not sorted": (
        b"id,name\ne-0005,c\ne-0001,a\n",
        "e-0003",
        b"id,name\ne-0005,c\ne-0001,a\ne-0003,\n",
        4,
    ),
}


@pytest.mark.parametrize(("before", "wanted", "after", "line"), PLACES.values(), ids=PLACES)
def test_a_record_goes_to_its_place(
    before: bytes, wanted: str | None, after: bytes, line: int, make_package: PackageMaker
) -> None:
    root = make_package(SCHEMA, before)
    added = add(root, wanted)
    assert ((root / "data.csv").read_bytes(), added.path, added.line) == (after, "data.csv", line)
    assert validate(root).issues == ()


def test_the_cells_say_that_nothing_is_stated(make_package: PackageMaker) -> None:
    fields = [ID, {**NAME, "missingValues": ["-", "?"]}, {"name": "n", "type": "integer", "missingValues": [";"]}]
    root = make_package({"fields": fields, "primaryKey": "id"}, "id;name;n\n", resource={"dialect": {"delimiter": ";"}})
    assert add(root) == Added("data.csv", 2, Chosen("e-0001"))
    assert (root / "data.csv").read_text() == 'id;name;n\ne-0001;-;";"\n'
    assert validate(root).issues == ()


def test_a_cell_that_must_be_filled_is_named_by_the_checker(make_package: PackageMaker) -> None:
    fields = [ID, *({"name": name, "constraints": {"required": True}} for name in "ab"), NAME]
    root = make_package({"fields": fields, "primaryKey": "id"}, "id,a,b,name\n")
    add(root)
    issues = [(issue.line, issue.column, issue.key, issue.rule) for issue in validate(root).issues]
    assert issues == [(2, "a", "e-0001", "required"), (2, "b", "e-0001", "required")]


def test_a_table_without_a_key_gets_its_record_at_the_end(make_package: PackageMaker) -> None:
    root = make_package({"fields": [NAME]}, "name\nb\na\n")
    assert add(root) == Added("data.csv", 4, Chosen(""))
    assert (root / "data.csv").read_text() == 'name\nb\na\n""\n'


def test_a_table_with_a_key_of_two_columns_takes_no_id(make_package: PackageMaker) -> None:
    root = make_package({"fields": [ID, NAME], "primaryKey": ["id", "name"]}, "id,name\n")
    with pytest.raises(PackpressError, match="does not have a key of one column"):
        add(root, "e-0001")
    assert add(root).id == Chosen("")


def test_a_table_of_two_files_gets_its_record_in_the_last_and_counts_both(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "id,name\ne-0007,a\n", resource={"path": ["data.csv", "more.csv"]})
    (root / "more.csv").write_text("id,name\ne-0002,b\n", encoding="utf-8")
    assert add(root) == Added("more.csv", 3, Chosen("e-0008"))


# ---- what was used before


def make_tables(make: PackageMaker, tables: Mapping[str, tuple[Any, str]], **more: Any) -> Path:
    """A package of these tables: name → (schema, text)."""
    resources = [{"name": name, "path": f"{name}.csv", "schema": schema} for name, (schema, _) in tables.items()]
    root = make({}, "", descriptor={"resources": resources, **more})
    for name, (_, text) in tables.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


LISTED = {"fields": [{"name": "old"}], "primaryKey": "old"}
OTHER = {"fields": [{"name": "code"}], "primaryKey": "code"}
POINTING = {
    "fields": [{"name": "n"}, {"name": "to"}],
    "primaryKey": "n",
    "foreignKeys": [{"fields": ["to"], "reference": {"resource": "table", "fields": ["id"]}}],
}
WITHDRAWN = {"packpress:withdrawn": {"resource": "listed", "id": "old"}}


def test_a_withdrawn_number_is_not_given_again(make_package: PackageMaker) -> None:
    tables = {"table": (SCHEMA, "id,name\ne-0001,\n"), "listed": (LISTED, "old\ne-0005\n")}
    assert add(make_tables(make_package, tables, **WITHDRAWN)).id == Chosen("e-0006")


def test_a_number_that_another_table_points_at_is_not_given_again(make_package: PackageMaker) -> None:
    tables = {"table": (SCHEMA, "id,name\ne-0001,\n"), "other": (POINTING, "n,to\n1,e-0003\n")}
    assert add(make_tables(make_package, tables)).id == Chosen("e-0004")


# whether the package keeps withdrawn ids → whether the id of another table is free
@pytest.mark.parametrize(("more", "is_free"), [({}, True), (WITHDRAWN, False)], ids=["no list", "a list"])
def test_an_id_is_used_in_one_table_only_where_the_package_keeps_one_list(
    more: dict[str, Any], is_free: bool, make_package: PackageMaker
) -> None:
    own = {"fields": [{"name": "id"}], "primaryKey": "id"}
    tables = {"table": (own, "id\na\n"), "other": (OTHER, "code\nFR\n"), "listed": (LISTED, "old\n")}
    root = make_tables(make_package, tables, **more)
    if is_free:
        assert add(root, "FR").id == Chosen("FR")
    else:
        with pytest.raises(PackpressError, match='"FR" is or was that of another record'):
            add(root, "FR")


NAMED_WRONGLY: dict[str, Any] = {
    "no object": 5,
    "no table": {"id": "old"},
    "another table": {"resource": "nowhere", "id": "old"},
    "another column": {"resource": "listed", "id": "new"},
    "no text": {"resource": ["listed"], "id": {}},
}


@pytest.mark.parametrize("value", NAMED_WRONGLY.values(), ids=NAMED_WRONGLY)
def test_a_list_that_is_not_there_is_named(value: Any, make_package: PackageMaker) -> None:
    tables = {"table": (SCHEMA, "id,name\n"), "listed": (LISTED, "old\n")}
    with pytest.raises(PackpressError, match='"packpress:withdrawn"'):
        add(make_tables(make_package, tables, **{"packpress:withdrawn": value}))


# ---- what cannot be read

UNREADABLE = {
    "an open quote": (b'id,name\ne-0001,"a\n', "data.csv:2: the quote opened here is never closed"),
    "another encoding": (b"id,name\ne-0001,\xe9\n", "data.csv:2: is not UTF-8 at byte 15"),
    "a byte order mark": (b"\xef\xbb\xbfid,name\n", "data.csv:1: the file begins with a byte order mark"),
    "another header": (b"id,title\n", "data.csv:1: the header does not have the columns of the schema"),
    "a ragged row": (b"id,name\ne-0001\n", "data.csv:2: the row has 1 cells"),
    "nothing": (b"", "data.csv:0: the file is empty"),
}


@pytest.mark.parametrize(("data", "said"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("table", ["table", "other"])
def test_nothing_is_written_where_a_table_cannot_be_read(
    table: str, data: bytes, said: str, make_package: PackageMaker
) -> None:
    good = {"name": "other", "path": "other.csv", "schema": OTHER}
    bad = {"name": "table", "path": "data.csv", "schema": SCHEMA}
    root = make_package(SCHEMA, data, descriptor={"resources": [bad, good]})
    (root / "other.csv").write_text("code\n", encoding="utf-8")
    with pytest.raises(PackpressError) as error:
        add(root, "e-0001" if table == "table" else "a", table)
    assert str(error.value).startswith(said)
    assert ((root / "data.csv").read_bytes(), (root / "other.csv").read_text()) == (data, "code\n")


def test_a_file_that_is_not_there_is_not_made(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, "")
    (root / "data.csv").unlink()
    with pytest.raises(PackpressError, match=r"data\.csv: the file is missing"):
        add(root)
    assert not (root / "data.csv").exists()


# ---- any table


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str, bool, bool]:
    """Rows with different keys, a line end, whether all cells are quoted, whether the last line has its end."""
    keys = draw(st.lists(st.text('ab-,"\n', min_size=1, max_size=4).filter(lambda t: t == t.strip()), unique=True, max_size=6))
    rows = [[key, draw(st.text('xé,"\n', max_size=4))] for key in (sorted(keys) if draw(st.booleans()) else keys)]
    return rows, draw(st.sampled_from(["\n", "\r\n"])), draw(st.booleans()), draw(st.booleans())


def written(rows: Sequence[Sequence[str]], end: str, quotes_all: bool) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL).writerows(rows)
    return stream.getvalue()


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables(), wanted=st.text("ab-", min_size=1, max_size=3))
def test_the_file_stays_as_it_is_but_for_one_record(
    table: tuple[list[list[str]], str, bool, bool], wanted: str, make_package: PackageMaker
) -> None:
    rows, end, quotes_all, has_end = table
    text = written([["id", "name"], *rows], end, quotes_all).removesuffix("" if has_end else end)
    root = make_package({"fields": [{"name": "id"}, NAME], "primaryKey": "id"}, text)
    try:
        added = add(root, wanted)
    except PackpressError:
        assert wanted in [key for key, _ in rows]
        assert (root / "data.csv").read_bytes() == text.encode()
        return
    after = (root / "data.csv").read_bytes().decode()
    assert validate(root).valid  # a key that begins with a hyphen is a warning
    row = f"{wanted},"
    assert after.split("\n")[added.line - 1].rstrip("\r") == row
    at_any_place = {text[:place] + row + end + text[place:] for place in range(len(text) + 1)}
    assert after in at_any_place | {text + (end if rows else "\n") + row}
    read = list(csv.reader(io.StringIO(after, newline=""), strict=True))[1:]
    expected = [list(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    assert sorted(read) == sorted([*expected, [wanted, ""]])
    if expected == sorted(expected):
        assert read == sorted(read)


def test_every_table_of_a_package_takes_a_record_and_stays_laid_out(letters: PackageFolder) -> None:
    wanted = {"visits": "v-rouen", "ports": "rouen", "letters": "l-rouen", "sentences": "cadiz-", "quotes": "q-v-cadiz-"}
    wanted |= {"gone": "v-older"}
    build(letters.root)
    package: Package = read_package(letters.root)[0]
    for resource in package.sources:
        before = {path: (letters.root / path).read_bytes() for path in resource.paths}
        added = add(letters.root, wanted[resource.name], resource.name)
        after = (letters.root / added.path).read_bytes().splitlines(keepends=True)
        assert b"".join(after[: added.line - 1] + after[added.line :]) == before[added.path]
        assert after[added.line - 1].startswith(added.id.text.encode() + b",")
    assert {issue.rule for issue in validate(letters.root).issues} == {"required"}
