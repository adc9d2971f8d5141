"""A picture is a file of SVG that says what it shows, in light and in dark."""

from __future__ import annotations

from xml.etree import ElementTree

from packpress.publish.drawings.pictures.picture import PICTURE_MARK, picture, placed

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_has_a_title_a_description_and_its_size() -> None:
    data = picture("<g/>", 120.5, "A & B", 'Shows "<x>".')
    read = ElementTree.fromstring(data)
    assert [child.tag.removeprefix(SVG) for child in read] == ["title", "desc", "style", "rect", "g"]
    assert (read.findtext(f"{SVG}title"), read.findtext(f"{SVG}desc")) == ("A & B", 'Shows "<x>".')
    assert {name: read.attrib[name] for name in ("width", "height", "viewBox", "role")} == {
        "width": "800", "height": "120.5", "viewBox": "0 0 800 120.5", "role": "img",
    }  # fmt: skip
    assert data.startswith(PICTURE_MARK)
    assert b"prefers-color-scheme: dark" in data


def test_a_picture_loads_nothing_and_runs_nothing() -> None:
    data = picture("", 10, "t", "d").decode()
    assert [word for word in ("url(", "@import", "<script", "href", "<image") if word in data] == []


def test_a_drawing_is_put_in_its_place() -> None:
    assert placed("<g/>", 24, 50.25, 100, 32) == '<svg x="24" y="50.25" width="100" height="32" overflow="visible"><g/></svg>'
