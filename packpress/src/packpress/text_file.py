"""Reads a text that a person wrote, such as a changelog or a configuration, whole and up to a limit."""

from __future__ import annotations

from pathlib import Path

from packpress.errors import PackageError

MAX_TEXT_FILE = 16 * 1024 * 1024


def read_text(file: Path, shown: str, *, errors: str = "strict") -> str:
    """Returns the text of a UTF-8 file without its byte order mark; ``shown`` is the name of the file in messages.

    ``errors`` is as in ``bytes.decode``. Raises PackageError if the file cannot be read, is larger than ``MAX_TEXT_FILE``, or
    is not UTF-8; the message has the offset of the first invalid byte.
    """
    try:
        if file.exists() and not file.is_file():
            raise PackageError(f"{shown}: is a folder, a pipe or a device; put a file there")  # reading these may never end
        with file.open("rb") as stream:
            data = stream.read(MAX_TEXT_FILE + 1)
    except OSError as error:
        raise PackageError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_TEXT_FILE:
        raise PackageError(f"{shown}: is larger than {MAX_TEXT_FILE // 1024**2} MiB, too large for a text that people read")
    mark = b"\xef\xbb\xbf"
    try:
        return data.removeprefix(mark).decode("utf-8", errors)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark) * data.startswith(mark)
        raise PackageError(f"{shown}: is not UTF-8 at byte {offset:,}; save it as UTF-8") from error
