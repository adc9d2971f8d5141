"""``hook``: what a commit hook runs, on the files that it names and on nothing else; it stages nothing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

from packpress import output
from packpress.check.validate import examine
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.format import format_file
from packpress.errors import PackpressError
from packpress.issue import FOR_WORDS
from packpress.package.descriptor import read_package
from packpress.package.model import DESCRIPTOR
from packpress.package.outputs.leftovers import writing
from packpress.report import format_text

HELP = "Format or validate the packages of the files that a commit hook names."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to do, and the files, which stand behind ``--``."""
    parser.add_argument("work", choices=sorted(_WORK), help="what to do with each package that has one of the files")
    parser.add_argument("files", nargs="*", type=PurePath, metavar="FILE", help="write them behind --, whatever their names")


def run(options: argparse.Namespace) -> int:
    """Do the work package by package; one that cannot be read does not keep the others from it."""
    status = FINE
    for root, paths in find_packages(options.files).items():
        try:
            status = max(status, _WORK[options.work](root, paths))
        except PackpressError as error:
            output.write_error(f"packpress: {_within(root, str(error))}")
            status = max(status, error.exit_code)
    return status


def find_packages(files: Iterable[PurePath]) -> Mapping[Path, frozenset[str]]:
    """The packages to which the files belong, each with its files relative to it, in the order of their names.

    A file belongs to the nearest folder above it, up to the one in which the command runs, that has a descriptor; one that
    has none above it, or that lies elsewhere, belongs to no package.
    """
    found: dict[Path, set[str]] = {}
    for file in files:
        path = PurePath(os.path.normpath(file))
        if path.is_absolute() or ".." in path.parts:
            continue
        root = next((folder for folder in path.parents if Path(folder, DESCRIPTOR).is_file()), None)
        if root is not None:
            found.setdefault(Path(root), set()).add(path.relative_to(root).as_posix())
    return {root: frozenset(found[root]) for root in sorted(found)}


def _format(root: Path, paths: frozenset[str]) -> int:
    """Format the tables among the files; the package's other tables stay as they are."""
    with writing(root):
        package, _ = read_package(root)
        tables = [(path, resource) for resource in package.sources for path in resource.paths if path in paths]
        return max((format_file(root, path, resource) for path, resource in tables), default=FINE)


def _validate(root: Path, paths: frozenset[str]) -> int:
    """Check the files and cells of the package: a row of one table may be wrong by another, so it is checked as a whole."""
    report = examine(root, limits=FOR_WORDS).report
    issues = tuple(issue._replace(path=_within(root, issue.path)) for issue in report.issues)
    output.write(format_text(report._replace(issues=issues), command="packpress validate"))
    return FINE if report.valid else HAS_ISSUES


def _within(root: Path, path: str) -> str:
    """The path as it is seen from where the command runs."""
    return path if root == Path() else f"{root.as_posix()}/{path}"


# work → what does it on a package and those of its files that were named
_WORK: Mapping[str, Callable[[Path, frozenset[str]], int]] = {"format": _format, "validate": _validate}
