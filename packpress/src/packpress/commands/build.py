"""``build``: checks the package, then writes its outputs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.options import add_full, add_path, add_severities, read_settings, require_full, whole_package
from packpress.commands.progress import progress
from packpress.errors import require_publish
from packpress.package.problems.output_paths import CODEBOOK
from packpress.report import format_text

if TYPE_CHECKING:
    from packpress.check.progress import Progress
    from packpress.publish.outputs import Built

HELP = "Check the package, then write its Parquet tables; with --full, also run its rules and write its codebook."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH, the options for rules and --check."""
    add_path(parser)
    add_full(parser)
    add_severities(parser)
    parser.add_argument("--check", action="store_true", help="list what is stale and write nothing")


def run(options: argparse.Namespace) -> int:
    """Builds the package, and prints what was written and what the tables contain."""
    with progress() as tell:
        built = _build(options, tell)
    output.write(format_text(built.report, command="packpress validate" + " --full" * options.full))
    if built.report.unwritable:
        rules = ", ".join(dict.fromkeys(item.rule for item in built.report.unwritable))
        output.write_line(f"nothing was published: errors of {rules} leave values that cannot be written; correct them first")
        return HAS_ISSUES
    if not built.report.valid:
        output.write_line("nothing was published")
        return HAS_ISSUES
    for path in built.stale:
        output.write_line(f"{'stale' if options.check else 'wrote'}: {path}")
    if {*built.stale, *built.fresh} == {CODEBOOK}:
        output.write_line('no Parquet: no resource has "packpress:madeFrom"')
    total = sum(built.rows.values())
    noun = "table" if len(built.rows) == 1 else "tables"
    output.write_line(
        f"{len(built.rows)} {noun}, {total:,} rows: {', '.join(f'{name} {n:,}' for name, n in built.rows.items())}"
    )
    if built.coverage is not None:
        c = built.coverage
        counts = f"{c.passages:,} passages, {c.cited:,} cited, {c.without_claim:,} without claim"
        output.write_line(f"coverage of sentences: {100 * c.share:.0f} % ({counts})")
    for field, codes in built.counts.items():
        output.write_line(f"{field}: {', '.join(f'{code} {n:,}' for code, n in codes.items())}")
    for item in built.agreements:
        alpha = "undefined, nothing varies" if item.alpha is None else f"{item.alpha:.2f}"
        share = 100 * item.same / item.units
        output.write_line(
            f"coded twice, {item.decision}: {share:.0f} % equal, Krippendorff's alpha {alpha} (n = {item.units:,})"
        )
    written = "would be written" if options.check else "written"
    output.write_line(f"{len(built.stale)} files {written}, {len(built.fresh)} fresh")
    return HAS_ISSUES if options.check and built.stale else FINE


def _build(options: argparse.Namespace, tell: Progress) -> Built:
    require_full(options)
    package = whole_package(options.path, "build")
    _, severities, rules = read_settings(options, package)
    if not options.full:
        from packpress.publish.streamed import build_streamed

        return build_streamed(package, check_only=options.check, severities=severities, progress=tell)
    require_publish()
    from packpress.publish.build import build

    return build(package, rules=rules, check_only=options.check, severities=severities, progress=tell)
