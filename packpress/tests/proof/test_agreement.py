"""The agreement of two codings, against figures of the literature and by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from packpress.cli import main
from packpress.package.descriptor import read_package
from packpress.proof.agreement import Agreement, Coding, nominal_alpha, second_codings
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
    (coding,) = second_codings(read_package(root)[0], tables)
    assert coding.title == ""
    found = coding.agreements
    assert [(item.decision, item.units, item.same) for item in found] == [("claim", 2, 2), ("table", 2, 1)]
    assert [item.alpha for item in found] == pytest.approx([1.0, 0.0])


def test_a_package_without_a_second_coding_has_no_agreement_and_no_counts(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "claim,x,x", named=False)
    package = read_package(root)[0]
    assert (second_codings(package, tables), count_codes(package, tables)) == ((), {})


def test_codes_are_counted_in_the_order_of_their_list(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "table,a,b", "claim,x,x", "table,a,a")
    assert json.dumps(count_codes(read_package(root)[0], tables)) == '{"table.decision": {"claim": 1, "table": 2}}'


def test_a_package_may_have_several_second_codings_each_with_its_title(make_package: PackageMaker) -> None:
    root, tables = coded(make_package, "claim,x,x", "claim,y,y", "claim,x,x")
    tables["other"] = pa.table({"what": ["date", "claim"], "a": ["p", "q"], "b": ["q", "q"]})
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    other = {"resource": "other", "decisions": "what", "codings": ["a", "b"], "title": "context"}
    descriptor["packpress:secondCoding"] = [descriptor["packpress:secondCoding"] | {"title": "sample"}, other]
    schema = {"fields": [{"name": name, "type": "string"} for name in ("what", "a", "b")]}
    descriptor["resources"].append({"name": "other", "path": "other.csv", "type": "table", "schema": schema})
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (root / "other.csv").write_text("what,a,b\ndate,p,q\nclaim,q,q\n", encoding="utf-8")
    package, issues = read_package(root)
    assert issues == ()
    assert second_codings(package, tables) == (
        Coding("sample", (Agreement("claim", 3, 3, 1.0),)),
        Coding("context", (Agreement("claim", 1, 1, None), Agreement("date", 1, 0, 0.0))),
    )


def test_the_build_prints_each_second_coding_on_a_line_with_its_title(
    make_package: PackageMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = coded(make_package, "claim,x,x", "claim,y,y", "table,a,b", "table,a,a", "date,p,p")
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    named = descriptor["packpress:secondCoding"]
    descriptor["packpress:secondCoding"] = [named | {"title": "sample\x1b"}, named]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert main(["build", "--full", str(root)]) == 0
    said = (
        "(equal, Krippendorff's alpha): claim 100 %, 1.00 (n = 2); table 50 %, 0.00 (n = 2); "
        "date 100 %, undefined, nothing varies (n = 1)"
    )
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("coded")] == [
        f"coded twice, sample\\u001b {said}",
        f"coded twice {said}",
    ]
