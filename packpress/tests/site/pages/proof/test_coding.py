"""The page of second codings: agreement for each decision, and every disagreement in words."""

from __future__ import annotations

from tests.site.pages.harbours import RAW, TABLES, harbour_site
from tests.site.pages.page_text import read_kind

from packpress.site.model.page import CHECK, Link
from packpress.site.pages.proof import coding


def test_the_agreement_is_that_of_the_proof_decision_by_decision() -> None:
    lines = read_kind(harbour_site(), coding)["coding.html"].lines
    assert lines[2:11] == [
        "Twice",
        "All twice.",
        "Agreement of both codings, decision by decision",
        "Decision | Equal | Agreement | Alpha",
        "Claim | 2 of 3 | 66.7 % | 0.44",
        "Origin | 0 of 1 | 0 % | 0.00",
        "Town | 0 of 1 | 0 % | 0.00",
        "Day | 0 of 1 | 0 % | 0.00",
        "Amount | 0 of 1 | 0 % | 0.00",
    ]


def test_a_disagreement_has_words_for_codes_rows_dates_and_numbers() -> None:
    page = read_kind(harbour_site(), coding)["coding.html"]
    assert page.lines[12:] == [
        "Claim 1 disagreement",
        "Whether it is a claim",
        "Log of 1650, sentence 2",
        "One yes",
        "Two no",
        "Origin 1 disagreement",
        "Who says it",
        "First voyage Log of 1650, sentence 3",
        "One Said by the log",
        "Two Said by others",
        "Town 1 disagreement",
        "Which town",
        "First voyage Log of 1650, sentence 3",
        "One Copenhagen",
        "Two none",
        "Day 1 disagreement",
        "Which day",
        "First voyage Log of 1650, sentence 3",
        "One March 1650",
        "Two 1650",
        "Amount 1 disagreement",
        "How much",
        "Salt Log of 1650, sentence 3",
        "One 1,200",
        "Two 12,000",
    ]
    assert ("Copenhagen", "towns/kb.html") in page.links
    assert ("Said by the log", "codebook/voyages.html#origin.log") in page.links


def test_alpha_of_a_decision_that_never_varies_is_not_defined() -> None:
    tables = {**TABLES, "twice": "id,line,item,decision,one,two\nt1,l3,v1,claim,true,true\n"}
    lines = read_kind(harbour_site(tables=tables), coding)["coding.html"].lines
    assert lines[6:] == [
        "Claim | 1 of 1 | 100 % | not defined",
        "All decisions | 1 of 1 | 100 % |",
        "Both codings are equal.",
        "Alpha is not defined where every unit has the same value in both codings.",
    ]


def test_a_unit_of_a_withdrawn_record_leads_to_its_page_in_words() -> None:
    tables = {**TABLES, "twice": "id,line,item,decision,one,two\nt1,,v9,claim,true,false\n"}
    page = read_kind(harbour_site(tables=tables), coding)["coding.html"]
    assert ("A record that was withdrawn since", "voyages/v9.html") in page.links
    assert [line for line in page.lines if "t1" in line or "v9" in line] == []


def test_disagreements_beyond_those_that_fit_are_counted() -> None:
    rows = "".join(f"u{number},l3,v1,claim,true,false\n" for number in range(130))
    lines = read_kind(harbour_site(tables={**TABLES, "twice": TABLES["twice"] + rows}), coding)["coding.html"].lines
    assert lines.count("Two no") == 120
    assert "15 more are in the table." in lines


def test_the_link_counts_the_decisions_and_a_package_without_codings_has_none() -> None:
    assert list(coding.links(harbour_site())) == [Link("coding.html", "Coding", CHECK, "7")]
    site = harbour_site(raw={name: part for name, part in RAW.items() if name != "packpress:secondCoding"})
    assert [*coding.links(site), *coding.pages(site)] == []
