"""The coverage of coded texts, as the package itself says where its proof is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest

from packpress.package.descriptor import read_package
from packpress.package.model import Package
from packpress.package.provenance import provenance
from packpress.proof.coverage import Coverage, coverage

LETTERS = Path(__file__).resolve().parents[1] / "packages" / "letters"
PACKAGE: Package = read_package(LETTERS)[0]


def counted(reasons: list[str | None], cites: list[str | None]) -> Coverage | None:
    names = provenance(PACKAGE)
    ids = pa.array([f"p{i}" for i in range(len(reasons))], pa.string())
    passages = pa.table({"id": ids, names["passages"]["noClaim"]: pa.array(reasons, pa.string())})
    evidence = pa.table({names["evidence"]["passage"]: pa.array(cites, pa.string())})
    return coverage(PACKAGE, {names["passages"]["resource"]: passages, names["evidence"]["resource"]: evidence})


# reason of each passage, passages cited → passages, cited, without claim, share
CASES = {
    "all cited": ([None, None], ["p0", "p1", "p0"], (2, 2, 0, 1)),
    "one with its reason": ([None, "structure"], ["p0", None], (2, 1, 1, 1)),
    "one forgotten": ([None, None, "structure", None], ["p0"], (4, 1, 1, Fraction(1, 2))),
    "cited in spite of a reason": (["structure", None], ["p0"], (2, 1, 0, Fraction(1, 2))),
    "no passages": ([], [None], (0, 0, 0, 1)),
}


@pytest.mark.parametrize(("reasons", "cites", "expected"), CASES.values(), ids=CASES)
def test_a_passage_counts_once_as_cited_or_as_without_claim(
    reasons: list[str | None], cites: list[str | None], expected: tuple[int, int, int, float]
) -> None:
    found = counted(reasons, cites)
    assert found is not None
    assert (found.passages, found.cited, found.without_claim, found.share) == expected


def test_tables_and_columns_of_other_names_do_as_well(make_package: Callable[..., Path]) -> None:
    named = {
        "passages": {"resource": "lines", "noClaim": "silent"},
        "evidence": {"resource": "quotes", "passage": "line"},
    }
    fields = [{"name": "number", "type": "string"}, {"name": "silent", "type": "string"}]
    raw = {"name": "lines", "type": "table", "path": "data.csv", "schema": {"fields": fields, "primaryKey": ["number"]}}
    root = make_package({}, "number,silent\n", descriptor={"packpress:provenance": named, "resources": [raw]})
    lines = pa.table({"number": ["1", "2", "3"], "silent": pa.array([None, "heading", None], pa.string())})
    found = coverage(read_package(root)[0], {"lines": lines, "quotes": pa.table({"line": ["3"]})})
    assert found == Coverage(passages=3, cited=1, without_claim=1)


def test_a_package_without_proof_has_no_coverage() -> None:
    assert coverage(Package(LETTERS, (), {}), {}) is None
