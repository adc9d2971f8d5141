"""Good and bad examples of the rules for codes of standards."""

from __future__ import annotations

from tests.rules.examples import SECTION_7, Example, add, allow, bad, good, put, slip

CASES: tuple[Example, ...] = (
    bad(
        "unit-real",
        "no-code",
        ("statistics", "s-national-anti-drug-competition-2023-schools", "unit"),
        allow("schools"),
        put("statistics", "s-national-anti-drug-competition-2023-schools", unit="schools"),
    ),
    bad("area-real", "no-country", ("areas", "XYZ", "id"), add("areas", id="XYZ", name="Nowhere", kind="country")),
    bad("area-real", "slug-as-country", ("areas", "asean", "id"), put("areas", "asean", kind="country")),
    slip("area-real", "other-country", "areas", "AUS", iso_alpha_2="AQ"),
    slip("area-real", "no-alpha-2", "areas", "AUS", iso_alpha_2=""),
    bad("area-real", "code-as-region", ("areas", "XYZ", "id"), add("areas", id="XYZ", name="Nowhere", kind="region")),
    bad("area-real", "union-with-code", ("areas", "eu", "iso_alpha_2"), put("areas", "eu", iso_alpha_2="EU")),
    slip("language-real", "language", "sources", SECTION_7, language="xx"),
    slip("language-real", "long-code", "sources", SECTION_7, language="eng"),
    slip("language-real", "script", "sources", SECTION_7, language="zh-Hanx"),
    slip("language-real", "region", "sources", SECTION_7, language="en-UK"),
    bad(
        "area-real",
        "lower-case-country",
        ("areas", "fra", "id"),
        add("areas", id="fra", name="France", kind="country", iso_alpha_2="FR"),
    ),
    good("unit-real", "code", allow("mg"), put("statistics", "s-eu-fentanyl-seizures-2022", unit="mg")),
    good("area-real", "country", add("areas", id="FRA", name="France", kind="country", iso_alpha_2="FR")),
    good("language-real", "script-and-region", put("sources", SECTION_7, language="zh-Hans-CN")),
    good("language-real", "language-of-three-letters", put("sources", SECTION_7, language="yue")),
)
