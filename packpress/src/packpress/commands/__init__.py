"""The commands of ``packpress``, one a module; they print what the rest of the package finds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

FINE, HAS_ISSUES = 0, 1
"""How a command exits that could do its work; what stopped it has the code of its PackpressError."""

HERE = Path()
"""The package where no PATH is given."""


class Command(Protocol):
    """What a module in this folder must have."""

    HELP: str
    """One sentence for ``--help``."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments and options of this command."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work, print what there is to say, and return the exit code."""
