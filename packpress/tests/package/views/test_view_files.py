"""The results of views are beside the Parquet tables, and what views are made from can be found in any descriptor."""

from __future__ import annotations

from typing import Any

import pytest

from packpress.package.views.view_files import sources_of_views, view_folder

MADE = {"packpress:madeFrom": "a", "path": "built/a.parquet"}
# resources → the folder of the results
FOLDERS: dict[str, tuple[Any, str]] = {
    "outputs not named": ([{"path": "a.csv"}], "parquet/views"),
    "outputs named": ([{"path": "a.csv"}, MADE, {**MADE, "path": "other/b.parquet"}], "built/views"),
    "outputs beside the descriptor": ([{**MADE, "path": "a.parquet"}], "views"),
    "outputs in parts": ([{**MADE, "path": [f"built/a/part-0000{n}.parquet" for n in range(2)]}], "built/views"),
    "no resources": (None, "parquet/views"),
    "resources that are no objects": (["a", {"packpress:madeFrom": "a"}], "parquet/views"),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_results_are_beside_the_first_output(case: str) -> None:
    resources, folder = FOLDERS[case]
    assert view_folder({"resources": resources}) == folder


@pytest.mark.parametrize(
    ("views", "paths"),
    [
        ([{"path": "a.sql", "schema": "a.json"}, {"path": "b.sql", "schema": {}}], ["a.sql", "a.json", "b.sql"]),
        ([5, {"path": 5}], []),
        ({"path": "a.sql"}, []),
    ],
)
def test_sources_are_found_whatever_else_is_wrong(views: Any, paths: list[str]) -> None:
    assert list(sources_of_views({"packpress:views": views})) == paths
