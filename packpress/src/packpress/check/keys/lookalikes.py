"""Keys that look alike: values of more than one script, and values that differ only by case or by the form of characters.

By Unicode Technical Standard 39, a value of one script, or of Latin with those of Japanese, Korean or Chinese, is fine
(section 5.2, "Highly Restrictive"). Not found: values wholly in another script, such as Cyrillic "сор" next to Latin "cop".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Rows, bool_array, int64_array, numpy_values, string_array
from packpress.arrow.compressed_columns import Letters, letters_of
from packpress.arrow.equal_rows import duplicate_rows
from packpress.arrow.hashes import Hashes, hash_rows
from packpress.arrow.text_column import Texts
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys, key_fields
from packpress.package.model import Schema
from packpress.types import of_name

# scripts that are written together: Latin with Japanese, Korean, Chinese with Bopomofo
_TOGETHER = tuple(
    frozenset(words.split()) for words in ("LATIN CJK HIRAGANA KATAKANA", "LATIN CJK HANGUL", "LATIN CJK BOPOMOFO")
)
# first word of the name of a letter → its script, if the word is not a script; "" means that the next word is the script
_SCRIPTS = {
    "IDEOGRAPHIC": "CJK",
    "HENTAIGANA": "HIRAGANA",
    "FULLWIDTH": "",
    "HALFWIDTH": "",
    "SUPERSCRIPT": "",
    "TURNED": "LATIN",
}
# first words of the names of letters that belong to no script: symbols that look like letters, and marks
_COMMON = frozenset(
    "ALEF ANGSTROM BET BLACK-LETTER CARON DALET DOUBLE-STRUCK EULER FEMININE GIMEL INFORMATION KATAKANA-HIRAGANA KELVIN "
    "MASCULINE MASU MATHEMATICAL MICRO MODIFIER OHM PLANCK ROMAN SCRIPT VEDIC VERTICAL".split()
)
_UNSEEN = dict.fromkeys((0x200C, 0x200D, *range(0xFE00, 0xFE10)))
"""Joiners and variation selectors, which may occur in a key and which ``NFKC_Casefold`` removes."""
_BETWEEN = "\0"
"""What separates texts that are folded at once: it composes with nothing, and a text that has it is invalid."""
_TRUE = bool_array(np.ones(1, dtype=np.bool_))[0]


def scripts(text: str) -> frozenset[str]:
    """Returns the scripts of the letters of the text, by the names that Unicode gives them, such as LATIN and CJK."""
    return frozenset(filter(None, (_script(character) for character in set(text))))


def is_mixed(text: str) -> bool:
    """Returns whether the text has letters of scripts that are not written together."""
    found = scripts(text)
    return len(found) > 1 and not any(found <= together for together in _TOGETHER)


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    if unicodedata.category(character)[0] != "L":
        return ""
    word, *rest = unicodedata.name(character, "").split(" ")
    if word in _COMMON:
        return ""
    return (_SCRIPTS[word] or rest[0]) if word in _SCRIPTS else word


def text_keys(schema: Schema) -> frozenset[str]:
    """Returns the text fields that are part of a key of the schema."""
    return frozenset(item.name for item in schema.fields if of_name(item.type).is_words) & key_fields(schema)


def mixed_rows(keys: TableKeys, field: str) -> Rows:
    """Returns the rows in which the text of the field mixes scripts."""
    found, begin = [NO_ROWS], 0
    for block in keys.blocks:
        if not block.texts.letters[field].is_ascii:
            texts = block.texts[field]
            suspects = np.flatnonzero(~numpy_values(pc.fill_null(pc.string_is_ascii(texts), _TRUE)))
            written: list[str] = pc.take(texts, int64_array(suspects)).to_pylist()
            if is_mixed("".join(written)):  # else the letters of all are written together, so those of each are
                found.append(begin + suspects[np.fromiter(map(is_mixed, written), np.bool_, len(suspects))])
        begin += block.rows
    return np.concatenate(found)


def twin_rows(keys: TableKeys, fields: KeyFields) -> tuple[Rows, Rows]:
    """Returns the rows whose key equals an earlier one except for case and forms of characters, and for each the first of them.

    Exact duplicates are omitted, and so are rows with a null. Most tables are done after a look at their bytes: ASCII with
    only small letters, or only capitals, has no such keys.
    """
    if not any(may_fold([block.texts.letters[name] for block in keys.blocks]) for name in fields):
        return NO_ROWS, NO_ROWS
    return keys.repeated(fields, partial(folded_hashes, fields=fields), _twins_among)


def folded_hashes(block: KeyBlock, fields: KeyFields) -> Hashes:
    """Returns a hash for each row of the block, equal if the values of these fields equal without differences of case."""
    return hash_rows([fold(block.texts[name]) for name in fields])


def _twins_among(written: list[pa.ChunkedArray]) -> tuple[Rows, Rows]:
    folded = [pa.chunked_array([fold(texts) for texts in column.chunks], pa.string()) for column in written]
    repeats, firsts = duplicate_rows(folded)
    again, before = duplicate_rows(written)
    same = np.arange(len(written[0]))
    same[again] = before  # the first row with exactly this key
    is_twin = same[repeats] == repeats
    return repeats[is_twin], firsts[is_twin]


def fold(texts: pa.StringArray) -> pa.StringArray:
    """Returns the texts without differences of case, and in Unicode normal form KC (Unicode, section 3.13)."""
    letters = letters_of(Texts(texts).data)
    if letters.is_ascii:
        return pc.ascii_lower(texts) if letters.has_capitals else texts
    written = [text or "" for text in texts.to_pylist()]
    folded = _fold(_BETWEEN.join(written)).split(_BETWEEN)  # at once, because each call has a fixed cost
    if len(folded) != len(written):
        folded = list(map(_fold, written))
    return pc.if_else(pc.is_null(texts), texts, string_array(folded))


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded if _UNSEEN.keys().isdisjoint(map(ord, set(folded))) else folded.translate(_UNSEEN)


def may_fold(letters: Sequence[Letters]) -> bool:
    """Returns whether folding may make two texts of a column equal; false if it is ASCII with letters of one case."""
    found = Letters.of_all(letters)
    return not found.is_ascii or (found.has_capitals and found.has_small)
