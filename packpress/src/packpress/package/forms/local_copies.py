"""Local copies of data, schemas and dialects that a descriptor names by their address: nothing is ever fetched.

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
    """Gives descriptors that are read in the block these files for these addresses."""
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


def is_away(value: Any) -> bool:
    """Returns whether the schema or dialect of a resource is at an address of which there is no local copy."""
    return isinstance(value, str) and is_address(value) and copy_of(value) is None


def local_path(root: Path, path: str) -> str:
    """Returns the path of the local copy in the package at ``root`` if the path is an address that has one, else the path."""
    copy = copy_of(path)
    if copy is None:
        return path
    folder, file = root.resolve(), copy.resolve()
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else path


def read_described(root: Path, value: str) -> Any:
    """Returns the JSON of the file of the package at ``root``, or of the local copy if the value is an address."""
    return read_json(copy_of(value) or root / value, value)
