"""What ``--help`` of each command says after its options: examples, what it writes, exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """Examples with what each does, what the command writes, and what its exit code 1 means; all commands share the others."""

    examples: tuple[tuple[str, str], ...]
    writes: str
    one: str


_NOTHING = "nothing"
_REPORTS = "nothing but the files of --save"
TEXTS: Mapping[str, Text] = {
    "validate": Text(
        (
            ("packpress validate", "the package in the current folder"),
            ("packpress validate data/books.csv", "one of its tables, alone"),
            ("packpress validate --full", "also its rules and a second opinion"),
            ("packpress validate --errors-only", "without warnings"),
            ("packpress validate --format json", "every issue, for programs"),
            ("packpress validate --save sarif report.sarif", "also as a file"),
            ("packpress validate --base main", "since the branch main: is the\nversion high enough?"),
            ("packpress validate s3://bucket/prefix", "a package in an object store"),
        ),
        _REPORTS,
        "the data have errors",
    ),
    "explain": Text(
        (
            ("packpress explain type-date", "a rule: meaning and remedy"),
            ("packpress explain books", "a table: its columns and keys"),
            ("packpress explain books.title", "a column: its type and constraints"),
        ),
        _NOTHING,
        "",
    ),
    "new": Text(
        (
            ("packpress new books --id b-1984", "a record with this id"),
            ("packpress new books", "a record with the next number, or\na placeholder for its id"),
        ),
        "the file of the table",
        "",
    ),
    "format": Text(
        (
            ("packpress format --check", "show what would change"),
            ("packpress format", "every table of the package"),
            ("packpress format data/books.csv", "one table"),
        ),
        "the files of the tables; with --check, nothing",
        "something is left to do: with --check a change, otherwise a correction\n      that a person has to make",
    ),
    "build": Text(
        (
            ("packpress build", "check files and cells, then write"),
            ("packpress build --check", "only list what is stale"),
            ("packpress build --full", "check rules too; write the codebook"),
        ),
        "the outputs, if the package has no errors; with --check, nothing",
        "the data have errors, so nothing was written; or --check found\n      stale outputs",
    ),
    "release": Text(
        (
            ("packpress release", "to dist/VERSION of the package"),
            ("packpress release --out ../site/data", "to a folder of your own"),
            ("packpress release --since ./old.zip", "with the changes since an older one"),
            ("packpress release --format json", "what was written, for programs"),
        ),
        "dist/VERSION, whole or not at all, dist/latest and dist/latest.json;\n"
        "  with --sign-with, one signature beside SHA256SUMS",
        "nothing was released: the data have errors, a file differs from the\n"
        "      commit, or another release of this version exists",
    ),
    "site": Text(
        (
            ("packpress site", "of the newest release in dist"),
            ("packpress site dist/1.0.0", "of this release"),
            ("packpress site --out ../public", "to a folder of your own"),
        ),
        "the folder of the site, whole or not at all, with SHA256SUMS",
        "",
    ),
    "diff": Text(
        (
            ("packpress diff HEAD", "since the last commit"),
            ("packpress diff v1.0.0 HEAD", "between two revisions of git"),
            ("packpress diff ../old", "since the state in another folder"),
            ("packpress diff HEAD --format csv", "each changed cell as a row"),
            ("packpress diff v1.0.0 --changelog", "as a draft for CHANGELOG.md"),
        ),
        _NOTHING,
        "",
    ),
    "verify": Text(
        (
            ("packpress verify dist/1.0.0", "a release in a folder"),
            ("packpress verify books-1.0.0.zip", "the same, as one archive"),
            (
                "packpress verify dist/1.0.0 --pubkey key.pub",
                "also who signed SHA256SUMS, for\nwhich nothing else vouches",
            ),
            ("packpress verify dist/1.0.0 --against v1.0.0", "also that it is what this commit\nof the package here gives"),
        ),
        _NOTHING,
        "a file, a cell, a hash or the signature is not as it should be",
    ),
    "trace": Text(
        (("packpress trace --texts texts", "compare with texts/<source id>.txt"),),
        _REPORTS,
        "passages or fragments are not in their texts",
    ),
    "hook": Text(
        (
            ("packpress hook validate -- data/books.csv", "check the packages of the files"),
            ("packpress hook format -- data/books.csv", "format these tables only"),
        ),
        "with format, the files of the tables; with validate, nothing",
        "the data have errors, or a person has to correct something",
    ),
    "completion": Text(
        (
            ('eval "$(packpress completion bash)"', "in ~/.bashrc"),
            ('eval "$(packpress completion zsh)"', "in ~/.zshrc, after compinit"),
            ("packpress completion fish | source", "in ~/.config/fish/config.fish"),
        ),
        _NOTHING,
        "",
    ),
    "init": Text(
        (
            ("packpress init", "all tables of the current folder"),
            ("packpress init loans.csv books.csv", "only these"),
            ("packpress init --dry-run", "print what would be written"),
            ("packpress init --add", "describe tables that are new in a\npackage"),
            ("packpress init --to-utf8", "rewrite tables as UTF-8"),
            ("packpress init --upgrade", "bring a package of version 1 of the\nstandard to version 2.0"),
        ),
        "datapackage.json and schemas/*.json, never over a file that exists;\n"
        "  with --to-utf8, also tables; with --upgrade, the descriptor and what it names",
        "with --upgrade: the descriptor is YAML, which a person has to change",
    ),
    "schema": Text(
        (
            ("packpress schema books --as sql", "CREATE TABLE for DuckDB and SQLite"),
            ("packpress schema books --as pandera", "a Python module that checks frames"),
        ),
        _NOTHING,
        "",
    ),
}
_WIDTH = 42
_WRITES_PACKAGE = ("build", "format", "hook", "init", "new", "release")
_CHECKS_NOTHING = ("init", "site")


def describe_command(command: str) -> str:
    """Returns the sections of the command, each after an empty line; "" if the command has no text."""
    text = TEXTS.get(command)
    if text is None:
        return ""
    examples = "".join(_example(line, words) for line, words in text.examples)
    codes = {"0": "done" if not text.one or command in _CHECKS_NOTHING else "no errors; warnings do not count", "1": text.one}
    codes["2"] = "wrong usage, no package, or a file that cannot be read or written"
    if command in _WRITES_PACKAGE:
        codes["3"] = "another command is writing the package"
    listed = "".join(f"  {code}   {words}\n" for code, words in codes.items() if words)
    return f"\nexamples:\n{examples}\nwrites: {text.writes}\n\nexit codes:\n{listed}"


def _example(line: str, words: str) -> str:
    first, *others = words.split("\n")
    begin = f"  {line:<{_WIDTH}} " if len(line) <= _WIDTH else f"  {line}\n  {'':<{_WIDTH}} "
    return "".join([f"{begin}{first}\n", *(f"  {'':<{_WIDTH}} {other}\n" for other in others)])
