from __future__ import annotations

import pytest

from packpress.site.rendering.links import relative


@pytest.mark.parametrize(
    ("page", "target", "wanted"),
    [
        ("index.html", "figures/a.html", "figures/a.html"),
        ("figures/a.html", "index.html", "../index.html"),
        ("figures/a.html", "figures/b.html", "b.html"),
        ("figures/a.html", "figures/a.html#x", "#x"),
        ("tables/a/2.html", "codebook/a.html#f.c", "../../codebook/a.html#f.c"),
        ("tables/a/2.html", "tables/b/index.html", "../b/index.html"),
        ("tables/a/2.html", "tables/a/2.html", "2.html"),
        ("figures/a.html", "figures.html", "../figures.html"),
    ],
)
def test_links_are_relative_to_the_page(page: str, target: str, wanted: str) -> None:
    assert relative(page, target) == wanted
