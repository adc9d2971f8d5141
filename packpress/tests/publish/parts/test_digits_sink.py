"""What parts of a column require of a decimal type is, merged, what the whole column requires."""

from __future__ import annotations

import random
from functools import partial

import pyarrow as pa
import pytest

from packpress.issue import Findings
from packpress.publish.parquet import decimal_type
from packpress.publish.parquet.decimal_type import Digits

SPECIAL = ("NaN", "INF", "-INF")
NUMBERS = ("1", "0.1", "12345678901234567.89", "-0.000000001", "1" * 50, "0", None)


def _place(begin: int, row: int) -> tuple[str, int]:
    return "data.csv", begin + row


def _digits(texts: list[str | None], begin: int = 0) -> Digits:
    found = Digits("share")
    finite = pa.array([None if text in SPECIAL else text for text in texts], pa.string())
    values = pa.array([None if text is None else float(text) for text in texts], pa.float64())
    found.add(finite, values, partial(_place, begin))
    return found


@pytest.mark.parametrize("seed", range(30))
def test_merged_parts_are_the_whole_column(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decimal_type, "KEPT", 4)
    rng = random.Random(seed)
    texts = [rng.choice(NUMBERS if rng.random() < 0.8 else SPECIAL) for _ in range(rng.randrange(40))]
    cut = sorted(rng.randrange(len(texts) + 1) for _ in range(2))
    merged = Digits("share")
    for begin, end in zip([0, *cut], [*cut, len(texts)], strict=True):
        merged.merge(_digits(texts[begin:end], begin))
    whole = _digits(texts)
    assert vars(merged) == vars(whole)
    reports = [Findings(), Findings()]
    for digits, findings in zip((merged, whole), reports, strict=True):
        digits.report(findings)
    assert reports[0].report() == reports[1].report()
