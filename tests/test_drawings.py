"""The drawings of the README say in words what they show, and no text of them is cut off."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from packpress.package.site.drawing_paths import drawing_paths
from packpress.package.strict_json import read_json
from packpress.publish.drawings.pictures.text_lines import text_width

ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = tuple(drawing_paths(read_json(ROOT / "datapackage.json", "datapackage.json")))
EMBEDDED = re.findall(r"!\[([^]]*)\]\(([^)]+\.svg)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
SIZES = {"small": 13, "head": 17}


def test_the_readme_shows_every_drawing_of_the_package() -> None:
    assert sorted(path for _, path in EMBEDDED) == sorted(DRAWINGS)
    assert len(DRAWINGS) == 2


@pytest.mark.parametrize(("words", "path"), EMBEDDED, ids=[path for _, path in EMBEDDED])
def test_the_words_beside_a_drawing_are_its_description(words: str, path: str) -> None:
    assert ElementTree.parse(ROOT / path).findtext(f"{SVG}desc") == words


@pytest.mark.parametrize("path", DRAWINGS)
def test_no_text_of_a_drawing_is_cut_off(path: str) -> None:
    drawing = ElementTree.parse(ROOT / path).getroot()
    width, height = (float(drawing.attrib[name]) for name in ("width", "height"))
    texts = list(drawing.iter(f"{SVG}text"))
    assert len(texts) > 5
    for text in texts:
        kind, x = text.get("class", ""), float(text.attrib["x"])
        wide = text_width(text.text or "", SIZES.get(kind, 14), bold=kind in ("head", "own", "strong"))
        left = x - wide if text.get("text-anchor") == "end" else x
        assert 0 <= left < left + wide <= width, text.text
        assert 10 < float(text.attrib["y"]) < height - 4, text.text
