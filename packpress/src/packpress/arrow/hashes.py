"""64-bit hashes of text columns, computed a column at a time; they only find rows that may be equal, and never decide it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow.arrays import NO_ROWS, Mask, Rows, buffer_values, narrow

Hashes = npt.NDArray[np.uint64]

# odd constants of splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014)
_STEP, _MIX_1, _MIX_2 = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
AT_ONCE = 2_000_000
"""About how many hashes are sorted at a time, so that sorting takes little additional memory."""
LONG = 512
"""Up to which byte all texts are hashed together; few are longer, and the rest of these is hashed one by one."""
LARGE = 2**30
"""How many bytes of text may be compared at a time; Arrow counts those of a set in 31 bits."""
_NO_HASHES: Hashes = np.zeros(0, np.uint64)
_PIECE = 100_000
_LOW_BYTES = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


def _mix(state: Hashes) -> Hashes:
    """Returns the state, changed in place, after the finalizer of splitmix64: every input bit affects every output bit."""
    state ^= state >> np.uint64(30)
    state *= _MIX_1
    state ^= state >> np.uint64(27)
    state *= _MIX_2
    state ^= state >> np.uint64(31)
    return state


def hash_column(column: pa.StringArray) -> Hashes:
    """Returns a hash for each text of the column (uint64); equal texts have equal hashes, null that of the empty text.

    Texts are read as words of eight bytes, one word of all texts at a time; the rest of long texts is hashed by BLAKE2, which,
    unlike ``hash``, gives the same in every process.
    """
    if len(column) > _PIECE:  # needs many times the memory of the texts
        return np.concatenate([hash_column(column.slice(begin, _PIECE)) for begin in range(0, len(column), _PIECE)])
    count = len(column)
    _, offset_buffer, data_buffer = column.buffers()
    offsets = buffer_values(offset_buffer, np.int32)[column.offset : column.offset + count + 1].astype(np.int64)
    first, last = (int(offsets[0]), int(offsets[-1])) if count else (0, 0)
    starts, lengths = offsets[:-1] - first, np.diff(offsets)
    padded = np.zeros(last - first + 8, dtype=np.uint8)
    padded[:-8] = buffer_values(data_buffer, np.uint8)[first:last]
    words = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded.data, strides=(1,))
    state = _mix(lengths.astype(np.uint64) * _STEP)
    shortest = min(int(lengths.min(initial=LONG)), LONG)
    whole = -(-shortest // 8) * 8 if count else 0
    for begin in range(0, whole, 8):  # all texts have these words
        word = words[starts + begin]
        if begin + 8 > shortest:
            word &= _LOW_BYTES[np.minimum(lengths - begin, 8)]
        state = _mix(state ^ (word + _STEP))
    active = np.arange(count)
    for begin in range(whole, min(int(lengths.max(initial=0)), LONG), 8):
        left = lengths[active] - begin
        active, left = active[left > 0], left[left > 0]
        word = words[starts[active] + begin] & _LOW_BYTES[np.minimum(left, 8)]
        state[active] = _mix(state[active] ^ (word + _STEP))
    longer = np.flatnonzero(lengths > LONG)
    if len(longer):
        from hashlib import blake2b  # few columns have such texts

        ends = zip((starts[longer] + LONG).tolist(), (starts + lengths)[longer].tolist(), strict=True)
        tails = b"".join(blake2b(padded[begin:end].tobytes(), digest_size=8).digest() for begin, end in ends)
        state[longer] = _mix(state[longer] ^ np.frombuffer(tails, "<u8"))
    return state


def hash_rows(columns: list[pa.StringArray]) -> Hashes:
    """Returns a hash for each row of several columns of equal length."""
    state = hash_column(columns[0])
    for column in columns[1:]:
        state = _mix(state * _STEP ^ hash_column(column))
    return state


def repeated_rows(blocks: Sequence[Hashes]) -> Rows:
    """Returns the rows, counted over all blocks, whose hash occurs more than once."""
    starts = [0, *accumulate(map(len, blocks))]
    repeated = _repeated_hashes(blocks, (starts[-1] // AT_ONCE).bit_length())
    if not len(repeated):
        return NO_ROWS
    found = (np.flatnonzero(np.isin(block, repeated)) + start for start, block in zip(starts, blocks, strict=False))
    return np.concatenate([narrow(rows, starts[-1]) for rows in found])


def _repeated_hashes(blocks: Sequence[Hashes], bits: int) -> Hashes:
    """Returns each hash that occurs more than once; the hashes with the same first ``bits`` bits are sorted together."""
    found: list[Hashes] = []
    for part in range(1 << bits):
        ordered = np.concatenate([block[_in_part(block, part, bits)] if bits else block for block in blocks])
        ordered.sort()
        is_again = ordered[1:] == ordered[:-1]
        is_again[1:] &= ordered[2:] != ordered[:-2]  # only the second of each run
        found.append(ordered[1:][is_again])
    return np.concatenate(found)


def parts(size: int, *tables: Sequence[Hashes]) -> Iterator[tuple[Rows, ...]]:
    """Yields the rows of several tables in parts, by their hash, so that equal rows are in the same part.

    ``size`` is the number of bytes of text in all rows; a part has fewer than ``LARGE`` if they are spread evenly.
    """
    bits = (size // LARGE).bit_length()
    hashes = [np.concatenate([_NO_HASHES, *blocks]) for blocks in tables]
    for part in range(1 << bits):
        yield tuple(np.flatnonzero(_in_part(rows, part, bits)) if bits else np.arange(len(rows)) for rows in hashes)


def _in_part(hashes: Hashes, part: int, bits: int) -> Mask:
    """Returns a mask of the hashes whose first ``bits`` bits, at least one, are ``part``."""
    mask: Mask = hashes >> np.uint64(64 - bits) == part
    return mask
