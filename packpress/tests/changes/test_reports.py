"""A difference as people and programs read it, compared with tests/golden/; no text of a package gets out of its place."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.changes.conftest import KEEPS, RETIRED, SCHEMA, read_cell, write_package

from packpress.changes.bump import bump
from packpress.changes.changelog import draft_entry
from packpress.changes.compare.diff import diff
from packpress.changes.formats.csv import diff_csv
from packpress.changes.formats.feed_cells import harmless
from packpress.changes.formats.report import report_changes
from packpress.changes.formats.sentences import schema_words
from packpress.changes.model import WHAT, Diff, SchemaChange, SideName
from packpress.cli import main

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
PUBLISHED: dict[str, Any] = json.loads((ROOT / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
Capture = pytest.CaptureFixture[str]

LINKS: dict[str, Any] = {
    "fields": [{"name": "id", "type": "string"}, {"name": "thing_id", "type": "string"}],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["thing_id"], "reference": {"resource": "things", "fields": ["id"]}}],
}


def gone(*lines: str) -> tuple[dict[str, Any], str]:
    return RETIRED, "\n".join(["id,table,successor", *lines]) + "\n"


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two states with a change of each kind, by the names that the reports show."""
    old = {
        "things": (SCHEMA, "id,name,n\na,first,1\nb,second,2\nc,third,3\nd,fourth,4\n"),
        "links": (LINKS, "id,thing_id\nl1,a\nl2,b\n"),
        "gone": gone(),
    }
    fields = [SCHEMA["fields"][0], {"name": "name", "type": "string", "constraints": {"maxLength": 99}}, SCHEMA["fields"][2]]
    new = {
        "things": (
            {"fields": fields, "primaryKey": ["id"]},
            'id,name,n\na,"first, really",1\nb,second,-2\ne,third,3\nf,=1+1,\n',
        ),
        "links": (LINKS, "id,thing_id\nl1,b\nl2,b\n"),
        "gone": gone("c,things,e"),
        "more": (SCHEMA, "id,name,n\nz,zed,26\n"),
    }
    write_package(tmp_path / "old", old, version="1.0.0", title="Before", **KEEPS)
    write_package(tmp_path / "new", new, version="1.1.0", title="After", created="2026-11-21T00:00:00Z", **KEEPS)
    monkeypatch.chdir(tmp_path)
    return "old", "new"


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv", "changelog"])
def test_what_changed_is_told_as_agreed(form: str, sides: tuple[str, str], capsys: Capture) -> None:
    options = ["--changelog"] if form == "changelog" else ["--format", form]
    assert main(["diff", *sides, *options]) == 0
    suffix = {"text": "txt", "markdown": "md", "changelog": "changelog.md"}.get(form, form)
    golden = GOLDEN / f"diff.{suffix}"
    out, err = capsys.readouterr()
    assert (out, err) == (golden.read_bytes().decode("utf-8"), "")


def test_the_json_is_what_its_published_schema_says(sides: tuple[str, str]) -> None:
    Draft7Validator.check_schema(PUBLISHED)
    document = json.loads(report_changes(*sides, Path(), "json"))
    assert [error.message for error in Draft7Validator(PUBLISHED).iter_errors(document)] == []
    assert {row["action"] for table in document["tables"] for row in table["rows"]} == {
        "removed", "renamed", "changed", "added",
    }  # fmt: skip


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a property more": lambda document: document.update(more=1),
    "a property less": lambda document: document.pop("bump"),
    "another part": lambda document: document["bump"].update(part="huge"),
    "a cell without its column": lambda document: document["tables"][0]["rows"][0]["cells"][0].pop("column"),
    "a count that is no number": lambda document: document["rows"].update(added="1"),
}


@pytest.mark.parametrize("edit", BROKEN.values(), ids=BROKEN)
def test_the_published_schema_refuses_what_the_command_does_not_write(
    edit: Callable[[dict[str, Any]], object], sides: tuple[str, str]
) -> None:
    document = json.loads(report_changes(*sides, Path(), "json"))
    edit(document)
    assert not Draft7Validator(PUBLISHED).is_valid(document)


def test_the_published_schema_knows_every_kind_of_change() -> None:
    assert PUBLISHED["properties"]["structure"]["items"]["properties"]["what"]["enum"] == list(WHAT)


def test_every_kind_of_change_can_be_said_in_words() -> None:
    for what in WHAT:
        change = SchemaChange("t", "f", what, "p", "was {0}", "is {new}", "major")
        said = draft_entry(found := Diff(SideName("a", "1.0.0"), SideName("b", "1.0.0"), (change,)), bump(found))
        assert "{" not in re.sub(r"was \{0\}|is \{new\}", "", schema_words(change) + said)


def test_two_equal_sides_are_told_to_be_equal(sides: tuple[str, str], capsys: Capture) -> None:
    assert main(["diff", "new", "new"]) == 0
    assert capsys.readouterr().out == (
        "new (1.1.0) → new (1.1.0)\n"
        "rows: 0 removed, 0 renamed, 0 changed, 0 added; structural changes: 0\n"
        "version: no other version than 1.1.0 is needed\n"
    )


# texts that would do harm where they are not escaped
HOSTILE_CELLS = [
    "=cmd|'/c calc'!A0", "@SUM(1)", "+1+1", "-1-1", "\t=1", "'quoted", "<script>alert(1)</script>", "<!-- ", "| a | b |",
    "`` ` ``", "[x](javascript:alert(1))", "![x](http://example.org/x.png)", "@everyone #1", "::error::x",
    "line\nbreak\n::set-env name=x::y",
    "https://example.org", "</code>", "&lt;b&gt;", "\\|", "~~~", "$(id)", "**bold** _it_", ":smile:",
]  # fmt: skip
HOSTILE_NAME = "n\x1b[31m\n::error::\u202e`|<b>"


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[str, str]:
    """Two sides whose cells, and whose titles and version, are what a stranger may write."""
    out = io.StringIO()
    rows = [[f"k{number}{cell}", cell, ""] for number, cell in enumerate(HOSTILE_CELLS)]
    csv.writer(out, lineterminator="\n").writerows([["id", "name", "n"], *rows])
    text = [{**field, "type": "string"} for field in SCHEMA["fields"]]
    odd = [text[0], {**text[1], "title": HOSTILE_NAME}, text[2]]
    old = write_package(tmp_path / "old", {"t": ({"fields": text, "primaryKey": ["id"]}, "id,name,n\n")}, version=HOSTILE_NAME)
    new = write_package(tmp_path / "new", {"t": ({"fields": odd, "primaryKey": ["id"]}, out.getvalue())}, title=HOSTILE_NAME)
    return str(old), str(new)


@pytest.mark.parametrize("form", ["text", "markdown", "json", "changelog"])
@pytest.mark.parametrize("is_back", [False, True], ids=["there", "back"])
def test_no_text_of_a_package_begins_a_line_or_moves_a_cursor(form: str, is_back: bool, hostile: tuple[str, str]) -> None:
    sides = hostile[::-1] if is_back else hostile
    for line in report_changes(*sides, Path(), form).split("\n"):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")


class Tags(HTMLParser):
    """Which tags a page has, and its text outside code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.depth = 0
        self.outside = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.depth += tag != "wbr"  # which has no end

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.outside += data


def test_markdown_has_every_text_of_a_package_in_code_and_as_references(hostile: tuple[str, str]) -> None:
    page = report_changes(*hostile, Path(), "markdown")
    for table_line in (line for line in page.splitlines() if line.startswith("|")):
        assert table_line.count("|") in (4, 6, 8)  # three, five or seven columns
    raw = re.sub(r"<code>[^`|<>@*_\[\]()!:#$~\\]*?</code>", "", re.sub(r"&#[0-9]+;|<wbr>", "", page))
    assert "<" not in raw
    parser = Tags()
    parser.feed(page)
    assert parser.tags == {"code", "wbr"}
    for word in ("script", "javascript", "example.org", "everyone", "::", "smile", "bold", "31m"):
        assert word not in parser.outside


def test_the_feed_has_no_cell_that_a_spreadsheet_runs_and_gives_back_each(hostile: tuple[str, str]) -> None:
    text = b"".join(diff_csv(*hostile)).decode()
    feed = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert not [cell for line in feed for cell in line if cell.startswith(tuple("=+-@\t\r"))]
    assert [read_cell(line[6]) for line in feed if line[4] == "name"] == HOSTILE_CELLS
    assert [len(line) for line in feed] == [7] * text.count("\r\n")
    assert all(line.isprintable() for line in text.split("\r\n"))


# text → as the feed has it
HARMLESS = {
    "": "", "-2": "-2", "+1.5e3": "+1.5e3", "-": "'-", "=1": "'=1", "'a": "''a", "a=1": "a=1", "-1-1": "'-1-1",
    '"a"': '"a"', "'\"a": "''\"a", "\t=1": '\'"\\t=1"', "a\nb": '\'"a\\nb"', "a\\nb": "a\\nb", "'\n": "'\"'\\n\"",
    "::x": "'\"::x\"", "a::x": "a::x", "##[x]": "'\"\\u0023#[x]\"", "## x": "## x", "\u202e": '\'"\\u202e"',
}  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), HARMLESS.items(), ids=[ascii(text) for text in HARMLESS])
def test_a_cell_of_the_feed_is_harmless_and_can_be_read_back(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert read_cell(shown) == text


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    many = "".join(f"k{n:03},x,{n}\n" for n in range(120))
    old = write_package(tmp_path / "old", {"t": (SCHEMA, "id,name,n\n")})
    new = write_package(tmp_path / "new", {"t": (SCHEMA, "id,name,n\n" + many)})
    found = diff(old, new)
    text = report_changes(old, new, Path(), "text")
    assert text.count("added t ") == 20
    assert "… and 100 more rows of t added; --format csv lists them all\n" in text
    page = report_changes(old, new, Path(), "markdown")
    assert page.count("| <code>t</code> |") == 50
    assert "### Rows added (120)" in page
    assert "`k004` and 115 more." in draft_entry(found, bump(found))
