"""``validate``: checks the package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from packpress import output
from packpress.check.validate import Checked, examine
from packpress.commands.shared.engine import add_engine, opened_engine
from packpress.commands.shared.options import add_format, add_full, add_path, limits, require_full, write_report
from packpress.commands.shared.progress import progress
from packpress.commands.shared.settings import add_map, add_severities, read_settings, refuse_copies
from packpress.commands.shared.stores import given_path, refuse_options
from packpress.errors import PackageError, PackpressError
from packpress.filesystem.stores.store_path import StorePath
from packpress.issue import Issue, Report
from packpress.package.formats import is_delimited
from packpress.package.forms.edition import is_version_1
from packpress.package.forms.local_copies import using_copies
from packpress.package.located import Located, find_package_of, locate, split_package
from packpress.report.pull import Pull

if TYPE_CHECKING:
    from packpress.changes.sides.revision import Revision
    from packpress.proof.coverage import Coverage

HELP = "Check a package or one of its tables: files and cells; with --full, its rules too."
PATH = (
    "the package's folder, its descriptor, the file of one table to check alone, with what it refers to, or a CSV file of no "
    "package, to check its text (default: the current folder); or one of these in an object store, s3://BUCKET/PREFIX, gs:// or az://"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH, how deep to check, the base and the output format."""
    add_path(parser, PATH, given_path)
    add_full(parser)
    add_map(parser)
    add_severities(parser)
    parser.add_argument("--base", metavar="REV", help="check that version and changelog cover all changes since REV")
    add_engine(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Checks the package, compares it with its base, and prints the report."""
    require_full(options)
    if isinstance(options.path, StorePath):
        refuse_options(options, options.path)
    try:
        located = find_package_of(options.path)
        if located is None and not is_delimited(options.path):
            located = locate(options.path)  # which raises, with the reason
        if options.save:
            from packpress.commands.shared.save import refuse_files

            refuse_files(options, options.path if located is None else located.package)
        if located is None:
            return _check_loose(options)
        return _check_table(options, located) if located.file else _check_package(options, located.package)
    except PackageError as error:
        if options.format != "text" or options.save:
            write_report(unreadable(error, options.path), options, Pull(options.path))
        raise


def _check_package(options: argparse.Namespace, package: Path) -> int:
    pull = Pull(package)
    base = _base(options, package)
    config, severities, rules, copies = read_settings(options, package, base)
    refuse_copies(options, copies)
    kept = limits(options)
    with using_copies(copies):
        with opened_engine(options) as executor, progress() as tell:
            checked = examine(
                package,
                full=options.full,
                rules=rules,
                limits=kept,
                severities=severities,
                progress=tell,
                executor=executor,
            )
        report = checked.report
        pull = pull._replace(coverage=_coverage(checked))
        if options.base is not None:
            from packpress.commands.shared.compare_base import compare_base, touched, with_changed_settings

            report, pull = compare_base(options.base, report, pull, severities)
            if base is not None:
                report = with_changed_settings(report, base, config, severities)
            pull = pull._replace(touched=touched(base, report))
        status = write_report(report, options, pull)  # which reads the package again, to locate cells
    if options.format == "text" and is_version_1(checked.package.raw):
        from packpress.commands.upgrade import upgrade_note  # packages of version 2 need not spend its import

        if note := upgrade_note(dict(checked.package.raw)):
            output.write_line(note)
    return status


def _check_table(options: argparse.Namespace, located: Located) -> int:
    for option, is_given in (("--full", options.full), ("--base", options.base is not None)):
        if is_given:
            message = f"{option} needs a whole package; give its folder, {located.root}, or remove {option}"
            raise PackpressError(f"{options.path}: is one table, and {message}")
    from packpress.check.one_table import check_table

    _, severities, _, copies = read_settings(options, located.package)
    refuse_copies(options, copies)
    with using_copies(copies):
        with opened_engine(options) as executor, progress() as tell:
            report = check_table(
                located.package,
                located.file,
                limits=limits(options),
                severities=severities,
                progress=tell,
                executor=executor,
            )
        return write_report(report, options, Pull(located.package))


def _check_loose(options: argparse.Namespace) -> int:
    if options.full or options.base is not None:
        option = "--full" if options.full else "--base"
        raise PackpressError(f'{options.path}: no package lists this file, and {option} needs one; "packpress init" writes it')
    if options.engine != "threads" or options.scheduler is not None:
        message = "no package lists this file, so it is read as a whole; remove --engine and --scheduler"
        raise PackpressError(f"{options.path}: {message}")
    from packpress.check.loose_file import check_loose_file

    severities = read_settings(options, options.path.parent).severities
    return write_report(check_loose_file(options.path, limits(options), severities), options, Pull())


def _base(options: argparse.Namespace, package: Path) -> Revision | None:
    """Returns the revision to compare lines with; an invalid one is rejected before the check, which may take long."""
    if options.base is None:
        return None
    from packpress.commands.shared.compare_base import open_lines

    return open_lines(package, options.base)


def unreadable(error: PackageError, path: Path = Path()) -> Report:
    """Returns the report on a package that cannot be read at all, for programs that read only reports."""
    _, descriptor = split_package(path)
    message = str(error).removeprefix(f"{descriptor}: ")
    return Report((Issue(descriptor, 0, "", "", "package-unreadable", "error", message),), 1, 0)


def _coverage(checked: Checked) -> Coverage | None:
    """Returns the coverage of the coded texts; None if the package is invalid or was checked without its rules."""
    if not checked.report.valid_but_for_outputs or not checked.tables:
        return None
    from packpress.proof.coverage import coverage

    return coverage(checked.package, checked.tables)
