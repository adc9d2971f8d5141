"""Hostile pull requests: each gives an orderly red report in every form, commands nothing, and leaves nothing behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from packpress.cli import main
from packpress.report.markdown import MAX_SUMMARY

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.pulls.conftest import Repository

TAGS = {*"h2 h3 p strong code wbr table thead tbody tr th td".split()}
FIELDS = {"fields": [{"name": "id", "type": "integer"}, {"name": "n", "type": "string"}]}


def _table(repository: Repository, path: str, data: str | bytes, name: str = "more") -> None:
    """Add a table to the package; its first column holds whole numbers."""
    repository.write(path, data)
    _describe(repository, {"name": name, "type": "table", "path": path, "schema": FIELDS})


def _describe(repository: Repository, *resources: Any) -> None:
    descriptor = json.loads((repository.root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] += resources
    repository.write("datapackage.json", json.dumps(descriptor))


def _named(path: str) -> Callable[[Repository], None]:
    """A table in a file of that name, with a fault in it."""
    return lambda repository: _table(repository, path, "id,n\nx,1\n")


def _said(text: str) -> Callable[[Repository], None]:
    """Cells that say so, where a number, a key and a name should be."""
    quoted = '"' + text.replace('"', '""') + '"'

    def write(repository: Repository) -> None:
        _table(repository, "data/more.csv", f"id,n\n{quoted},1\n{quoted},{quoted}\n")
        repository.replace("data/books.csv", "a-austen,1816", f"{quoted},{quoted}")

    return write


def _schema_named(text: str) -> Callable[[Repository], None]:
    """Names in the descriptor that say so."""

    def write(repository: Repository) -> None:
        schema = {"fields": [{"name": text, "type": "integer"}], "primaryKey": [text], text: 1}
        repository.write("data/more.csv", "id\nx\n")
        _describe(repository, {"name": text, "type": "table", "path": "data/more.csv", "schema": schema, text: text})

    return write


def _many_files(repository: Repository) -> None:
    """A thousand tables that are new, each with a fault."""
    paths = [f"data/many/{number}.csv" for number in range(1000)]
    for path in paths:
        repository.write(path, "id,n\nx,1\n")
    tables = [{"name": f"t{i}", "type": "table", "path": path, "schema": FIELDS} for i, path in enumerate(paths)]
    _describe(repository, *tables)


def _link(target: str, at: str = "data/books.csv") -> Callable[[Repository], None]:
    def write(repository: Repository) -> None:
        place = repository.root / at
        if place.is_dir():
            place.rename(repository.root / "elsewhere")
        else:
            place.unlink()
        place.symlink_to(target)

    return write


def _hundred_megabytes(piece: bytes) -> Callable[[Repository], None]:
    return lambda repository: _table(repository, "data/more.csv", b"id,n\n" + piece * (100_000_000 // len(piece)))


COMMANDS = "::error file=x,line=1::no\n::set-env name=PATH::.\n##[add-mask]e\n::stop-commands::x\n::add-matcher::x.json"
HOSTILE: dict[str, Callable[[Repository], None]] = {
    "a file name with a line break": _named("data/a\n::error::b.csv"),
    "a file name with a command of the shell": _named("data/$(touch ran)`touch ran`;touch ran.csv"),
    "a file name with a command of the runner": _named("::set-env name=PATH::.csv"),
    "a file name with an old command of the runner": _named("##[add-mask]e.csv"),
    "a file name that is an option": _named("-rf.csv"),
    "a file name with marks of properties": _named("data/a,line=1,title=x::y%0A::error::.csv"),
    "a file name with marks of a page": _named("data/<img src=x>|`*[l](x)@who.csv"),
    "a file name that turns the text": _named("data/\u202evsc.csv"),
    "cells with commands": _said(COMMANDS),
    "a cell with an old command": _said("##[error]x ##[set-output name=valid]true"),
    "cells with ANSI escapes": _said("\x1b[2J\x1b[31m\x9b1;1Hvalid: 0 errors"),
    "cells that turn the text": _said("\u202e\u2066dilav\u2069\u200f"),
    "cells with marks of a page": _said(
        "</td></table><script>x</script>| **b** ![i](https://example.org/x) @who #1 a@example.org"
    ),
    "names with commands": _schema_named(COMMANDS),
    "names with ANSI escapes": _schema_named("\x1b[2J\x1b]0;x\x07\ud800"),
    "a thousand files": _many_files,
    "a link out of the package": _link("/etc/passwd"),
    "a link to a folder above": _link("../.."),
    "a link to itself": _link("books.csv"),
    "a link in place of data": _link("/etc", at="data"),
    "a device": _link("/dev/zero"),
    "100 MB in one line": _hundred_megabytes(b"x"),
    "100 MB of faults": _hundred_megabytes(b"x," + b"y" * 997 + b"\n"),
    "100 MB of NUL": _hundred_megabytes(b"\0"),
    "100 MB of open quotes": _hundred_megabytes(b'"\n'),
}


def _marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.slow] if name.startswith("100 MB") else []


@pytest.fixture(params=[pytest.param(make, id=name, marks=_marks(name)) for name, make in HOSTILE.items()])
def pull(request: pytest.FixtureRequest, repository: Repository) -> Repository:
    request.param(repository)
    repository.commit()
    return repository


def test_a_hostile_pull_request_is_red_and_nothing_else(
    pull: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], read_commands: Callable[[str], list[Command]]
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    before = sorted(tmp_path.iterdir())
    forms = ("markdown", "sarif", "json", "outputs", "text")
    options = [word for form in forms for word in ("--save", form, str(saved / form))]
    status = main(["validate", str(pull.root), "--base", "HEAD^1", "--format", "github", *options])
    out, err = capsys.readouterr()
    assert (status, err.count("\n")) in ((1, 0), (2, 1))

    commands = read_commands(out)
    assert 1 <= len(commands) <= 21
    assert {command.name for command in commands} <= {"error", "warning", "notice"}
    assert {key for c in commands for key in c.properties} <= {"title", "file", "line", "col", "endColumn"}
    written = {form: (saved / form).read_text(encoding="utf-8") for form in forms}
    for text in (out, err, *written.values()):
        assert text.replace("\n", "").isprintable()
    assert [read_commands(text) for text in (err, *written.values())] == [[]] * 6
    assert written["outputs"].startswith("valid=false\nerrors=")
    assert len(written["markdown"].encode("utf-8")) <= MAX_SUMMARY
    page = cmarkgfm.github_flavored_markdown_to_html(written["markdown"], options=Options.CMARK_OPT_UNSAFE)
    assert set(re.findall(r"<([a-z0-9!?]+)", page)) <= TAGS
    report = json.loads(written["json"])
    assert report["errors"] > 0
    assert json.loads(written["sarif"])["runs"][0]["properties"]["errors"] == report["errors"]

    assert pull.git("status", "--porcelain") == ""
    assert sorted(tmp_path.iterdir()) == before
    assert sorted(file.name for file in saved.iterdir()) == sorted(forms)
