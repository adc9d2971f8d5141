"""The command ``packpress``: parses the arguments and runs one subcommand."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, cast

from packpress import output
from packpress.commands import FINE, HERE, Command
from packpress.commands.help.parser import CommandParser
from packpress.errors import MissingExtraError, PackpressError
from packpress.escape import escape
from packpress.signals import Terminated, ending_by_exception
from packpress.version import VERSION

NAME = "packpress"
COMMANDS = (
    "init",
    "validate",
    "explain",
    "new",
    "format",
    "build",
    "release",
    "site",
    "diff",
    "verify",
    "trace",
    "schema",
    "hook",
)
"""The subcommands. Each is a module of the same name in ``commands``, imported only when it is used."""
ABOUT = {"completion": "help.completion"}
"""Subcommands that are about packpress and not about a package, with their modules."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code.

    0: no errors. 1: the data has errors. 2: wrong usage, no package, or a file that cannot be written. 3: another command
    is writing the package. 130, 143 and 129: stopped by Ctrl-C (SIGINT), SIGTERM or SIGHUP; no file is left half written
    and temporary files are removed.
    """
    output.prepare()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if {"_ARGCOMPLETE", "COMP_LINE"} <= os.environ.keys():  # a shell asks how the line may go on
            from packpress.commands.help.completers import answer

            answer((*COMMANDS, *ABOUT, "help"), command_parser)
        with ending_by_exception():
            options = _parse(given)
            run: Callable[[argparse.Namespace], int] = options.run
            status = run(options)
            output.flush()
        return status
    except MissingExtraError as error:
        from packpress.commands.help.installation import install_command

        command = install_command(error.extra)
        output.write_error(f"{NAME}: {error}; {f'to install it: {command}' if command else 'install it as packpress was'}")
        return error.exit_code
    except PackpressError as error:
        output.write_error(f"{NAME}: {error}")
        return error.exit_code
    except BrokenPipeError:
        output.drop()
        return FINE
    except OSError as error:  # a read-only folder, a full disk
        from packpress.filesystem.os_message import os_message

        output.write_error(f"{NAME}: {os_message(error)}")
        return PackpressError.exit_code
    except Terminated as end:
        return end.exit_code
    except KeyboardInterrupt:
        return 130


def _parse(given: list[str]) -> argparse.Namespace:
    """Returns the parsed options, or prints help or a version and exits.

    A PATH after the options counts too; argparse of Python 3.11 overlooks it.
    """
    parser, arguments = _parser(given)
    options, left = parser.parse_known_args(arguments)
    if len(left) == 1 and not left[0].startswith("-") and getattr(options, "path", None) is HERE:
        options.path = options.as_path(left[0])
    elif left:
        parser.refuse(left)
    if any("://" in argument for argument in arguments):
        from packpress.commands.shared.stores import refuse_addresses

        refuse_addresses(parser.prog, options, arguments)
    return options


def _parser(given: list[str]) -> tuple[CommandParser, list[str]]:
    """Returns the parser of the command that is named first, and the arguments for it; imports no other command."""
    first, *arguments = given or [""]
    if first == "help" and arguments and not arguments[0].startswith("-"):
        first, arguments = arguments[0], ["--help"]
    if first not in (*COMMANDS, *ABOUT):
        _answer(first)
    return command_parser(first), arguments


def command_parser(name: str, **options: Any) -> CommandParser:
    """Returns the parser of a command, which sets ``run`` to the function that runs it."""
    command = cast(Command, import_module(f"packpress.commands.{ABOUT.get(name, name)}"))
    parser = CommandParser(f"{NAME} {name}", command.HELP, **options)
    parser.set_defaults(run=command.run, as_path=Path)
    command.add_options(parser)
    return parser


def _answer(first: str) -> NoReturn:
    """Prints what was wanted instead of a command, help or a version, and exits; anything else is wrong usage."""
    from packpress.commands.help.overview import overview, short_overview

    commands = (*COMMANDS, *ABOUT, "help")
    if first == "--version":
        output.write(f"{NAME} {VERSION}\n")
    elif first in ("help", "-h", "--help"):
        output.write(overview(commands))
    elif not first:
        output.write_usage(short_overview(commands))
        sys.exit(PackpressError.exit_code)
    else:
        from packpress.spelling import did_you_mean, similar_names

        parser = CommandParser(NAME, usage="%(prog)s COMMAND [OPTIONS]", add_help=False)
        if first.startswith("-"):
            parser.error(f"unrecognized option {escape(first)}; write the command first, then its options")
        hint = did_you_mean(similar_names(first, commands) or [name for name in commands if name.startswith(first)])
        if not hint and Path(first).exists():
            hint = f'; to check a package or a table, write "{NAME} validate" before its path'
        parser.error(f"there is no command {escape(first)}{hint}")
    sys.exit(FINE)
