"""The agreement of two codings, against figures of the literature and by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from packpress.package.descriptor import read_package
from packpress.proof.agreement import agreements, nominal_alpha
from packpress.publish.build import count_codes

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

# coding, coding → alpha for nominal data; the first is the worked example of ten binary units in Krippendorff,
# "Computing Krippendorff's Alpha-Reliability" (2011), section A; the others follow from its formula
KNOWN = {
    "ten binary units": ("0100000010", "1110010000", 0.095),
    "the same": ("abab", "abab", 1.0),
    "never the same": ("ab", "ba", -0.5),
}


@pytest.mark.parametrize(("first", "second", "alpha"), KNOWN.values(), ids=KNOWN.keys())
def test_alpha_is_that_of_the_literature(first: str, second: str, alpha: float) -> None:
    assert nominal_alpha(list(first), list(second)) == pytest.approx(alpha, abs=0.0005)


def test_alpha_is_not_defined_where_nothing_varies() -> None:
    assert nominal_alpha(["a", "a"], ["a", "a"]) is None


SCHEMA = {
    "fields": [
        {"name": "decision", "type": "string", "categories": ["claim", "table", "date"]},
        {"name": "one", "type": "string"},
        {"name": "two", "type": "string"},
    ]
}


def coded(make_package: PackageMaker, *rows: str, named: bool = True) -> tuple[Path, dict[str, pa.Table]]:
    descriptor = {"packpress:secondCoding": {"resource": "table", "decisions": "decision", "codings": ["one", "two"]}}
    descriptor |= {"packpress:counts": [{"resource": "table", "field": "decision"}]}  # type: ignore[dict-item]
    root = make_package(SCHEMA, "decision,one,two\n" + "\n".join(rows) + "\n", descriptor=descriptor if named else {})
    cells = [row.split(",") for row in rows]
    columns = {name: [row[n] for row in cells] for n, name in enumerate(("decision", "one", "two"))}
    return root, {"table": pa.table(columns)}


def test_decisions_come_in_the_order_of_their_list_and_those_without_a_unit_are_left_out(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "table,a,b", "claim,x,x", "table,a,a", "claim,y,y")
    found = agreements(read_package(root)[0], tables)
    assert [(item.decision, item.units, item.same) for item in found] == [("claim", 2, 2), ("table", 2, 1)]
    assert [item.alpha for item in found] == pytest.approx([1.0, 0.0])


def test_a_package_without_a_second_coding_has_no_agreement_and_no_counts(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "claim,x,x", named=False)
    package = read_package(root)[0]
    assert (agreements(package, tables), count_codes(package, tables)) == ((), {})


def test_codes_are_counted_in_the_order_of_their_list(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "table,a,b", "claim,x,x", "table,a,a")
    assert json.dumps(count_codes(read_package(root)[0], tables)) == '{"table.decision": {"claim": 1, "table": 2}}'
