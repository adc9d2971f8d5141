"""Every line that leaves the program is harmless, whatever stands in a cell, a name, a file's name or an argument."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress import output
from packpress.cli import main
from packpress.escape import is_harmless, printable
from packpress.read.characters import is_composed, refused_characters

if TYPE_CHECKING:
    from tests.conftest import Command, PackageFolder

Reader = Callable[[str], list["Command"]]

TEXTS = [
    "::error::x", "  ::error file=README.md,line=1::x", "a\n::set-env name=PATH::.", "a\n\t ::add-mask::e\nb",
    "a\r\n::stop-commands::x", "a\r::error::x", "a\x85::error::x", "a\u2028::error::x", "a\u2029 ::error::x", "a\v::error::x",
    "a\f::error::x", "a\x1c::error::x", "##[error]x", "a ##[add-mask]e", "a\n##[set-output name=valid]true",
    "#\u0301#[error]x", "##vso[task.setvariable variable=a]b", "\u0301::error::x", ":\u0301:error::x", "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07", "\x9b1;1H", "\x07\b\x7f", "\u202evsc.csv", "\u2066a\u2069", "\u200b::error::x", "\ufeff::error::x",
    "\xa0::error::x", "\u3000::error::x", "\xad##[error]x", "\U000e0041", "=cmd|'/c calc'!A0", "@SUM(1)", "+1+1", "'=1",
    "<script>", "](javascript:x)", "`` ` ``", "%0A::error::x", "%s{0}{x}", "\\n::error::x",
]  # fmt: skip
NAMES = [text for text in TEXTS if "/" not in text]


def readable(texts: Sequence[str]) -> list[str]:
    """Those that can stand in a table that is read to its end: no line end but the line feed."""
    return [text for text in texts if "\r" not in text and "\0" not in text]


@pytest.fixture(scope="session")
def texts_and_more(request: pytest.FixtureRequest) -> list[str]:
    """The texts above, and the naughty strings where they are at hand."""
    try:
        corpora: Path = request.getfixturevalue("corpora")
    except pytest.skip.Exception:
        return TEXTS
    naughty = json.loads((corpora / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    return [*TEXTS, *(text for text in naughty if text)]


def legal(texts: Sequence[str]) -> list[str]:
    """Those that a table may hold."""
    return [t for t in dict.fromkeys(readable(texts)) if not refused_characters(t) and is_composed(t) and t == t.strip()]


def write_table(file: Path, rows: Sequence[Sequence[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(out.getvalue().encode("utf-8"))


def write_package(root: Path, tables: Mapping[str, tuple[Any, Sequence[Sequence[str]]]], **more: Any) -> Path:
    """A package of these tables, each of which is a resource without its path, and its rows."""
    resources = []
    for path, (resource, rows) in tables.items():
        write_table(root / path, rows)
        resources.append({"name": path.removesuffix(".csv"), "path": path, "type": "table", **resource})
    package = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "example", **more}
    (root / "datapackage.json").write_text(json.dumps({**package, "resources": resources}), encoding="utf-8")
    return root


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def cells(root: Path, texts: Sequence[str]) -> Path:
    """The texts where a key, a number, a date, a code and a reference should be."""
    fields = [field("id"), field("n", "integer"), field("day", "date"), field("c", constraints={"enum": ["a"]}), field("r")]
    key = {"fields": ["r"], "reference": {"resource": "t", "fields": ["id"]}}
    schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]}
    rows = [[text] * 5 for text in texts]
    return write_package(root, {"t.csv": ({"schema": schema}, [["id", "n", "day", "c", "r"], *rows, *rows])})


def layout(root: Path, texts: Sequence[str]) -> Path:
    """The texts in a table that is out of its layout."""
    schema = {"fields": [field("id"), field("s")], "primaryKey": ["id"]}
    rows = [["id", "s"], *([str(number), f" {text} "] for number, text in enumerate(readable(texts), 1000))]
    return write_package(root, {"t.csv": ({"schema": schema}, rows[:1] + rows[:0:-1])}, **{"packpress:layout": "canonical"})


def names(root: Path, texts: Sequence[str]) -> Path:
    """The texts as names of files, tables, columns, constraints, codes and properties, and as titles, versions and the like."""
    tables: dict[str, tuple[Any, Sequence[Sequence[str]]]] = {}
    for number, text in enumerate(texts):
        categories = [{"value": text, "label": text}, {"value": "b"}]
        kind = field(text, description=text, title=text, categories=categories, example=text, **{text: text})
        odd = field(f"{text}2", text, format=text, constraints={text: text, "enum": [text]}, missingValues=[text])
        schema = {"fields": [field("id"), kind, *([odd] if number % 2 else [])], "primaryKey": ["id"], text: text}
        path = f"{number}{text}.csv" if "/" not in text and len(text) < 80 else f"{number}.csv"
        tables[path] = ({"name": text, "title": text, "description": text, "schema": schema}, [["id", text], ["1", "a"]])
    return write_package(root, tables, version=texts[0], title=texts[3], **{text: text for text in texts})


def valid(root: Path, texts: Sequence[str]) -> Path:
    """A valid package of the texts that may stand in one, which publishes and counts them."""
    listed = [text for text in legal(texts) if "\n" not in text]
    categories = [{"value": text, "label": text} for text in listed]
    fields = [field("id"), field("kind", categories=categories, description=listed[0], title=listed[0]), field("second")]
    rows = [[str(number), text, text] for number, text in enumerate(listed, 1000)]
    table = {"schema": {"fields": fields, "primaryKey": ["id"]}}
    counted = {"packpress:counts": [{"resource": "t", "field": "kind"}]}
    package = write_package(root, {"t.csv": (table, [["id", "kind", "second"], *rows])}, version="1.0.0", **counted)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"].append({"name": "t-parquet", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "t"})
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return package


def empty(root: Path, texts: Sequence[str]) -> Path:
    """The valid package without its rows."""
    write_table(valid(root, texts) / "t.csv", [["id", "kind", "second"]])
    return root


FORMS = ("text", "json", "github", "markdown", "sarif", "outputs")
PACKAGES = {make.__name__: make for make in (cells, layout, names, valid)}


class Session:
    """Runs commands, and looks at each line that they print or save."""

    def __init__(self, capsys: pytest.CaptureFixture[str], read_commands: Reader) -> None:
        self.capsys, self.read_commands = capsys, read_commands
        self.seen = ""

    def run(self, *arguments: str, may_command: bool = False) -> int:
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = int(str(stopped.code))
        out, err = self.capsys.readouterr()
        self.look(out, may_command=may_command)
        self.look(err)
        self.seen = out + err
        return status

    def look(self, text: str, *, may_command: bool = False) -> None:
        assert [line for line in text.replace("\r\n", "\n").split("\n") if not line.isprintable()] == []
        found = [command for command in self.read_commands(text) if not may_command or not is_annotation(command)]
        assert found == []
        assert re.search(r"##\w*\[", text) is None


def is_annotation(command: Command) -> bool:
    """Whether it is one of the commands that the program means to give."""
    known = {"title", "file", "line", "col", "endColumn"}
    return command.name in ("error", "warning", "notice") and command.properties.keys() <= known


@pytest.fixture
def session(capsys: pytest.CaptureFixture[str], read_commands: Reader) -> Session:
    return Session(capsys, read_commands)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_report_is_harmless_in_every_form(name: str, texts_and_more: list[str], tmp_path: Path, session: Session) -> None:
    root = PACKAGES[name](tmp_path / "package", texts_and_more)
    for form in FORMS:
        saved = tmp_path / f"saved.{form}"
        arguments = ("validate", str(root), "--format", form, "--save", form, str(saved))
        assert session.run(*arguments, may_command=form == "github") == 1
        text = saved.read_text(encoding="utf-8")
        session.look(text, may_command=form == "github")
        assert form not in ("json", "sarif") or json.loads(text)


@pytest.mark.parametrize("name", PACKAGES)
def test_what_the_other_commands_say_of_a_package_is_harmless(
    name: str, texts_and_more: list[str], tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = PACKAGES[name](tmp_path / "package", texts_and_more)
    monkeypatch.chdir(root)
    paths = [file.name for file in root.iterdir() if file.suffix == ".csv"]
    session.run("format", "--check")
    assert name != "layout" or session.seen.count("\n") > 2 * len(texts_and_more)
    for command in (
        ("hook", "validate", "--", *paths),
        ("hook", "format", "--", *paths),
        ("format",),
        ("build", "--check"),
        ("build", "--full", "--check"),
        ("build"),
        ("build",),
        ("explain", "t"),
        ("explain", "t.kind"),
        ("new", "t"),
        ("trace", "--texts", "."),
        *(("schema", "t", "--as", target) for target in ("pandera", "json-schema", "sql", "arrow", "polars")),
        ("validate",),
    ):
        session.run(*command)


def test_what_a_build_counts_is_harmless(texts_and_more: list[str], tmp_path: Path, session: Session) -> None:
    root = valid(tmp_path / "package", texts_and_more)
    assert session.run("build", "--full", str(root)) == 0
    assert "wrote: t.parquet\n" in session.seen
    assert "t.kind: " in session.seen


@pytest.mark.parametrize("options", [["--format", form] for form in ("text", "markdown", "json", "csv")] + [["--changelog"]])
def test_what_changed_is_said_harmlessly(
    options: list[str], texts_and_more: list[str], tmp_path: Path, session: Session
) -> None:
    pairs = [(empty, valid), (valid, empty)]
    for number, (old, new) in enumerate(pairs):
        sides = [str(make(tmp_path / f"{number}{make.__name__}", texts_and_more)) for make in (old, new)]
        assert session.run("diff", *sides, *options) == 0
    texts = legal(texts_and_more)
    for number, name in enumerate(("left", "right")):
        fields = [field("id"), field("s", description=TEXTS[number])]
        rows = zip(texts, texts[number:] + texts[:number], strict=True)
        table = {"schema": {"fields": fields, "primaryKey": ["id"]}}
        write_package(tmp_path / name, {"t.csv": (table, [["id", "s"], *rows])}, version=TEXTS[number], title=TEXTS[number])
    assert session.run("diff", str(tmp_path / "left"), str(tmp_path / "right"), *options) == 0
    assert session.seen


@pytest.mark.parametrize("text", NAMES, ids=ascii)
def test_an_argument_is_shown_harmlessly(text: str, tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    layout(tmp_path, ["a"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(f"[tool.packpress]\n{json.dumps(text)} = 1\n", encoding="utf-8")
    for arguments in (
        (text,),
        ("validate", "--full", text),
        ("validate", "--full", f"--{text}"),
        ("validate", "--format", text),
        ("validate", "--save", text, "x"),
        ("validate", "--save", "text", f"absent/{text}"),
        ("validate", text),
        ("validate", "--base", text),
        ("validate", "--full", "--rules", text),
        ("validate",),
        ("build", "--full", text),
        ("explain", text),
        ("explain", f"t.{text}"),
        ("new", text),
        ("new", "t", "--id", text),
        ("diff", text),
        ("diff", text, text),
        ("diff", ".", text, "--format", text),
        ("trace", "--texts", text),
        ("schema", text, "--as", "sql"),
        ("schema", "t", "--as", text),
        ("schema", "t", "--as", "sql", "--out", f"absent/{text}"),
        ("hook", text),
        ("hook", "validate", "--", text),
        ("format", text),
    ):
        session.run(*arguments)


def test_what_a_text_holds_that_was_coded_is_shown_harmlessly(letters: PackageFolder, tmp_path: Path, session: Session) -> None:
    source = letters.rows("sentences")[0]["letter_id"]
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / f"{source}.txt").write_text("\n\n".join(text + " 1,234 words." for text in TEXTS), encoding="utf-8")
    for form in FORMS:
        arguments = ("trace", str(letters.root), "--texts", str(folder), "--format", form)
        assert session.run(*arguments, may_command=form == "github") == 1


def test_a_fault_of_the_program_is_shown_harmlessly(capsys: pytest.CaptureFixture[str], read_commands: Reader) -> None:
    try:
        raise ValueError("a\n::error::\x1b[31m")
    except ValueError as error:
        output.write_crash(type(error), error, error.__traceback__)
    err = capsys.readouterr().err
    assert err.startswith("Traceback")
    assert err.endswith("\\u001b[31m\n")
    assert read_commands(err) == []


# text → as it goes out
GUARDED = {
    "a\nb\n": "a\nb\n",
    "::x::\n": "\\u003a:x::\n",
    "a::x\n": "a::x\n",
    "a\n  ::x\n": "a\n  \\u003a:x\n",
    "## a [b]\n": "## a [b]\n",
    "a ##[b]\n": "a \\u0023#[b]\n",
    "a ##vso[b]\n": "a \\u0023#vso[b]\n",
    "a,b\r\nc,d\r\n": "a,b\r\nc,d\r\n",
    "a\rb\r\n": "a\\rb\r\n",
    "\x1b[1m\u202e\n": "\\u001b[1m\\u202e\n",
}


@pytest.mark.parametrize("text", GUARDED, ids=ascii)
def test_a_text_is_guarded_line_by_line(text: str) -> None:
    assert output.guard(text) == GUARDED[text]
    assert output.guard(output.guard(text)) == GUARDED[text]


@given(
    st.lists(st.text(alphabet="a:#[] \t,-\r\n\xa0\u0301é中\u202e\x1b\x7f\U0001f600", max_size=9), max_size=5),
    st.sampled_from(["\r\n", "\n"]),
)
def test_lines_that_are_harmless_in_bytes_are_written_unchanged(lines: list[str], end: str) -> None:
    text = "".join(line + end for line in lines)
    if is_harmless(text.encode()):
        assert output.guard(text) == text
        assert all(printable(line) == line for line in text.split("\r\n"))


@pytest.mark.parametrize("text", ["", "a,b\r\n", "a é: :,中\r\n,https://example.org/#a\r\n"])
def test_usual_lines_are_harmless_in_bytes(text: str) -> None:
    assert is_harmless(text.encode())


@pytest.mark.parametrize("text", TEXTS)
def test_csv_in_bytes_is_written_like_text(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = f"{text}\r\na,{text}\r\n"
    output.write_csv(lines.encode())
    found = capsys.readouterr().out
    output.write(lines)
    assert found == capsys.readouterr().out
