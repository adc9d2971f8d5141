"""The page of the search leads to lists without a script, and all that its index knows is on a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.site.invented_site import invented_site
from tests.site.pages.harbours import TABLES, harbour_site
from tests.site.pages.page_text import render_kind

from packpress.site.pages import search
from packpress.site.rendering.render_site import render_site

TEXTS = [f"Words number {number}" for number in range(4)]
CODES = [f"id-{number}" for number in range(4)]


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids.update(value for name, value in attrs if name == "id" and value)


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return render_site(invented_site(TEXTS, CODES))


@pytest.fixture(scope="module")
def index(files: Mapping[str, bytes]) -> dict[str, Any]:
    script = files["static/search-index.js"].decode()
    found: dict[str, Any] = json.loads(script.removeprefix("globalThis.packpressIndex=").removesuffix(";\n"))
    return found


def test_each_entry_of_the_index_leads_to_a_place_on_a_page(files: Mapping[str, bytes], index: dict[str, Any]) -> None:
    lost = []
    for kind, middle, *_ in index["records"]:
        path, _, anchor = f"{index['kinds'][kind]['before']}{middle}{index['kinds'][kind]['after']}".partition("#")
        reader = _Ids()
        reader.feed(files.get(path, b"").decode())
        if path not in files or (anchor and anchor not in reader.ids):
            lost.append(f"{path}#{anchor}")
    assert lost == []


def test_a_verdict_in_the_results_has_its_mark(files: Mapping[str, bytes], index: dict[str, Any]) -> None:
    marks = re.findall(r"<template data-verdict=([^ >]+)>(<span[^>]*><svg.*?</svg>)", files["search.html"].decode())
    assert (
        {code for code, _ in marks}
        == {code for row in index["records"] if len(row) > 6 for code in row[6].split()}
        == set(CODES)
    )


def test_a_verdict_that_no_comparison_has_is_not_offered() -> None:
    checks = "\n".join(line for line in TABLES["checks"].splitlines() if ",above," not in line)
    page = render_kind(harbour_site(tables={**TABLES, "checks": checks}), search)["search.html"]
    assert re.findall(r"data-verdict=\"?(\w+)", page) == ["same", "missing"]


def test_without_a_script_the_page_leads_to_the_lists(files: Mapping[str, bytes]) -> None:
    (instead,) = re.findall(r"<noscript>(.*?)</noscript>", files["search.html"].decode(), re.DOTALL)
    assert {"visits/index.html", "ports/index.html"} <= set(re.findall(r"href=([^ >]+)", instead))


def test_the_page_names_its_scripts_in_the_order_in_which_they_need_each_other(files: Mapping[str, bytes]) -> None:
    scripts = re.findall(r'<script src="static/([^"]+)" defer>', files["search.html"].decode())
    assert scripts == ["minisearch.js", "search-index.js", "search.js"]
