"""Comparisons are in order of their verdicts, and only some verdicts compare numbers."""

from __future__ import annotations

from packpress.publish.drawings.verdict_marks import VERDICT_MARKS
from packpress.site.records.compare.verdict_order import COMPARABLE, NOT_FOUND, verdict_rank

ORDER = ("waves", "equal", "up", "down", "square", "circles", "dashed", "void", "ring")


def test_what_agrees_comes_first_and_what_was_not_found_last() -> None:
    assert [verdict_rank(mark) for mark in ORDER] == [0, 1, 2, 3, 4, 5, 6, 7, 7]


def test_every_mark_that_can_be_drawn_has_its_place() -> None:
    assert {*ORDER} == {*VERDICT_MARKS}
    assert {*COMPARABLE, NOT_FOUND} <= {*VERDICT_MARKS}
