"""Text, sources, verdicts and coding: what the pages say, against the tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pytest
from tests.site.conftest import COLUMNS, PATHS, Node, by_id, rows
from tests.site.conftest import links as published
from tests.site.read_site import links

TEXTS = ("white-paper-section-6", "white-paper-section-7")
CODINGS = ("second_coding", "context_coding")
Page = Callable[[str], Node]


def record_of(row: Mapping[str, str]) -> str:
    """The page of the record that a row of evidence or a comparison is about."""
    (found,) = {f"{PATHS[table]}/{row[column]}.html" for table, column in COLUMNS.items() if row[column]}
    return found


def day(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B %Y}"


def plain(node: Node) -> str:
    return node.text.replace("\u00a0", " ")


def parts_of(node: Node) -> list[Node]:
    """The elements right below an element."""
    return [child for child in node.children if isinstance(child, Node)]


# ---- the text


@pytest.mark.parametrize("source", TEXTS)
def test_each_passage_has_its_records_or_its_reason_and_opens_at_its_sentence(page: Page, source: str) -> None:
    cited: dict[str, set[str]] = defaultdict(set)
    for row in rows("evidence"):
        cited[row["passage_id"]].add(record_of(row))
    own = [row for row in rows("passages") if row["source_id"] == source]
    passages = sorted(own, key=lambda row: int(row["position"]))
    path = f"text/{source}.html"
    shown = parts_of(page(path).one("ol", "passages"))
    assert [item.attributes["id"] for item in shown] == [row["id"] for row in passages]
    for item, row in zip(shown, passages, strict=True):
        place, words, uses = parts_of(item)
        assert place.text.endswith(f" {row['position']}")
        assert [address for _, address in links(place, path)] == [published()[row["id"]]]
        assert words.text.startswith(f"{row['first_words']} …")
        if cited[row["id"]]:
            assert {address for _, address in links(uses, path)} == cited[row["id"]]
        else:
            ((_, meaning),) = links(uses, path)
            assert uses.text.startswith("No claim:")
            assert meaning.endswith(f".{row['no_claim_reason']}")


@pytest.mark.parametrize("source", TEXTS)
def test_a_page_never_has_more_than_the_ends_of_a_passage(page: Page, source: str) -> None:
    for item in parts_of(page(f"text/{source}.html").one("ol", "passages")):
        row = by_id("passages")[item.attributes["id"]]
        words = item.one("q").text
        assert words in (f"{row['first_words']} … {row['last_words']}", f"{row['first_words']} …")
        assert len(words.split()) <= 9
        assert len(words) - 2 < int(row["length"]) or not words.endswith(row["last_words"])


# ---- sources


def entries(files: Mapping[str, bytes], page: Page) -> Iterator[tuple[str, Node]]:
    for path in (path for path in files if path.startswith("sources/")):
        yield from ((path, entry) for entry in page(path).all("article", "source"))


def test_each_source_is_listed_once_with_its_title_its_day_and_its_address(files: Mapping[str, bytes], page: Page) -> None:
    sources = by_id("sources")
    shown = {entry.attributes["id"]: (path, entry) for path, entry in entries(files, page)}
    assert shown.keys() == sources.keys()
    for id, (path, entry) in shown.items():
        row, line = sources[id], plain(entry.one("p", "kicker"))
        assert entry.one("h2").text == row["title"]
        assert [address for _, address in links(entry.one("h2"), path)] == ([row["url"]] if row["url"] else [])
        assert ("no address was seen" in line) == (not row["url"])
        assert (re.findall(r"read (.*? [0-9]{4})", line) or [""]) == [day(row["accessed"]) if row["accessed"] else ""]
        assert entry.line("original") == row["original_title"]


def test_each_source_has_the_records_that_rest_on_it_and_those_that_it_limits(files: Mapping[str, bytes], page: Page) -> None:
    stances: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows("evidence"):
        stances[row["source_id"]][record_of(row)].add(row["stance"])
    for path, entry in entries(files, page):
        wanted = stances[entry.attributes["id"]]
        if entry.attributes["id"] in TEXTS:
            assert f"{len(wanted)} records cite it" in entry.text
            continue
        items = [item for list_ in entry.all("ul", "refs") for item in list_.all("li")]
        shown = {address: item.line("stance") for item in items for _, address in links(item, path)}
        strongest = ("contradicts", "qualifies")
        assert shown == {
            record: next((stance for stance in strongest if stance in found), "") for record, found in wanted.items()
        }


# ---- verdicts


def test_the_overview_counts_each_verdict(page: Page) -> None:
    items = page("verdicts/index.html").one("ul", "tally").all("li")
    shown = {item.one("b").text.lower().replace(" ", "-"): int(item.one("span", "right").text) for item in items}
    assert shown == Counter(row["verdict"] for row in rows("verifications"))


def test_each_comparison_is_listed_under_its_verdict_with_its_reasoning_its_source_and_its_day(
    files: Mapping[str, bytes], page: Page
) -> None:
    shown = []
    for path in (path for path in files if path.startswith("verdicts/")):
        for item in (item for list_ in page(path).all("ul", "compared") for item in list_.all("li")):
            what, _, why = parts_of(item)
            ((_, record),) = links(what, path)
            *reasoning, line = why.all("p")
            source = "".join(address.partition("#")[2] for _, address in links(why, path))
            (checked,) = re.findall(r"[0-9]+ \w+ [0-9]{4}$", plain(line))
            verdict = re.sub(r".*/|(-[0-9]+)?\.html", "", path)
            shown.append((verdict, record, "".join(paragraph.text for paragraph in reasoning), source, checked))
    assert sorted(shown) == sorted(
        (row["verdict"], record_of(row), row["reasoning"], row["source_id"], day(row["checked"]))
        for row in rows("verifications")
    )


def test_evidence_against_a_record_comes_first_and_is_complete(page: Page) -> None:
    path = "verdicts/index.html"
    shown = []
    for item in page(path).one("ul", "doubts").all("li"):
        stance, rest = parts_of(item)
        shown.append((stance.text, next(links(rest, path))[1]))
    assert shown == [
        (stance, record_of(row))
        for stance in ("contradicts", "qualifies")
        for row in rows("evidence")
        if row["stance"] == stance
    ]


# ---- coding


def coded_twice() -> list[dict[str, str]]:
    return [row for table in CODINGS for row in rows(table)]


def alpha(pairs: list[tuple[str, str]]) -> float:
    """Krippendorff's alpha of two codings of nominal data, by its definition: 1 less the disagreement seen by that expected."""
    values = Counter(value for pair in pairs for value in pair)
    n = sum(values.values())
    expected = (n * n - sum(count * count for count in values.values())) / (n * (n - 1))
    return 1 - (sum(a != b for a, b in pairs) / len(pairs)) / expected


@pytest.mark.parametrize(("number", "table"), [*enumerate(CODINGS)])
def test_agreement_and_alpha_are_those_of_the_codings(page: Page, number: int, table: str) -> None:
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(table):
        pairs[row["decision"]].append((row["first"], row["second"]))
    shown = {}
    for line in page("coding.html").all("table", "agreement")[number].one("tbody").all("tr"):
        decision, *cells = (plain(cell) for cell in parts_of(line))
        shown[decision.lower().replace(" ", "-")] = cells
    assert shown == {
        decision: [
            f"{sum(a == b for a, b in found)} of {len(found)}",
            f"{100 * sum(a == b for a, b in found) / len(found):.1f}".removesuffix(".0") + " %",
            f"{alpha(found):.2f}",
        ]
        for decision, found in pairs.items()
    }


@pytest.mark.parametrize("table", CODINGS)
def test_every_disagreement_is_counted(page: Page, table: str) -> None:
    counted = Counter(row["decision"] for row in rows(table) if row["first"] != row["second"])
    heads = {head.attributes["id"]: head.line("count") for head in page("coding.html").all("h3")}
    shown = {id.partition(".")[2]: int(words.split()[0]) for id, words in heads.items() if id.startswith(f"{table}.")}
    assert shown == counted


def test_every_disagreement_is_listed_and_no_value_is_an_id_or_a_code(page: Page) -> None:
    items = [item for list_ in page("coding.html").all("ul", "unlike") for item in list_.all("li")]
    assert len(items) == sum(row["first"] != row["second"] for row in coded_twice())
    codes = {row[column] for row in coded_twice() for column in ("first", "second")}
    raw = {code for code in codes if re.search(r"[-_{]|^[A-Z]{3}$", code) and not re.match(r"[0-9.]", code)}
    values = {re.sub("^(First|Second) coding ", "", part.text) for item in items for part in parts_of(item)[1:]}
    assert values & raw == set()
    assert len(raw) > 20
