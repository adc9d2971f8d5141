"""What descriptions lack is said once for each reason."""

from __future__ import annotations

from packpress.publish.metadata.facts.lack import Lack, lines_by_reason

LACKS = (
    Lack("a.json", "", "there is no title; add one"),
    Lack("b.json", "url", "there is no homepage; add one"),
    Lack("c.ttl", "", "there is no creator; add one"),
    Lack("d.ttl", "@id and url", "there is no homepage; add one"),
    Lack("e.bib", "url", "there is no homepage; add one"),
    Lack("f.cff", "", "there is no title; add one"),
)


def test_a_reason_is_said_once_with_what_is_missing_for_it() -> None:
    assert list(lines_by_reason(LACKS)) == [
        "without a.json, f.cff, because there is no title; add one",
        "without c.ttl, because there is no creator; add one",
        "without url (b.json, e.bib), @id and url (d.ttl), because there is no homepage; add one",
    ]
    assert list(lines_by_reason(())) == []


def test_one_lack_names_the_description_and_the_part() -> None:
    assert [str(lack) for lack in LACKS[:2]] == [
        "a.json: left out, because there is no title; add one",
        "b.json: without url, because there is no homepage; add one",
    ]
