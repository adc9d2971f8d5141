"""The command ``packpress``: parses the arguments and runs one subcommand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, cast

from packpress import output
from packpress.commands import FINE, HERE, Command
from packpress.errors import PackpressError
from packpress.signals import Terminated, ending_by_exception
from packpress.version import VERSION

NAME = "packpress"
COMMANDS = ("validate", "explain", "new", "format", "build", "diff", "trace", "schema", "hook")
"""The subcommands. Each is a module of the same name in ``commands``, imported only when it is used."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code.

    0: no errors. 1: the data has errors. 2: wrong usage, no package, or a file that cannot be written. 3: another command
    is writing the package. 130, 143 and 129: stopped by Ctrl-C (SIGINT), SIGTERM or SIGHUP; no file is left half written
    and temporary files are removed.
    """
    output.prepare()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with ending_by_exception():
            options = _parse(given)
            run: Callable[[argparse.Namespace], int] = options.run
            status = run(options)
            output.flush()
        return status
    except PackpressError as error:
        output.write_error(f"{NAME}: {error}")
        return error.exit_code
    except BrokenPipeError:
        output.drop()
        return FINE
    except OSError as error:  # a read-only folder, a full disk
        output.write_error(f"{NAME}: {error}")
        return PackpressError.exit_code
    except Terminated as end:
        return end.exit_code
    except KeyboardInterrupt:
        return 130


class _Version(argparse.Action):
    """Option that prints the version and exits."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        output.write(f"{NAME} {VERSION}\n")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Argument parser that prints help and errors through ``output``, without colours."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.color = False  # Python 3.14 turned colours on

    def print_help(self, file: Any = None) -> None:
        output.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        output.write_usage(self.format_usage())
        output.write_error(f"{self.prog}: error: {message}")
        self.exit(PackpressError.exit_code)


def _parse(given: list[str]) -> argparse.Namespace:
    """Returns the parsed options. A PATH after the options counts too; argparse of Python 3.11 overlooks it."""
    parser = _parser(given[:1])
    options, left = parser.parse_known_args(given)
    if len(left) == 1 and not left[0].startswith("-") and getattr(options, "path", None) is HERE:
        options.path = options.as_path(left[0])
    elif left:
        parser.error(f"unrecognized arguments: {' '.join(left)}")
    return options


def _parser(first: list[str]) -> argparse.ArgumentParser:
    """Returns the parser for the subcommand named first, or for all of them if the first argument names none."""
    layout = partial(argparse.HelpFormatter, width=80)  # otherwise argparse queries the terminal size once per option
    parser = _Parser(NAME, description="Checks and publishes a Data Package.", formatter_class=layout)
    parser.add_argument("--version", action=_Version)
    if first == ["--version"]:
        return parser
    commands = parser.add_subparsers(prog=NAME, required=True, metavar="COMMAND")
    for name in first if first and first[0] in COMMANDS else COMMANDS:
        command = cast(Command, import_module(f"packpress.commands.{name}"))
        options = commands.add_parser(name, help=command.HELP, description=command.HELP, formatter_class=layout)
        options.set_defaults(run=command.run, as_path=Path)
        command.add_options(options)
    return parser
