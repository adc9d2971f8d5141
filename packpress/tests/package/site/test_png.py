from __future__ import annotations

import io

import pytest
from tests.site.small_release import PNG, png_chunk

from packpress.package.site.png import PngError, png_size, read_png_size

HEAD, PIXELS, END = PNG[:33], PNG[33:-12], PNG[-12:]
TOO_EARLY, CHECKSUM, NO_PNG = "is a PNG that ends too early", "is a damaged PNG: a checksum in it is wrong", "is no PNG"
TEXT, PALETTE = png_chunk(b"tEXt", b"Title\0Books"), png_chunk(b"PLTE", bytes(6))
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
BETWEEN, PALETTES = "is a PNG with another chunk between its pixels", "is a PNG with two palettes, or one after its pixels"
METHOD = "is a PNG with a compression, a filter or an interlacing that no PNG may have"
NO_PALETTE = "is a PNG without the palette that its colour type needs"


def head_of(depth: int, colours: int, methods: bytes = bytes(3)) -> bytes:
    return PNG[:8] + png_chunk(b"IHDR", HEAD[16:24] + bytes([depth, colours]) + methods)


# bytes → what is wrong with them
DAMAGED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", NO_PNG),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(30), NO_PNG),
    "signature only": (PNG[:8], TOO_EARLY),
    "the first 24 bytes": (PNG[:24], TOO_EARLY),
    "no pixels yet": (HEAD, TOO_EARLY),
    "cut off in the pixels": (HEAD + PIXELS[:-9], TOO_EARLY),
    "no end": (HEAD + PIXELS, TOO_EARLY),
    "cut off in the end": (PNG[:-1], TOO_EARLY),
    "one byte of the pixels changed": (HEAD + PIXELS[:12] + bytes([PIXELS[12] ^ 1]) + PIXELS[13:] + END, CHECKSUM),
    "width changed": (PNG[:19] + b"\1" + PNG[20:], CHECKSUM),
    "a chunk of two GiB": (HEAD + b"\x7f\xff\xff\xffIDAT" + PIXELS, TOO_EARLY),
    "no width": (PNG[:8] + png_chunk(b"IHDR", bytes(4) + HEAD[20:29]) + PIXELS + END, NO_PNG),
    "short header": (PNG[:8] + png_chunk(b"IHDR", HEAD[16:28]) + PIXELS + END, NO_PNG),
    "pixels before the header": (PNG[:8] + PIXELS + HEAD[8:] + END, NO_PNG),
    "no pixels": (HEAD + END, "is a PNG without pixels"),
    "two headers": (HEAD + HEAD[8:] + PIXELS + END, "is a PNG with two headers"),
    "a header after the pixels": (HEAD + PIXELS + HEAD[8:] + END, "is a PNG with two headers"),
    "text between the pixels": (HEAD + PIXELS + TEXT + PIXELS + END, BETWEEN),
    "two palettes": (head_of(8, 3) + PALETTE + PALETTE + PIXELS + END, PALETTES),
    "a palette after the pixels": (head_of(8, 3) + PIXELS + PALETTE + END, PALETTES),
    "no palette": (head_of(8, 3) + PIXELS + END, NO_PALETTE),
    "another compression": (head_of(1, 0, b"\1\0\0") + PIXELS + END, METHOD),
    "another filter": (head_of(1, 0, b"\0\1\0") + PIXELS + END, METHOD),
    "another interlacing": (head_of(1, 0, b"\0\0\2") + PIXELS + END, METHOD),
    "text after the end": (PNG + TEXT, "has more bytes after the end of the PNG"),
    "more bytes": (PNG + b"more", "has more bytes after the end of the PNG"),
}
WHOLE: dict[str, bytes] = {
    "small": PNG,
    "with text": HEAD + png_chunk(b"tEXt", b"Title\0Books") + PIXELS + END,
    "a chunk that is read in pieces": HEAD + png_chunk(b"tEXt", b"Title\0" + bytes(200_000)) + PIXELS + END,
    "text after the pixels": HEAD + PIXELS + TEXT + END,
    "a palette": head_of(8, 3) + PALETTE + PIXELS + END,
    "interlaced": head_of(1, 0, b"\0\0\1") + PIXELS + END,
    "pixels in two chunks": HEAD + PIXELS + png_chunk(b"IDAT", b"") + END,
}


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_a_whole_png_has_its_size(data: bytes) -> None:
    assert png_size(data) == (1200, 630)


@pytest.mark.parametrize(("data", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_is_no_whole_png_is_rejected(data: bytes, message: str) -> None:
    with pytest.raises(PngError, match=f"^{message}$"):
        png_size(data)


def test_a_png_has_a_colour_type_with_one_of_its_bit_depths() -> None:
    pairs = {(depth, colours) for depth in range(33) for colours in range(9)}
    accepted = {pair for pair in pairs if not _is_rejected(head_of(*pair) + PALETTE + PIXELS + END)}
    assert accepted == {(depth, colours) for colours, depths in DEPTHS.items() for depth in depths}


def test_every_png_with_a_missing_end_or_another_byte_is_rejected() -> None:
    changed = [PNG[:place] + bytes([PNG[place] ^ 255]) + PNG[place + 1 :] for place in range(len(PNG))]
    cut = [PNG[:length] for length in range(len(PNG))]
    assert [data for data in (*changed, *cut) if not _is_rejected(data)] == []


def test_a_file_is_read_in_small_pieces() -> None:
    asked: list[int] = []

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    read_png_size(Counted(WHOLE["a chunk that is read in pieces"]))
    assert (min(asked), max(asked)) == (1, 65_536)


def _is_rejected(data: bytes) -> bool:
    try:
        png_size(data)
    except PngError:
        return True
    return False
