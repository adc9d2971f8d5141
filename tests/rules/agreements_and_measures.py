"""Good and bad examples of the rules for agreements and measures."""

from __future__ import annotations

from tests.rules.examples import (
    EXCHANGE_OF_SCIENTISTS,
    Example,
    add,
    bad,
    good,
    made_agreement,
    made_measure,
    put,
    remove,
)

MADE_AGREEMENT = ("agreements", "a-made-up")
MADE_ENDED = (*MADE_AGREEMENT, "ended")
MADE_MEASURE = ("measures", "m-made-up")

CASES: tuple[Example, ...] = (
    bad(
        "bilateral-parties",
        "one-party",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        remove("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2"),
    ),
    bad(
        "bilateral-parties",
        "three-parties",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        add(
            "participants",
            id=f"p-{EXCHANGE_OF_SCIENTISTS}-3",
            agreement_id=EXCHANGE_OF_SCIENTISTS,
            role="party",
            area_id="MEX",
            stated_as="Mexico",
        ),
    ),
    bad(
        "bilateral-parties",
        "region",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        put("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2", area_id="europe"),
    ),
    good("bilateral-parties", "union", put("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2", area_id="eu")),
    bad("end-after-start", "ends-before", MADE_ENDED, made_agreement(started="2023", ended="2022")),
    good("end-after-start", "ends-in-the-year", made_agreement(started="2023-10", ended="2023")),
    bad("target-coded", "no-code", (*MADE_MEASURE, "target_kind"), made_measure(target="students")),
    bad("target-coded", "no-target", (*MADE_MEASURE, "target_kind"), made_measure(target_kind="young-people")),
    good("target-coded", "both", made_measure(target="students", target_kind="young-people")),
    good("target-coded", "neither", made_measure()),
    bad("status-dated", "no-date", (*MADE_AGREEMENT, "status_as_of"), made_agreement(status="active")),
    bad("status-dated", "no-status", (*MADE_AGREEMENT, "status_as_of"), made_agreement(status_as_of="2024")),
    bad(
        "status-dated",
        "before-the-start",
        (*MADE_AGREEMENT, "status_as_of"),
        made_agreement(status="active", status_as_of="2022-12", started="2023"),
    ),
    bad(
        "status-dated",
        "active-after-the-end",
        (*MADE_AGREEMENT, "status"),
        made_agreement(status="active", status_as_of="2025-01-01", started="2020", ended="2024"),
    ),
    good("status-dated", "neither", made_agreement(started="2023")),
    good("status-dated", "in-the-year-of-the-start", made_agreement(status="active", status_as_of="2023", started="2023-10")),
    good("status-dated", "ended", made_agreement(status="ended", status_as_of="2025", started="2020", ended="2024")),
    good("status-dated", "active-in-the-last-year", made_agreement(status="active", status_as_of="2024-03", ended="2024")),
)
