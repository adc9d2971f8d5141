"""The parser of one command's arguments: says what is wrong, which word was probably meant, and where to read more."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from packpress import output
from packpress.errors import PackpressError
from packpress.escape import escape

# words in a message of argparse → what to do about it
_REMEDIES = {
    "not allowed with argument": "remove one of them",
    "expected one argument": "write its value after it",
    "expected 2 arguments": "write both values after it",
    "the following arguments are required": "add them",
    "could match": "write the option in full",
}


class CommandParser(argparse.ArgumentParser):
    """Argument parser that prints through ``output``, without colours; its errors end with what to do."""

    def __init__(self, name: str, description: str = "", **options: Any) -> None:
        layout = partial(argparse.HelpFormatter, width=80)  # otherwise argparse queries the terminal size once per option
        super().__init__(name, description=description, formatter_class=layout, **options)
        self.color = False  # Python 3.14 turned colours on

    def format_help(self) -> str:
        """Returns the options, then examples, what the command writes, and its exit codes."""
        from packpress.commands.help.texts import describe_command

        return super().format_help() + describe_command(self.prog.rpartition(" ")[2])

    def print_help(self, file: Any = None) -> None:
        """Prints the help."""
        output.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Prints usage, error and remedy, and exits."""
        remedy = "".join(f"; {words}" for sign, words in _REMEDIES.items() if sign in message)
        program, _, command = self.prog.partition(" ")
        read_more = f'"{program} help {command}" has examples' if command else f'"{program} --help" lists the commands'
        output.write_usage(self.format_usage())
        said = f"{message}{remedy}"
        output.write_error(f"{self.prog}: error: {said}{' ' if said.endswith('?') else '; '}{read_more}")
        self.exit(PackpressError.exit_code)

    def refuse(self, words: list[str]) -> NoReturn:
        """Prints that the words are not arguments of the command, and which options were probably meant, and exits."""
        options = [word.partition("=")[0] for word in words if word.startswith("-")]
        hints = "".join(_hint(option, self._option_string_actions) for option in options)
        self.error(f"unrecognized arguments: {' '.join(words)}{hints}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Raises ArgumentError if the value is not one of the action's choices; argparse calls this."""
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(action, invalid_choice(str(value), known))


def invalid_choice(value: str, known: Iterable[str]) -> str:
    """Returns that the value is not one of the known ones, which one was probably meant, and all of them."""
    names = list(known)
    return f"invalid choice: {escape(value)}{_hint(value, names)} (choose from {', '.join(names)})"


def _hint(word: str, known: Iterable[str]) -> str:
    from packpress.spelling import did_you_mean, similar_names

    return did_you_mean(similar_names(word, known))
