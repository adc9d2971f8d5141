"""What a check follows: severities, rules and local copies, from the options and from ``[tool.packpress]``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packpress.errors import PackpressError
from packpress.escape import escape
from packpress.package.forms.local_copies import is_address, using_copies
from packpress.package.located import split_package
from packpress.settings.config import SETTINGS_FILE, Config, read_config
from packpress.severities import AS_FOUND, OUTCOMES, Outcome, Severities

if TYPE_CHECKING:
    from packpress.changes.sides.revision import Revision


def add_severities(parser: argparse.ArgumentParser) -> None:
    """Adds ``--ignore``, ``--warn`` and ``--error``; ``read_settings`` reads them."""
    does = {"ignore": "report no issues of these rules, only their number", "warn": "report them as warnings"}
    for option in OUTCOMES:
        words = does.get(option, "report them as errors") + "; repeatable, or separated by commas"
        parser.add_argument(f"--{option}", type=_rules, action="extend", default=[], metavar="RULE", help=words)


def _rules(text: str) -> list[str]:
    """Returns the names in a list with commas. Raises ArgumentTypeError if there is none."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise argparse.ArgumentTypeError(f"{escape(text)} names no rule")
    return names


def add_map(parser: argparse.ArgumentParser) -> None:
    """Adds ``--map URL=FILE``; ``read_settings`` reads it."""
    words = "use this file for the data, schema or dialect at that address, since nothing is fetched; may be repeated"
    parser.add_argument("--map", action="append", type=_copy, default=[], metavar="URL=FILE", help=words)


def _copy(text: str) -> tuple[str, Path]:
    """Returns the address and the file. Raises ArgumentTypeError if the text is not both, or there is no such file."""
    address, equals, file = text.rpartition("=")
    if not equals or not address or not file:
        raise argparse.ArgumentTypeError(
            f"{escape(text)} is not an address and a file, such as https://example.org/a.json=a.json"
        )
    if not is_address(address):
        raise argparse.ArgumentTypeError(f"{escape(address)} is not an address that begins with https:// or http://")
    if not Path(file).is_file():
        fault = "is not a file; save to one" if Path(file).exists() else "no such file; save there"
        raise argparse.ArgumentTypeError(f"{escape(file)}: {fault} what is at {escape(address)}")
    return address, Path(file)


def reading_copies(options: argparse.Namespace, package: Path) -> AbstractContextManager[None]:
    """Returns a context with the local copies of the options, and those of the settings if the package is here.

    Raises PackpressError if an option would overwrite one of them.
    """
    copies = _copies(options, _config_here(package))
    refuse_copies(options, copies)
    return using_copies(copies)


def refuse_copies(options: argparse.Namespace, copies: Mapping[str, Path]) -> None:
    """Raises PackpressError if ``--save`` or ``--out`` would overwrite one of the local copies."""
    written = [("--save", file) for _, file in getattr(options, "save", ())]
    if isinstance(out := getattr(options, "out", None), Path):
        written.append(("--out", out))
    for option, file in written if copies else ():
        from packpress.commands.shared.save import is_same_place

        for address, copy in copies.items():
            if is_same_place(file, copy):
                raise PackpressError(f"{option} {file}: is the local copy of {escape(address)}; name another file")


class Settings(NamedTuple):
    """What a check follows: its configuration, the severities that the user chose, and the rules file to run, or None.

    ``copies`` are the local copies of schemas and dialects, by their address.
    """

    config: Config
    severities: Severities
    rules: Path | None
    copies: Mapping[str, Path]


def read_settings(options: argparse.Namespace, package: Path, base: Revision | None = None) -> Settings:
    """Returns the settings for the package: those of the revision ``base`` if it is given, otherwise those of its folder.

    Those of its folder count only if that is the working directory. So does the rules file that the settings name. Options
    prevail over settings.
    """
    if base is None:
        config = _config_here(package)
    else:
        from packpress.settings.from_base import read_base_config

        config = read_base_config(base)
    rules = None
    if getattr(options, "full", False) and not options.no_rules:
        rules = options.rules or (config.rules if _is_here(package) else None)
    copies = _copies(options, config)
    chosen = _chosen(options)
    if not (chosen or config.everywhere or config.in_tables):
        return Settings(config, AS_FOUND, rules, copies)
    from packpress.settings.chosen import choose_severities

    shown = SETTINGS_FILE if base is None else f"{SETTINGS_FILE} in {base.revision}"
    severities = choose_severities(chosen, config, has_own_rules=rules is not None, shown=shown)
    return Settings(config, severities, rules, copies)


def rules_file(options: argparse.Namespace, package: Path) -> Path | None:
    """Returns the rules file to run: the given one, otherwise the one in the settings of the working directory, or None.

    The settings count only if that directory is the package's own folder. So a package's code is run by those who stand in
    its folder, not by those who check it from elsewhere.
    """
    if options.no_rules:
        return None
    if options.rules is not None:
        given: Path = options.rules
        return given
    return _config_here(package).rules


def _copies(options: argparse.Namespace, config: Config) -> dict[str, Path]:
    """Returns the local copies by address; those of the options prevail over those of the settings."""
    return {**config.map, **dict(getattr(options, "map", ()))}


def _chosen(options: argparse.Namespace) -> dict[str, Outcome]:
    """Returns the outcome of each rule in the options. Raises PackpressError if a rule is in two of them."""
    chosen: dict[str, Outcome] = {}
    for option, outcome in OUTCOMES.items():
        for name in getattr(options, option, ()):
            if chosen.setdefault(name, outcome) != outcome:
                raise PackpressError(
                    f"--{option} {escape(name)[1:-1]}: the rule has another severity in another option; keep one"
                )
    return chosen


def _config_here(package: Path) -> Config:
    """Returns the settings of the working directory if it is the package's own folder, otherwise the defaults."""
    return read_config(Path()) if _is_here(package) else Config()


def _is_here(package: Path) -> bool:
    return split_package(package)[0].resolve() == Path().resolve()
