"""``init``: describes the tables of a folder in a new descriptor and its schemas."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from packpress import output
from packpress.commands import FINE, HERE
from packpress.edit.infer.draft_table import Wishes
from packpress.edit.infer.infer import Inferred, infer, rewrite
from packpress.edit.infer.model import Draft, Remark
from packpress.edit.infer.rewrite_package import rewrite_package
from packpress.edit.infer.write_draft import (
    SCHEMAS,
    planned_files,
    read_existing,
    refuse_existing,
    refuse_schemas,
    write_files,
)
from packpress.errors import PackpressError
from packpress.escape import escape, printable
from packpress.package.located import paths_of
from packpress.package.model import DESCRIPTOR
from packpress.package.text.encodings import ENCODINGS, UTF_8, canonical_encoding

HELP = "Describe the tables of a folder: write datapackage.json and schemas with types, keys and references."
_OTHERS = ("datapackage.yaml", "datapackage.yml")
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_ENCODINGS = sorted({*ENCODINGS} - {UTF_8, "us-ascii"})
_MOST = 200
"""How many things to look at are listed."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the files, and what a person may decide beforehand."""
    words = "the tables, or one folder (default: all CSV, TSV, text tables and Parquet in the current folder and below)"
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=words)
    parser.add_argument("--add", action="store_true", help=f"add tables to the {DESCRIPTOR} that is there")
    parser.add_argument("--dry-run", action="store_true", help="print what would be written, and write nothing")
    parser.add_argument("--strict", action="store_true", help="give a type only to columns of which every cell fits")
    words = "the encoding of texts that are not UTF-8: " + ", ".join(_ENCODINGS)
    parser.add_argument("--encoding", type=_encoding, metavar="NAME", help=words)
    parser.add_argument("--delimiter", choices=sorted(_DELIMITERS), help="the delimiter of all texts, instead of a guess")
    parser.add_argument(
        "--to-utf8", action="store_true", help="rewrite texts in another encoding as UTF-8, also of a package that is there"
    )

    words = "bring a package of version 1 of the standard, by its folder or its descriptor, to version 2.0"
    parser.add_argument("--upgrade", action="store_true", help=words)


def _encoding(text: str) -> str:
    """Returns the encoding of that name. Raises ArgumentTypeError if it is not read."""
    name = canonical_encoding(text)
    if name not in _ENCODINGS:
        raise argparse.ArgumentTypeError(f"{escape(text)} is not one of {', '.join(_ENCODINGS)}")
    return name


def run(options: argparse.Namespace) -> int:
    """Writes the descriptor and the schemas that are inferred, and prints what to look at."""
    if options.upgrade:
        return _upgrade(options)
    root, files = _place(options.files)
    if options.to_utf8 and not options.add and (root / DESCRIPTOR).exists():
        return _rewrite(root, files, dry_run=options.dry_run)
    refuse_schemas(root)
    if options.add:
        _refuse_yaml(root)
    existing, before = read_existing(root) if options.add else (None, None)
    if existing is None:
        _refuse_package(root)
    resources = existing["resources"] if existing is not None else []
    known = {path for resource in resources for path in paths_of(resource)}
    taken = {str(resource.get("name")) for resource in resources if isinstance(resource, dict)}
    wishes = Wishes(options.encoding or "", _DELIMITERS.get(options.delimiter, ""), options.strict)
    inferred = infer(root, files, wishes, known=known, taken=taken)
    if not inferred.drafts:
        _print_left_out(inferred.left_out)
        what = "new tables" if existing is not None else "tables"
        raise PackpressError(
            f"{root.absolute()}: no {what} found; give the files of tables (CSV, TSV, Parquet), or a folder of them"
        )
    if not options.dry_run:
        new = planned_files(root, inferred.drafts, existing)
        refuse_existing(root, (name for name in new if name != DESCRIPTOR or existing is None))
    if options.to_utf8:
        rewrite(inferred, dry_run=options.dry_run)
    planned = planned_files(root, inferred.drafts, existing)
    if options.dry_run:
        for name, data in planned.items():
            output.write(f"{name}:\n{data.decode('utf-8')}\n")
    else:
        write_files(root, planned, before)
    for source in inferred.to_rewrite if options.to_utf8 else ():
        what = "would be rewritten" if options.dry_run else "rewritten"
        guess = " (a guess)" if source.doubt else ""
        output.write_line(f"{printable(source.path)}: {what} as UTF-8 from {source.encoding}{guess}")
    for line in _summary(root, inferred, options):
        output.write_line(line)
    return FINE


def _upgrade(options: argparse.Namespace) -> int:
    """Writes the package that is there in version 2.0; the other options are about new tables."""
    others = {name: getattr(options, name) for name in ("add", "strict", "encoding", "delimiter", "to_utf8")}
    if given := next((name for name, value in others.items() if value), ""):
        option = given.replace("_", "-")
        raise PackpressError(f"--upgrade: cannot be combined with --{option}; upgrade first, then run init with --{option}")
    if len(options.files) > 1:
        raise PackpressError("--upgrade: takes one package; give its folder or its descriptor")
    from packpress.commands.upgrade import run_upgrade

    return run_upgrade(next(iter(options.files), HERE), options.dry_run)


def _rewrite(root: Path, files: list[Path], *, dry_run: bool) -> int:
    """Replaces the texts of the package that is there by UTF-8, and prints their paths."""
    if files:
        raise PackpressError("--to-utf8: rewrites all texts of the package that is there; leave the files out")
    if dry_run:
        raise PackpressError("--to-utf8: nothing can be shown of the package that is there; leave --dry-run out")
    rewritten = rewrite_package(root)
    for path in rewritten:
        output.write_line(f"{path}: rewritten as UTF-8")
    if not rewritten:
        output.write_line(f"{DESCRIPTOR}: declares no encoding but UTF-8, so nothing was rewritten")
    return FINE


def _place(given: list[Path]) -> tuple[Path, list[Path]]:
    """Returns the folder of the package, and the files in it to describe, none for all."""
    if len(given) == 1 and given[0].is_dir():
        return given[0], []
    for path in given:
        if path.is_dir():
            raise PackpressError(f"{path}: is a folder; give files, or this folder alone")
    return HERE, given


def _refuse_package(root: Path) -> None:
    """Raises PackpressError if the folder already is a package."""
    if (root / DESCRIPTOR).exists():
        message = (
            "already there, and nothing is written over it; use --add to add tables to it, or packpress validate to check it; "
            f"to begin again, delete it and {SCHEMAS}/"
        )
        raise PackpressError(f"{root / DESCRIPTOR}: {message}")
    if there := _yaml(root):
        raise PackpressError(f"{there}: the folder is a package already; run packpress validate to check it")


def _refuse_yaml(root: Path) -> None:
    """Raises PackpressError if the descriptor of the folder is YAML."""
    if not (root / DESCRIPTOR).exists() and (there := _yaml(root)):
        advice = f"write the new tables into it, or write it as {DESCRIPTOR} first"
        raise PackpressError(f"{there}: is YAML, to which init --add cannot add; {advice}")


def _yaml(root: Path) -> str:
    """Returns the name of the descriptor in YAML, "" if there is no such file."""
    return next((name for name in _OTHERS if os.path.lexists(root / name)), "")


def _summary(root: Path, inferred: Inferred, options: argparse.Namespace) -> Iterator[str]:
    drafts = inferred.drafts
    what = "Would write" if options.dry_run else "Added to" if options.add else "Wrote"
    yield f"{what} {DESCRIPTOR} and {len(drafts)} schema{'s' if len(drafts) > 1 else ''} in schemas/:"
    for draft in drafts:
        yield f"  {draft.name}: {', '.join(_counts(draft))}"
    if inferred.references:
        yield "References:"
        for found in inferred.references:
            yield f"  {found.path}: {found.column} refers to {found.table}.{found.key} ({found.reason})"
    remarks = [remark for draft in drafts for remark in draft.remarks]
    if remarks:
        yield "Look at:"
        yield from _lines(remarks)
    if inferred.left_out:
        yield "Left out:"
        yield from _lines(inferred.left_out)
    place = "" if root == HERE else f" {printable(str(root))}"
    yield f"Next: correct types and keys in {SCHEMAS}/, fill in the empty descriptions, and run: packpress validate{place}"


def _counts(draft: Draft) -> Iterator[str]:
    source = draft.source
    yield source.path
    yield f"{draft.rows:,} row{'s' if draft.rows != 1 else ''}"
    yield f"{len(draft.columns)} column{'s' if len(draft.columns) != 1 else ''}"
    if "delimiter" in source.dialect:
        yield "separated by " + {";": "semicolons", "\t": "tabs", "|": "pipes"}.get(source.delimiter, source.delimiter)
    if source.encoding != "utf-8":
        yield source.encoding
    if source.dialect.get("header") is False:
        yield "no header"
    yield f"key {', '.join(draft.primary_key)}" if draft.primary_key else "no key"


def _lines(remarks: list[Remark] | tuple[Remark, ...]) -> Iterator[str]:
    for remark in remarks[:_MOST]:
        column = f"{printable(remark.column)}: " if remark.column else ""
        yield f"  {printable(remark.path)}: {column}{remark.message}"
    if len(remarks) > _MOST:
        yield f"  and {len(remarks) - _MOST:,} more; name fewer files to see them"


def _print_left_out(left_out: tuple[Remark, ...]) -> None:
    for line in _lines(left_out):
        output.write_line(line.strip())
