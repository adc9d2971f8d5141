"""Good and bad examples of the rules for wordings in two languages."""

from __future__ import annotations

from tests.rules.examples import Example, bad, good, put, slip

VIEWERS = "t-live-final-viewers"
TITLE = "t-white-paper-title"
CASES: tuple[Example, ...] = (
    slip("term-wording", "nine-words", "terms", VIEWERS, english="an online audience of over 40 million viewers then"),
    slip("term-wording", "no-passage", "terms", VIEWERS, english_passage_id=""),
    bad(
        "term-wording",
        "passage-of-another-source",
        ("terms", VIEWERS, "english_source_id"),
        put("terms", VIEWERS, english_source_id="white-paper-section-7"),
    ),
    slip("term-wording", "unit-of-no-figure", "terms", VIEWERS, statistic_id=""),
    bad("term-wording", "title-of-no-record", ("terms", TITLE, "agreement_id"), put("terms", TITLE, event_id="")),
    good("term-wording", "eight-words", put("terms", VIEWERS, english="audience of over 40 million viewers of it")),
    good("term-wording", "outside-the-coded-text", put("terms", TITLE, english_source_id="shine-white-paper-2025")),
    good("term-wording", "changes-nothing", put("terms", TITLE, event_id="", code_affected="nothing")),
)
