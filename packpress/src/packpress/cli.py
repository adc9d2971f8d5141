"""The command ``packpress``: reads its arguments and runs one of the commands."""

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
COMMANDS = ("validate", "explain", "new", "format", "build", "diff", "trace", "hook")
"""The commands; each is a module of that name in ``commands``, imported only where it is asked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code.

    0 when all is fine, 1 when the data has issues, 2 for wrong usage, no package or a file that cannot be written, 3 while
    another command writes the package; 130, 143 or 129 where Ctrl-C (SIGINT), SIGTERM or SIGHUP ended it, with no file half
    written and its temporary files removed.
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
    except OSError as error:  # a folder that may not be written, a full disk
        output.write_error(f"{NAME}: {error}")
        return PackpressError.exit_code
    except Terminated as end:
        return end.exit_code
    except KeyboardInterrupt:
        return 130


class _Version(argparse.Action):
    """The option that writes the version and ends the command."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        output.write(f"{NAME} {VERSION}\n")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """A parser that writes help and errors as the commands write theirs, without colours."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.color = False  # from Python 3.14 on there would be some

    def print_help(self, file: Any = None) -> None:
        output.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        output.write_usage(self.format_usage())
        output.write_error(f"{self.prog}: error: {message}")
        self.exit(PackpressError.exit_code)


def _parse(given: list[str]) -> argparse.Namespace:
    """The arguments as options. A last PATH behind an option is one too, which argparse of Python 3.11 overlooks."""
    parser = _parser(given[:1])
    options, left = parser.parse_known_args(given)
    if len(left) == 1 and not left[0].startswith("-") and getattr(options, "path", None) is HERE:
        options.path = options.as_path(left[0])
    elif left:
        parser.error(f"unrecognized arguments: {' '.join(left)}")
    return options


def _parser(first: list[str]) -> argparse.ArgumentParser:
    """The parser of the command that stands first; of all commands where none does."""
    layout = partial(argparse.HelpFormatter, width=80)  # else each option asks for the size of the terminal
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
