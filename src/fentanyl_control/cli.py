"""The command ``fentanyl-control``: the one module that prints and exits."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from fentanyl_control.check.validate import validate
from fentanyl_control.config import read_config
from fentanyl_control.curate.format import format_table
from fentanyl_control.curate.trace import trace
from fentanyl_control.errors import PressError
from fentanyl_control.package.descriptor import read_package
from fentanyl_control.package.model import Resource
from fentanyl_control.report import escape, format_issue, format_json, format_text, printable

FINE, HAS_ISSUES = 0, 1
_FORMATS = {"text": format_text, "json": format_json}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is fine, 1 when the data has issues, 2 for wrong usage or no package, 3 when locked."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character gets its code
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except PressError as error:
        print(f"fentanyl-control: {printable(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has seen enough
        return FINE
    except OSError as error:  # a folder that may not be written, a full disk
        print(f"fentanyl-control: {printable(str(error))}", file=sys.stderr)
        return PressError.exit_code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fentanyl-control", description="Checks and publishes a Data Package.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help)
        command.add_argument("--package", type=Path, default=Path(), metavar="DIR", help="the package's folder (default: here)")
        command.set_defaults(run=run)
        return command

    command = add("validate", _validate, "Say what is wrong with the package.")
    command.add_argument("--quick", action="store_true", help="files, cells and keys only; no rules, no second opinion")
    command.add_argument("--rules", type=Path, metavar="FILE", help="Python file of rules (default: as pyproject.toml says)")
    command.add_argument("--format", choices=sorted(_FORMATS), default="text")
    command = add("format", _format, "Bring the tables into their canonical layout, on text alone.")
    command.add_argument("--check", action="store_true", help="show what would change and change nothing")
    command = add("build", _build, "Check the package, then write its Parquet tables and its codebook.")
    command.add_argument("--rules", type=Path, metavar="FILE", help="Python file of rules (default: as pyproject.toml says)")
    command.add_argument("--check", action="store_true", help="say what is stale and write nothing")
    command = add("trace", _trace, "Compare the passages and fragments with the texts that they were coded from.")
    command.add_argument("--texts", type=Path, required=True, metavar="DIR", help="folder of the texts, <source id>.txt each")
    command.add_argument("--format", choices=sorted(_FORMATS), default="text")
    return parser


def _rules(options: argparse.Namespace) -> Path | None:
    """The rules file that was asked for, else the one that the working directory's own settings name."""
    if options.rules is not None:
        given: Path = options.rules
        return given
    return read_config(Path()).rules if options.package.resolve() == Path().resolve() else None


def _validate(options: argparse.Namespace) -> int:
    report = validate(options.package, quick=options.quick, rules=None if options.quick else _rules(options))
    sys.stdout.write(_FORMATS[options.format](report))
    return FINE if report.valid else HAS_ISSUES


def _trace(options: argparse.Namespace) -> int:
    report = trace(options.package, options.texts)
    sys.stdout.write(_FORMATS[options.format](report))
    return FINE if report.valid else HAS_ISSUES


def _format(options: argparse.Namespace) -> int:
    package, issues = read_package(options.package)
    status = FINE
    for issue in issues:
        print(format_issue(issue))
        status = max(status, HAS_ISSUES if issue.severity == "error" else FINE)
    for resource in package.sources:
        for path in resource.paths:
            status = max(status, _format_file(options, path, resource))
    return status


def _format_file(options: argparse.Namespace, path: str, resource: Resource) -> int:
    """Format one file or show how it would change; whether a person has something left to do."""
    file = options.package / path
    if not file.is_file():
        print(printable(f"{path}: the file is not there"))
        return HAS_ISSUES
    assert resource.schema is not None
    data = file.read_bytes()
    formatted = format_table(data, resource.schema, resource.dialect)
    for line, message in formatted.unfixed:
        print(printable(f"{path}:{line}: {message}"))
    if formatted.left_alone:
        print(printable(f"{path}: left alone: {formatted.left_alone}"))
        return FINE
    if formatted.text is None:
        return HAS_ISSUES
    if formatted.text.encode("utf-8") != data:
        if options.check:
            before = data.decode("utf-8").splitlines(keepends=True)
            after = formatted.text.splitlines(keepends=True)
            for changed in difflib.unified_diff(before, after, path, f"{path} (canonical)", n=1):
                print(escape(changed.rstrip("\n"), 400)[1:-1].replace('\\"', '"'))
            return HAS_ISSUES
        file.write_bytes(formatted.text.encode("utf-8"))
        print(printable(f"{path}: formatted"))
    return HAS_ISSUES if formatted.unfixed else FINE


def _build(options: argparse.Namespace) -> int:
    try:
        from fentanyl_control.publish.build import build
    except ModuleNotFoundError as error:
        raise PressError(f'{error.name} is not installed: pip install "fentanyl-control-data[publish]"') from error
    built = build(options.package, rules=_rules(options), check_only=options.check)
    sys.stdout.write(format_text(built.report))
    if not built.report.valid:
        print("nothing was published")
        return HAS_ISSUES
    for path in built.stale:
        print(f"{'stale' if options.check else 'wrote'}: {path}")
    total = sum(built.rows.values())
    noun = "table" if len(built.rows) == 1 else "tables"
    print(f"{len(built.rows)} {noun}, {total:,} rows: {', '.join(f'{name} {n:,}' for name, n in built.rows.items())}")
    if built.coverage is not None:
        c = built.coverage
        counts = f"{c.passages:,} passages, {c.cited:,} cited, {c.without_claim:,} without claim"
        print(f"coverage of sentences: {100 * c.share:.0f} % ({counts})")
    for field, codes in built.counts.items():
        print(f"{field}: {', '.join(f'{code} {n:,}' for code, n in codes.items())}")
    for item in built.agreements:
        alpha = "not defined, nothing varies" if item.alpha is None else f"{item.alpha:.2f}"
        share = 100 * item.same / item.units
        print(f"coded twice, {item.decision}: {share:.0f} % the same, Krippendorff's alpha {alpha} (n = {item.units:,})")
    written = "would be written" if options.check else "written"
    print(f"{len(built.stale)} files {written}, {len(built.fresh)} fresh")
    return HAS_ISSUES if options.check and built.stale else FINE
