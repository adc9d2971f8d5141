from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from elementpath.regex import unicode_blocks as peer

from packpress.pattern.characters import unicode_blocks as module
from packpress.pattern.characters.unicode_blocks import plain_name, unicode_blocks


def _peer_blocks() -> dict[str, tuple[int, int]]:
    """The blocks of elementpath, by the version of Unicode that brought or changed them."""
    blocks: dict[str, tuple[int, int]] = {}
    tables = {name: table for name, table in vars(peer).items() if re.match(r"(UNICODE|UPDATE)_BLOCKS_VER_", name)}
    for name in sorted(tables, key=lambda name: [int(number) for number in re.findall(r"[0-9]+", name)]):
        for block, text in tables[name].items():
            if len(text) == 3 and block != "Private Use":  # the name of three blocks in XML Schema 1.0
                blocks[plain_name(block)] = ord(text[0]), ord(text[2])
    return blocks


def test_the_blocks_are_those_of_elementpath() -> None:
    own, others = unicode_blocks(), _peer_blocks()
    assert len(others) > 320
    assert {name: own.get(name) for name in others if own.get(name) != (others[name],)} == {}


def test_the_file_says_its_version_and_no_two_blocks_overlap() -> None:
    lines = Path(module.__file__).with_name("unicode_blocks.txt").read_text(encoding="utf-8").splitlines()
    assert re.match(r"# Blocks of Unicode, Blocks-18\.0\.0\.txt\. Made by scripts/unicode-tables ", lines[0])
    ranges = [tuple(int(code, 16) for code in line.split()[:2]) for line in lines[1:]]
    assert all(first <= last for first, last in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
