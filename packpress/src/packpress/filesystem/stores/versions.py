"""The version of an object in a store, by which each range that is read is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

# what a store says of an object → by which of it a version is known, first of all its ETag
_TAGS = ("etag", "generation", "last-modified")


class Version(NamedTuple):
    """The size of an object, and what its store says that differs in each version: its ETag, or else another mark."""

    size: int
    tag: str


def version_at(files: FileSystem, path: str) -> Version:
    """Returns the version that the object has now. Raises the errors of pyarrow, FileNotFoundError if it is missing."""
    with files.open_input_file(path) as source:  # one request, which reads nothing
        size, said = source.size(), source.metadata() or {}
    tags = {_text(name).lower(): _text(value) for name, value in said.items()}
    if tag := next((f"{name} {tags[name]}" for name in _TAGS if tags.get(name)), ""):
        return Version(size, tag)
    found = files.get_file_info(path)  # a second request, for stores whose files say nothing of themselves
    return Version(size, f"modified {found.mtime_ns}")


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
