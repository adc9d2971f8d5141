"""Good and bad examples of the rules for statistics."""

from __future__ import annotations

from tests.rules.examples import (
    FINAL_COUNT,
    SHARE,
    SHARE_VALUE,
    STATED_DEATHS,
    STATISTIC,
    TABLETS,
    TREND,
    TREND_VALUE,
    Example,
    add,
    bad,
    cite,
    counted,
    good,
    put,
    slip,
)

MADE_VALUE = ("statistics", "s-made-up", "value")
TABLETS_CHECKED = "v-eu-fentanyl-tablet-seizures-2022"

CASES: tuple[Example, ...] = (
    bad(
        "number-range",
        "percent",
        ("statistics", SHARE, "value"),
        put("statistics", SHARE, value="101"),
        put("evidence", SHARE_VALUE, fragment="accounting for 101 percent"),
    ),
    bad(
        "number-range",
        "direction",
        ("statistics", TREND, "value"),
        put("statistics", TREND, value="2"),
        put("evidence", TREND_VALUE, stance="confirms"),
    ),
    slip(
        "primary-figure",
        "context-to-context",
        "statistics",
        FINAL_COUNT,
        corresponds_to_id="s-us-drug-overdose-deaths-2023-provisional",
    ),
    slip("primary-figure", "paper-to-paper", "statistics", TABLETS, corresponds_to_id=STATED_DEATHS),
    good(
        "number-range",
        "whole-percent",
        put("statistics", SHARE, value="100"),
        put("evidence", SHARE_VALUE, fragment="accounting for 100 percent"),
    ),
    good("primary-figure", "context-to-paper", put("statistics", FINAL_COUNT, corresponds_to_id=STATED_DEATHS)),
    bad("number-range", "negative", MADE_VALUE, counted("-1", "no figure", supports="unit")),
    bad("number-range", "half-a-death", MADE_VALUE, counted("0.5", "no figure", supports="unit")),
    bad("number-range", "not-a-number", MADE_VALUE, counted("NaN", "no figure")),
    bad("number-range", "infinite", MADE_VALUE, counted("INF", "no figure")),
    good("number-range", "none", counted("0", "none of them")),
    good("number-range", "half-a-kilogram", counted("0.5", "0.5 kilograms", unit="kg", category="seizures")),
    bad(
        "cited-source",
        "the-text-itself",
        ("statistics", TABLETS, "cited_source_id"),
        put("statistics", TABLETS, cited_source_id="white-paper-section-7"),
    ),
    bad(
        "cited-source",
        "the-whole-of-the-text",
        ("statistics", TABLETS, "cited_source_id"),
        put("statistics", TABLETS, cited_source_id="white-paper"),
    ),
    good("cited-source", "another", put("statistics", TABLETS, cited_source_id="dea-history")),
    bad(
        "figure-verdict",
        "no-verification",
        ("statistics", "s-made-up", "value"),
        add("statistics", id="s-made-up", **STATISTIC | {"origin": "white-paper"}),
        cite("s-made-up", 1, "statistic_id"),
        cite("s-made-up", 2, "statistic_id", supports="value", fragment="3 deaths"),
    ),
    bad(
        "figure-verdict",
        "only-another-column",
        ("statistics", TABLETS, "value"),
        put("verifications", TABLETS_CHECKED, compared="unit"),
    ),
    good("figure-verdict", "of-a-context-record", counted("3", "3 deaths")),
    good(
        "figure-verdict",
        "not-found",
        add("statistics", id="s-made-up", **STATISTIC | {"origin": "white-paper"}),
        cite("s-made-up", 1, "statistic_id"),
        cite("s-made-up", 2, "statistic_id", supports="value", fragment="3 deaths"),
        add(
            "verifications",
            id="v-made-up",
            statistic_id="s-made-up",
            compared="value",
            verdict="not-found",
            checked="2026-11-27",
            reasoning="Made for a test.",
        ),
    ),
)
