from __future__ import annotations

from itertools import accumulate, product

import numpy as np

from packpress.arrow.code_points import LEADS, CodePoints, is_utf_8, pair_table

ALL = pair_table(LEADS)


def decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_bytes_are_utf_8_where_python_decodes_them() -> None:
    second = (0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF)
    rest = (b"", b"\x80", b"\xbf", b"\x80\x80", b"\xbf\xbf", b"\x80\xbf\x80", b"a", b"\x80a")
    texts = [bytes(start) + end for start, end in product(product(range(256), second), rest)]
    assert [text for text in texts if is_utf_8(text) != decodes(text)] == []


def test_every_character_beyond_ascii_is_found_where_it_begins() -> None:
    wanted = [chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    points = CodePoints("a".join(wanted).encode(), ALL)
    places, codes = (np.concatenate(parts).tolist() for parts in zip(*points.chunks(), strict=True))
    sizes = [len(character.encode()) + 1 for character in wanted]
    assert places == [0, *accumulate(sizes[:-1])]
    assert codes == [*map(ord, wanted)]
    assert points.characters() == frozenset(wanted)


def test_only_characters_of_the_first_bytes_are_found() -> None:
    assert CodePoints("é–я".encode(), pair_table([0xE2])).characters() == {"–"}


def test_the_second_byte_can_be_limited() -> None:
    begins = pair_table([0xC2, 0xE2], {0xC2: [0xAD]})
    assert CodePoints("°\u00ad–°".encode(), begins).characters() == {"\u00ad", "–"}


def test_the_lines_with_a_character_are_whole_and_in_order() -> None:
    points = CodePoints("é1\n–2,é\nя3\n\n4é–".encode(), ALL)
    assert points.lines_with(frozenset("–")) == "–2,é\n4é–"
    assert points.lines_with(frozenset()) == ""
    assert points.lines_with(frozenset("éя")) == "é1\n–2,é\nя3\n4é–"
