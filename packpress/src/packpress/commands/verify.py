"""``verify``: checks a release that was downloaded."""

from __future__ import annotations

import argparse
from pathlib import Path

from packpress.commands import HERE
from packpress.commands.shared.options import add_limit, limits, write_report
from packpress.package.forms.local_copies import using_copies
from packpress.package.located import split_package
from packpress.publish.verify.verify_release import verify_release
from packpress.report.pull import Pull
from packpress.settings.chosen import choose_severities
from packpress.settings.config import read_config

_FORMATS = ("json", "text")
HELP = "Check a release that was downloaded: its files, its tables in every format, and what describes them."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the release, the key, the revision and the output format."""
    parser.add_argument("release", type=Path, metavar="PATH", help="the folder of a release, or one .zip of it")
    words = "check the signature with this public key of minisign or ssh, or with these allowed signers"
    parser.add_argument("--pubkey", type=Path, metavar="FILE", help=words)
    words = "make the release of this git revision of the package here again, by its settings, and name the first difference"
    parser.add_argument("--against", metavar="REV", default="", help=words)
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to print the report (default: text)")
    add_limit(parser, _FORMATS)
    parser.set_defaults(save=())


def run(options: argparse.Namespace) -> int:
    """Checks the release and prints the report."""
    found = verify_release(
        options.release, key=options.pubkey, against=options.against, package=HERE, make=_make, limits=limits(options)
    )
    return write_report(found, options, Pull(HERE))


def _make(package: Path, out: Path) -> Path:
    """Makes the release of a revision by its own settings, but never runs its rules, which decide no byte of a release."""
    from packpress.publish.verify.rebuild import make_release

    config = read_config(split_package(package)[0])
    severities = choose_severities({}, config, has_own_rules=False)
    with using_copies(config.map):
        return make_release(package, out, severities)
