from __future__ import annotations

from pathlib import Path

import pytest

from packpress.site.rendering.render_site import STATIC
from packpress.site.rendering.style_sheet import NEEDED_BY, shorten_css, style_sheets, styles_of

SHEETS = dict(style_sheets(STATIC / "css"))


def test_comments_and_spaces_are_left_out_but_not_those_of_strings() -> None:
    text = '/* a */ a:hover , b > c { margin: -1px auto ; content: " , ;} "; }\n'
    text += "@media (min-width: 2rem) { a { b: calc(1px + 2px); } }"
    assert shorten_css(text) == (
        'a:hover ,b > c{margin:-1px auto;content:" , ;} "}@media (min-width:2rem){a{b:calc(1px + 2px)}}'
    )


def test_the_sheet_of_every_page_is_small() -> None:
    assert len(SHEETS["style.css"].encode()) <= 12_000


@pytest.mark.parametrize("name", SHEETS)
def test_braces_are_balanced_and_nothing_is_loaded_from_elsewhere(name: str) -> None:
    text = SHEETS[name]
    assert text.count("{") == text.count("}")
    assert "url(" not in text
    assert "@import" not in text


def test_every_sheet_is_needed_by_a_template() -> None:
    templates = Path(STATIC).parent / "templates"
    found = {path.relative_to(templates).as_posix() for path in templates.rglob("*.html")}
    assert {f"{name}.css" for name in NEEDED_BY} | {"style.css"} == {*SHEETS}
    assert [user for users in NEEDED_BY.values() for user in users if not any(path.startswith(user) for path in found)] == []
    assert styles_of("timeline.html") == ("style.css", "timeline.css")
    assert styles_of("about.html") == ("style.css",)
