"""A section of a changelog as blocks."""

from __future__ import annotations

import pytest

from packpress.site.pages.versions.note_blocks import NoteBlock, NoteWords, read_blocks

TEXT = """## 1.0.0 (2026-01-02)

Two lines that are
one paragraph.
### Data

- `a` is **new**, see
  [the page](https://example.org/a).
  - below it
* [a file](docs/x.md) and <b>text</b>

Last.
"""


def test_a_changelog_is_read_as_headings_paragraphs_and_items() -> None:
    assert read_blocks(TEXT) == (
        NoteBlock("heading", 2, (NoteWords("1.0.0 (2026-01-02)"),)),
        NoteBlock("paragraph", 0, (NoteWords("Two lines that are one paragraph."),)),
        NoteBlock("heading", 3, (NoteWords("Data"),)),
        NoteBlock(
            "item",
            1,
            (
                NoteWords("a", "code"),
                NoteWords(" is "),
                NoteWords("new", "strong"),
                NoteWords(", see "),
                NoteWords("the page", "link", "https://example.org/a"),
                NoteWords("."),
            ),
        ),
        NoteBlock("item", 2, (NoteWords("below it"),)),
        NoteBlock("item", 1, (NoteWords("a file"), NoteWords(" and <b>text</b>"))),
        NoteBlock("paragraph", 0, (NoteWords("Last."),)),
    )


@pytest.mark.parametrize("address", ["javascript:alert", "data:text/html,x", "//example.org", "file:///etc/passwd", ""])
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    assert read_blocks(f"[words]({address})") == (NoteBlock("paragraph", 0, (NoteWords("words"),)),)
