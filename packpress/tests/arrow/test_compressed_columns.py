from __future__ import annotations

import pyarrow as pa
import pytest

from packpress.arrow.compressed_columns import PackedTexts


@pytest.mark.parametrize("is_large", [False, True], ids=["as it is", "compressed"])
@pytest.mark.parametrize(
    ("texts", "present"),
    [(["a", "", "b"], None), (["a", None, "b"], [True, False, True]), ([], None)],
    ids=["all", "some", "empty"],
)
def test_the_texts_that_are_there_are_known_of_any_column(
    texts: list[str | None], present: list[bool] | None, is_large: bool
) -> None:
    column = pa.array(["before", *texts], pa.string())[1:]
    found = PackedTexts({"a": column}, is_large=is_large).present("a")
    assert (None if found is None else found.tolist()) == present
