"""Checks public packages in a folder and writes docs/wild.md, the table of verdicts; ``scripts/wild-page`` runs it.

docs/wild.toml has an entry for each package: where it is from, what packpress and frictionless said, and a judgement by hand
of every error. The page is written only if the verdicts are still those of the entries, and each error is judged.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from packpress.check.session import Session
from packpress.errors import PackpressError
from packpress.issue import FOR_WORDS, Findings
from packpress.package.forms.local_copies import using_copies

DOCS = Path(__file__).resolve().parents[1] / "docs"
ENTRIES, PAGE = DOCS / "wild.toml", DOCS / "wild.md"
SECONDS = 120
"""How long each of the two may take for a package."""
RIGHT = ("both", "packpress", "frictionless", "neither")
REGISTRIES = ("pypi", "npm")
HEADER = """\
# Public packages that were checked, for docs/wild.md; see scripts/wild-page.
# By hand: the source, right (both, packpress, frictionless, neither), why and clause. `scripts/wild-page FOLDER --record`
# writes the counts, and empties "why" wherever the errors of either have changed.
"""
INTRODUCTION = """\
<!-- Made by `scripts/wild-page` from docs/wild.toml. Do not edit. -->

# Public packages

{packages} packages of {publishers} publishers, {tables:,} tables with {rows:,} rows that could be read. None was written for
packpress. Each was checked with `packpress validate` and with `frictionless validate` (5.21), without a network. {valid} of
them pass here; {faulty} have a fault that was confirmed by hand in the file and in the standard; {wrong}.
A descriptor without `$schema` was judged by version 1. [rules.md](rules.md) explains the rules. Warnings leave a package valid
and are only counted; some say what was not checked, such as data and schemas at addresses, since nothing is fetched.

`scripts/wild-page FOLDER` checks all of them again, each in the subfolder of FOLDER that docs/wild.toml names. With `--fetch`
it first downloads those from PyPI and npm; the others have to be there. It refuses to write this page if a verdict has changed:
then `--record` takes over the new counts, and the judgements that it emptied have to be written again.
"""


@dataclass(frozen=True)
class Entry:
    """A package: ``source`` is "owner/repository" on GitHub, "pypi:NAME" or "npm:NAME"; counts are by rule or error type.

    ``map`` has the file below the folder that packpress gets for each address, with ``--map``.
    """

    folder: str
    source: str
    version: str
    inside: str = ""
    map: Mapping[str, str] = field(default_factory=dict)
    descriptor: str = "datapackage.json"
    tables: int = 0
    rows: int = 0
    errors: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    frictionless: Mapping[str, int] = field(default_factory=dict)
    right: str = ""
    why: str = ""
    clause: str = ""

    @property
    def needs_judgement(self) -> bool:
        """Whether one of the two reports an error."""
        return bool(self.errors or self.frictionless)

    @property
    def is_wrong(self) -> bool:
        """Whether packpress is not right, by that judgement."""
        return self.needs_judgement and self.right in ("frictionless", "neither")

    @property
    def is_judged(self) -> bool:
        """Whether it is said who is right, and for errors also why and by which clause."""
        return self.right in RIGHT and (not self.needs_judgement or bool(self.why and self.clause))


def read_entries(text: str) -> list[Entry]:
    """Returns the entries of docs/wild.toml, in order."""
    return [Entry(**raw) for raw in tomllib.loads(text)["package"]]


def write_entries(entries: Iterable[Entry]) -> str:
    """Returns the text of docs/wild.toml, without properties that have their default."""
    blocks = [HEADER]
    for entry in entries:
        shown = {name: value for name, value in asdict(entry).items() if value != {} and value != "" and value != 0}
        blocks.append("\n".join(["[[package]]", *(f"{name} = {_toml(value)}" for name, value in shown.items())]) + "\n")
    return "\n".join(blocks)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        names = {name: name if re.fullmatch("[A-Za-z0-9_-]+", name) else json.dumps(name) for name in value}
        return "{ " + ", ".join(f"{names[name]} = {_toml(given)}" for name, given in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def describe_packages(entries: list[Entry]) -> str:
    """Returns the page: Markdown that ends with a line feed, the same for the same entries."""
    head = INTRODUCTION.format(
        packages=len(entries),
        publishers=len({_publisher(entry) for entry in entries}),
        tables=sum(entry.tables for entry in entries),
        rows=sum(entry.rows for entry in entries),
        valid=sum(not entry.errors and not entry.is_wrong for entry in entries),
        faulty=sum(bool(entry.errors) and not entry.is_wrong for entry in entries),
        wrong=_wrong(entries),
    )
    names = ("package", "from", "tables", "rows", "packpress", "frictionless", "right", "why", "clause")
    table = [f"| {' | '.join(names)} |", "|---|---|--:|--:|" + "---|" * 5]
    table += [f"| {' | '.join(map(_cell, _row(entry)))} |" for entry in entries]
    return head + "\n" + "\n".join(table) + "\n"


def _wrong(entries: list[Entry]) -> str:
    """Returns how many verdicts of packpress are wrong, with their packages."""
    names = [_name(entry) for entry in entries if entry.is_wrong]
    if not names:
        return "no verdict of packpress is known to be wrong"
    return f"packpress is wrong on {len(names)} ({', '.join(names)})"


def _name(entry: Entry) -> str:
    return entry.folder.split("__")[1]


def _publisher(entry: Entry) -> str:
    return entry.folder.split("__")[0]


def _row(entry: Entry) -> Iterator[str]:
    yield _name(entry)
    registry, _, name = entry.source.rpartition(":")
    yield f"{name} {entry.version}{f' ({registry})' if registry else ''}{f', {entry.inside}' if entry.inside else ''}"
    yield f"{entry.tables}"
    yield f"{entry.rows:,}"
    warned = sum(entry.warnings.values())
    yield _counts(entry.errors) + (f"; {warned:,} warning{'s' * (warned > 1)}" if warned else "")
    yield _counts(entry.frictionless)
    yield entry.right
    yield entry.why
    yield entry.clause


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"`{name}`{f' × {number:,}' if number > 1 else ''}" for name, number in counts.items()) or "valid"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def check_again(entry: Entry, folder: Path, *, quick: bool) -> Entry:
    """Returns the entry with what both say of the package now; with ``quick``, frictionless is not asked again."""
    descriptor = folder / entry.folder / entry.descriptor
    copies = {address: folder / entry.folder / file for address, file in entry.map.items()}
    errors, warnings = _ask_packpress(descriptor, copies)
    said = entry.frictionless if quick else _ask_frictionless(descriptor)
    with using_copies(copies):
        tables, rows = _count_rows(descriptor)
    return replace(entry, tables=tables, rows=rows, errors=errors, warnings=warnings, frictionless=said)


def _ask_packpress(descriptor: Path, copies: Mapping[str, Path]) -> tuple[dict[str, int], dict[str, int]]:
    maps = [word for address, file in copies.items() for word in ("--map", f"{address}={file}")]
    done = _run("packpress", "validate", "--format", "json", *maps, str(descriptor), cwd=descriptor.parent)
    if done is None:
        return {"timeout": 1}, {}
    try:
        report = json.loads(done)
    except ValueError:
        return {"crash": 1}, {}
    counted: Counter[tuple[str, str]] = Counter()
    for issue in (report["cut"] or {}).get("by_rule") or report["issues"]:
        counted[issue["severity"], issue["rule"]] += issue.get("issues", 1)
    errors, warnings = ({r: n for (s, r), n in sorted(counted.items()) if s == name} for name in ("error", "warning"))
    return errors, warnings


def _ask_frictionless(descriptor: Path) -> dict[str, int]:
    done = _run("frictionless", "validate", "--json", descriptor.name, cwd=descriptor.parent)
    if done is None:
        return {"timeout": 1}
    try:
        report = json.loads(done)
    except ValueError:
        return {"crash": 1}
    found = [*report["errors"], *(error for task in report["tasks"] for error in task["errors"])]
    return dict(sorted(Counter(error["type"] for error in found).items()))


def _run(command: str, *arguments: str, cwd: Path) -> str | None:
    """Returns the output of a command beside this Python, whatever its exit code; None if it took too long."""
    found = str(Path(sys.executable).with_name(command))
    try:
        return subprocess.run([found, *arguments], cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False).stdout
    except subprocess.TimeoutExpired:
        return None


def _count_rows(descriptor: Path) -> tuple[int, int]:
    """Returns how many tables can be read, and how many rows they have."""
    try:
        session = Session.open(descriptor, Findings(FOR_WORDS))
        rows = [sum(batch.block.rows for batch in table.batches()) for table in session.tables()]
    except PackpressError:
        return 0, 0
    return len(rows), sum(rows)


def fetch_package(entry: Entry, folder: Path) -> None:
    """Downloads the package from PyPI or npm with their ordinary clients, and lays it where the entry says."""
    registry, _, name = entry.source.partition(":")
    target, scratch = folder / entry.folder, folder / f".{entry.folder}"
    if registry not in REGISTRIES or target.exists():
        return
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    if registry == "pypi":
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(scratch), f"{name}=={entry.version}"]
        subprocess.run(pip, check=True)
    else:
        npm = ["npm", "pack", "--silent", f"{name}@{entry.version}"]
        subprocess.run(npm, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    (archive,) = scratch.iterdir()
    unpacked = scratch / "unpacked"
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(unpacked)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(unpacked, filter="data")
    shutil.move(unpacked / entry.inside, target)
    shutil.rmtree(scratch)


def differences(old: Entry, new: Entry) -> list[str]:
    """Returns a line for each count that differs."""
    names = [f.name for f in fields(Entry)]
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    return [f"{old.folder}: {name} was {was or 'valid'}, is {now or 'valid'}" for name, was, now in pairs if was != now]


def keep_judgement(old: Entry, new: Entry) -> Entry:
    """Returns the new entry, without its judgement if the errors of either are of other rules or other numbers."""
    same = (old.errors, old.frictionless) == (new.errors, new.frictionless)
    return new if same else replace(new, right="", why="", clause="")


def main(arguments: list[str]) -> int:
    """Runs the script; returns 1 if the page was not written."""
    parser = argparse.ArgumentParser(prog="scripts/wild-page", description=__doc__)
    parser.add_argument("folder", type=Path, help="has a subfolder for each package")
    parser.add_argument("--fetch", action="store_true", help="download the packages from PyPI and npm that are not there")
    parser.add_argument("--quick", action="store_true", help="do not ask frictionless again")
    parser.add_argument("--record", action="store_true", help="write changed counts into docs/wild.toml, to be judged by hand")
    parser.add_argument("--only", action="append", metavar="NAME", help="check these subfolders alone; may be repeated")
    options = parser.parse_args(arguments)
    old = read_entries(ENTRIES.read_text(encoding="utf-8"))
    new, changed = [], []
    for entry in old:
        now = entry
        if not options.only or entry.folder in options.only:
            if options.fetch:
                fetch_package(entry, options.folder)
            if not (options.folder / entry.folder).is_dir():
                changed.append(f"{entry.folder}: is not in {options.folder}; its source is {entry.source}")
            else:
                now = check_again(entry, options.folder, quick=options.quick)
        changed += differences(entry, now)
        new.append(keep_judgement(entry, now))
    sys.stdout.writelines(f"{line}\n" for line in changed)
    if options.record:
        ENTRIES.write_text(write_entries(new), encoding="utf-8")
    unjudged = [entry.folder for entry in new if not entry.is_judged]
    if unjudged or (changed and not options.record):
        sys.stdout.write(f"docs/wild.md was not written; to be judged: {', '.join(unjudged) or 'no package'}\n")
        return 1
    PAGE.write_text(describe_packages(new), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
