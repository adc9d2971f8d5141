"""Addresses in object stores on the command line: the PATH of ``validate``, and nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.errors import PackpressError
from packpress.escape import escape

if TYPE_CHECKING:
    from packpress.filesystem.stores.store_path import StorePath


def given_path(text: str) -> Path:
    """Returns the path that a person typed, on the disk or in a store. Raises PackpressError for any other address."""
    if "://" not in text or Path(text).exists():
        return Path(text)
    from packpress.filesystem.stores.store_path import store_path

    return store_path(text)


def refuse_addresses(name: str, options: argparse.Namespace, arguments: Sequence[str]) -> None:
    """Raises PackpressError if one of the arguments of the command ``name`` is an address, except the path that it reads."""
    from packpress.filesystem.stores.address import has_scheme
    from packpress.filesystem.stores.store_path import StorePath

    values = [text.partition("=")[2] if text.startswith("--") else text for text in arguments]
    typed = [value for value in values if has_scheme(value)]
    read = isinstance(getattr(options, "path", None), StorePath)
    if len(typed) <= read:
        return
    name = name.rpartition(" ")[2]
    if read or name == "validate":
        others = "its rules, its base and its reports are files of this machine"
        raise PackpressError(f"only the PATH of packpress {name} may be an address in a store; {others}")
    shown = escape(typed[0].partition("?")[0])[1:-1]
    raise PackpressError(
        f'{shown}: only "packpress validate" reads object stores; copy the package to a folder for "packpress {name}"'
    )


def refuse_options(options: argparse.Namespace, package: StorePath) -> None:
    """Raises PackpressError if an option needs what a store does not have."""
    if options.base is not None:
        message = "--base compares with a git repository, and a store has none; remove --base, or check a clone"
        raise PackpressError(f"{package}: {message}")
