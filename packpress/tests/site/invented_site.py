"""A site whose every text is given: a row for each text, which has it in every cell that may hold any text.

It has all parts of ``packpress:site``, so that every kind of page is made, and needs no release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from packpress.package.site.read_setting import _read
from packpress.package.site.setting import SiteSetting
from packpress.publish.metadata.facts.contributors import Contributor
from packpress.publish.metadata.facts.facts import DataSource, Facts
from packpress.publish.metadata.facts.licences import Licence
from packpress.publish.metadata.notation.json_text import json_for_html
from packpress.site.model.site import DownloadFile, Site
from packpress.site.model.table import Field, Row, Table
from packpress.site.words.words import Words

# table → its columns: a text, a reference to a table, or what every row has
TABLES: Mapping[str, Mapping[str, str]] = {
    "visits": {
        "id": "id",
        "title": "text",
        "summary": "text",
        "kind": "code",
        "origin": "code",
        "day": "date",
        "crew": "number",
        "about": "code",
        "measure": "unit",
        "port": "→ports",
        "letter": "→letters",
        "answer": "→visits",
        "name": "text",
        "tongue": "tongue",
        "page": "text",
        "web": "url",
        "left": "boolean",
    },
    "ports": {"id": "id", "name": "text", "old": "text", "kind": "code", "land": "→ports", "next": "→ports", "built": "date"},
    "guests": {"id": "id", "visit": "→visits", "port": "→ports", "role": "code", "named": "text", "open": "boolean"},
    "checks": {
        "id": "id",
        "visit": "→visits",
        "asked": "code",
        "verdict": "code",
        "other": "→visits",
        "difference": "number",
        "found": "text",
        "letter": "→letters",
        "day": "date",
        "why": "text",
        "side": "code",
        "access": "code",
    },
    "letters": {
        "id": "id",
        "title": "text",
        "old": "text",
        "kind": "code",
        "tier": "code",
        "by": "→ports",
        "by_name": "text",
        "tongue": "tongue",
        "written": "date",
        "seen": "date",
        "web": "url",
        "part": "→letters",
        "note": "text",
    },
    "sentences": {
        "id": "id",
        "letter": "→letters",
        "place": "number",
        "kind": "code",
        "begins": "text",
        "ends": "text",
        "silence": "code",
        "note": "text",
        "web": "url",
    },
    "quotes": {
        "id": "id",
        "visit": "→visits",
        "supports": "code",
        "stance": "code",
        "letter": "→letters",
        "sentence": "→sentences",
        "locator": "text",
        "words": "text",
        "access": "code",
        "note": "text",
    },
    "second": {"id": "id", "visit": "→visits", "decision": "text", "first": "text", "other": "code"},
    "gone": {"id": "lost", "table": "visits", "next": "→visits", "since": "text", "why": "text"},
    "others": {"id": "id", "words": "text", "web": "url", "code": "code"},
}
DAY, NUMBER = "2024-05-01", "75000"


def invented_site(texts: Sequence[str], codes: Sequence[str] = ()) -> Site:
    """A site of these texts, which are all different; identifiers and codes are those given, else the texts, too."""
    title, codes = texts[0], codes or texts
    tables = {name: _table(name, columns, texts, codes) for name, columns in TABLES.items()}
    setting: SiteSetting = _read(_setting(texts, codes), SiteSetting)
    file = DownloadFile("csv.zip", title, "application/zip", 12, "ab" * 32, 3)
    return Site(
        facts=_facts(texts),
        commit="",
        files=(file, DownloadFile(f"{title}.parquet", title, title, 12, "ab" * 32, 3)),
        tables=tables,
        setting=setting,
        provenance=PROVENANCE,
        raw={
            "packpress:provenance": PROVENANCE,
            "packpress:withdrawn": WITHDRAWN,
            "packpress:secondCoding": [{"title": title} | SECOND],
        },
        words=Words(units=setting.units),
        texts={name: "\n".join(texts) for name in ("CITATION.cff", "citation.bib", "CHANGES.md", "LICENSE")},
        json_ld=Markup(json_for_html({"@type": "Dataset", "name": list(texts)})),
    )


def _facts(texts: Sequence[str]) -> Facts:
    title, last = texts[0], texts[-1]
    return Facts(
        name=title,
        title=title,
        description=" ".join(texts[:5]),
        version="1.0.0",
        day=DAY,
        created=DAY,
        homepage="https://example.org/",
        keywords=tuple(texts),
        licences=(Licence(title, last, "https://example.org/licence"), Licence(title, last, "")),
        contributors=(Contributor(title, url="https://example.org/who", roles=("creator",)),),
        sources=(DataSource(title, "https://example.org/source"),),
    )


def _table(name: str, columns: Mapping[str, str], texts: Sequence[str], codes: Sequence[str]) -> Table:
    fields = {column: _field(name, column, kind, texts, codes) for column, kind in columns.items()}
    table = Table(name, f"{name} {texts[-1]}", texts[0], fields, ("id",))
    for number, (text, code) in enumerate(zip(texts, codes, strict=True), 1):
        table.rows.append(Row(table, number, [_cell(kind, text, code) for kind in columns.values()]))
    return table


def _field(table: str, name: str, kind: str, texts: Sequence[str], codes: Sequence[str]) -> Field:
    types = {"number": "number", "boolean": "boolean"}
    return Field(
        table,
        name,
        title=texts[len(name) % len(texts)],
        description=texts[len(table) % len(texts)],
        type=types.get(kind, "string"),
        edtf=kind == "date",
        unit=codes[0] if name == "difference" else "",
        unit_field="measure" if name == "crew" else "",
        labels=_labels(kind, texts, codes),
        references=(kind[1:], "id") if kind.startswith("→") else None,
        example=texts[-1],
    )


def _labels(kind: str, texts: Sequence[str], codes: Sequence[str]) -> dict[str, str]:
    if kind == "unit":
        codes = [f"{{{code}}}" for code in codes]
    return dict(zip(codes, texts, strict=True)) if kind in ("code", "unit") else {}


def _cell(kind: str, text: str, code: str) -> str:
    fixed = {"date": DAY, "number": NUMBER, "boolean": "true", "text": text}
    fixed |= {"url": f"https://example.org/{'%20'.join(text.split())}", "unit": f"{{{code}}}", "lost": f"gone-{code}"}
    fixed["tongue"] = text if text == code else "zh"
    if kind in fixed:
        return fixed[kind]
    return kind if kind in TABLES else code


PROVENANCE: Mapping[str, Mapping[str, Any]] = {
    "passages": {
        "resource": "sentences",
        "source": "letter",
        "position": "place",
        "firstWords": "begins",
        "lastWords": "ends",
        "noClaim": "silence",
        "link": "web",
    },
    "evidence": {
        "resource": "quotes",
        "records": ["visit"],
        "supports": "supports",
        "stance": "stance",
        "source": "letter",
        "passage": "sentence",
        "locator": "locator",
        "fragment": "words",
        "access": "access",
    },
    "sources": {"resource": "letters", "title": "title", "url": "web"},
}
WITHDRAWN = {"resource": "gone", "id": "id", "table": "table", "successor": "next", "tables": ["visits"]}
SECOND = {"resource": "second", "decisions": "decision", "codings": ["first", "other"]}


def _setting(texts: Sequence[str], codes: Sequence[str]) -> Mapping[str, Any]:
    title, words = texts[0], dict(zip(codes, texts, strict=True))
    own = {"field": "origin", "values": list(codes[::2])}
    original = {"field": "name", "languageField": "tongue", "languages": dict.fromkeys([*codes, "zh"], "zh")}
    return {
        "records": [
            {
                "resource": "visits",
                "path": "visits",
                "title": f"Visits {title}",
                "singular": title,
                "lead": title,
                "label": "title",
                "summary": "summary",
                "group": "kind",
                "date": "day",
                "own": own,
                "figure": {"value": "crew", "qualifier": "about", "unit": "measure", "words": words},
                "cited": "letter",
                "measuredBy": "port",
                "answers": "answer",
                "original": original,
                "place": "port",
                "facts": ["kind", "day", "port", "page", "web"],
                "more": ["letter", "left"],
                "kicker": ["kind", "port"],
                "siblings": {"same": ["origin"], "near": ["kind"]},
                "citedAs": {"answer": title},
                "filters": [{"field": "kind", "title": title}, {"field": "port", "title": title}],
            }
        ],
        "names": [
            {
                "resource": "ports",
                "path": "ports",
                "title": f"Ports {title}",
                "singular": title,
                "lead": title,
                "name": "name",
                "original": {"field": "old", "language": "es"},
                "group": "kind",
                "partOf": "land",
                "replacedBy": "next",
                "facts": ["kind", "built"],
            }
        ],
        "parties": {
            "resource": "guests",
            "records": ["visit"],
            "names": ["port"],
            "role": "role",
            "statedAs": "named",
            "open": "open",
        },
        "comparisons": {
            "resource": "checks",
            "records": ["visit"],
            "verdict": "verdict",
            "compared": "asked",
            "other": "other",
            "difference": "difference",
            "found": "found",
            "source": "letter",
            "checked": "day",
            "reasoning": "why",
            "independence": "side",
            "access": "access",
            "marks": dict(zip(codes, ("equal", "up", "dashed", "circles"), strict=False)),
            "words": words,
        },
        "sources": {
            "original": {"field": "old", "languageField": "tongue", "languages": dict.fromkeys([*codes, "zh"], "zh")},
            "kind": "kind",
            "tier": "tier",
            "publisher": ["by", "by_name"],
            "language": "tongue",
            "published": "written",
            "accessed": "seen",
            "partOf": "part",
            "note": "note",
        },
        "passages": {"kind": "kind", "note": "note"},
        "evidence": {"silent": [codes[-1]], "against": [codes[0]], "note": "note"},
        "withdrawn": {"since": "since", "reason": "why"},
        "text": {"title": title, "name": title, "sections": words},
        "units": {f"{{{codes[-1]}}}": {"one": title, "many": texts[-1], "values": {"1": title}}},
        "timeline": [{"resource": "visits", "date": "day", "group": "kind"}],
        "home": {"title": title, "lead": title, "record": codes[0], "search": title, "limits": [title, texts[-1]]},
        "note": title,
    }
