"""Good and bad examples of the rules for participants."""

from __future__ import annotations

from tests.rules.examples import NOTICE, NOTICE_ISSUER, Example, add, bad, good, put, slip

CASES: tuple[Example, ...] = (
    bad(
        "one-party",
        "both",
        ("participants", NOTICE_ISSUER, "organization_id"),
        put("participants", NOTICE_ISSUER, area_id="CHN"),
    ),
    slip("one-party", "neither", "participants", NOTICE_ISSUER, organization_id=""),
    bad(
        "participant-once",
        "twice",
        ("participants", "p-e-nncc-office-notice-2019-2", "role"),
        add(
            "participants",
            id="p-e-nncc-office-notice-2019-2",
            event_id=NOTICE,
            role="issuer",
            organization_id="org-cn-nncc-office",
            stated_as="the office",
        ),
    ),
    bad(
        "successor-later",
        "older-successor",
        ("organizations", "org-eu-emcdda", "replaced_by_id"),
        put("organizations", "org-eu-emcdda", founded="2025"),
    ),
    slip("successor-later", "itself", "organizations", "org-eu-euda", replaced_by_id="org-eu-euda"),
    good("one-party", "area-for-body", put("participants", NOTICE_ISSUER, organization_id="", area_id="CHN")),
    good(
        "participant-once",
        "two-roles",
        add(
            "participants",
            id="p-e-nncc-office-notice-2019-2",
            event_id=NOTICE,
            role="lead",
            organization_id="org-cn-nncc-office",
            stated_as="the office",
        ),
    ),
    good("successor-later", "younger-successor", put("organizations", "org-eu-emcdda", founded="1993")),
)
