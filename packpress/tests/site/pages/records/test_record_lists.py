"""A list has every record once, in words, with the attributes by which its script filters and sorts."""

from __future__ import annotations

import re

import pytest
from tests.site.records.lake_report import lake_site, rendered

from packpress.site.model.page import Page
from packpress.site.model.site import Site
from packpress.site.pages.records.record_lists import links, pages


@pytest.fixture(scope="module")
def lists() -> dict[str, str]:
    site = lake_site()
    return {page.path: rendered(site, page) for page in pages(site)}


def test_there_is_a_list_and_a_link_for_each_kind_of_records() -> None:
    site = lake_site()
    assert [(link.path, link.title, link.count) for link in links(site)] == [
        ("figures/index.html", "Figures", "5 · 2 by the report"), ("acts/index.html", "Acts", "4 · 3 by the report"),
    ]  # fmt: skip
    assert [page.path for page in pages(site)] == ["figures/index.html", "acts/index.html"]


def test_every_record_is_linked_from_its_list(lists: dict[str, str]) -> None:
    for path, ids in (
        ("figures/index.html", {"c-depth", "c-depth-final", "c-depth-guess", "c-depth-old", "c-boats"}),
        ("acts/index.html", {"a-first", "a-second", "a-third", "a-rule"}),
    ):
        main = lists[path][lists[path].index("<main") : lists[path].index("</main>")]
        assert {*re.findall(r'href="([a-z]-[a-z-]+)\.html"', main)} == ids


def test_a_figure_has_a_line_for_each_comparison(lists: dict[str, str]) -> None:
    _, *lines = lists["figures/index.html"].split("<tbody")[1].split("</tr>")[1].split('<span class="vs">')
    words = [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines]
    assert words == ["72 +3 (+4.2 %) More", "more than 76 −1 (−1.3 %) More", "in words Other thing", "— no figure Not found"]


def test_an_item_has_the_values_of_its_filters(lists: dict[str, str]) -> None:
    (line,) = [
        line for line in lists["figures/index.html"].splitlines() if "data-item" in line and 'data-s-figure="75"' in line
    ]
    attributes = dict(re.findall(r'(data-[a-z-]+)="([^"]*)"', line))
    assert attributes == {
        "data-beside": "1 2", "data-f-verdict": "more other-thing gone", "data-f-topic": "water", "data-f-by": "own",
        "data-s-figure": "75",
    }  # fmt: skip


def test_a_filter_has_the_values_that_occur_in_words(lists: dict[str, str]) -> None:
    form = re.search(r"<form.*?</form>", lists["figures/index.html"], re.DOTALL)
    assert form is not None
    options = re.findall(r'<option value="([^"]*)">([^<]*)', form[0])
    assert options == [
        ("", "any"), ("more", "More"), ("other-thing", "Other thing"), ("gone", "Not found"),
        ("", "any"), ("water", "Water of the lake"), ("fish", "Fish"),
        ("", "any"), ("own", "The report"), ("others", "Other sources"),
    ]  # fmt: skip


def test_the_top_of_a_list_counts_what_is_compared(lists: dict[str, str]) -> None:
    lead = re.search(r'<p class="lead">(.*?)</p>', lists["figures/index.html"])
    assert lead is not None
    assert lead[1] == (
        "The claims. The report states 2 figures. Each was compared with other sources; the result is beside it. "
        "3 figures of other sources give context. 2 of them stand beside the figures that they were compared with."
    )


def test_the_script_counts_the_figures_in_the_lines_of_others_too(lists: dict[str, str]) -> None:
    html = lists["figures/index.html"]
    assert re.findall(r'data-beside="([^"]*)"', html) == ["1 2"]
    assert len(re.findall(r"data-item", html)) + 2 == 5
    assert re.findall(r'data-text(?:-beside)?="([^"]*)"', html) == [
        "{shown} of {all} figures",
        "{shown} of {all} figures; {beside} of them beside the figure they were compared with",
    ]
    assert "data-text-beside" not in lists["acts/index.html"]


def test_a_list_of_few_dates_has_no_column_of_dates(lists: dict[str, str]) -> None:
    assert "March 2021" in lists["acts/index.html"]
    site = lake_site()
    for key in ("a-first", "a-second", "a-third"):
        site.tables["acts"].by_id[key].cells[4] = ""  # type: ignore[index]
    page = next(page for page in pages(site) if page.path == "acts/index.html")
    assert 'class="when"' not in rendered(site, page)


def test_a_package_without_groups_and_comparisons_has_a_plain_list() -> None:
    from dataclasses import replace

    from tests.site.records.lake_report import ACTS, SETTING

    bare = replace(SETTING, records=(replace(ACTS, group="", own=None, kicker=()),), comparisons=None)
    site: Site = lake_site(setting=bare)
    (page,) = pages(site)
    html = rendered(site, page)
    assert isinstance(page, Page)
    assert "<form" not in html
    assert "Verdict" not in html
    assert len(re.findall("data-item", html)) == 4
