"""Finds the lines of a package's files that differ from a git revision, by comparing the files with git's objects."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO

import numpy as np

from packpress.changes.added_lines import added_lines, hash_lines
from packpress.changes.sides.revision import LINK, SUBMODULE, Revision, TreeEntry
from packpress.changes.touched import Touched, TouchedLines
from packpress.errors import PackageError, PackpressError
from packpress.read.disguise import disguise

_HEAD = 8000
"""A file with NUL in its first bytes, this many, is binary, as for git."""
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize [0-9]+\n")
_MAX_POINTER = 1024
_CHUNK = 1024 * 1024


def open_base(root: Path, base: str) -> Revision:
    """Returns the revision ``base`` of the package in ``root``. Raises PackpressError if git does not know the revision."""
    try:
        return Revision(root, base)
    except PackageError as error:
        reason = str(error)
        if reason.startswith(f"{base}: "):
            raise PackpressError(f"git cannot compare with {base}: {reason.removeprefix(f'{base}: ')}") from error
        raise


def read_touched(base: Revision, paths: Iterable[str]) -> Touched:
    """Returns what differs from the revision in these files of its package.

    CR LF and LF are the same line end, since git may write either to a work tree (core.autocrlf). If git has only a Git LFS
    pointer, a file other than the one it names differs in every line. Files of a submodule never differ.
    """
    lines: dict[str, TouchedLines] = {}
    with base:
        for path in sorted(set(paths)):
            if not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts:
                for found in _differences(base, path):
                    lines[path] = found
    return Touched(lines)


def _differences(base: Revision, path: str) -> Iterator[TouchedLines]:
    """Yields the lines of a file that differ; nothing if the file is unchanged, or was and is missing."""
    file, entry = base.root / path, base.entries.get(path)
    if entry is None:
        above = (base.entries.get(str(folder)) for folder in PurePosixPath(path).parents)
        if (
            os.path.lexists(file)
            and not file.is_dir()
            and not any(some is not None and some.mode == SUBMODULE for some in above)
        ):
            yield None
    elif entry.mode != SUBMODULE and not os.path.lexists(file):
        yield ()
    elif entry.mode != SUBMODULE:
        try:
            yield from _compare(base, path, entry)
        except OSError:
            yield None  # it was readable when it was committed


def _compare(base: Revision, path: str, entry: TreeEntry) -> Iterator[TouchedLines]:
    """Yields the lines that differ of a file that existed and still exists, whatever it is now."""
    file = base.root / path
    if file.is_symlink():
        target = os.fsencode(file.readlink())
        if entry.mode != LINK or _object_name(target, entry) != entry.name:
            yield None
    elif not file.is_file() or not file.resolve().is_relative_to(base.root.resolve()):
        yield None
    elif _object_name(file, entry) != entry.name:
        if entry.mode == LINK:
            yield None
        else:
            stream, size = base.open_entry(path, entry)
            before = _chunks(stream, size)
            try:
                with file.open("rb") as after:
                    yield from _compare_texts(before, _chunks(after))
            finally:
                deque(before, maxlen=0)  # up to the end, where the next file begins


def _compare_texts(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[TouchedLines]:
    """Yields the lines that differ between two texts, or between a Git LFS pointer and its file."""
    old_head, new_head = next(old, b""), next(new, b"")
    pointer = _POINTER.fullmatch(old_head) if len(old_head) <= _MAX_POINTER else None
    if pointer and not new_head.startswith(pointer[0].splitlines(keepends=True)[0]):
        digest = hashlib.sha256(new_head)
        for chunk in new:
            digest.update(chunk)
        if digest.hexdigest() != pointer[1].decode("ascii"):
            yield None
    elif any((disguise(head) or "").startswith("UTF-16") for head in (old_head, new_head)):
        yield None  # binary for git, but it has lines
    elif b"\0" in old_head[:_HEAD] or b"\0" in new_head[:_HEAD]:
        yield ()
    else:
        before, after = (hash_lines(chain([head], rest)) for head, rest in ((old_head, old), (new_head, new)))
        if before is None or after is None:
            yield None
        elif not np.array_equal(before, after):
            yield added_lines(before, after)


def _chunks(stream: IO[bytes], size: int | None = None) -> Iterator[bytes]:
    """Yields the next ``size`` bytes of the stream, or all of it."""
    left = sys.maxsize if size is None else size
    while left and (chunk := stream.read(min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk


def _object_name(file: Path | bytes, entry: TreeEntry) -> str:
    """Returns git's object name for a file or its bytes, by the hash algorithm of the repository."""
    digest = hashlib.new("sha1" if len(entry.name) == 40 else "sha256", usedforsecurity=False)
    if isinstance(file, bytes):
        digest.update(b"blob %d\0" % len(file) + file)
        return digest.hexdigest()
    with file.open("rb") as stream:
        digest.update(b"blob %d\0" % os.fstat(stream.fileno()).st_size)
        for chunk in _chunks(stream):
            digest.update(chunk)
    return digest.hexdigest()
