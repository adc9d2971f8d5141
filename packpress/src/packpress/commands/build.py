"""``build``: checks the package, then writes its outputs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.shared.engine import add_engine, opened_engine
from packpress.commands.shared.options import add_full, add_path, require_full, whole_package
from packpress.commands.shared.progress import progress
from packpress.commands.shared.settings import Settings, add_map, add_severities, read_settings
from packpress.errors import PackpressError, require_publish
from packpress.escape import escape
from packpress.package.forms.local_copies import using_copies
from packpress.report.text import format_count, report_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packpress.check.progress import Progress
    from packpress.check.splits.executor import Executor
    from packpress.proof.agreement import Agreement
    from packpress.proof.nearness import Nearness
    from packpress.publish.outputs import Built

HELP = "Check the package, then write Parquet: the outputs that it names, or else every table, to the folder parquet."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH, the options for rules, where to write, --codebook and --check."""
    add_path(parser)
    add_full(parser)
    add_map(parser)
    add_severities(parser)
    parser.add_argument("--out", type=_folder, metavar="DIR", help="write Parquet of every table to this folder instead")
    parser.add_argument("--codebook", action="store_true", help="with --full: also write a page on every table and column")
    parser.add_argument("--check", action="store_true", help="list what is stale and write nothing")
    add_engine(parser)


def _folder(text: str) -> Path:
    """Returns the folder. Raises ArgumentTypeError for an empty text, which would mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("is empty; name a folder, such as release")
    return Path(text)


def run(options: argparse.Namespace) -> int:
    """Builds the package, and prints what was written and what the tables contain."""
    require_full(options)
    package = whole_package(options.path, "build")
    settings = read_settings(options, package)
    with opened_engine(options) as executor, progress() as tell, using_copies(settings.copies):
        built = _build(options, package, settings, tell, executor)
    lines = list(report_lines(built.report, command="packpress validate" + " --full" * options.full))
    if built.report.unwritable:
        output.write_lines(lines[:-1] if built.report.valid else lines)  # without "valid", which publishes nothing here
        rules = ", ".join(dict.fromkeys(item.rule for item in built.report.unwritable))
        output.write_line(f"nothing was published: errors of {rules} leave values that cannot be written; correct them first")
        return HAS_ISSUES
    output.write_lines(lines)
    if not built.report.valid:
        output.write_line("nothing was published")
        return HAS_ISSUES
    for path in built.stale:
        parts = f" ({built.parts[path]:,} parts)" if path in built.parts else ""
        output.write_line(f"{'stale' if options.check else 'wrote'}: {path}{parts}")
    for path in built.no_longer_made:
        output.write_line(f"no longer made: {path}; remove it")
    if built.left_out:
        output.write_line(f"not built: {', '.join(built.left_out)}")
    total = sum(built.rows.values())
    noun = "table" if len(built.rows) == 1 else "tables"
    rows = ", ".join(f"{name} {n:,}" for name, n in built.rows.items())
    output.write_line(f"{len(built.rows)} {noun}, {format_count(total, 'row')}: {rows}")
    if built.coverage is not None:
        c = built.coverage
        counts = f"{c.passages:,} passages, {c.cited:,} cited, {c.without_claim:,} without claim"
        output.write_line(f"coverage of sentences: {100 * c.share:.0f} % ({counts})")
    for line in _nearness(built.nearness):
        output.write_line(line)
    for field, codes in built.counts.items():
        output.write_line(f"{field}: {', '.join(f'{code} {n:,}' for code, n in codes.items())}")
    for coding in built.codings:
        title = f", {escape(coding.title)[1:-1]}" if coding.title else ""
        output.write_line(f"coded twice{title} (equal, Krippendorff's alpha): {'; '.join(map(_agreement, coding.agreements))}")
    written = "would be written" if options.check else "written"
    stale, fresh = (sum(built.parts.get(path, 1) for path in paths) for paths in (built.stale, built.fresh))
    output.write_line(f"{format_count(stale, 'file')} {written}, {fresh:,} fresh")
    return HAS_ISSUES if options.check and built.stale else FINE


def _nearness(near: Nearness | None) -> Iterator[str]:
    """Yields how near the evidence of the records is, in all and for each code of how its source was seen."""
    if near is None:
        return
    from packpress.proof.nearness import PLACES

    for label, counts in [("records", near.total), *((f"records, {code}", counts) for code, counts in near.access.items())]:
        yield f"{label}: {', '.join(f'{n:,} {place}' for n, place in zip(counts, PLACES, strict=True) if n)}"


def _agreement(item: Agreement) -> str:
    alpha = "undefined, nothing varies" if item.alpha is None else f"{item.alpha:.2f}"
    return f"{item.decision} {100 * item.same / item.units:.0f} %, {alpha} (n = {item.units:,})"


def _build(options: argparse.Namespace, package: Path, settings: Settings, tell: Progress, executor: Executor | None) -> Built:
    if options.codebook and not options.full:
        raise PackpressError("--codebook: the codebook is written only with --full; add --full or remove --codebook")
    if not options.full:
        from packpress.publish.streamed import build_streamed

        return build_streamed(
            package,
            out=options.out,
            check_only=options.check,
            severities=settings.severities,
            progress=tell,
            executor=executor,
        )
    require_publish()
    from packpress.publish.build import build

    return build(
        package,
        rules=settings.rules,
        out=options.out,
        with_codebook=options.codebook,
        check_only=options.check,
        severities=settings.severities,
        progress=tell,
        executor=executor,
    )
