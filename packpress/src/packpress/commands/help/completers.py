"""Answers a shell that asks how a command line may go on: commands, options, tables, columns, rules, revisions, files.

The shell asks with environment variables, in the protocol of argcomplete, which sends the answer. Nothing of a package runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from packpress.commands import HERE
from packpress.errors import PackpressError
from packpress.filesystem.stores.store_path import StorePath

Completer = Callable[..., Iterable[str]]


def answer(commands: Collection[str], parser_of: Callable[[str], argparse.ArgumentParser]) -> None:
    """Writes the words that may follow, for the shell, and ends the process.

    ``parser_of`` returns the parser of a command. Example: ``parser_of("validate")``.
    """
    import argcomplete
    from argcomplete.lexers import split_line

    begin = int(os.environ["_ARGCOMPLETE"])
    *_, words, _ = split_line(os.environ["COMP_LINE"], int(os.environ["COMP_POINT"]))
    given = words[begin:]  # without the word that is being written
    if given and given[0] in commands and given[0] != "help":
        parser = parser_of(given[0])
    else:
        parser = argparse.ArgumentParser()
        parser.add_argument("--version", action="store_true", help="print the version")
        parser.add_argument("command", choices=list(commands))
    if given and given[0] in commands:
        os.environ["_ARGCOMPLETE"] = str(begin + 1)  # the arguments of the command begin after its name
    for action in parser._actions:
        if completer := _COMPLETERS.get(action.metavar):
            setattr(action, "completer", completer)  # noqa: B010 - argcomplete looks for an attribute that no Action declares
    argcomplete.autocomplete(parser)


def complete_tables(parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Returns the names of the package's resources that have a schema."""
    return [name for name in _columns(parsed_args) if name]


def complete_names(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """Returns what ``explain`` explains: rules, tables, and, after the name of a table and a dot, its columns."""
    from packpress.catalogue.entries import entries

    columns = _columns(parsed_args)
    listed = [f"{table}.{column}" for table, names in columns.items() if prefix.startswith(f"{table}.") for column in names]
    return [*entries(), *columns, *listed]


def complete_revisions(**_: Any) -> list[str]:
    """Returns HEAD and the branches and tags of the repository here."""
    from packpress.changes.git import Git

    with suppress(PackpressError, OSError):
        names = Git(HERE).ask("rev-parse", "--symbolic", "--branches", "--tags") or b""
        return _printable(["HEAD", *names.decode("utf-8", "replace").split()])
    return []


def complete_sides(prefix: str, **_: Any) -> list[str]:
    """Returns revisions and files: the sides of ``diff``."""
    from argcomplete.completers import FilesCompleter

    return [*complete_revisions(), *FilesCompleter()(prefix)]


def complete_saved(prefix: str, **_: Any) -> list[str]:
    """Returns formats and files: the two values of ``--save``."""
    from argcomplete.completers import FilesCompleter

    from packpress.commands.shared.options import REPORT_FORMATS

    return [*sorted(REPORT_FORMATS), *FilesCompleter()(prefix)]


def complete_nothing(**_: Any) -> list[str]:
    """Returns nothing, for numbers and new identifiers."""
    return []


# metavar of an argument → what may stand there; files where nothing else is said
_COMPLETERS: Mapping[str | tuple[str, ...] | None, Completer] = {
    "TABLE": complete_tables,
    "RULE|TABLE|TABLE.FIELD": complete_names,
    "REV": complete_revisions,
    "OLD": complete_sides,
    "NEW": complete_sides,
    ("FORMAT", "FILE"): complete_saved,
    "ID": complete_nothing,
    "N": complete_nothing,
}


def _columns(parsed: argparse.Namespace) -> dict[str, list[str]]:
    """Returns the columns of each table of the package that the line names, by default the one here."""
    from packpress.package.descriptor import read_package
    from packpress.package.located import locate
    from packpress.package.model import Table

    path = getattr(parsed, "path", None)
    if isinstance(path, StorePath):
        return {}  # a key that is pressed fetches nothing
    with suppress(PackpressError, OSError):
        package, _ = read_package(locate(path if isinstance(path, Path) else HERE).package)
        tables = [resource for resource in package.resources if isinstance(resource, Table)]
        return {table.name: _printable(table.schema.names) for table in tables}
    return {}


def _printable(names: Iterable[str]) -> list[str]:
    """Returns the names that a terminal may show: those of a package can have any characters."""
    return [name for name in names if name.isprintable()]
