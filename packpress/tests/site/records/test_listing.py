"""A list has the records by group, the text's own first; a figure beside a stated one is not listed again."""

from __future__ import annotations

from dataclasses import replace

from tests.site.records.lake_report import ACTS, CLAIMS, SETTING, lake_site, row, with_rows

from packpress.site.model.page import Crumb
from packpress.site.records.listing import group_crumbs, listed_groups, records_in_order


def test_groups_have_the_labels_of_their_codes() -> None:
    site = lake_site()
    shown = [
        (group.title, group.anchor, [found.id for found in group.own], [found.id for found in group.others])
        for group in listed_groups(site, CLAIMS)
    ]
    assert shown == [
        ("Water of the lake", "topic.water", ["c-depth"], ["c-depth-old"]),
        ("Fish", "topic.fish", ["c-boats"], []),
    ]


def test_other_records_are_in_the_order_of_their_dates_and_undated_ones_last() -> None:
    site = lake_site(with_rows("acts", "a-zero,Zero,,meeting,", "a-old,Old,,meeting,../1999"))
    assert [found.id for found in listed_groups(site, ACTS)[0].all] == ["a-old", "a-first", "a-second", "a-third", "a-zero"]


def test_records_follow_one_another_with_the_figures_beside_them() -> None:
    site = lake_site()
    ids = [found.id for found in records_in_order(site, CLAIMS, listed_groups(site, CLAIMS))]
    assert ids == ["c-depth", "c-depth-final", "c-depth-guess", "c-depth-old", "c-boats"]


def test_every_record_has_its_place_in_the_order() -> None:
    site = lake_site(with_rows("claims", "c-x,X,,1,exact,m"))
    for kind in (CLAIMS, ACTS):
        ids = [found.id for found in records_in_order(site, kind, listed_groups(site, kind))]
        assert sorted(ids) == sorted(site.tables[kind.resource].by_id)


def test_the_way_to_a_record_leads_through_its_group() -> None:
    site = lake_site()
    record = row(site, "acts", "a-rule")
    assert group_crumbs(site, ACTS, record, listed_groups(site, ACTS)) == (
        Crumb("Acts", "acts/index.html"),
        Crumb("Rule that is written down", "acts/index.html#sort.written-rule"),
    )


def test_a_long_label_gives_way_to_its_code() -> None:
    site = lake_site()
    site.tables["acts"].fields["sort"].labels["written-rule"] = "A rule that somebody has written down on paper"  # type: ignore[index]
    assert group_crumbs(site, ACTS, row(site, "acts", "a-rule"), listed_groups(site, ACTS))[1].title == "Written rule"


def test_a_figure_is_listed_where_the_one_that_it_was_compared_with_has_no_line_for_it() -> None:
    texts = with_rows("checks", "k-9,c-depth-old,,amount,more,c-lone,,p-news,2025-02-01,Older.")
    texts["claims"] += "c-lone,Lone,fish,3,exact,m,,,,,around,\n"
    site = lake_site(texts)
    assert "c-lone" in [found.id for group in listed_groups(site, CLAIMS) for found in group.all]


def test_a_record_without_a_figure_is_always_listed() -> None:
    site = lake_site(with_rows("checks", "k-9,,a-first,day,same,,,p-news,2025-02-01,Same day."), SETTING)
    column = site.tables["checks"].fields["against"]
    pointing = replace(column, references=("acts", "id"))
    site.tables["checks"].fields["against"] = pointing  # type: ignore[index]
    site.tables["checks"].by_id["k-9"].cells[5] = "a-third"  # type: ignore[index]
    assert {found.id for group in listed_groups(site, ACTS) for found in group.all} == {*site.tables["acts"].by_id}
