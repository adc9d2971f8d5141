"""Every figure, verdict, difference, quotation and link on the pages of records equals the tables, read a second time."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

import pytest
from tests.site.conftest import COLUMNS, PATHS, Node, by_id, links, rows, shown_names

PageReader = Callable[[str], Node]
BOUNDS = {
    "exact": "", "more-than": "more than", "at-least": "at least", "almost": "almost", "about": "about", "up-to": "up to",
    "less-than": "less than",
}  # fmt: skip
VERDICTS = {
    "matches": "Matches", "rounds-to": "Rounds to", "higher": "Higher", "lower": "Lower", "different-scope": "Different scope",
    "misattributed": "Misattributed", "not-found": "Not found", "not-checkable": "Not checkable",
}  # fmt: skip
WORDS = {("{trend}", "1"): "rising", ("{trend}", "0"): "unchanged", ("{trend}", "-1"): "falling", ("{rank}", "1"): "first"}
MONTHS = "January February March April May June July August September October November December".split()
FIGURES = [row["id"] for row in rows("statistics")]
OTHERS = ("measures", "agreements", "events")


def number(text: str) -> str:
    """A number as the page writes it."""
    return f"{Decimal(text):,}".replace("-", "\u2212")


def figure(row: Mapping[str, str]) -> tuple[str, str]:
    """The words that bound a figure, and its number or word."""
    return BOUNDS[row["qualifier"]], WORDS.get((row["unit"], row["value"]), number(row["value"]))


def shown_figure(cell: Node) -> tuple[str, str]:
    return cell.line("bound"), cell.line("big")


def day(text: str) -> str:
    year, month, of_month = text.split("-")
    return f"{int(of_month)} {MONTHS[int(month) - 1]} {year}"


def compared(key: str, column: str) -> dict[str, dict[str, str]]:
    """The comparisons of a record by their reasons, which differ within a record."""
    found = {row["reasoning"]: row for row in rows("verifications") if row[column] == key}
    assert len(found) == sum(row[column] == key for row in rows("verifications"))
    return found


def test_every_record_has_a_page_and_its_json(files: Mapping[str, bytes]) -> None:
    names = [f"{PATHS[table]}/{key}" for table in PATHS for key in by_id(table)]
    lists = [f"{path}/index.html" for path in PATHS.values()]
    withdrawn = {f"{PATHS.get(row['table'])}/{row['id']}.html" for row in rows("retired")}
    shown = {path for path in files if path.partition("/")[0] in PATHS.values()} - withdrawn
    assert shown == {*lists, *(f"{name}.html" for name in names), *(f"{name}.json" for name in names)}


def test_the_page_of_a_figure_shows_it_as_the_table_has_it(page: PageReader) -> None:
    for key in FIGURES:
        row = by_id("statistics")[key]
        _, first, *others = page(f"figures/{key}.html").one("table", "compare").all("tr")
        cells = [node.all(kind="fig")[0] for node in (first, *others) if node.all(kind="fig")]
        assert figure(row) in map(shown_figure, cells)
        if row["origin"] == "white-paper":
            assert ("own" in first.classes, shown_figure(cells[0])) == (True, figure(row))


def test_the_comparisons_of_a_figure_are_those_of_the_table(page: PageReader) -> None:
    for key in [key for key in FIGURES if by_id("statistics")[key]["origin"] == "white-paper"]:
        stated, expected = by_id("statistics")[key], compared(key, "statistic_id")
        lines = page(f"figures/{key}.html").one("table", "compare").all("tr")[3:]
        assert sorted(line.line("why") for line in lines) == sorted(expected)
        for line in lines:
            row = expected[line.line("why")]
            assert line.line("verdict") == VERDICTS[row["verdict"]]
            other = by_id("statistics").get(row["other_statistic_id"])
            if other is not None:
                assert shown_figure(line.one(kind="fig")) == figure(other)
                assert line.one("th").all("a")[0].attributes["href"] == f"{other['id']}.html"
            elif row["found"]:
                assert (line.one(kind="fig").text, row["found"]) == ("in words", line.line("found"))
            else:
                assert line.one(kind="fig").text == "no figure"
            if row["verdict"] == "not-found":
                assert line.line("line") == f"Looked for on {day(row['checked'])}"
            elif other is not None and row["verdict"] == "different-scope":
                assert line.line("line") == "not comparable"
            elif other is not None:
                assert line.line("line") == sentence(stated["value"], other["value"], row["difference"])
            if row["source_id"]:
                assert by_id("sources")[row["source_id"]]["title"] in line.one("th").text


def sentence(stated: str, other: str, difference: str) -> str:
    """The difference in words, from the difference in the table."""
    amount = Decimal(difference)
    assert amount == Decimal(stated) - Decimal(other)
    if not amount:
        return "the same number"
    share = (abs(amount) * 100 / Decimal(other)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number(stated)} is {number(str(abs(amount)))} ({share} %) {'higher' if amount > 0 else 'lower'}"


def test_a_bar_is_as_long_as_its_figure(page: PageReader) -> None:
    table = page("figures/s-us-synthetic-opioid-deaths-2023-stated.html").one("table", "compare")
    bars = [line.all("rect")[0].attributes["width"] for line in table.all("tr") if line.all("rect")]
    assert bars == ["100%", f"{Decimal(7470200) / 75000:.2f}%".replace("0%", "%"), f"{Decimal(7277600) / 75000:.2f}%"]


def test_only_exact_figures_of_one_unit_and_scope_have_bars(page: PageReader) -> None:
    for key in FIGURES:
        for line in page(f"figures/{key}.html").one("table", "compare").all("tr"):
            if line.all("svg", "d-bar"):
                assert line.line("bound") == ""
                assert line.line("verdict") in ("", "Matches", "Rounds to", "Higher", "Lower")


@pytest.mark.parametrize("table", OTHERS)
def test_the_comparisons_of_a_record_are_those_of_the_table(page: PageReader, table: str) -> None:
    for key in by_id(table):
        expected = compared(key, COLUMNS[table])
        tables = page(f"{PATHS[table]}/{key}.html").all("table", "words")
        lines = tables[0].all("tr")[1:] if tables else []
        assert sorted(line.line("why") for line in lines) == sorted(expected)
        for line in lines:
            row = expected[line.line("why")]
            assert line.line("verdict") == VERDICTS[row["verdict"]]
            said = line.all("td")[1].text
            found = re.sub(r"\d{4}-\d{2}-\d{2}", lambda match: day(match[0]), row["found"])
            assert said.startswith(f"Another source says {found or 'nothing found'}".replace("\u00a0", " "))
            if row["source_id"]:
                assert by_id("sources")[row["source_id"]]["title"] in said


@pytest.mark.parametrize("table", PATHS)
def test_the_evidence_is_that_of_the_table_with_links_to_its_place(page: PageReader, table: str) -> None:
    for key in by_id(table):
        shown = set()
        for place in page(f"{PATHS[table]}/{key}.html").all("div", "place"):
            heads = [link.attributes["href"] for heading in place.all("h3") for link in heading.all("a")]
            opened = [re.sub(r"^\.\./sources/.*#", "#", head) for head in heads]
            if opened:
                quotes = [(div.all("q"), div.all(kind="remark")) for div in place.one("dl").all("div")]
                shown |= {(opened[0], said[0].text if said else "", note[0].text if note else "") for said, note in quotes}
        expected = set()
        for row in rows("evidence"):
            if row[COLUMNS[table]] == key:
                source = by_id("sources")[row["source_id"]]
                inside = f"#{source['id']}"  # without an address, what is known of the source is a part of a page
                link = links()[row["passage_id"]] if row["passage_id"] else source["url"] or inside
                expected.add((link, " ".join(row["fragment"].split()), row["note"]))
        assert shown == expected


@pytest.mark.parametrize("table", OTHERS)
def test_the_parties_are_those_of_the_table(page: PageReader, table: str) -> None:
    for key in by_id(table):
        expected: Counter[tuple[str, str]] = Counter()
        for row in rows("participants"):
            if row[COLUMNS[table]] == key:
                expected[row["role"].capitalize(), shown_names()[row["organization_id"] or row["area_id"]]] += 1
        lists = [node for node in page(f"{PATHS[table]}/{key}.html").all("section") if node.all("h2")[0].text == "Parties"]
        shown: Counter[tuple[str, str]] = Counter()
        for group in lists[0].all("dl")[0].all("div") if lists else []:
            for party in group.all("dd"):
                shown[group.one("dt").text, party.all("a")[0].text] += 1
        assert shown == expected


@pytest.mark.parametrize("table", PATHS)
def test_no_identifier_and_no_code_of_a_unit_is_outside_the_details(page: PageReader, table: str) -> None:
    for key in by_id(table):
        text = page(f"{PATHS[table]}/{key}.html").without("details").text
        assert re.findall(r"(?<![\w/])(?:[maesvpxt]|org|sub|wp)-[a-z0-9]+-[a-z0-9-]+|\{[a-z]+\}|[a-z]+_id\b", text) == []


@pytest.mark.parametrize("table", PATHS)
def test_a_page_is_light_and_quotes_at_most_eight_words(files: Mapping[str, bytes], page: PageReader, table: str) -> None:
    for key in by_id(table):
        path = f"{PATHS[table]}/{key}.html"
        assert len(files[path]) <= 25_000
        assert b"<script" not in files[path]
        assert [node.text for node in page(path).all("q") if len(node.text.split()) > 9] == []


@pytest.mark.parametrize("table", PATHS)
def test_the_json_is_the_row_of_the_table(files: Mapping[str, bytes], table: str) -> None:
    for key, row in by_id(table).items():
        content = json.loads(files[f"{PATHS[table]}/{key}.json"])
        plain = {name: _plain(value) for name, value in content["record"].items()}
        assert (content["table"], plain) == (table, {name: value for name, value in row.items() if value})


def _plain(value: object) -> str:
    """A value of JSON as the CSV has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


# ---- lists


def lines_of(page: PageReader, table: str) -> dict[str, Node]:
    """The lines of a list by the record that each leads to."""
    found = {}
    for line in page(f"{PATHS[table]}/index.html").one("table", "list").all("tr"):
        if "data-item" in line.attributes:
            found[line.one("th").one("a").attributes["href"].removesuffix(".html")] = line
    return found


def test_the_list_of_figures_shows_each_with_what_its_sources_say(page: PageReader) -> None:
    lines, statistics = lines_of(page, "statistics"), by_id("statistics")
    beside = {row["other_statistic_id"] for row in rows("verifications")} - {""}
    assert {*lines} == {*FIGURES} - beside
    for key, line in lines.items():
        cells = line.all("td")
        assert (cells[0].line("bound"), cells[0].one("b").text) == figure(statistics[key])
        verdicts = Counter(VERDICTS[row["verdict"]] for row in rows("verifications") if row["statistic_id"] == key)
        assert Counter(node.text for node in line.all(kind="verdict")) == verdicts
        figures = [
            figure(statistics[row["other_statistic_id"]])[1]
            for row in rows("verifications")
            if row["statistic_id"] == key and row["other_statistic_id"]
        ]
        assert Counter(node.text for node in cells[2].all("a")) == Counter(figures)
    differences = [node.text for node in lines["s-us-synthetic-opioid-deaths-2023-stated"].all(kind="gap")]
    assert differences == ["+298 (+0.4 %)", "+2,224 (+3.1 %)", "\u22121,282 (\u22121.7 %)", ""]


@pytest.mark.parametrize("table", OTHERS)
def test_a_list_shows_each_record_with_its_verdicts(page: PageReader, table: str) -> None:
    lines = lines_of(page, table)
    assert {*lines} == {*by_id(table)}
    for key, line in lines.items():
        assert line.one("th").text == by_id(table)[key]["title"]
        verdicts = Counter(VERDICTS[row["verdict"]] for row in rows("verifications") if row[COLUMNS[table]] == key)
        shown: Counter[str] = Counter()
        for node in line.all(kind="verdict"):
            word, _, count = node.text.partition(" × ")
            shown[word] += int(count or 1)
        assert shown == verdicts


@pytest.mark.parametrize("table", PATHS)
def test_a_list_is_light(files: Mapping[str, bytes], table: str) -> None:
    assert len(files[f"{PATHS[table]}/index.html"]) <= 80_000
