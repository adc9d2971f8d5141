"""``hook``: what a commit hook runs on the files that it lists, and on no others; it stages nothing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

from packpress import output
from packpress.check.validate import examine
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.format import format_file, print_issues
from packpress.commands.shared.settings import read_settings, reading_copies
from packpress.errors import PackpressError
from packpress.issue import FOR_WORDS
from packpress.package.descriptor import read_package
from packpress.package.forms.local_copies import using_copies
from packpress.package.located import split_package
from packpress.package.outputs.leftovers import writing
from packpress.report.text import report_lines

_NO_OPTIONS = argparse.Namespace()
HELP = "Format or validate the packages of the files that a commit hook lists."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds what to do, and the files, after ``--``."""
    parser.add_argument("work", choices=sorted(_WORK), help="what to do with each package that contains one of the files")
    parser.add_argument("files", nargs="*", type=PurePath, metavar="FILE", help="the files of the commit; write -- before them")


def run(options: argparse.Namespace) -> int:
    """Runs the work for each package; an unreadable package does not stop the others."""
    status = FINE
    for root, paths in find_packages(options.files).items():
        try:
            status = max(status, _WORK[options.work](root, paths))
        except PackpressError as error:
            output.write_error(f"packpress: {_within(root, str(error))}")
            status = max(status, error.exit_code)
    return status


def find_packages(files: Iterable[PurePath]) -> Mapping[Path, frozenset[str]]:
    """Returns the packages to which the files belong, sorted by name, each with its files relative to it.

    A file belongs to the nearest folder above it that has a descriptor, up to the working directory. A file without one, or
    outside the working directory, belongs to no package.
    """
    found: dict[Path, set[str]] = {}
    for file in files:
        path = PurePath(os.path.normpath(file))
        if path.is_absolute() or ".." in path.parts:
            continue
        root = next((folder for folder in path.parents if _has_descriptor(Path(folder))), None)
        if root is not None:
            found.setdefault(Path(root), set()).add(path.relative_to(root).as_posix())
    return {root: frozenset(found[root]) for root in sorted(found)}


def _has_descriptor(folder: Path) -> bool:
    return Path(*split_package(folder)).is_file()


def _format(root: Path, paths: frozenset[str]) -> int:
    """Formats the tables among the files; the package's other tables stay as they are."""
    with reading_copies(_NO_OPTIONS, root), writing(root):
        package, issues = read_package(root)
        status = print_issues(issue._replace(path=_within(root, issue.path)) for issue in issues)
        tables = [(path, resource) for resource in package.sources for path in resource.paths if path in paths]
        return max([status, *(format_file(package, path, resource) for path, resource in tables if not resource.compression)])


def _validate(root: Path, paths: frozenset[str]) -> int:
    """Checks files and cells of the whole package, since a row of one table may be invalid because of another."""
    settings = read_settings(_NO_OPTIONS, root)
    with using_copies(settings.copies):
        report = examine(root, limits=FOR_WORDS, severities=settings.severities).report
    issues = tuple(issue._replace(path=_within(root, issue.path)) for issue in report.issues)
    output.write_lines(report_lines(report._replace(issues=issues), command="packpress validate"))
    return FINE if report.valid else HAS_ISSUES


def _within(root: Path, path: str) -> str:
    """Returns the path as seen from the working directory."""
    return path if root == Path() else f"{root.as_posix()}/{path}"


# work → the function for a package and those of its files that were listed
_WORK: Mapping[str, Callable[[Path, frozenset[str]], int]] = {"format": _format, "validate": _validate}
