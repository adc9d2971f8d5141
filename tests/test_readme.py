"""The README and CONTRIBUTING keep their word: snippets run, commands exist, counts and figures are those of the data.

What the README opens of a release is run here with Python on the Parquet files of the repository, and by ``test_release.py``
in a release, with every program.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packpress.check.rules.check_rules import check_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.cli import main
from packpress.issue import Findings
from packpress.report import format_text

import fentanyl_control as fc

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "schemas" / "rules"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "CHANGELOG.md": (ROOT / "CHANGELOG.md").read_text("utf-8")}
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
STATED = "s-us-synthetic-opioid-deaths-2023-stated"


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks: language and content."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def snippets() -> list[tuple[str, str]]:
    """Each Python snippet with what it prints: the text block after it, or the last one before it."""
    found, said = [], ""
    for (language, code), (following, text) in pairwise([*blocks(README), ("", "")]):
        said = text if following == "text" else said
        found += [(code, said)] if language == "python" else []
    return found


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("code", "said"), snippets(), ids=[code.split()[1] + str(n) for n, (code, _) in enumerate(snippets())])
def test_a_snippet_runs_and_prints_what_the_page_says(code: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "parquet").symlink_to(ROOT / "data" / "parquet")
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, said, "")


def test_there_is_a_snippet_for_each_way_to_get_the_data() -> None:
    languages = [language for language, _ in blocks(README) if language != "text"]
    assert languages == ["python", "python", "python", "r", "sh", "python", "python"]
    imports = [line for code, _ in snippets() for line in code.splitlines() if line.startswith("import ")]
    assert imports == [
        "import pandas as pd",
        "import polars as pl",
        "import duckdb",
        "import fentanyl_control as fc",
        "import fentanyl_control as fc",
    ]


def test_a_snippet_is_three_lines_for_each_program() -> None:
    codes = [code for language, code in blocks(README)[:6] if language != "text"]
    assert [len([line for line in code.splitlines() if line]) for code in codes] == [3] * 5
    assert len(re.findall(r"^[1-9]\. ", README, re.MULTILINE)) == 3  # Excel


def test_the_page_comes_to_the_files_before_the_commands_that_build_them() -> None:
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert headings[:4] == ["One figure, and its proof", "Get it, and open it", "What is in it", "Build it, and test it"]
    first_screen = README[: README.index("## Build it")]
    assert ".venv/bin" not in first_screen
    assert f"`dist/{DESCRIPTOR['version']}/`" in first_screen


def test_no_text_is_empty_as_the_page_says() -> None:
    assert "no text is empty" in README
    assert DESCRIPTOR.get("missingValues", [""]) == [""]
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "schemas").glob("*.json")]
    fields = [field for schema in schemas for field in schema["fields"]]
    assert [part["missingValues"] for part in (*schemas, *fields) if part.get("missingValues", [""]) != [""]] == []


def test_the_table_of_tables_has_the_counts_of_the_data() -> None:
    said = re.findall(r"^\| \[(\w+)\]\((\S+)\) \| ([0-9,]+) \| [^|]+ \| \[columns\]\((\S+)\) \|$", README, re.MULTILINE)
    assert said == [(table, f"data/{table}.csv", f"{len(rows(table)):,}", f"docs/codebook.md#{table}") for table in fc.tables()]
    codebook = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert [table for table in fc.tables() if f"\n## {table}\n" not in codebook] == []


def test_the_figures_of_the_example_are_those_of_the_tables() -> None:
    statistics = {row["id"]: row for row in rows("statistics")}
    verdicts = {row["other_statistic_id"]: row for row in rows("verifications") if row["statistic_id"] == STATED}
    stated, *others = (
        int(figure.replace(",", "")) for figure in re.findall(r"^\| the [^|]+ \| ([0-9,]+) \|", README, re.MULTILINE)
    )
    assert stated == int(statistics[STATED]["value"])
    names = [STATED.replace("stated", status) for status in ("provisional", "final", "revised")]
    assert others == [int(statistics[name]["value"]) for name in names]
    assert [verdicts[name]["verdict"] for name in names] == ["rounds-to", "higher", "lower"]
    assert f"{int(verdicts[names[1]]['difference']):,} lower than the stated figure" in README
    assert f"{-int(verdicts[names[2]]['difference']):,} higher than the stated figure" in README
    (proof,) = (piece for piece in fc.evidence_for(STATED) if piece.supports == "value")
    assert f'"{proof.words}", in [this sentence]({proof.link})' in README


def commands() -> list[tuple[str, str]]:
    """Every command that a page names, in a code span or on an indented line, with the page."""
    found = []
    for name, page in PAGES.items():
        prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
        spans = re.findall(r"`([^`]+)`", prose) + re.findall(r"^ {4,}(\S.*)$", prose, re.MULTILINE)
        found += [(name, span) for span in spans if re.match(r"(\.venv/bin/|packpress |scripts/|--)", span)]
    return found


@pytest.mark.parametrize(("page", "command"), sorted(set(commands())))
def test_a_command_that_a_page_names_exists(page: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(command)
    program = words[0].removeprefix(".venv/bin/")
    if command.startswith("--"):
        with pytest.raises(SystemExit):
            main(["validate", "--full", "--help"])
        assert words[0] in capsys.readouterr().out
    elif program == "packpress":
        with pytest.raises(SystemExit) as stop:
            main([*words[1:], "--help"])
        assert stop.value.code == 0
        usage = capsys.readouterr().out
        assert all(word in usage for word in words[2:] if word.startswith("--"))
    elif program.startswith("scripts/"):
        assert (ROOT / program).stat().st_mode & 0o111
        assert all((ROOT / word).exists() for word in words[1:] if "/" in word)
    else:
        assert (ROOT / words[0]).exists()


def test_a_link_within_the_page_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", README, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= headings
    assert "open-it-with-other-programs" in headings


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_links_or_names_exist(page: str) -> None:
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)", PAGES[page])
    named = re.findall(r"`((?:data|docs|src|tests|schemas|scripts)/[\w./-]*)`", PAGES[page])
    assert [path for path in (*linked, *named) if not (ROOT / path).exists()] == []


def without_lines(report: str) -> str:
    """The report without line numbers, which move with every row that is added."""
    return re.sub(r"^([^:\n]+):[0-9]+:", r"\1:N:", report, flags=re.MULTILINE)


def reports() -> dict[str, str]:
    found = [without_lines(text) for language, text in blocks(CONTRIBUTING) if language == "text"]
    return dict(zip(("a mistyped value", "a record without evidence"), found, strict=True))


def test_the_report_on_a_mistyped_value_is_what_the_command_prints(dataset: PackageFolder) -> None:
    dataset.set("statistics", "s-eu-fentanyl-tablet-seizures-2022", value="8453")
    assert without_lines(format_text(validate(dataset.root, full=True, rules=RULES))) == reports()["a mistyped value"]


def test_the_report_on_a_record_without_evidence_is_what_the_command_prints(dataset: PackageFolder) -> None:
    dataset.add(
        "measures", id="m-new-example", title="Example", description="China states an example.", kind="rule",
        sector="postal", status="done", area_id="CHN", parties_open="false", origin="white-paper",
    )  # fmt: skip
    assert without_lines(format_text(validate(dataset.root, full=True, rules=RULES))) == reports()["a record without evidence"]


def test_the_steps_that_add_a_record_put_three_rows_at_their_places(
    dataset: PackageFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = re.findall(r"^ +packpress (new .+)$", CONTRIBUTING, re.MULTILINE)
    assert [shlex.split(step)[1] for step in steps] == ["measures", "evidence", "participants"]
    for step in steps:
        assert main([*shlex.split(step), str(dataset.root)]) == 0
    said = [line.partition(": a new record, ") for line in capsys.readouterr().out.splitlines() if ": a new record, " in line]
    assert [added for _, _, added in said] == ["m-new-example", "x-m-new-example-1", "p-m-new-example-1"]
    report = validate(dataset.root)
    assert {(f"{issue.path}:{issue.line}", issue.rule) for issue in report.issues} == {
        (place, "required") for place, _, _ in said
    }


def test_what_the_page_says_to_explain_is_explained(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    names = re.findall(r"^ {4}packpress explain (.+)$", CONTRIBUTING, re.MULTILINE)
    assert [len(name.split(".")) for name in names] == [1, 1, 2]
    for name in names:
        assert main(["explain", name]) == 0
        assert capsys.readouterr().out.startswith(name)


def test_the_steps_that_add_a_column_lead_to_a_valid_package(
    dataset: PackageFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = dataset.root / "schemas" / "events.json"
    described: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))
    names = [field["name"] for field in described["fields"]]
    venue = {"name": "venue", "title": "Venue", "description": "For a test.", "type": "string"}
    described["fields"].insert(names.index("place") + 1, venue | {"constraints": {"required": False}, "example": "Hall"})
    schema.write_text(json.dumps(described), encoding="utf-8")
    assert r"sed -i '1s/$/,venue/; 2,$s/$/,/' data/events.csv" in CONTRIBUTING
    header, *lines = dataset.path("events").read_text(encoding="utf-8").splitlines()
    added = [f"{header},venue", *(f"{line}," for line in lines)]
    dataset.path("events").write_text("\n".join(added) + "\n", encoding="utf-8")
    assert main(["format", str(dataset.root)]) == 0
    stale = ["data/parquet/events.json", "data/parquet/events.parquet"]  # the next step is to build them
    assert [(i.path, i.rule) for i in validate(dataset.root).issues] == [(path, "output-stale") for path in stale]
    assert list(dataset.rows("events")[0]) == [f["name"] for f in described["fields"]]


def test_the_steps_that_withdraw_a_record_lead_to_a_valid_package(dataset: PackageFolder) -> None:
    (row,) = re.findall(r"^ {4}(m-[a-z-]+),(measures),([0-9.]+),,(.+)$", CONTRIBUTING, re.MULTILINE)
    record = row[0]
    dataset.remove("measures", record)
    named = {issue.path for issue in validate(dataset.root).issues if issue.value == record}
    assert named == {"data/evidence.csv", "data/participants.csv", "data/verifications.csv"}
    for table in ("evidence", "participants", "verifications"):
        dataset.write(table, [cells for cells in dataset.rows(table) if cells["measure_id"] != record])
    header = dataset.path("retired").read_text(encoding="utf-8").splitlines()[0]
    before = dataset.path("retired").read_text(encoding="utf-8").splitlines()[1:]
    lines = sorted([*before, f"{row[0]},{row[1]},{row[2]},,{row[3]}"])
    dataset.path("retired").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    session = Session.open(dataset.root, Findings())
    session.check_outputs()
    assert check_rules(session, read_tables(session), RULES).issues == ()


def test_the_steps_for_a_version_lead_to_one_that_is_enough(
    dataset: PackageFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        names = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a")
        environment = os.environ | names | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        subprocess.run(["git", *arguments], cwd=dataset.root, env=environment, check=True, capture_output=True)

    shutil.copy(ROOT / "CHANGELOG.md", dataset.root)
    for step in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "A state"]):
        git(*step)
    monkeypatch.chdir(dataset.root)
    for command in ("diff HEAD", "diff HEAD --changelog", "validate --base HEAD"):
        assert f"    packpress {command}\n" in CONTRIBUTING
    version = json.loads((dataset.root / "datapackage.json").read_text(encoding="utf-8"))["version"]
    number = int(version.rpartition(".")[2])
    least = f"{version.rpartition('.')[0]}.{number + 1}"
    dataset.set("statistics", STATED, note="Another word.")
    assert main(["diff", "HEAD"]) == 0
    assert f"requires {least} or later; {version} is too low\n" in capsys.readouterr().out
    assert main(["diff", "HEAD", "--changelog"]) == 0
    drafted = capsys.readouterr().out
    check = ["validate", "--base", "HEAD"]  # what --full adds is tested elsewhere
    assert main(check) == 1
    assert "[version-bump]" in capsys.readouterr().out
    for path, old, new in (
        ("datapackage.json", f'"version": "{version}"', f'"version": "{least}"'),
        ("CHANGELOG.md", f"## {version} ", f"{drafted}\n## {version} "),
    ):
        text = (dataset.root / path).read_text(encoding="utf-8")
        assert old in text
        (dataset.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(check) == 0
