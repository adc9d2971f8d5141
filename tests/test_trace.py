"""The dataset is the texts that it was coded from, and each link opens at its sentence."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packpress.cli import main
from packpress.proof.sentences import normalize_text
from packpress.proof.trace import trace

import fentanyl_control as fc

if TYPE_CHECKING:
    from tests.conftest import PackageFolder


def test_the_dataset_is_the_texts_that_it_was_coded_from(dataset: PackageFolder, texts: Path) -> None:
    assert trace(dataset.root, texts).issues == ()


def test_the_command_traces_and_exits_with_1_on_a_fault(
    dataset: PackageFolder, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "texts"
    shutil.copytree(texts, copy)
    arguments = ["trace", str(dataset.root), "--texts", str(copy)]
    assert main(arguments) == 0
    file = copy / "white-paper-section-7.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("8,435", "8,436"), encoding="utf-8")
    assert main(arguments) == 1
    assert "data/passages.csv:39:sha256" in capsys.readouterr().out


def test_each_link_of_the_dataset_opens_at_one_place_of_its_page_only(texts: Path) -> None:
    """The first words of each passage stand once in its text, so that its text fragment can mean nothing else."""
    for row in fc.load("passages", as_="arrow").to_pylist():
        page = " ".join(
            normalize_text(line) for line in (texts / f"{row['source_id']}.txt").read_text(encoding="utf-8").splitlines()
        )
        assert page.lower().count(row["first_words"].lower()) == 1, row["id"]


def test_each_link_names_the_page_and_the_words_of_its_passage() -> None:
    urls = {row["id"]: row["url"] for row in fc.load("sources", as_="arrow").to_pylist()}
    for row in fc.load("passages", as_="arrow").to_pylist():
        assert row["url"].startswith(urls[row["source_id"]] + "#:~:text="), row["id"]
        assert fc.trace_link(row["id"]) == row["url"]


def test_the_link_of_a_record_is_that_of_the_sentence_that_states_it() -> None:
    links = {row["id"]: row["url"] for row in fc.load("passages", as_="arrow").to_pylist()}
    assert fc.trace_link("s-eu-fentanyl-tablet-seizures-2022") == links["wp-7-009"]
    with pytest.raises(KeyError):
        fc.trace_link("s-none")
