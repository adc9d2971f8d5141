"""Good and bad examples of the rules for the words of evidence."""

from __future__ import annotations

from tests.rules.examples import (
    EXCHANGES,
    EXCHANGES_QUALIFIER,
    EXCHANGES_VALUE,
    NOTICE,
    NOTICE_DATE,
    RANK,
    RANK_VALUE,
    STUDENTS,
    TABLETS,
    TABLETS_VALUE,
    TREND,
    TREND_VALUE,
    WORLD_REPORTS,
    Example,
    bad,
    counted,
    dated,
    good,
    made_agreement,
    put,
    remove,
    seen,
    slip,
    support,
)

MADE_DATE = ("evidence", "x-e-made-up-2", "fragment")
MADE_FIGURE = ("evidence", "x-s-made-up-2", "fragment")

CASES: tuple[Example, ...] = (
    bad("fragment-value", "other-number", ("evidence", TABLETS_VALUE, "fragment"), put("statistics", TABLETS, value="14")),
    slip("fragment-value", "no-number", "evidence", TABLETS_VALUE, fragment="several tablets"),
    bad(
        "fragment-value",
        "thousands",
        ("evidence", "x-s-eu-fentanyl-tablet-seizures-2022-1", "fragment"),
        put("statistics", "s-eu-fentanyl-tablet-seizures-2022", value="435"),
    ),
    bad(
        "fragment-value",
        "decimals",
        ("evidence", "x-s-eu-fentanyl-seizures-2022-1", "fragment"),
        put("statistics", "s-eu-fentanyl-seizures-2022", value="2.71"),
    ),
    bad(
        "fragment-value",
        "millions",
        ("evidence", f"x-{STUDENTS}-1", "fragment"),
        put("statistics", STUDENTS, value="100"),
        remove("verifications", "v-competition-2023-students-2020"),
        remove("verifications", "v-competition-2023-students-2022"),
    ),
    bad("fragment-value", "rank", ("evidence", RANK_VALUE, "fragment"), put("statistics", RANK, value="2")),
    bad("fragment-value", "trend", ("evidence", TREND_VALUE, "fragment"), put("statistics", TREND, value="-1")),
    bad(
        "fragment-qualifier",
        "other-word",
        [("evidence", EXCHANGES_VALUE, "fragment"), ("evidence", EXCHANGES_QUALIFIER, "fragment")],
        put("statistics", EXCHANGES, qualifier="at-least"),
    ),
    slip("fragment-qualifier", "word-yet-exact", "evidence", TABLETS_VALUE, fragment="almost 8,435 fentanyl tablets"),
    slip("fragment-qualifier", "no-word", "evidence", EXCHANGES_QUALIFIER, fragment="100 instances"),
    bad("fragment-date", "other-year", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2018")),
    bad("fragment-date", "year-yet-a-day", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2019-08-01")),
    bad("fragment-date", "year-yet-a-month", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2019-08")),
    bad(
        "fragment-date",
        "other-last-year",
        ("evidence", f"x-{WORLD_REPORTS}-2", "fragment"),
        put("events", WORLD_REPORTS, date="2021/2023"),
    ),
    slip("fragment-value", "second-leading", "evidence", RANK_VALUE, fragment="the second leading cause"),
    bad(
        "fragment-qualifier",
        "no-more-than",
        [("evidence", EXCHANGES_VALUE, "fragment"), ("evidence", EXCHANGES_QUALIFIER, "fragment")],
        put("evidence", EXCHANGES_VALUE, fragment="no more than 100 instances"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="no more than 100"),
    ),
    good(
        "fragment-value",
        "number-and-words",
        put("statistics", TABLETS, value="14"),
        put("evidence", TABLETS_VALUE, fragment="14 fentanyl tablets"),
    ),
    good(
        "fragment-value",
        "number-in-thousands",
        put("statistics", TABLETS, value="14000"),
        put("evidence", TABLETS_VALUE, fragment="14 thousand tablets"),
    ),
    good(
        "fragment-value",
        "second-rank",
        put("statistics", RANK, value="2"),
        put("evidence", RANK_VALUE, fragment="the second cause of death"),
    ),
    good(
        "fragment-qualifier",
        "qualifier-and-words",
        put("statistics", EXCHANGES, qualifier="at-least"),
        put("evidence", EXCHANGES_VALUE, fragment="No fewer than 100 instances"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="at least 100"),
    ),
    good(
        "fragment-date", "year-and-words", put("events", NOTICE, date="2018"), put("evidence", NOTICE_DATE, fragment="In 2018")
    ),
    good("fragment-value", "capital", put("evidence", TREND_VALUE, fragment="Escalating globally")),
    good(
        "fragment-qualifier",
        "no-less-than",
        put("statistics", EXCHANGES, qualifier="at-least"),
        put("evidence", EXCHANGES_VALUE, fragment="no less than 100"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="not less than 100"),
    ),
    seen(
        "fragment-value",
        "number-against-words",
        [
            (
                "evidence",
                TABLETS_VALUE,
                "fragment",
                f"says 8435, the value of {TABLETS} is 14; correct one",
                "8,435 fentanyl tablets",
            )
        ],
        put("statistics", TABLETS, value="14"),
    ),
    seen(
        "fragment-value",
        "number-with-words",
        [],
        put("statistics", TABLETS, value="14"),
        put("evidence", TABLETS_VALUE, fragment="14 fentanyl tablets"),
    ),
    seen(
        "fragment-qualifier",
        "qualifier-against-words",
        [
            (
                "evidence",
                EXCHANGES_VALUE,
                "fragment",
                f"means more-than, the qualifier of {EXCHANGES} is almost; correct one",
                "more than 100 instances of information exchange",
            ),
            (
                "evidence",
                EXCHANGES_QUALIFIER,
                "fragment",
                f"means more-than, the qualifier of {EXCHANGES} is almost; correct one",
                "more than 100",
            ),
        ],
        put("statistics", EXCHANGES, qualifier="almost"),
    ),
    bad("fragment-date", "other-day", MADE_DATE, dated("2024-07-30", "On July 31, 2024")),
    bad("fragment-date", "day-yet-a-month", MADE_DATE, dated("2024-07", "On July 31, 2024")),
    bad("fragment-date", "other-month", MADE_DATE, dated("2024-07", "In August 2024")),
    bad("fragment-date", "day-that-is-none", MADE_DATE, dated("2024-02-29", "On February 30, 2024")),
    bad("fragment-date", "short-month", MADE_DATE, dated("2024-01-31", "Jan. 30, 2024")),
    bad("fragment-date", "day-first", MADE_DATE, dated("2024-01-31", "on 30 January 2024 in Beijing")),
    bad("fragment-date", "chinese-day", MADE_DATE, dated("2024-01-31", "2024年1月30日")),
    bad("fragment-date", "chinese-month", MADE_DATE, dated("2024-02", "2024年1月")),
    bad("fragment-date", "chinese-day-yet-a-month", MADE_DATE, dated("2024-01", "2024年1月30日")),
    bad("fragment-date", "digits", MADE_DATE, dated("2024-01-31", "Promulgation Date: 2024-01-30")),
    bad("fragment-date", "other-last-day", MADE_DATE, dated("2023-10-16/2023-10-19", "16-20 October 2023")),
    bad(
        "fragment-date",
        "status-of-an-agreement",
        ("evidence", "x-a-made-up-2", "fragment"),
        made_agreement(status="active", status_as_of="2024-04-22"),
        support("a-made-up", 2, "agreement_id", supports="status_as_of", fragment="on 23 April 2024"),
    ),
    *(
        good("fragment-date", id, dated(date, words))
        for id, date, words in (
            ("day", "2024-07-31", "On July 31, 2024"),
            ("last-day-of-an-interval", "2024-07-29/2024-07-31", "On July 31, 2024"),
            ("short-month", "2024-01-30", "Jan. 30, 2024"),
            ("day-first", "2024-01-30", "30 January 2024"),
            ("chinese-day", "2024-01-30", "2024年1月30日"),
            ("days", "2023-10-16/2023-10-20", "16-20 October 2023"),
            ("chinese-days", "2023-10-16/2023-10-20", "2023年10月16日至20日"),
            ("chinese-month", "2024-01", "2024年1月"),
            ("digits", "2024-01-30", "Date: 2024-01-30"),
            ("no-year", "2024-01-30", "on the last Tuesday of the month"),
        )
    ),
    good("fragment-date", "day-of-another-who-contradicts", dated("2024-07-30", "On July 31, 2024", stance="contradicts")),
    seen(
        "fragment-date",
        "day-against-words",
        [
            (
                "evidence",
                "x-e-made-up-2",
                "fragment",
                "names 2024-07-31, the date of e-made-up is 2024-07-30; correct one",
                "On July 31, 2024",
            )
        ],
        dated("2024-07-30", "On July 31, 2024"),
    ),
    bad("fragment-value", "word", MADE_FIGURE, counted("4", "five deaths")),
    bad("fragment-value", "word-of-two-parts", MADE_FIGURE, counted("20", "twenty-five deaths")),
    bad("fragment-value", "chinese-scale", MADE_FIGURE, counted("8899", "8899万余人", "more-than")),
    bad("fragment-value", "chinese-word", MADE_FIGURE, counted("14", "十三人")),
    *(
        good("fragment-value", id, counted(value, words, qualifier))
        for id, value, qualifier, words in (
            ("word", "5", "exact", "five deaths"),
            ("word-of-two-parts", "25", "exact", "Twenty-five deaths"),
            ("word-with-scale", "2000000", "exact", "two million deaths"),
            ("chinese-scale", "88990000", "more-than", "8899万余人"),
            ("chinese-word", "13", "exact", "十三人"),
            ("thin-space", "8435", "exact", "8\u202f435 deaths"),
        )
    ),
    bad("fragment-qualifier", "chinese-more", MADE_FIGURE, counted("88990000", "8899万余人")),
    bad("fragment-qualifier", "chinese-about", MADE_FIGURE, counted("3000", "约3000人")),
    bad("fragment-qualifier", "chinese-up-to", MADE_FIGURE, counted("3000", "不超过3000人", "more-than")),
    bad("fragment-qualifier", "estimated", MADE_FIGURE, counted("105007", "an estimated 105,007 deaths")),
    bad("fragment-qualifier", "before-a-word", MADE_FIGURE, counted("20", "more than twenty deaths", supports="qualifier")),
    *(
        good("fragment-qualifier", id, counted(value, words, qualifier, supports="qualifier"))
        for id, value, qualifier, words in (
            ("chinese-about", "3000", "about", "约3000人"),
            ("chinese-more", "30", "more-than", "30余人"),
            ("chinese-up-to", "3000", "up-to", "不超过3000人"),
            ("estimated", "105007", "about", "an estimated 105,007 deaths"),
            ("before-a-word", "20", "more-than", "more than twenty deaths"),
        )
    ),
)
