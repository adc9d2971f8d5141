"""Finds where splits are checked what decimal types of their number columns must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from functools import partial

from packpress.check.blocks.judge_block import Batch
from packpress.check.splits.judge_split import SplitFile
from packpress.publish.parquet.decimal_type import Digits
from packpress.publish.parquet.exact import place_in
from packpress.types import field_type


class DigitsSink:
    """Collects what the named columns of one split require of decimal types."""

    def __init__(self, names: Sequence[str], file: SplitFile) -> None:
        self.digits = {name: Digits(name) for name in names}
        fields = enumerate(file.resource.schema.fields)
        self._fields = [(number, field) for number, field in fields if field.name in self.digits]

    def take(self, batch: Batch, inexact: Set[str]) -> None:
        """Adds the numbers of a block."""
        place = partial(place_in, batch.path, batch.block.lines())
        for number, field in self._fields:
            values = batch.columns[number]
            self.digits[field.name].add(field_type(field).exact_texts(batch.given[number].cells, values), values, place)

    def close(self) -> dict[str, Digits]:
        """Returns what each column requires."""
        return self.digits


@contextmanager
def opened_digits(names: Sequence[str], file: SplitFile) -> Iterator[DigitsSink]:
    """Yields the sink for one split of the file."""
    yield DigitsSink(names, file)
