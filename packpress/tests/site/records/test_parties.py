"""Parties are listed by role, with what the source calls them and their name in their own language."""

from __future__ import annotations

from tests.site.records.lake_report import lake_site, row

from packpress.site.records.parties import parties_of


def test_roles_are_in_the_order_of_their_codes() -> None:
    site = lake_site()
    parties = parties_of(site, row(site, "acts", "a-first"))
    shown = [
        [(party.name.id, party.stated_as, party.original, party.language) for party in role.parties] for role in parties.roles
    ]
    assert [role.code for role in parties.roles] == ["host", "guest"]
    assert shown == [[("b-office", "the Office", "Seeamt", "de")], [("b-branch", "", "", "")]]


def test_the_record_says_whether_the_list_is_open() -> None:
    site = lake_site()
    assert [parties_of(site, row(site, "acts", key)).is_open for key in ("a-first", "a-second", "a-rule")] == [
        True,
        False,
        None,
    ]


def test_a_record_without_parties_has_no_roles() -> None:
    site = lake_site()
    assert parties_of(site, row(site, "claims", "c-boats")).names == ()
