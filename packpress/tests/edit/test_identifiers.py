"""An identifier is the next number or the one that was chosen, fits its field, and was never given before."""

from __future__ import annotations

from typing import Any

import pytest

from packpress.edit.identifiers import Chosen, Used, choose_id
from packpress.errors import PackpressError
from packpress.package.schema import read_field

NUMBERED = {"constraints": {"pattern": "wp-[0-9]+-[0-9]{3}"}}
FOUR = {"constraints": {"pattern": "e-[0-9]{4}"}}
READABLE = {"constraints": {"pattern": "m-[a-z0-9]+(-[a-z0-9]+)*"}, "example": "m-postal-screening"}
CODES = {"constraints": {"pattern": "[A-Z]{3}"}, "example": "CHN"}
INTEGER = {"type": "integer"}


def choose(raw: dict[str, Any], own: str, wanted: str | None, taken: str = "", pointing: str = "", seen: str = "") -> Chosen:
    field = read_field({"name": "id", "type": "string", **raw}, ("",))
    ids = [frozenset(words.split()) for words in (own, f"{own} {taken}", pointing, f"{own} {taken} {pointing} {seen}")]
    return choose_id(field, Used(*ids), wanted)


# id → (field, ids of the table, what was asked for, others, the id that is chosen)
CHOSEN: dict[str, tuple[dict[str, Any], str, str | None, dict[str, str], Chosen]] = {
    "the next number": (FOUR, "e-0122 e-0123", None, {}, Chosen("e-0124")),
    "not the gap": (FOUR, "e-0001 e-0123", None, {}, Chosen("e-0124")),
    "not one that was withdrawn": (FOUR, "e-0123", None, {"taken": "e-0124 e-0125"}, Chosen("e-0126")),
    "not one that another table points at": (FOUR, "e-0123", None, {"pointing": "e-0200"}, Chosen("e-0201")),
    "not one that stands in any key": (FOUR, "e-0123", None, {"seen": "e-0300 x-0400"}, Chosen("e-0301")),
    "the first of an empty table, as the pattern says": (FOUR, "", None, {}, Chosen("e-0001")),
    "without a pattern, as the ids are": ({}, "a-9 a-10", None, {}, Chosen("a-11")),
    "padded as the ids are": ({}, "a-009 a-010", None, {}, Chosen("a-011")),
    "past the padding": ({}, "a-98 a-99", None, {}, Chosen("a-100")),
    "numbers alone": (INTEGER, "1 2 40", None, {}, Chosen("41")),
    "numbers of another table are another thing": (INTEGER, "1 2", None, {"seen": "900"}, Chosen("3")),
    "but not those that point here": (INTEGER, "1 2", None, {"pointing": "7"}, Chosen("8")),
    "the first number": (INTEGER, "", None, {}, Chosen("1")),
    "the next after a beginning": (NUMBERED, "wp-6-064 wp-7-047", "wp-7-", {}, Chosen("wp-7-048")),
    "the first after a new beginning": (NUMBERED, "wp-6-064 wp-7-047", "wp-8-", {}, Chosen("wp-8-001")),
    "one that was asked for whole": (NUMBERED, "wp-6-064 wp-7-047", "wp-7-099", {}, Chosen("wp-7-099")),
    "a code of digits": ({}, "9780141439587 9780141439600", "9780141439518", {}, Chosen("9780141439518")),
    "a readable one": (READABLE, "m-a m-b", "m-new-rule", {}, Chosen("m-new-rule")),
    "a place for a readable one": (READABLE, "m-a m-b", None, {}, Chosen("m-new-record", True)),
    "a place with the beginning of the others": ({}, "s-a s-b", None, {}, Chosen("s-new-record", True)),
    "a place for a code": (CODES, "AUS CHN", None, {}, Chosen("NEW", True)),
    "years at the end are no sequence": (READABLE, "m-law-2015 m-rule-2019", None, {}, Chosen("m-new-record", True)),
}


@pytest.mark.parametrize(("raw", "own", "wanted", "others", "chosen"), CHOSEN.values(), ids=CHOSEN)
def test_an_identifier_is_chosen(
    raw: dict[str, Any], own: str, wanted: str | None, others: dict[str, str], chosen: Chosen
) -> None:
    assert choose(raw, own, wanted, **others) == chosen


# id → (field, ids of the table, what was asked for, ids that are taken elsewhere, what is said)
REFUSED: dict[str, tuple[dict[str, Any], str, str | None, str, str]] = {
    "one that exists": (READABLE, "m-a", "m-a", "", 'the id "m-a" is or was that of another record'),
    "one that was withdrawn": (READABLE, "m-a", "m-b", "m-b", 'the id "m-b" is or was that of another record'),
    "one that breaks the pattern": (READABLE, "m-a", "M-b", "", 'the id "M-b" does not match the pattern'),
    "one that breaks the type": (INTEGER, "1", "b1", "", 'the id "b1" is not a whole number'),
    "a number that exists in other digits": (INTEGER, "7", "007", "", 'the id "007" is or was that of another record'),
    "an empty one": ({}, "a b", "", "", 'the id "" the cell is empty'),
    "one with a line break": ({}, "a b", "c\nd", "", "a line break or an invisible character"),
    "one with a hidden character": ({}, "a b", "c\u200bd", "", "an invisible character"),
    "one with a space before it": ({}, "a b", " c", "", "has a leading or trailing space"),
    "the beginning, where there are several": (NUMBERED, "wp-6-064 wp-7-047", None, "", r"2 prefixes \(wp-6-, wp-7-\)"),
    "the beginning of an empty table": (NUMBERED, "", None, "", "no id to count from"),
    "a number past the pattern": (NUMBERED, "wp-6-999", None, "", 'the next id would be "wp-6-1000", which does not match'),
    "codes of digits": ({}, "9780141439587 9780141439600", None, "", "perhaps codes such as ISBNs, .*; give the id .* --id$"),
    "codes of digits, as the pattern says": (
        {"constraints": {"pattern": "[0-9]{4}"}, "example": "0123"},
        "0001 0002",
        None,
        "",
        "with --id, for example like 0123",
    ),
    "codes of digits of an empty table": ({"constraints": {"pattern": "[0-9]{4}"}}, "", None, "", "are not counted up"),
    "a second place": (READABLE, "m-new-record", None, "", '"m-new-record" is already a placeholder'),
    "a place that does not fit": ({"constraints": {"pattern": "[0-9]{2}[a-z]"}}, "01a", None, "", "the id must be chosen"),
}


@pytest.mark.parametrize(("raw", "own", "wanted", "taken", "said"), REFUSED.values(), ids=REFUSED)
def test_an_identifier_is_refused(raw: dict[str, Any], own: str, wanted: str | None, taken: str, said: str) -> None:
    with pytest.raises(PackpressError, match=said):
        choose(raw, own, wanted, taken=taken)
