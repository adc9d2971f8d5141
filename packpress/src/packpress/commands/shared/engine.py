"""``--engine`` and ``--scheduler``: where large files are checked."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from packpress.arrow.reused_memory import reuse_memory
from packpress.errors import MissingExtraError, PackpressError
from packpress.escape import printable

if TYPE_CHECKING:
    from packpress.check.splits.executor import Executor

_ENGINES = ("dask", "threads")
_ADDRESS = re.compile(r"(?:tcp://)?[^\s/@]+:[0-9]{1,5}")
"""Addresses without encryption; others need settings that a command line does not have."""


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Adds ``--engine`` and ``--scheduler``; ``opened_engine`` follows them."""
    words = 'where large CSV files are checked: in threads of this process, or by Dask, which needs the extra "dask"'
    parser.add_argument("--engine", choices=_ENGINES, default="threads", help=f"{words} (default: threads)")
    address = (
        "with --engine dask: the cluster of this scheduler, such as tcp://10.0.0.1:8786 (default: workers of this machine)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help=address)


@contextmanager
def opened_engine(options: argparse.Namespace) -> Iterator[Executor | None]:
    """Yields the executor for the splits of large files; None if files are read as a whole, in threads."""
    reuse_memory()
    if options.engine != "dask":
        if options.scheduler is not None:
            raise PackpressError("--scheduler: only Dask has a scheduler; add --engine dask or remove --scheduler")
        yield None
        return
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        instead = "; without --engine, the package is checked in threads"
        raise MissingExtraError(f'distributed is not installed; it comes with the extra "dask" of packpress{instead}', "dask")
    if options.scheduler is not None and not _ADDRESS.fullmatch(options.scheduler):
        given = f'"{printable(options.scheduler)}"'
        raise PackpressError(f"--scheduler: {given} is not the address of a scheduler; give one such as tcp://10.0.0.1:8786")
    from packpress.check.splits.dask_executor import opened_cluster

    with opened_cluster(options.scheduler or "") as executor:
        yield executor
