"""The site of the release: what its pages show is what the tables hold, and its search answers real questions."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from packpress.site.build_site import build_site

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
SETTING = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["packpress:site"]
FOLDERS: Mapping[str, str] = {kind["resource"]: kind["path"] for kind in SETTING["records"]}
VERDICTS: Mapping[str, str] = SETTING["comparisons"]["words"]
COLUMNS = {"statistics": "statistic_id", "measures": "measure_id", "agreements": "agreement_id", "events": "event_id"}
MOST_WORDS = 8
INLINE = frozenset("abbr b code em i mark s small span strong sub sup wbr".split())
BREAK = " ¦ "
"""What stands for the edge of a block in the text of a page."""
Row = dict[str, str]
Tables = Mapping[str, list[Row]]
QUESTIONS = {
    "How many people died of synthetic opioids in the US in 2023?": ["figures/s-us-synthetic-opioid-deaths-2023-stated.html"],
    "75,000 deaths": ["figures/s-us-synthetic-opioid-deaths-2023-stated.html"],
    "74 702": ["figures/s-us-synthetic-opioid-deaths-2023-provisional.html"],
    "s-us-synthetic-opioid-deaths-2023-stated": ["figures/s-us-synthetic-opioid-deaths-2023-stated.html"],
    "When did China control fentanyl as a class?": ["events/e-cn-class-control-in-force-2019.html"],
    "postal screening": ["measures/m-postal-security-screening.html"],
    "working group with Mexico on precursors": ["agreements/a-cn-mx-precursor-working-group.html"],
    "nitazenes under international control": ["events/e-un-nitazenes-control-2025.html"],
    "first meeting of the counternarcotics working group": ["events/e-cn-us-working-group-first-meeting-2024.html"],
    "carfentanil seizures in Europe": ["figures/s-eu-carfentanil-seizures-2022.html"],
    "real name registration of parcels": ["measures/m-postal-real-name-authentication.html"],
    "INCB": ["bodies/org-incb.html"],
    "国家禁毒委员会": ["bodies/org-cn-nncc.html"],
    "three precursors controlled in 2024": ["events/e-cn-three-precursors-control-2024.html"],
}


@dataclass
class Shown:
    """What a reader sees on a page, and where its links lead."""

    text: str = ""
    links: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = Shown()
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shown.text += "" if tag in INLINE else BREAK
        self.hidden += tag in ("script", "style", "template")
        self.shown.links.update(value for name, value in attrs if name == "href" and value)

    def handle_endtag(self, tag: str) -> None:
        self.shown.text += "" if tag in INLINE else BREAK
        self.hidden -= tag in ("script", "style", "template")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.shown.text += data


@cache
def read(page: Path) -> Shown:
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.shown.text = " ".join(reader.shown.text.split())
    return reader.shown


@pytest.fixture(scope="module")
def site(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    build_site(released, folder)
    return folder


@pytest.fixture(scope="module")
def tables(released: Path) -> Tables:
    with zipfile.ZipFile(released / "csv.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        texts = {Path(name).stem: archive.read(name).decode("utf-8") for name in names}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def by_id(tables: Tables, table: str) -> dict[str, Row]:
    return {row["id"]: row for row in tables[table]}


def number(text: str) -> str:
    """A number as pages write it."""
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}".replace("-", "\u2212")


def record_pages(site: Path, tables: Tables) -> Iterator[tuple[str, Row, Shown]]:
    for table, folder in FOLDERS.items():
        for row in tables[table]:
            yield table, row, read(site / folder / f"{row['id']}.html")


def test_every_record_has_a_page_with_its_title(site: Path, tables: Tables) -> None:
    pages = list(record_pages(site, tables))
    assert len(pages) == sum(len(tables[table]) for table in FOLDERS)
    assert [row["id"] for _, row, shown in pages if row["title"] not in shown.text] == []


def test_every_figure_is_the_number_of_the_table(site: Path, tables: Tables) -> None:
    worded = [unit for unit, words in SETTING["units"].items() if words.get("values")]
    rows = [row for row in tables["statistics"] if row["unit"] not in worded]
    assert len(rows) > 80
    assert [row["id"] for row in rows if number(row["value"]) not in read(site / "figures" / f"{row['id']}.html").text] == []


def test_every_verdict_is_on_the_page_of_its_record(site: Path, tables: Tables) -> None:
    figures, sources = by_id(tables, "statistics"), by_id(tables, "sources")
    lost = []
    for comparison in tables["verifications"]:
        (table,) = (table for table, column in COLUMNS.items() if comparison[column])
        shown = read(site / FOLDERS[table] / f"{comparison[COLUMNS[table]]}.html")
        wanted = [VERDICTS[comparison["verdict"]], comparison["reasoning"]]
        if other := figures.get(comparison["other_statistic_id"]):
            wanted.append(number(other["value"]))
        if source := sources.get(comparison["source_id"]):
            wanted.append(source["title"])
        lost += [f"{comparison['id']}: {text}" for text in wanted if " ".join(text.split()) not in shown.text]
    assert lost == []


def test_every_piece_of_evidence_is_linked_and_quoted(site: Path, tables: Tables) -> None:
    passages, wanted = by_id(tables, "passages"), defaultdict(set)
    for row in tables["evidence"]:
        (table,) = (table for table, column in COLUMNS.items() if row[column])
        page = site / FOLDERS[table] / f"{row[COLUMNS[table]]}.html"
        if row["passage_id"]:
            wanted[page].add(("link", passages[row["passage_id"]]["url"]))
        if row["fragment"]:
            wanted[page].add(("words", row["fragment"]))
    shown = {page: read(page) for page in wanted}
    lost = [
        f"{page.name}: {text}"
        for page, texts in wanted.items()
        for kind, text in texts
        if text not in (shown[page].links if kind == "link" else shown[page].text)
    ]
    assert sum(map(len, wanted.values())) > 500
    assert lost == []


def test_no_page_has_more_of_the_text_than_a_cell_or_eight_words_in_a_row(site: Path, tables: Tables) -> None:
    folder = os.environ.get("FENTANYL_CONTROL_TEXTS")
    if not folder:
        pytest.skip("FENTANYL_CONTROL_TEXTS does not name a folder with the texts")
    coded = [runs(file.read_text(encoding="utf-8")) for file in Path(folder).glob("white-paper-section-*.txt")]
    assert sum(map(len, coded)) > 1000
    cells = set().union(*(runs(cell) for rows in tables.values() for row in rows for cell in row.values()))
    texts = set().union(*coded) - cells
    files = [file for file in site.rglob("*") if file.suffix in (".html", ".json", ".js", ".atom")]
    names = re.compile("|".join(re.escape(row["name"]) for row in tables["organizations"]))
    shown = {file: read(file).text if file.suffix == ".html" else file.read_text(encoding="utf-8") for file in files}
    assert {
        f"{file.relative_to(site)}: {run}" for file, text in shown.items() for run in runs(names.sub(BREAK, text)) & texts
    } == set()


def runs(text: str) -> set[str]:
    """Every run of one word more than may be shown; none goes over the edge of a block or a quotation."""
    parts = (re.findall(r"\w+", part.lower()) for part in re.split(r'[¦“”"·]', text))
    return {" ".join(part[start : start + MOST_WORDS + 1]) for part in parts for start in range(len(part) - MOST_WORDS)}


def test_the_pages_are_small(site: Path) -> None:
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js")) - sizes["static/search-index.js"]
    pages = {path: size for path, size in sizes.items() if path.endswith(".html")}
    large = {path: size for path, size in pages.items() if size > (80_000 if is_list(path) else 25_000)}
    assert large == {}
    assert (scripts <= 110_000, sizes["static/search-index.js"] <= 200_000, sizes["static/style.css"] <= 12_000) == (True,) * 3
    assert sum(sizes.values()) - sizes["SHA256SUMS"] <= 7_900 * len(pages)  # 4.0 MB with 506 pages


def is_list(path: str) -> bool:
    """Whether a page is none of a record."""
    folder, _, name = path.rpartition("/")
    return folder not in FOLDERS.values() or name == "index.html"


@pytest.mark.browser
def test_it_passes_the_checks_in_a_browser_and_answers_questions(site: Path, tmp_path: Path) -> None:
    (tmp_path / "questions.json").write_text(json.dumps(QUESTIONS), encoding="utf-8")
    command = [str(ROOT / "packpress" / "scripts" / "browse-site"), str(site), "--questions", str(tmp_path / "questions.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 2 and not os.environ.get("CI"):
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
