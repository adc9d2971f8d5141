"""A record leads to those that refer to it, to the chain that it is in, to its siblings, and to those of the same sentence."""

from __future__ import annotations

from tests.site.records.lake_report import lake_site, row, with_rows

from packpress.site.records.evidence import evidence_of
from packpress.site.records.neighbours import referring_records, same_passages, siblings_of


def test_a_chain_begins_with_its_first_record() -> None:
    site = lake_site()
    chain, parts = referring_records(site, row(site, "acts", "a-second"))[::-1]
    assert (chain.title, [found.id for found in chain.before], [found.id for found in chain.rows]) == (
        "Before and after", ["a-first"], ["a-third"],
    )  # fmt: skip
    assert (parts.title, parts.before, [found.id for found in parts.rows]) == ("What belongs to it", (), ["a-rule"])


def test_a_circle_of_records_ends() -> None:
    site = lake_site(with_rows("acts", "a-x,X,,meeting,,,a-y", "a-y,Y,,meeting,,,a-x"))
    chains = referring_records(site, row(site, "acts", "a-x"))
    assert [([found.id for found in chain.before], [found.id for found in chain.rows]) for chain in chains] == [
        (["a-y"], ["a-y"])
    ]


def test_siblings_are_equal_in_what_they_must_share_and_do_not_stand_in_the_comparison() -> None:
    site = lake_site()
    assert [found.id for found in siblings_of(site, row(site, "claims", "c-depth"))] == ["c-depth-old"]
    assert [found.id for found in siblings_of(site, row(site, "claims", "c-boats"))] == []


def test_at_most_five_siblings_are_shown_the_nearest_first() -> None:
    lines = [f"c-{number},Depth {number},water,{number},exact,m,20{number}" for number in range(10, 22)]
    site = lake_site(with_rows("claims", *lines))
    found = siblings_of(site, row(site, "claims", "c-10"))
    assert [sibling.id for sibling in found] == [f"c-{number}" for number in range(11, 16)]


def test_records_of_the_same_sentence_are_found_across_tables() -> None:
    site = lake_site()
    depth = row(site, "claims", "c-depth")
    assert [found.id for found in same_passages(site, depth, evidence_of(site, depth))] == ["a-first"]
