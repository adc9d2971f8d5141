from __future__ import annotations

from itertools import combinations

from packpress.package.model import ForeignKey, Schema
from packpress.package.problems import key_count
from packpress.package.problems.key_count import KeyCount


def _schema(*keys: ForeignKey) -> Schema:
    return Schema("", (), foreign_keys=keys)


def test_the_keys_of_all_tables_are_counted_together() -> None:
    count, schema = KeyCount(), _schema(*[ForeignKey(("a",), "parent", ("a",))] * 100)
    faults = [list(count.faults("t", schema, "t")) for _ in range(key_count.MAX_KEYS // 100 + 1)]
    assert [len(found) for found in faults] == [0] * (len(faults) - 1) + [1]


def test_many_tables_may_refer_to_the_same_fields_of_one() -> None:
    count = KeyCount()
    for number in range(100):
        key = ForeignKey(("a", "b"), "parent", ("a", "b") if number % 2 else ("b", "a"))
        assert not [*count.faults(f"t{number}", _schema(key), "t")]


def test_tables_may_not_refer_to_very_many_sets_of_fields_of_one() -> None:
    count, sets = KeyCount(), [*combinations("abcdefghi", 2)]
    faults = [[*count.faults("t", _schema(ForeignKey(("a", "b"), "parent", fields)), "t")] for fields in sets]
    assert [len(found) for found in faults] == [0] * 32 + [1] * 4
