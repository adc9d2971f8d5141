"""Good and bad examples of the rules for events."""

from __future__ import annotations

from tests.rules.examples import Edit, Example, bad, good, made_event

MADE = ("events", "e-made-up")
ANNOUNCED = "e-us-tariff-order-14195-2025"
WHOLE = "e-cn-delegation-visit-us-2024"


def tariff(**cells: str) -> Edit:
    return made_event(**{"kind": "trade-measure", "area_id": "USA"} | cells)


CASES: tuple[Example, ...] = (
    bad("event-stage", "control", (*MADE, "stage"), made_event(kind="control", area_id="CHN")),
    bad("event-stage", "trade-measure", (*MADE, "stage"), made_event(kind="trade-measure", area_id="USA")),
    bad("event-stage", "occasion", (*MADE, "stage"), made_event(kind="meeting", stage="announced", area_id="brics")),
    bad("event-stage", "rate-of-an-occasion", (*MADE, "tariff_rate"), made_event(kind="meeting", tariff_rate="10")),
    bad("event-stage", "ended-yet-a-rate", (*MADE, "tariff_rate"), tariff(stage="ended", tariff_rate="10")),
    bad(
        "event-stage",
        "not-the-announced-rate",
        (*MADE, "tariff_rate"),
        tariff(stage="in-force", tariff_rate="20", follows_id=ANNOUNCED),
    ),
    good("event-stage", "announced-rate", tariff(stage="in-force", tariff_rate="10", follows_id=ANNOUNCED)),
    good("event-stage", "new-rate", tariff(stage="announced", tariff_rate="30", follows_id=ANNOUNCED)),
    good("event-stage", "ended", tariff(stage="ended", tariff_rate="0", follows_id=ANNOUNCED)),
    good("event-stage", "stage-of-a-law", made_event(kind="legal-act", stage="in-force", area_id="CHN")),
    good("event-stage", "law-without-stage", made_event(kind="legal-act", area_id="CHN")),
    bad("event-area", "law-of-no-area", (*MADE, "area_id"), made_event(kind="legal-act", stage="in-force")),
    bad("event-area", "country-of-a-meeting", (*MADE, "area_id"), made_event(kind="meeting", area_id="CHN")),
    bad("event-area", "country-of-a-statement", (*MADE, "area_id"), made_event(kind="statement", area_id="USA")),
    good("event-area", "group-that-meets", made_event(kind="meeting", area_id="brics")),
    good("event-area", "country-of-a-law", made_event(kind="legal-act", stage="in-force", area_id="CHN")),
    bad(
        "event-order",
        "before-what-it-follows",
        (*MADE, "follows_id"),
        tariff(stage="announced", date="2025-01", follows_id=ANNOUNCED),
    ),
    bad("event-order", "before-the-whole", (*MADE, "part_of_id"), made_event(date="2018", part_of_id=WHOLE)),
    bad("event-order", "after-the-whole", (*MADE, "part_of_id"), made_event(date="2025", part_of_id=WHOLE)),
    good("event-order", "in-the-year-of-what-it-follows", tariff(stage="announced", date="2025", follows_id=ANNOUNCED)),
    good("event-order", "within-the-whole", made_event(date="2024-07-31", part_of_id=WHOLE)),
    good("event-order", "no-date", made_event(part_of_id=WHOLE)),
    bad("event-place", "no-country", (*MADE, "place_area_id"), made_event(place="Weihai")),
    bad("event-place", "group", (*MADE, "place_area_id"), made_event(place_area_id="brics")),
    good("event-place", "city-and-country", made_event(place="Weihai", place_area_id="CHN")),
    good("event-place", "country", made_event(place_area_id="CHN")),
)
