"""Every name of a sheet is one that Excel accepts, and no two are the same for it."""

from __future__ import annotations

import pytest

from packpress.publish.release.workbook.sheet_names import sheet_names

LONG = "a" * 40
NAMES = {
    "kept": (["orders", "名"], ("orders", "名")),
    "forbidden characters": (["a/b[c]:d*e?f\\g"], ("a_b_c__d_e_f_g",)),
    "cut, then numbered": ([LONG, LONG + "b"], ("a" * 31, "a" * 29 + " 2")),
    "letter case": (["Orders", "orders", "ORDERS"], ("Orders", "orders 2", "ORDERS 3")),
    "a number that is taken": (["t", "t 2", "T"], ("t", "t 2", "T 3")),
    "apostrophes at the ends": (["'t'"], ("_t_",)),
    "an apostrophe where it is cut": (["a" * 30 + "'b"], ("a" * 30,)),
    "a name of Excel": (["History"], ("History 2",)),
    "two units a character": (["😀" * 20], ("😀" * 15,)),
    "no name": ([""], ("_",)),
}


@pytest.mark.parametrize("case", NAMES)
def test_names_are_what_excel_accepts(case: str) -> None:
    wanted, names = NAMES[case]
    assert sheet_names(wanted) == names
