"""The checks of a site find each fault of a page that has it, and pass a page that has no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.checks.find_faults import POLICY, distances, faults
from tests.site.checks.read_page import read_pages

HEAD = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="description" content="A page">'
GOOD = (
    f'<!doctype html><html lang="en"><head>{HEAD}<title>Home</title></head><body><a class="skip" href="#main">Skip</a>'
    '<main id="main"><h1>Home</h1><p>Words of <q>seven words</q></p><a href="b/two.html#part">Two</a> '
    '<a href="https://example.org/#:~:text=a">Web</a><details class="stored">s-one {death}</details></main></body></html>'
)
TWO = GOOD.replace("Home", "Two").replace("b/two.html#part", "../index.html").replace("<p>", '<p id="part">')
NONE = "'none'"
NONE = "'none'"
CODES = frozenset(["s-one", "{death}", "rounds-to"])
# what is replaced in the first page, by what, the fault
CASES = {
    "link": ("b/two.html#part", "b/two.html#other", "index.html: b/two.html#other leads to no anchor"),
    "scheme": ("https://example.org/#:~:text=a", "javascript:alert(1)", "index.html: 'javascript:alert(1)' is no web address"),
    "file": ('href="https://example.org/#:~:text=a"', 'href="c.html"', "index.html: c.html leads to no file"),
    "id": ("<p>", '<p id="main">', "index.html: id main occurs 2 times"),
    "title": ("<title>Home", "<title>Two", "index.html: title 'Two' is empty or that of 2 pages"),
    "description": ('content="A page"', 'content=" "', "index.html: no description"),
    "h1": ("<h1>Home</h1>", "", "index.html: 0 h1"),
    "policy": (NONE, "*", f'index.html: policy "{POLICY.replace(NONE, "*")}"'),
    "skip": ('href="#main"', 'href="#other"', "index.html: first link '#other' skips nothing"),
    "script": ("<p>", "<script>alert(1)</script><p>", "index.html: inline <script>"),
    "style": ("<p>", "<style>p{}</style><p>", "index.html: inline <style>"),
    "handler": ("<p>", "<p onclick='a()'>", "index.html: inline p onclick"),
    "attribute": ("<p>", "<p style='a:b'>", "index.html: inline p style"),
    "code": ("Words of", "rounds-to, of", "index.html: rounds-to, in 'rounds-to, of'"),
    "unit": ("Words of", "5 {death}", "index.html: {death} in '5 {death}'"),
    "quotation": ("seven words", "one " * 9, f"index.html: a quotation of 9 words: {'one ' * 9!r}"),
}


def write(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        file = folder / f"{name.replace('_', '/')}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_site_without_a_fault_passes(tmp_path: Path) -> None:
    write(tmp_path, index=GOOD, b_two=TWO)
    assert faults(tmp_path, read_pages(tmp_path), CODES) == []


@pytest.mark.parametrize(("old", "new", "fault"), CASES.values(), ids=CASES)
def test_each_fault_is_found(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    write(tmp_path, index=GOOD.replace(old, new), b_two=TWO)
    assert fault in faults(tmp_path, read_pages(tmp_path), CODES)


def test_a_page_to_which_nothing_leads_is_an_orphan_unless_it_says_so(tmp_path: Path) -> None:
    alone = GOOD.replace("Home", "Alone")
    write(
        tmp_path,
        index=GOOD,
        b_two=TWO,
        alone=alone,
        hidden=alone.replace("Alone", "Hidden").replace("<body", "<body data-unlisted"),
    )
    found = faults(tmp_path, read_pages(tmp_path), CODES)
    assert found == ["alone.html: no path of links leads here from index.html"]


def test_clicks_are_counted_from_the_first_page(tmp_path: Path) -> None:
    chain = {f"p{at}": GOOD.replace("Home", f"P{at}").replace("b/two.html#part", f"p{at + 1}.html") for at in range(5)}
    write(tmp_path, index=GOOD.replace("b/two.html#part", "p0.html"), **chain, p5=TWO.replace("../", ""))
    pages = read_pages(tmp_path)
    assert distances(pages) == {"index.html": 0} | {f"p{at}.html": at + 1 for at in range(6)}
    assert "p3.html: 4 clicks from index.html" in faults(tmp_path, pages)
