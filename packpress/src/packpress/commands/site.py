"""``site``: makes static pages of a finished release."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import is_zipfile

from packpress import output
from packpress.commands import FINE, HERE
from packpress.errors import PackageError, PackpressError, require_site
from packpress.package.located import locate, split_package
from packpress.package.model import DESCRIPTOR

HELP = "Make the site of a release: static pages of its tables, which need no server, no script and no network."
_RELEASES, _LATEST, _SITES = "dist", "latest", "site"
_GIVE = "give the folder of a release, one .zip of it, or the folder of a package with a release in dist/latest"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH and the folder of the site."""
    words = (
        "a release: its folder, one .zip of it, or the folder of a package that has dist/latest (default: the current folder)"
    )
    parser.add_argument("path", nargs="?", type=Path, default=HERE, metavar="PATH", help=words)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write to this folder (default: site/VERSION, beside the release)"
    )
    words = "the address of the release, for links to its files (default: below the homepage, or its place beside the site)"
    parser.add_argument("--files", metavar="URL", default="", help=words)


def run(options: argparse.Namespace) -> int:
    """Builds the site and prints what was written."""
    require_site()
    from packpress.site.build_site import build_site

    release = Path(os.path.realpath(_release(options.path)))
    name = release.stem if release.is_file() else release.name
    out = options.out or _as_given(release.parent / _SITES / name, options.path)
    built = build_site(_as_given(release, options.path), out, _files_at(options, release))
    done = "is the same as" if built.status == "same" else "written to"
    output.write_line(
        f"site of {built.version}: {built.pages:,} pages and {built.files:,} other files, {built.bytes:,} bytes, "
        f"{done} {out.as_posix()}; open {(out / 'index.html').as_posix()}"
    )
    return FINE


def _as_given(path: Path, given: Path) -> Path:
    """Returns the path as it is read from the current folder, unless the user gave an absolute one."""
    return path if given.is_absolute() else Path(os.path.relpath(path))


def _files_at(options: argparse.Namespace, release: Path) -> str:
    """Returns the address of the files in links: the one given, or the way from the site to the release beside it."""
    if options.files:
        if re.search(r"\s", options.files) or urlsplit(options.files).scheme not in ("", "http", "https"):
            raise PackpressError(f"--files {options.files}: is no address on the web; give one that begins with https://")
        return f"{options.files.rstrip('/')}/"
    return "" if options.out or release.is_file() else f"../../{release.name}/"


def _release(path: Path) -> Path:
    """Returns the folder or the .zip of the release: the path itself, or the newest release of the package there."""
    from packpress.publish.release.names import RELEASE_FILE, SUMS_FILE

    shown = path.as_posix()
    if not path.exists():
        raise PackpressError(f"{shown}: does not exist; {_GIVE}")
    is_in_release = path.name in (SUMS_FILE, RELEASE_FILE, DESCRIPTOR) and (path.parent / SUMS_FILE).is_file()
    folder = path.parent if is_in_release else path
    if (folder / SUMS_FILE).is_file():
        return folder
    if (folder / RELEASE_FILE).is_file():
        raise PackpressError(f"{shown}: has no {SUMS_FILE}, so it is no whole release; download it again")
    if path.is_file() and (path.suffix == ".zip" or is_zipfile(path)):
        return path
    root = _package(path)
    latest = root / _RELEASES / _LATEST if root is not None else path / _LATEST
    if latest.is_dir():
        return latest
    if root is None:
        what = "is a file, and no .zip of a release" if path.is_file() else f"is no release, for it has no {SUMS_FILE}"
        raise PackpressError(f"{shown}: {what}; {_GIVE}")
    raise PackpressError(f"{latest.as_posix()}: does not exist; make a release first, with packpress release")


def _package(path: Path) -> Path | None:
    """Returns the folder of the package that the path means; None if it means no package, or one table of it."""
    try:
        located = locate(path)
    except PackageError:
        return None
    root, descriptor = split_package(located.package)
    return None if located.file or not (root / descriptor).is_file() else root
