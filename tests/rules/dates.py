"""Good and bad examples of the rules for dates, the one rule of every package among them."""

from __future__ import annotations

from tests.rules.examples import WORLD_REPORTS, Example, put, seen

EDTF = "write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20"

CASES: tuple[Example, ...] = (
    seen(
        "edtf-date",
        "day-that-is-none",
        [("agreements", "a-cn-mx-precursor-working-group", "started", f"is not a real date; {EDTF}", "2023-02-30")],
        put("agreements", "a-cn-mx-precursor-working-group", started="2023-02-30"),
    ),
    seen(
        "edtf-date",
        "end-before-start",
        [("events", WORLD_REPORTS, "date", f"begins after it ends; {EDTF}", "2024/2021")],
        put("events", WORLD_REPORTS, date="2024/2021"),
    ),
    seen("edtf-date", "legal-interval", [], put("sources", "dea-history", published="2020-02-29/..")),
)
