"""Good and bad examples of the rules for passages."""

from __future__ import annotations

from tests.rules.examples import LAST_PASSAGE, Example, bad, forget_codings, good, put, seen, slip

CASES: tuple[Example, ...] = (
    slip("passage-covered", "cited-with-a-reason", "passages", "wp-6-020", no_claim_reason="summary"),
    slip("passage-covered", "neither-cited-nor-reason", "passages", LAST_PASSAGE, no_claim_reason=""),
    slip("passage-order", "gap", "passages", LAST_PASSAGE, position="48"),
    bad(
        "passage-order",
        "id-without-position",
        ("passages", "wp-7-048", "id"),
        put("passages", LAST_PASSAGE, id="wp-7-048"),
        forget_codings(LAST_PASSAGE),
    ),
    bad(
        "passage-order", "paragraph-gap", ("passages", LAST_PASSAGE, "sentence"), put("passages", LAST_PASSAGE, paragraph="20")
    ),
    slip("passage-order", "sentence-gap", "passages", LAST_PASSAGE, sentence="2"),
    good("passage-covered", "other-reason", put("passages", LAST_PASSAGE, no_claim_reason="reference")),
    good("passage-order", "next-sentence", put("passages", LAST_PASSAGE, paragraph="18", sentence="2")),
    seen(
        "passage-covered",
        "cited-with-a-reason",
        [
            (
                "passages",
                "wp-6-020",
                "no_claim_reason",
                "evidence cites the passage, so it holds a claim; empty the cell",
                "summary",
            )
        ],
        put("passages", "wp-6-020", no_claim_reason="summary"),
    ),
)
