"""The script of the search joins words, reads numbers however they are grouped, and puts what is called so first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from packpress.site.search.entry import Kind, SearchEntry
from packpress.site.search.index_script import index_script

STATIC = Path(__file__).resolve().parents[3] / "src" / "packpress" / "site" / "static"
FIGURE, BODY = Kind("Figure", 2.0), Kind("Body")
ENTRIES = (
    SearchEntry(FIGURE, "figures/deaths-2023.html", "Deaths in the north", facts="74,702 deaths", words="As first counted."),
    SearchEntry(FIGURE, "figures/deaths-2022.html", "Deaths in the south", facts="1,250,000 deaths", words="74.5 % of all"),
    SearchEntry(FIGURE, "figures/share.html", "Share of pills", facts="0.125 %", words="Seized in the north."),
    SearchEntry(FIGURE, "figures/office.html", "Parcels at the Drug Office", words="Parcels, parcels; the Drug Office, again."),
    SearchEntry(BODY, "bodies/index.html#row.b-1", "Drug Office", "DO", words="In 2024 300 people."),
)
# question → the text of the status, then the addresses in their order
ANSWERS = {
    "deaths north": ["one 1", "figures/deaths-2023.html"],
    "Deaths in the north": ["one 1", "figures/deaths-2023.html"],
    "north pills parcels": [
        "manyPart 3", "figures/share.html", "figures/office.html", "figures/deaths-2023.html",
    ],
    "parcels zeppelin": ["onePart 1", "figures/office.html"],
    "zeppelin": ["none 0"],
    "74702": ["one 1", "figures/deaths-2023.html"],
    "74,702": ["one 1", "figures/deaths-2023.html"],
    "74 702": ["one 1", "figures/deaths-2023.html"],
    "74.702": ["one 1", "figures/deaths-2023.html"],
    "74’702": ["one 1", "figures/deaths-2023.html"],
    "74\u202f702 deaths": ["one 1", "figures/deaths-2023.html"],
    "1 250 000": ["one 1", "figures/deaths-2022.html"],
    "1.250.000": ["one 1", "figures/deaths-2022.html"],
    "74.5": ["one 1", "figures/deaths-2022.html"],
    "0.125": ["one 1", "figures/share.html"],
    "2024 300": ["one 1", "bodies/index.html#row.b-1"],
    "300 people": ["one 1", "bodies/index.html#row.b-1"],
    "deaths-2022": ["one 1", "figures/deaths-2022.html"],
    "b-1": ["one 1", "bodies/index.html#row.b-1"],
    "drug office": ["many 2", "bodies/index.html#row.b-1", "figures/office.html"],
    "do": ["one 1", "bodies/index.html#row.b-1"],
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    node = shutil.which("node")
    if node is None and not os.environ.get("CI"):
        pytest.skip("needs Node.js (Debian: nodejs)")
    assert node is not None, "CI has no node"
    folder = tmp_path_factory.mktemp("static")
    for name in ("minisearch.js", "search.js"):
        shutil.copy(STATIC / name, folder)
    (folder / "search-index.js").write_text(index_script(ENTRIES, ["in", "the"]).script, encoding="utf-8")
    command = [node, str(Path(__file__).with_name("run_search.js")), str(folder)]
    done = subprocess.run(command, input=json.dumps([*ANSWERS]), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("question", ANSWERS, ids=ascii)
def test_a_question_has_its_answers_in_order(answers: dict[str, list[str]], question: str) -> None:
    assert answers[question] == ANSWERS[question]
