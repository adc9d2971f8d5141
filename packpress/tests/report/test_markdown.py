"""The summary of a job: what it says, and that no text of a stranger is more than text on GitHub's own page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from packpress.escape import printable
from packpress.issue import STALE, Issue, Report
from packpress.proof.coverage import Coverage
from packpress.report.markdown import MAX_ROWS, MAX_SUMMARY, escaped_code, escaped_text, format_markdown
from packpress.report.pull import Pull

GOLDEN = Path(__file__).parents[1] / "golden"
REPORT = Report(
    issues=(
        Issue("datapackage.json", 0, "", "", "file-missing", "error", "the file is missing; run the build"),
        *(Issue("data/a|b.csv", line, "n", f"k{line}", "type-integer", "error", "is not whole", "1.5") for line in range(2, 9)),
        Issue("data/a|b.csv", 9, "s_t", "k9", "cell-formula", "warning", "begins with =", "=A1|B1*2"),
        Issue("data/a|b.csv", 10, "s", "k10", "text", "error", 'is not "國"; say @who', "\n# <b>x</b> `y`\u202e::error::"),
    ),
    errors=20,
    warnings=1,
    layers=("files", "cells"),
)  # fmt: skip
CHANGES = "| table | added | removed | changed |\n|---|---|---|---|\n| things | 1 | 0 | 2 |\n"


@pytest.fixture(autouse=True)
def _outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Pull()` takes the folder that the command runs in, and paths are those of its repository, if it is in one."""
    monkeypatch.chdir(tmp_path)


PULL = Pull(part="minor", least="0.2.0", changes=CHANGES, coverage=Coverage(76, 52, 20))

HOSTILE = {
    "a tag": "<script>alert(1)</script><img src=x onerror=y>",
    "an end of the cell and its table": "x</code></td></table> | y",
    "a bar behind a backslash": "a\\|b \\\\| c",
    "an end of the line": "x\n\n# y\r\n- z",
    "marks": "**b** _i_ ~~s~~ `c` $x$ [l](https://example.org) ![i](x) &amp; &#60;b&#62;",
    "an address": "https://example.org www.example.org a@example.org ftp://x mailto:a@example.org",
    "a reference": "@someone #1 someone/repository#1 :smile:",
    "what turns the text": "\u202e\u2066abc\u200f",
    "colours": "\x1b[31mred\x9b0m",
    "a footnote": "[^1] [^1]: x",
    "a comment": "<!-- --><![CDATA[x]]><?x?>",
    "a command": "::error::x ##[error]y",
}
STYLE = {"table", "thead", "tbody", "tr", "th", "td", "code", "wbr"}


class Page(HTMLParser):
    """Takes the tags, the cells and the pieces of text of a page apart."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.pieces: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self.cells and data != "\n":
            self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def render(markdown: str) -> Page:
    return Page(
        cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES)
    )


def test_the_summary_is_as_agreed() -> None:
    assert format_markdown(REPORT, PULL) == (GOLDEN / "summary.md").read_text(encoding="utf-8")


def test_the_summary_of_a_valid_package_is_short() -> None:
    assert format_markdown(Report((), 0, 0, ("files", "cells")), Pull(part="none")) == (
        "## The data are valid\n\n0 errors, 0 warnings (checked: files, cells)\n\nThe changes require no new version.\n"
    )


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("write", [escaped_text, escaped_code])
def test_words_in_a_cell_are_shown_as_they_are(write: Any, words: str) -> None:
    page = render(f"| a | b |\n|---|---|\n| {write(words)} | end |\n")
    assert set(page.tags) <= STYLE
    assert page.cells == [printable(words), "end"]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_words_are_parted_where_a_filter_of_the_page_would_find_a_name(words: str) -> None:
    for piece in render(escaped_text(words)).pieces:
        assert not re.search(r"@\w|#\d|:\w+:|://|www\.\w", piece)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("part", ["path", "column", "rule", "message", "value"])
def test_no_part_of_an_issue_changes_the_page(part: str, words: str) -> None:
    parts = {"path": "p", "column": "c", "rule": "r", "message": "m", "value": "v"} | {part: words}
    found = Issue(line=1, key="", severity="error", **parts)
    page = render(format_markdown(Report((found,), 1, 0, ("files",)), Pull()))
    assert [tag for tag in page.tags if tag != "wbr"] == [
        *("h2", "p", "h3", "table", "thead", "tr", "th", "th", "th", "th"),
        *("tbody", "tr", "td", "code", "td", "code", "td", "td", "code"),
    ]
    assert "".join(page.pieces).replace("\n", "").isprintable()


def test_the_table_is_bounded_and_says_what_it_leaves_out() -> None:
    issues = tuple(Issue("data.csv", line, f"c{line}", "", "rule", "error", "m" * 5000, "v") for line in range(1, 2001))
    summary = format_markdown(Report(issues, 10_000, 0, ("files",)), Pull())
    assert summary.count("\n| <code>") == MAX_ROWS
    assert summary.endswith("\n\n… and 9,500 more issues; `--format json` lists them.\n")
    assert max(map(len, summary.split("\n"))) < 600


def test_a_summary_that_is_too_long_ends_with_a_whole_line() -> None:
    changes = "| 國 | x |\n" * 200_000
    summary = format_markdown(Report((), 0, 0, ("files",)), Pull(changes=changes))
    assert MAX_SUMMARY - 100 < len(summary.encode("utf-8")) <= MAX_SUMMARY
    kept, note = summary.split("\n\n…")
    assert kept.endswith("\n| 國 | x |")
    assert note.endswith("show it.\n")


OLD = Issue("p.parquet", 0, "", "", STALE, "error", "was built from another state of t.csv; run the build")
WRONG = Issue("t.csv", 2, "n", "k", "type-integer", "error", "is not whole", "1.5")
# the errors of a report → its heading
HEADINGS = {
    (): "The data are valid",
    (OLD,): "The published files are out of date",
    (OLD, WRONG): "The data are not valid",
    (WRONG,): "The data are not valid",
}


@pytest.mark.parametrize(("errors", "heading"), HEADINGS.items())
def test_the_heading_tells_wrong_data_from_old_outputs(errors: tuple[Issue, ...], heading: str) -> None:
    report = Report(errors, len(errors), 0, ("files", "cells"))
    assert format_markdown(report, Pull()).startswith(f"## {heading}\n")
