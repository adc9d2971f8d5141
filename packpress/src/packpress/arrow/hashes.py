"""64-bit hashes of text columns, a column at a time: they find the rows that may be equal, and never decide that they are."""

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
AT_ONCE = 4_000_000
"""About how many hashes are sorted at a time, so that it takes little memory beside them."""
LONG = 512
"""From which byte on a text is read by itself: few texts are so long, and a step of all is slow where few are left."""
LARGE = 2**30
"""Up to how many bytes of text are compared with each other at a time; Arrow counts those of a set in 31 bits."""
_NO_HASHES: Hashes = np.zeros(0, np.uint64)
_PIECE = 100_000
_LOW_BYTES = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


def _mix(state: Hashes) -> Hashes:
    """The finalizer of splitmix64: every bit of the state moves every bit of the result."""
    state ^= state >> np.uint64(30)
    state *= _MIX_1
    state ^= state >> np.uint64(27)
    state *= _MIX_2
    state ^= state >> np.uint64(31)
    return state


def hash_column(column: pa.StringArray) -> Hashes:
    """A hash for each text of the column, uint64; equal texts have equal hashes, and a null has that of the empty text.

    Each text is read as words of eight bytes, all texts a word at a time, and what is left of long ones by Python.
    """
    if len(column) > _PIECE:  # on the way it takes many times the room of the texts
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
    active = np.arange(count)
    for begin in range(0, min(int(lengths.max(initial=0)), LONG), 8):
        left = lengths[active] - begin
        active, left = active[left > 0], left[left > 0]
        word = words[starts[active] + begin] & _LOW_BYTES[np.minimum(left, 8)]
        state[active] = _mix(state[active] ^ (word + _STEP))
    longer = np.flatnonzero(lengths > LONG)
    if len(longer):
        ends = zip((starts[longer] + LONG).tolist(), (starts + lengths)[longer].tolist(), strict=True)
        tails = [hash(padded[begin:end].tobytes()) for begin, end in ends]
        state[longer] = _mix(state[longer] ^ np.array(tails, np.int64).view(np.uint64))
    return state


def hash_rows(columns: list[pa.StringArray]) -> Hashes:
    """A hash for each row of several columns of one length."""
    state = hash_column(columns[0])
    for column in columns[1:]:
        state = _mix(state * _STEP ^ hash_column(column))
    return state


def repeated_rows(blocks: Sequence[Hashes]) -> Rows:
    """The rows, over all blocks, whose hash stands more than once."""
    starts = [0, *accumulate(map(len, blocks))]
    repeated = _repeated_hashes(blocks, (starts[-1] // AT_ONCE).bit_length())
    if not len(repeated):
        return NO_ROWS
    found = (np.flatnonzero(np.isin(block, repeated)) + start for start, block in zip(starts, blocks, strict=False))
    return np.concatenate([narrow(rows, starts[-1]) for rows in found])


def _repeated_hashes(blocks: Sequence[Hashes], bits: int) -> Hashes:
    """The hashes that stand more than once, each once: those that begin with the same bits are sorted at a time."""
    found: list[Hashes] = []
    for part in range(1 << bits):
        ordered = np.concatenate([block[_in_part(block, part, bits)] if bits else block for block in blocks])
        ordered.sort()
        is_again = ordered[1:] == ordered[:-1]
        is_again[1:] &= ordered[2:] != ordered[:-2]  # the second of each run alone
        found.append(ordered[1:][is_again])
    return np.concatenate(found)


def parts(size: int, *tables: Sequence[Hashes]) -> Iterator[tuple[Rows, ...]]:
    """The rows of some tables in parts, of each table those whose hash is in the part; equal rows are in one.

    ``size`` is how many bytes of text the rows are; each part has fewer than ``LARGE``, if they are spread evenly.
    """
    bits = (size // LARGE).bit_length()
    hashes = [np.concatenate([_NO_HASHES, *blocks]) for blocks in tables]
    for part in range(1 << bits):
        yield tuple(np.flatnonzero(_in_part(rows, part, bits)) if bits else np.arange(len(rows)) for rows in hashes)


def _in_part(hashes: Hashes, part: int, bits: int) -> Mask:
    """Which hashes begin with these bits, of which there is one at least."""
    mask: Mask = hashes >> np.uint64(64 - bits) == part
    return mask
