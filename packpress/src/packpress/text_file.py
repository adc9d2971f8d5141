"""Reads a text that a person wrote, such as a changelog or a configuration, whole and within a bound."""

from __future__ import annotations

from pathlib import Path

from packpress.errors import PackageError

MAX_BYTES = 16 * 1024 * 1024


def read_text(file: Path, shown: str, *, errors: str = "strict") -> str:
    """The text of a file in UTF-8, without a byte order mark; ``shown`` is its name in messages.

    ``errors`` says what is done with bytes that are not UTF-8, as in ``bytes.decode``. Raises PackageError where the file
    cannot be read, is larger than ``MAX_BYTES``, or is not UTF-8, with the offset of the first wrong byte.
    """
    try:
        if file.exists() and not file.is_file():
            raise PackageError(f"{shown}: is a folder, a pipe or a device; put a file there")  # reading one may never end
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise PackageError(f"{shown}: cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise PackageError(f"{shown}: is larger than {MAX_BYTES // 1024**2} MiB; a text for people is not that large")
    mark = b"\xef\xbb\xbf"
    try:
        return data.removeprefix(mark).decode("utf-8", errors)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark) * data.startswith(mark)
        raise PackageError(f"{shown}: is not UTF-8 at byte {offset:,}; save it as UTF-8") from error
