"""``release``: builds the package and writes a folder with every file that people download."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.shared.options import add_path, add_rules, whole_package
from packpress.commands.shared.progress import progress
from packpress.commands.shared.settings import add_map, add_severities, read_settings
from packpress.errors import PackpressError, require_publish
from packpress.package.forms.local_copies import using_copies
from packpress.report.json import format_json, write_json
from packpress.report.text import format_count, report_lines

if TYPE_CHECKING:
    from packpress.publish.release.release import Released

HELP = "Check and build the package, then write a release: a folder with every file that people download."
_SIGNERS = ("minisign", "ssh")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH, where to write, the earlier release, how to sign, the options for rules and the format."""
    add_path(parser)
    parser.add_argument(
        "--out", type=_place, metavar="DIR", help="write to this folder (default: dist, in the package's folder)"
    )
    words = "list the changes since this git revision, or since the folder or .zip of an earlier release"
    parser.add_argument("--since", metavar="REV|FOLDER|ZIP", help=f"{words} (default: the newest tag v… before this commit)")
    parser.add_argument("--sign-with", choices=_SIGNERS, help="then sign SHA256SUMS with this program")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the secret key for --sign-with")
    add_rules(parser)
    add_map(parser)
    add_severities(parser)
    parser.add_argument("--format", choices=["json", "text"], default="text", help="how to print the result (default: text)")
    parser.set_defaults(full=True)


def _place(text: str) -> Path:
    """Returns the folder. Raises ArgumentTypeError for an empty text, which would mean the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("is empty; name a folder, such as dist")
    return Path(text)


def run(options: argparse.Namespace) -> int:
    """Writes the release, adds a signature on demand, and prints what was written."""
    if (options.sign_with is None) != (options.key is None):
        raise PackpressError("--sign-with and --key go together; give both or remove both")
    package = whole_package(options.path, "release")
    require_publish()
    from packpress.publish.release.release import release

    settings = read_settings(options, package)
    with progress() as tell, using_copies(settings.copies):
        released = release(
            package,
            out=options.out,
            since=options.since,
            rules=settings.rules,
            severities=settings.severities,
            progress=tell,
        )
    signature = None
    if options.sign_with is not None and released.status != "refused":
        from packpress.publish.release.sign import sign

        signature = sign(released.folder, options.sign_with, options.key, f"release {released.version}")
    if options.format == "json":
        output.write(write_json(_document(released, signature)))
    else:
        _print(released, signature)
    return HAS_ISSUES if released.status == "refused" else FINE


def _print(released: Released, signature: Path | None) -> None:
    from packpress.publish.metadata.facts.lack import lines_by_reason

    place = released.folder.as_posix()
    if released.report is not None:
        lines = list(report_lines(released.report, command="packpress validate --full"))
        output.write_lines(lines[:-1] if released.report.valid else lines)
    if released.status == "refused":
        output.write_line(f"nothing was released: {released.reason}")
        return
    for note in (*released.notes, *lines_by_reason(released.lacks)):
        output.write_line(f"note: {note}")
    if signature is not None:
        output.write_line(f"signed: {signature.as_posix()}")
    if not released.is_latest:
        output.write_line("note: latest leads to a newer version, and was left as it is")
    commit = f", commit {released.commit[:12]}" if released.commit else ""
    done = f"is the same as {place}"
    if released.status == "written":
        sizes = [file.stat().st_size for file in released.folder.rglob("*") if file.is_file()]
        whole = f"{format_count(len(sizes), 'file')}, {sum(sizes):,} bytes"
        done = f"written to {place} ({whole}), where README.md says which file is for whom"
    output.write_line(f"release {released.version} of {released.day}{commit}: {done}")


def _document(released: Released, signature: Path | None) -> dict[str, Any]:
    """Returns the result for programs."""
    return {
        "result": released.status,
        "refusal": released.reason or None,
        "version": released.version or None,
        "day": released.day or None,
        "commit": released.commit,
        "folder": released.folder.as_posix(),
        "is_latest": released.is_latest,
        "files": [
            {
                "path": file.path,
                "title": file.title,
                "media_type": file.media_type,
                "bytes": (released.folder / file.path).stat().st_size,
                "rows": file.rows,
            }
            for file in released.files
        ],
        "signature": None if signature is None else signature.as_posix(),
        "notes": [*released.notes, *map(str, released.lacks)],
        "report": None if released.report is None else json.loads(format_json(released.report)),
    }
