"""Rewrites a text in another encoding as UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path

from packpress.edit.infer.model import Source
from packpress.errors import PackpressError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file, move_file
from packpress.package.text.encodings import codec_of
from packpress.read.data import open_data

_CHUNK = 4 * 1024 * 1024


def rewrite_as_utf8(source: Source) -> Source:
    """Replaces the file by its text as UTF-8 without a byte order mark, and returns the source as it is then."""
    refuse_compressed(source)
    with temporary_folder(source.file.parent) as folder:
        copy = folder / "table"
        _transcode(source, copy)
        move_file(copy, source.file)
    return source._replace(encoding="utf-8", doubt="")


def refuse_compressed(source: Source) -> None:
    """Raises PackpressError if the file is compressed."""
    if source.compression:
        raise PackpressError(f"{source.path}: is compressed, so it is not rewritten; decompress it first")


def _transcode(source: Source, copy: Path) -> None:
    """Writes the text of the source to the file as UTF-8."""
    decoder = codecs.getincrementaldecoder(codec_of(source.encoding))()
    try:
        with open_data(source.file, source.compression, b",") as stream, create_file(copy) as written:
            while chunk := stream.read(_CHUNK):
                written.write(decoder.decode(chunk).encode("utf-8"))
            written.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as error:
        reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
        advice = "give its encoding with --encoding"
        raise PackpressError(f"{source.path}: is not text in {source.encoding}: {reason}; {advice}") from error
