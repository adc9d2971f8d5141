"""A small site for the tests of pages: voyages of ships, their crews, the towns, and a log that was coded line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from packpress.package.site.read_setting import _read
from packpress.package.site.setting import SiteSetting
from packpress.publish.metadata.facts.facts import Facts
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table
from packpress.site.words.words import Words

TABLES = {
    "countries": "id,name,sort\nDE,Germany,state\nDK,Denmark,state\nHL,Hanse,league\nIS,Iceland,state\n",
    "towns": (
        "id,name,old,country,parent\nhh,Hamburg,,DE,\nal,Altona,Altena,DE,hh\nkb,Copenhagen,København,DK,\nxx,Nowhere,,,\n"
    ),
    "voyages": (
        "id,title,day,from,origin\nv1,First voyage,1650-03,kb,log\nv2,Second voyage,1651,,log\nv3,Third voyage,,hh,other\n"
    ),
    "loads": (
        "id,title,amount,bound,measure,town,origin\n"
        "c1,Salt,1200,more,t,hh,log\nc2,Salt in the toll book,1000,,t,hh,other\nc3,Cloth,3,,{bale},al,other\n"
    ),
    "crews": (
        "id,voyage,town,country,part\n"
        "p1,v1,hh,,owner\np2,v1,al,,owner\np3,v1,,DE,guest\np4,v2,,DK,guest\np5,v2,,HL,owner\np6,v3,kb,,owner\n"
    ),
    "books": (
        "id,title,old,sort,by,printer,tongue,printed,seen,web,part,note\n"
        "log,The log,Das Logbuch,manuscript,,A. Skipper,de,1652,2024-05-01,https://example.org/log,,\n"
        "toll,Toll book,,print,kb,,en,1700,2024-05-02,,,Seen in a copy.\n"
        "leaf,A leaf of it,,print,kb,,,,,https://example.org/leaf,toll,\n"
    ),
    "lines": (
        "id,book,place,sort,begins,ends,size,silence,web\n"
        "l3,log,3,sentence,We came home with,salt and with joy.,90,,https://example.org/log#3\n"
        "l1,log,1,heading,The Log,The Log,7,heading,\n"
        "l2,log,2,sentence,Of the weather we,say nothing at all.,80,,\n"
        "l10,log,10,sentence,God be with us,now and for ever.,50,,\n"
    ),
    "proofs": (
        "id,voyage,load,about,stance,book,line,where,words,note\n"
        "e1,v1,,title,states,log,l3,,We came home,\n"
        "e2,,c1,amount,states,log,l3,,with salt,\n"
        "e3,,c1,amount,denies,toll,,page 4,no salt,\n"
        "e4,v2,,,limits,toll,,page 5,,Only in part.\n"
        "e5,v1,,title,limits,log,l2,,say nothing,\n"
        "e6,v1,,day,states,leaf,,,in March,\n"
    ),
    "checks": (
        "id,voyage,load,asked,result,other,found,book,day,why\n"
        "k1,,c1,amount,above,c2,,toll,2024-05-02,The toll book has less.\n"
        "k2,v1,,day,same,,1650,toll,2024-05-02,\n"
        "k3,v2,,day,missing,,,,2024-05-03,Two archives were asked.\n"
        "k4,,c1,weather,same,,fair,leaf,,\n"
    ),
    "twice": (
        "id,line,item,decision,one,two\n"
        "t1,l3,v1,claim,true,true\nt2,l1,,claim,false,false\nt3,l2,,claim,true,false\n"
        "t4,l3,v1,origin,log,other\nt5,l3,v1,town,kb,none\nt6,l3,v1,day,1650-03,1650\nt7,l3,c1,amount,1200,12000\n"
    ),
    "gone": (
        "name,sheet,next,since,why\n"
        "v9,voyages,v1,2.0.0,It was the same voyage.\nb9,books,toll,2.0.0,\nz9,maps,,1.5.0,\nv2,voyages,,1.0.0,\n"
    ),
}
KEYS = {"gone": ("name",)}
REFERENCES = {
    "towns.country": "countries",
    "towns.parent": "towns",
    "voyages.from": "towns",
    "loads.town": "towns",
    "crews.voyage": "voyages",
    "crews.town": "towns",
    "crews.country": "countries",
    "books.by": "towns",
    "books.part": "books",
    "lines.book": "books",
    "proofs.voyage": "voyages",
    "proofs.load": "loads",
    "proofs.book": "books",
    "proofs.line": "lines",
    "checks.voyage": "voyages",
    "checks.load": "loads",
    "checks.other": "loads",
    "checks.book": "books",
    "twice.line": "lines",
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "countries.sort": {"league": "League of towns", "state": "State of today"},
    "voyages.origin": {"log": "Said by the log", "other": "Said by others"},
    "loads.origin": {"log": "Stated in the log", "other": "Stated elsewhere"},
    "loads.bound": {"more": "more than", "less": "less than"},
    "loads.measure": {"t": "tonne", "{bale}": "bales"},
    "crews.part": {"owner": "Owner of the ship", "guest": "Guest on board"},
    "books.sort": {"print": "Printed book", "manuscript": "Written by hand"},
    "lines.sort": {"heading": "Heading", "sentence": "Sentence"},
    "lines.silence": {"heading": "A heading states nothing"},
    "proofs.stance": {"states": "The words state it", "limits": "The words limit it", "denies": "The words deny it"},
    "checks.result": {
        "same": "Both say the same",
        "above": "The stated figure is higher",
        "missing": "Looked for and not found",
    },
    "twice.decision": {
        "claim": "Whether it is a claim",
        "origin": "Who says it",
        "town": "Which town",
        "day": "Which day",
        "amount": "How much",
        "unused": "Not coded",
    },
}
TYPES = {"loads.amount": "number", "lines.place": "integer", "lines.size": "integer"}
DATES = frozenset({"voyages.day", "books.printed", "books.seen", "checks.day"})
_OWN = {"field": "origin", "values": ["log"]}
_VOYAGES = {"resource": "voyages", "path": "voyages", "title": "Voyages", "label": "title", "date": "day", "own": _OWN}
_LOADS = {
    "resource": "loads",
    "path": "loads",
    "title": "Loads",
    "label": "title",
    "own": _OWN,
    "figure": {"value": "amount", "qualifier": "bound", "unit": "measure", "words": {"more": "over"}},
}
SETTING: Mapping[str, Any] = {
    "records": [_LOADS, _VOYAGES],
    "names": [
        {"resource": "countries", "path": "lands", "title": "Lands", "name": "name", "group": "sort"},
        {
            "resource": "towns",
            "path": "towns",
            "title": "Towns",
            "name": "name",
            "within": "country",
            "partOf": "parent",
            "original": {"field": "old", "languageField": "country", "languages": {"DE": "nds", "DK": "da"}},
        },
    ],
    "parties": {"resource": "crews", "records": ["voyage"], "names": ["town", "country"], "role": "part"},
    "comparisons": {
        "resource": "checks",
        "records": ["voyage", "load"],
        "verdict": "result",
        "compared": "asked",
        "other": "other",
        "found": "found",
        "source": "book",
        "checked": "day",
        "reasoning": "why",
        "marks": {"same": "equal", "above": "up", "missing": "dashed"},
        "words": {"above": "Higher"},
    },
    "sources": {
        "original": {"field": "old", "languageField": "tongue"},
        "kind": "sort",
        "publisher": ["by", "printer"],
        "language": "tongue",
        "published": "printed",
        "accessed": "seen",
        "partOf": "part",
        "note": "note",
    },
    "passages": {"kind": "sort"},
    "evidence": {"silent": ["states"], "against": ["denies", "limits"], "note": "note"},
    "withdrawn": {"since": "since", "reason": "why"},
    "text": {"title": "The log", "name": "the log", "sections": {"log": "log of 1650"}},
}
RAW: Mapping[str, Any] = {
    "packpress:provenance": {
        "passages": {
            "resource": "lines",
            "source": "book",
            "position": "place",
            "firstWords": "begins",
            "lastWords": "ends",
            "length": "size",
            "noClaim": "silence",
            "link": "web",
        },
        "evidence": {
            "resource": "proofs",
            "records": ["voyage", "load"],
            "supports": "about",
            "stance": "stance",
            "source": "book",
            "passage": "line",
            "locator": "where",
            "fragment": "words",
        },
        "sources": {"resource": "books", "title": "title", "url": "web"},
    },
    "packpress:secondCoding": {"resource": "twice", "decisions": "decision", "codings": ["one", "two"]},
    "packpress:withdrawn": {"resource": "gone", "id": "name", "table": "sheet", "successor": "next"},
}


def harbour_site(
    setting: Mapping[str, Any] = SETTING,
    raw: Mapping[str, Any] = RAW,
    tables: Mapping[str, str] = TABLES,
    texts: Mapping[str, str] | None = None,
    homepage: str = "",
) -> Site:
    """A site of these tables, each given as CSV."""
    read: SiteSetting = _read(setting, SiteSetting)
    facts = Facts("harbours", "Harbours", "Voyages of ships.", "2.0.0", "2024-06-01", "2024-06-01", homepage, (), (), (), ())
    made = {name: _table(name, text) for name, text in tables.items()}
    provenance = raw.get("packpress:provenance", {})
    return Site(facts, "", (), made, read, provenance, raw, Words(units=read.units), texts=texts or {})


def _table(name: str, text: str) -> Table:
    header, *rows = csv.reader(io.StringIO(text))
    fields = {column: _field(name, column) for column in header}
    table = Table(name, name.capitalize(), f"All {name}.", fields, KEYS.get(name, ("id",)))
    table.rows.extend(Row(table, number, cells) for number, cells in enumerate(rows, 1))
    return table


def _field(table: str, name: str) -> Field:
    place = f"{table}.{name}"
    target = REFERENCES.get(place)
    return Field(
        table,
        name,
        name.capitalize(),
        "",
        TYPES.get(place, "string"),
        edtf=place in DATES,
        unit_field="measure" if place == "loads.amount" else "",
        labels=LABELS.get(place, {}),
        references=(target, "id") if target else None,
    )
