"""With whom: every count of the matrix, and every record of a page, against the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from tests.site.conftest import COLUMNS, PATHS, Node, by_id, rows, shown_names
from tests.site.read_site import links

KINDS = ("figures", "measures", "agreements", "events")
Parts = dict[str, dict[str, set[str]]]
Page = Callable[[str], Node]


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The records of each body and area, by the folder of their pages: as a party, through its bodies, and its figures."""
    bodies = by_id("organizations")
    found: Parts = defaultdict(lambda: defaultdict(set))
    for row in rows("participants"):
        for table, column in COLUMNS.items():
            if row.get(column):
                body = row["organization_id"]
                for name in {body, row["area_id"], bodies[body]["area_id"] if body else ""} - {""}:
                    found[name][PATHS[table]].add(row[column])
    for row in rows("statistics"):
        for name in {row["area_id"], row["measured_by_id"]} - {""}:
            found[name]["figures"].add(row["id"])
    return found


def test_every_count_of_the_matrix_is_that_of_the_tables(page: Page, parts: Parts) -> None:
    shown = {}
    for row in page("with-whom/index.html").one("table", "matrix").all("tr"):
        cells = [cell.text for cell in row.all("td")]
        if len(cells) == len(KINDS):
            shown[row.one("th").text] = [0 if cell == "–" else int(cell) for cell in cells]
    areas = {area["name"]: [len(parts[id][kind]) for kind in KINDS] for id, area in by_id("areas").items()}
    assert shown == {name: counts for name, counts in areas.items() if any(counts)}
    assert sum(map(sum, shown.values())) > 300


@pytest.mark.parametrize(("table", "folder"), [("organizations", "bodies"), ("areas", "with-whom")])
def test_the_page_of_a_name_lists_its_records_and_no_other(page: Page, parts: Parts, table: str, folder: str) -> None:
    for id in by_id(table):
        path = f"{folder}/{id.lower()}.html"
        main = page(path)
        assert main.one("h1").text == shown_names()[id]
        shown = {address for list_ in main.all("ul", "near") for _, address in links(list_, path)}
        assert shown == {f"{kind}/{record}.html" for kind, records in parts[id].items() for record in records}, id


def test_the_roles_on_the_page_of_a_body_are_those_of_the_tables(page: Page) -> None:
    roles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows("participants"):
        for table, column in COLUMNS.items():
            if row.get(column):
                roles[row["organization_id"]][f"{PATHS[table]}/{row[column]}.html"].add(row["role"])
    for id in by_id("organizations"):
        path = f"bodies/{id}.html"
        shown = {}
        for item in (item for list_ in page(path).all("ul", "near") for item in list_.all("li")):
            if item.all(kind="role"):
                (record,) = {address for _, address in links(item, path)}
                shown[record] = {role.lower().replace(" ", "-") for role in item.line("role").split("; ")}
        assert shown == roles[id], id


def test_a_name_in_another_language_has_its_language(page: Page) -> None:
    languages = {"CHN": "zh", "MEX": "es"}
    named = {id: row for id, row in by_id("organizations").items() if row["original_name"]}
    for id, row in named.items():
        (original,) = page(f"bodies/{id}.html").one("p", "original").all("span")
        assert (original.attributes["lang"], original.text) == (languages[row["area_id"]], row["original_name"])
    assert len(named) > 10


def test_classes_are_listed_below_the_broader_ones(page: Page) -> None:
    classes = by_id("substances")
    main = page("substances/index.html")
    depths = {item.one("a").text: depth for depth in range(7) for item in main.all("li", f"level{depth}")}
    steps = {}
    for row in classes.values():
        depth, above = 0, row["broader_id"]
        while above:
            depth, above = depth + 1, classes[above]["broader_id"]
        steps[row["name"]] = depth
    assert depths == steps
