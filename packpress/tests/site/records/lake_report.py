"""A small package in memory: what a report on a lake states, its evidence, and what other papers say of the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from packpress.package.site.presentation import CodedText
from packpress.package.site.setting import (
    ComparisonFields,
    EvidenceFields,
    FigureFields,
    FilterField,
    NameKind,
    OriginalName,
    Own,
    PartyFields,
    PassageFields,
    RecordKind,
    Siblings,
    SiteSetting,
    SourceFields,
    WordingFields,
    WordsFields,
)
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.facts import Facts
from packpress.site.model.page import Page
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table
from packpress.site.rendering.environment import Renderer
from packpress.site.words.words import Words

LABELS: Mapping[str, Mapping[str, str]] = {
    "topic": {"water": "Water of the lake", "fish": "Fish"},
    "bound": {"exact": "no bound", "over": "more than"},
    "side": {"report": "Stated by the report", "around": "From elsewhere"},
    "sort": {"meeting": "Meeting", "written-rule": "Rule that is written down"},
    "stance": {"says": "says it", "agrees": "agrees", "limits": "limits it"},
    "result": {"near": "Rounds", "same": "Same", "more": "Higher", "other-thing": "Other thing", "gone": "Not there"},
    "part": {"host": "Runs it", "guest": "Comes to it"},
    "unit": {"{boat}": "boats", "m": "metres"},
    "rank": {"prime": "first hand"},
    "seen": {"whole": "read to its end"},
}
REFERENCES = {
    "body": "bodies", "whole": "bodies", "cited": "papers", "answers": "claims", "claim": "claims", "act": "acts",
    "paper": "papers", "line": "lines", "against": "claims", "after": "acts", "within": "acts", "book": "papers",
}  # fmt: skip
EDTF = ("day", "printed", "when")
TEXTS = {
    "claims": """id,title,topic,amount,bound,unit,when,body,cited,answers,side,remark
c-depth,"Depth, north, as stated",water,75,exact,m,2023,b-office,p-survey,,report,
c-depth-final,"Depth, north, final",water,72,exact,m,2023,b-branch,,c-depth,around,
c-depth-old,"Depth, north, 1990",water,70,exact,m,1990,,,,around,
c-depth-guess,"Depth, north, guess",water,76,over,m,2023,,,c-depth,around,
c-boats,Boats,fish,1200,over,{boat},,,,,report,Counted by hand.
""",
    "acts": """id,title,text,sort,day,within,after,open,side,native
a-first,First meeting,They met.,meeting,2021-03,,,true,report,Primera reunión
a-second,Second meeting,They met again.,meeting,2022-04-05,,a-first,false,report,
a-third,Third meeting,They met once more.,meeting,2023,,a-second,false,around,
a-rule,A rule on nets,Nets are counted.,written-rule,,a-second,,,report,
""",
    "bodies": "id,name,native,tongue,whole\nb-office,Lake Office,Seeamt,de,\nb-branch,Branch of the office,,,b-office\n",
    "papers": """id,title,link,tongue,publisher,printed,rank
p-report,The report,https://example.org/report,en,Lake Office,2024,prime
p-survey,The survey,https://example.org/survey,en,Lake Office,2023-12,prime
p-news,News of the lake,,es,Gazette,2024-01-05,
""",
    "lines": """id,paper,place,sort,address
l-2,p-report,2,footnote,https://example.org/report#:~:text=a%20note
l-10,p-report,10,sentence,https://example.org/report#:~:text=the%20lake
""",
    "quotes": """id,claim,act,about,stance,paper,line,seen,spot,words,remark
q-c-depth-10,c-depth,,when,says,p-report,l-10,,,in 2023,
q-c-depth-2,c-depth,,cited,says,p-report,l-2,,,the survey,
q-c-depth-9,c-depth,,amount,says,p-report,l-10,,,75 metres deep,
q-c-depth-11,c-depth,,amount,limits,p-news,,whole,page 3,casi 75,Says nearly.
q-c-depth-final-1,c-depth-final,,amount,says,p-survey,,whole,table 1,72,
q-a-first-1,,a-first,all,says,p-report,l-10,,,met for the first time,
q-a-first-2,,a-first,text,says,p-report,l-10,,,met for the first time,
q-a-first-3,,a-first,day,agrees,p-news,,whole,page 1,en marzo,
""",
    "checks": """id,claim,act,column,result,against,said,paper,day,why
k-1,c-depth,,topic,other-thing,,the whole lake,p-news,2025-02-01,It is about all of it.
k-2,c-depth,,amount,gone,,,p-survey,2025-02-01,The page has no depth.
k-3,c-depth,,amount,more,c-depth-final,,p-survey,2025-02-02,Measured later.
k-4,c-depth,,amount,more,c-depth-guess,,p-news,2025-02-02,A guess.
k-5,,a-first,day,same,,2021-03-04,p-news,2025-02-01,The day is in March.
k-6,c-boats,,amount,gone,,,,2025-02-01,Nobody counts boats.
""",
    "roles": """id,act,body,part,called
r-1,a-first,b-office,host,the Office
r-2,a-first,b-branch,guest,Branch of the office
""",
    "twins": """id,act,original,line,copied,book,spot,remark
t-1,a-first,met for the first time,l-10,se reunieron,p-news,page 1,The copy has no ordinal.
""",
}
PROVENANCE: Mapping[str, Mapping[str, Any]] = {
    "passages": {"resource": "lines", "source": "paper", "position": "place", "link": "address"},
    "evidence": {
        "resource": "quotes", "records": ["claim", "act"], "supports": "about", "stance": "stance", "source": "paper",
        "passage": "line", "locator": "spot", "fragment": "words", "access": "seen",
    },
    "sources": {"resource": "papers", "title": "title", "url": "link"},
}  # fmt: skip
OWN = Own("side", ("report",))
CLAIMS = RecordKind(
    "claims", "figures", "Figures", singular="Figure", label="title", group="topic", own=OWN, cited="cited",
    figure=FigureFields("amount", "bound", "unit", {"exact": "", "over": "more than"}), measured_by="body", answers="answers",
    facts=("when", "body"), more=("remark",), siblings=Siblings(("topic",), ("unit",)), filters=(FilterField("topic"),),
)  # fmt: skip
ACTS = RecordKind(
    "acts", "acts", "Acts", singular="Act", label="title", summary="text", group="sort", date="day", own=OWN,
    kicker=("sort", "day"), facts=("day", "within"), more=("open",), original=OriginalName("native", "es"),
    cited_as={"after": "Before and after", "within": "What belongs to it"},
)  # fmt: skip
BODIES = NameKind("bodies", "bodies", "Bodies", name="name", original=OriginalName("native", "", "tongue"), part_of="whole")
SETTING = SiteSetting(
    records=(CLAIMS, ACTS),
    parties=PartyFields("roles", ("act",), ("body",), "part", "called", "open"),
    comparisons=ComparisonFields(
        "checks", ("claim", "act"), "result", "column", "against", "", "said", "paper", "day", "why",
        marks={"near": "waves", "same": "equal", "more": "up", "other-thing": "circles", "gone": "dashed"},
        words={"gone": "Not found"},
    ),
    names=(BODIES,),
    wordings=WordingFields(
        "twins", ("act",), WordsFields("original", "", "line"), WordsFields("copied", "book", "", "spot"), "", "remark"
    ),
    sources=SourceFields(tier="rank", publisher=("publisher",), language="tongue", published="printed"),
    passages=PassageFields(kind="sort"),
    evidence=EvidenceFields(silent=("says",), against=("limits",), note="remark"),
    text=CodedText("The report", "the report", {"p-report": "part one"}),
    report="https://example.org/faults?title={title}&body={id}+{version}",
)  # fmt: skip


def lake_site(texts: Mapping[str, str] = TEXTS, setting: SiteSetting = SETTING) -> Site:
    """The site of the package."""
    facts = Facts(
        name="lake", title="Lake", description="A lake.", version="1.2.0", day="2025-03-04", created="", homepage="",
        keywords=(), licences=(), contributors=(Contributor("Anna Example"),), sources=(),
    )  # fmt: skip
    tables = {name: _table(name, text) for name, text in texts.items()}
    return Site(facts, "", (), tables, setting, PROVENANCE, {}, Words())


def with_rows(table: str, *lines: str) -> dict[str, str]:
    """The texts of the package with more lines in a table."""
    return {**TEXTS, table: TEXTS[table] + "".join(f"{line}\n" for line in lines)}


def row(site: Site, table: str, key: str) -> Row:
    """The row with that identifier."""
    return site.tables[table].by_id[key]


def rendered(site: Site, page: Page) -> str:
    """The HTML of a page."""
    return Renderer(site, {page.path: page.title}).render(page)


def changed(kind: RecordKind, **values: Any) -> SiteSetting:
    """The setting with other values for one kind of records."""
    kinds = tuple(replace(known, **values) if known is kind else known for known in SETTING.records)
    return replace(SETTING, records=kinds)


def _table(name: str, text: str) -> Table:
    header, *lines = csv.reader(io.StringIO(text))
    fields = {column: _field(name, column) for column in header}
    table = Table(name, name.capitalize(), f"The {name}.", fields, ("id",))
    table.rows.extend(Row(table, number, cells) for number, cells in enumerate(_full(header, lines), 1))
    return table


def _full(header: Sequence[str], lines: Sequence[list[str]]) -> list[list[str]]:
    return [[*line, *[""] * (len(header) - len(line))] for line in lines]


def _field(table: str, column: str) -> Field:
    kinds = {"amount": "number", "place": "integer", "open": "boolean"}
    return Field(
        table, column, column.capitalize(), "", kinds.get(column, "string"), edtf=column in EDTF,
        unit_field="unit" if column == "amount" else "", labels=LABELS.get(column, {}) if table != "lines" else {},
        references=(REFERENCES[column], "id") if column in REFERENCES else None,
    )  # fmt: skip
