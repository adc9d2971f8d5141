"""Local copies of schemas and dialects that a descriptor names by their address: nothing is ever fetched.

The copies belong to one run of a command, which gives them from its options and settings. They are read wherever a descriptor
names their address, so they are kept for the run and not passed through every function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import Any

from packpress.package.strict_json import read_json

_COPIES: ContextVar[Mapping[str, Path]] = ContextVar("copies", default=MappingProxyType({}))
_ADDRESS = re.compile(r"https?://\S+")


@contextmanager
def using_copies(copies: Mapping[str, Path]) -> Iterator[None]:
    """Lets descriptors that are read in the block use these files for these addresses."""
    token = _COPIES.set(copies)
    try:
        yield
    finally:
        _COPIES.reset(token)


def is_address(value: str) -> bool:
    """Returns whether the text is an address on the web."""
    return _ADDRESS.fullmatch(value) is not None


def copy_of(address: str) -> Path | None:
    """Returns the local copy of what is at the address; None if there is none."""
    return _COPIES.get().get(address)


def read_described(root: Path, value: str) -> Any:
    """Returns the JSON of the file of the package at ``root``, or of the local copy if the value is an address."""
    return read_json(copy_of(value) or root / value, value)
