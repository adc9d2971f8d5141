"""``site``: makes static pages of a finished release."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from packpress import output
from packpress.commands import FINE
from packpress.commands.options import add_path, whole_package
from packpress.errors import PackpressError, require_site
from packpress.package.located import split_package

HELP = "Make the site of a release: static pages of its tables, which need no server, no script and no network."
_RELEASES, _LATEST, _SITES = "dist", "latest", "site"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH and the folder of the site."""
    add_path(parser, "the folder of a release, or of a package that has dist/latest (default: the current folder)")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write to this folder (default: site/VERSION, beside the release)"
    )
    words = "the address of the release, for links to its files (default: below the homepage, or its place beside the site)"
    parser.add_argument("--files", metavar="URL", default="", help=words)


def run(options: argparse.Namespace) -> int:
    """Builds the site and prints what was written."""
    require_site()
    from packpress.site.build_site import build_site

    release = _release(options.path)
    out = options.out or release.parent / _SITES / release.name
    built = build_site(release, out, _files_at(options, release))
    done = "is the same as" if built.status == "same" else "written to"
    output.write_line(
        f"site of {built.version}: {built.pages:,} pages and {built.files:,} other files, {built.bytes:,} bytes, "
        f"{done} {built.folder.as_posix()}"
    )
    return FINE


def _files_at(options: argparse.Namespace, release: Path) -> str:
    """Returns the address of the files in links: the one given, or the way from the site to the release beside it."""
    if options.files:
        if re.search(r"\s", options.files) or urlsplit(options.files).scheme not in ("", "http", "https"):
            raise PackpressError(f"--files {options.files}: is no address on the web; give one that begins with https://")
        return f"{options.files.rstrip('/')}/"
    return "" if options.out else f"../../{release.name}/"


def _release(path: Path) -> Path:
    """Returns the folder of the release: the path itself, or the newest release of the package there."""
    from packpress.publish.release.names import RELEASE_FILE, SUMS_FILE

    if (path / SUMS_FILE).is_file():
        return Path(os.path.realpath(path))
    if (path / RELEASE_FILE).is_file():
        raise PackpressError(f"{path.as_posix()}: has no {SUMS_FILE}, so it is no whole release; download it again")
    root, _ = split_package(whole_package(path, "site"))
    latest = root / _RELEASES / _LATEST
    if not latest.is_dir():
        raise PackpressError(f"{latest.as_posix()}: does not exist; make a release first, with packpress release")
    return Path(os.path.realpath(latest))
