"""Puts together the severities that a user chose by options and by settings, and checks the names of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.catalogue.entries import entries
from packpress.errors import PackageError, PackpressError
from packpress.escape import escape
from packpress.settings.config import SETTINGS_FILE, Config
from packpress.severities import AS_FOUND, Outcome, Severities
from packpress.spelling import did_you_mean, similar_names

_OWN = "; a rule of your own needs its rules file: --full, and --rules FILE"


def choose_severities(
    chosen: Mapping[str, Outcome], config: Config, *, has_own_rules: bool, shown: str = SETTINGS_FILE
) -> Severities:
    """Returns the severities by options and settings; raises PackpressError or PackageError for an unknown rule.

    A name that is not one of packpress's may be that of a rule in the package's rules file. With ``has_own_rules`` such a file
    will run, and the name is looked up then. Without it, an option cannot have such a name; a setting may, if the settings
    name a rules file.
    """
    named = {*chosen, *config.everywhere, *(rule for table in config.in_tables.values() for rule in table)}
    if not named and not config.in_tables:
        return AS_FOUND
    known = tuple(entries())
    unknown = named - {*known}
    for name in sorted(unknown):
        if name in chosen and not has_own_rules:
            hint = did_you_mean(similar_names(name, known, 1)) or _OWN
            raise PackpressError(f"{escape(name)}: no rule has this name{hint}")
        if name not in chosen and not has_own_rules and config.rules is None:
            hint = did_you_mean(similar_names(name, known, 1)) or "; packpress explain --all lists them"
            raise PackageError(f"{shown}: [tool.packpress]: no rule has the name {escape(name)}{hint}")
    return Severities(chosen, config.in_tables, config.everywhere, doubtful=frozenset(unknown), known=known)
