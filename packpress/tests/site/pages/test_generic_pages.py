"""The pages of a package without a setting: home, tables, codebook, download, about, and the page that does not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from tests.site.small_release import BOOKS, LOANS, write_small_release

from packpress.site.model.site import Site
from packpress.site.release.read_release import read_release
from packpress.site.rendering.render_site import render_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return read_release(write_small_release(tmp_path_factory.mktemp("release") / "1.0.0"))


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, str]:
    site.files_at = "https://example.org/1.0.0/"
    return {path: data.decode() for path, data in render_site(site).items() if path.endswith(".html")}


def test_every_page_has_one_heading_a_description_and_a_title_of_its_own(pages: Mapping[str, str]) -> None:
    titles = [re.findall(r"<title>(.*?)</title>", page) for page in pages.values()]
    assert [len(found) for found in titles] == [1] * len(pages)
    assert len({found[0] for found in titles}) == len(pages)
    assert {path: page.count("<h1>") for path, page in pages.items() if page.count("<h1>") != 1} == {}
    assert [path for path, page in pages.items() if not re.search(r'<meta name=description content="[^"]+">', page)] == []


def test_every_page_lets_a_browser_load_and_run_nothing_of_others(pages: Mapping[str, str]) -> None:
    for path, page in pages.items():
        scripts = "script-src 'self'; " if "<script src" in page else ""
        own = f"style-src 'self'; {scripts}img-src 'self'; connect-src 'self'"
        policy = f"default-src 'none'; {own}; base-uri 'none'; form-action 'self'"
        assert f'<meta http-equiv=Content-Security-Policy content="{policy}">' in page, path
    assert [path for path, page in pages.items() if re.search(r"<[^>]+ (?:style|on[a-z]+)=", page)] == []


def test_every_column_and_code_has_its_anchor_in_the_codebook(site: Site, pages: Mapping[str, str]) -> None:
    for table in site.tables.values():
        page = pages[site.addresses.codebook(table.name)]
        anchors = re.findall(r' id=([^ >"]+)', page)
        wanted = [site.addresses.codebook(table.name, name).partition("#")[2] for name in table.fields]
        wanted += [
            site.addresses.codebook(table.name, name, code).partition("#")[2]
            for name, field in table.fields.items()
            for code in field.labels
        ]
        assert sorted(anchors) == sorted(["main", *wanted])


def test_the_codebook_counts_rows_by_code(pages: Mapping[str, str]) -> None:
    row = r"<tr id=kind\.~7Bplay~7D>.*?(?=<tr|</table)"
    found = re.search(row, pages["codebook/books.html"])
    assert found is not None
    assert re.sub(r"<[^>]+>", "|", found[0]).split("|").count("1") == 1
    assert "For the stage" in found[0]


def test_every_cell_of_every_table_is_on_a_page(pages: Mapping[str, str]) -> None:
    for name, (_, rows) in {"books": BOOKS, "loans": LOANS}.items():
        page = pages[f"tables/{name}/index.html"]
        assert [row[0] for row in rows if f"id=row.{row[0]}>" not in page] == []
    text = unescape(pages["tables/books/index.html"])
    assert [word for word in ("Middlemarch <i>", "For the stage", "1871–1872", "12,345 pages") if word not in text] == []
    assert "printed_min" not in text


def test_files_have_their_size_their_hash_and_a_link(site: Site, pages: Mapping[str, str]) -> None:
    page = pages["download.html"]
    for file in site.files:
        assert f"<a href=https://example.org/1.0.0/{file.path} " in page
        assert f"<code>{file.sha256}</code>" in page
    assert "sha256sum -c SHA256SUMS" in page
    assert unescape(site.facts.citation) in unescape(page)


@pytest.mark.parametrize("path", ["index.html", "download.html"])
def test_search_engines_read_what_the_release_is(path: str, pages: Mapping[str, str]) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', pages[path], re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == {"@type": "Dataset", "name": "</script>"}


def test_the_first_page_counts_what_the_release_has(pages: Mapping[str, str]) -> None:
    doors = re.sub(r"<[^>]+>", "", pages["index.html"])
    assert [word for word in ("Books 2 rows", "Loans 2 rows", "Codebook 2 tables", "Version 1.0.0") if word not in doors] == []


def test_nobody_is_led_to_the_page_that_does_not_exist(pages: Mapping[str, str]) -> None:
    assert [path for path, page in pages.items() if "404.html" in page] == []
    assert "<meta name=robots content=noindex>" in pages["404.html"]
    assert "data-unlisted" in pages["404.html"]
    assert [path for path, page in pages.items() if "data-unlisted" in page] == ["404.html"]


def test_the_description_of_a_column_may_have_code_and_links(tmp_path: Path) -> None:
    field = {"name": "id", "type": "string", "description": "As `a|b`, see [here](https://example.org/x) <b>."}
    release = write_small_release(tmp_path / "1.0.0", {"things": ([field], [("1",)])}, {})
    page = render_site(read_release(release))["codebook/things.html"].decode()
    assert "<p>As <code>a|b</code>, see <a href=https://example.org/x>here</a> &lt;b&gt;.<" in page
