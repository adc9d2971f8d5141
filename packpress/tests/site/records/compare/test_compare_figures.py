"""A figure stands beside what other sources say: in order, with bars only for like figures, with who says it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.site.records.lake_report import lake_site, row, with_rows

from packpress.site.model.site import Site
from packpress.site.records.compare.compare_figures import FigureComparison, figure_comparison
from packpress.site.records.compare.difference import Difference


@pytest.fixture(scope="module")
def site() -> Site:
    return lake_site()


@pytest.fixture(scope="module")
def depth(site: Site) -> FigureComparison:
    return figure_comparison(site, row(site, "claims", "c-depth"))


def test_other_sides_are_in_the_order_of_their_verdicts(depth: FigureComparison) -> None:
    shown = [(other.comparison.id, other.verdict.word, other.title) for other in depth.others]
    assert shown == [
        ("k-3", "More", "Final"),
        ("k-4", "More", "Guess"),
        ("k-1", "Other thing", ""),
        ("k-2", "Not found", ""),
    ]


def test_a_figure_of_the_cited_body_or_paper_is_said_by_the_cited_source(depth: FigureComparison) -> None:
    assert [(other.comparison.id, other.is_cited) for other in depth.others] == [
        ("k-3", True),  # measured by a branch of the cited office
        ("k-4", False),
        ("k-1", False),
        ("k-2", True),  # the paper is the cited one
    ]


def test_the_words_and_the_places_of_the_stated_figure_are_shown(depth: FigureComparison) -> None:
    assert [quote.words for _, quote in depth.said] == ["75 metres deep"]
    assert [place.passage.id for place in depth.cited.places if place.passage] == ["l-2"]
    assert (depth.stated.bound, str(depth.stated.quantity), depth.is_own) == ("", "75\u00a0m", True)


def test_only_comparable_figures_have_a_difference(depth: FigureComparison) -> None:
    assert [other.difference for other in depth.others] == [
        Difference(Decimal(3), Decimal("4.2")),
        Difference(Decimal(-1), Decimal("1.3")),
        None,
        None,
    ]


def test_only_exact_figures_have_a_bar(depth: FigureComparison) -> None:
    assert depth.bar.startswith("<svg")
    assert [other.bar != "" for other in depth.others] == [True, False, False, False]


def test_a_column_other_than_the_value_is_named(depth: FigureComparison) -> None:
    assert [other.compared.name if other.compared else "" for other in depth.others] == ["", "", "topic", ""]
    assert [other.found for other in depth.others] == ["", "", "the whole lake", ""]


def test_a_bounded_figure_has_no_bars(site: Site) -> None:
    boats = figure_comparison(site, row(site, "claims", "c-boats"))
    assert (boats.stated.bound, str(boats.stated.quantity), boats.bar) == ("more than", "1,200 boats", "")
    assert boats.cited.is_named is False


def test_a_figure_of_another_source_is_beside_the_stated_one(site: Site) -> None:
    final = figure_comparison(site, row(site, "claims", "c-depth-final"))
    assert (final.stated.record.id, [other.comparison.id for other in final.others]) == ("c-depth", ["k-3"])


def test_a_figure_that_nobody_compared_is_on_its_own(site: Site) -> None:
    old = figure_comparison(site, row(site, "claims", "c-depth-old"))
    assert (old.stated.record.id, old.is_own, old.others, old.days, old.bar) == ("c-depth-old", False, (), (), "")


def test_the_days_of_all_comparisons_are_listed_once(depth: FigureComparison) -> None:
    assert depth.days == ("2025-02-01", "2025-02-02")


def test_a_circle_of_bodies_ends() -> None:
    texts = with_rows("bodies", "b-one,One,,,b-two", "b-two,Two,,,b-one")
    texts["claims"] = texts["claims"].replace("m,2023,b-branch", "m,2023,b-one")
    site = lake_site(texts)
    depth = figure_comparison(site, row(site, "claims", "c-depth"))
    assert [other.is_cited for other in depth.others][:2] == [True, False]  # by its paper, no longer by its body
