"""Good and bad examples of the rules for verifications."""

from __future__ import annotations

from tests.rules.examples import (
    COMPARED_FINAL,
    COMPARED_PROVISIONAL,
    NOT_FOUND,
    NOTICE_CHECKED,
    Example,
    add,
    bad,
    good,
    put,
    slip,
)

CASES: tuple[Example, ...] = (
    slip("verification-figures", "wrong-difference", "verifications", COMPARED_FINAL, difference="2225"),
    slip("verification-figures", "no-difference", "verifications", COMPARED_FINAL, difference=""),
    slip("verification-figures", "difference-of-one", "verifications", NOT_FOUND, difference="5"),
    slip("verification-figures", "units", "verifications", "v-competition-2023-viewers", verdict="lower"),
    slip("verification-figures", "does-not-round", "verifications", COMPARED_FINAL, verdict="rounds-to"),
    slip("verification-figures", "not-lower", "verifications", COMPARED_FINAL, verdict="lower"),
    slip("verification-figures", "not-the-same", "verifications", COMPARED_PROVISIONAL, verdict="matches"),
    bad(
        "verification-source",
        "found-yet-not-found",
        ("verifications", NOT_FOUND, "verdict"),
        put("verifications", NOT_FOUND, found="230,000 schools"),
    ),
    slip("verification-source", "nothing-found", "verifications", NOTICE_CHECKED, found=""),
    slip("verification-source", "no-such-column", "verifications", NOTICE_CHECKED, compared="headline"),
    good("verification-figures", "higher-rather-than-rounded", put("verifications", COMPARED_PROVISIONAL, verdict="higher")),
    bad(
        "verification-source",
        "no-source",
        ("verifications", NOTICE_CHECKED, "source_id"),
        put("verifications", NOTICE_CHECKED, source_id="", independence="", access=""),
    ),
    slip("verification-source", "no-independence", "verifications", NOTICE_CHECKED, independence=""),
    slip("verification-source", "no-access", "verifications", NOTICE_CHECKED, access=""),
    slip("verification-source", "independence-of-no-source", "verifications", NOT_FOUND, independence="independent"),
    slip("verification-source", "access-of-no-source", "verifications", NOT_FOUND, access="opened"),
    bad(
        "verification-source",
        "not-checkable-by-a-source",
        ("verifications", NOT_FOUND, "source_id"),
        put(
            "verifications",
            NOT_FOUND,
            verdict="not-checkable",
            source_id="dea-history",
            independence="independent",
            access="opened",
        ),
    ),
    bad(
        "verification-source",
        "not-checkable-yet-found",
        ("verifications", NOT_FOUND, "verdict"),
        put("verifications", NOT_FOUND, verdict="not-checkable", found="230,000 schools"),
    ),
    good("verification-source", "not-checkable", put("verifications", NOT_FOUND, verdict="not-checkable")),
    good(
        "verification-source",
        "looked-for-here",
        put("verifications", NOT_FOUND, source_id="dea-history", independence="counterpart", access="copy"),
    ),
    good(
        "verification-source",
        "of-a-measure",
        add(
            "verifications",
            id="v-made-up",
            measure_id="m-cn-us-arrests",
            compared="title",
            verdict="not-checkable",
            checked="2026-11-27",
            reasoning="Made for a test.",
        ),
    ),
)
