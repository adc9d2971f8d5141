"""Finds byte order marks that frictionless would read as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packpress.package.located import paths_of
from packpress.package.problems.compression import compression_of
from packpress.package.text.encodings import UTF_8, canonical_encoding
from packpress.read.data import BYTE_ORDER_MARK, open_data
from packpress.read.encoding.signs import byte_order


def encoding_of(raw: Mapping[str, Any]) -> str:
    """Returns the encoding of the resource, as ``package.text.encodings`` names it."""
    return canonical_encoding(raw.get("encoding", UTF_8)) or UTF_8


def has_mark_inside(root: Path, raw: Mapping[str, Any], dialect: Mapping[str, Any]) -> bool:
    """Returns whether a file after the first begins with a byte order mark, which frictionless would read as part of a cell.

    It concatenates the bytes of the files, without the first lines of the later ones if they have a header; in UTF-16 it does
    not find these lines. There, it also reads a mark that the encoding says is not there.
    """
    paths = tuple(paths_of(raw))
    if (encoding := encoding_of(raw)).startswith("utf-16"):
        with open_data(root / paths[0], raw.get("compression", ""), b",") as stream:
            return len(paths) > 1 or (encoding != "utf-16" and byte_order(stream.read(2)) != "")
    later = () if dialect.get("header", True) else paths[1:]
    for path in later:
        with open_data(root / path, compression_of(raw, paths), b",") as stream:
            if stream.read(len(BYTE_ORDER_MARK)).startswith(BYTE_ORDER_MARK):
                return True
    return False
