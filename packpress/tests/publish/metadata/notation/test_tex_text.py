"""Texts of BibTeX: special characters and accents in the commands of TeX, braces balanced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.publish.metadata.notation.tex_text import braced, tex_text

TEXTS = {
    "50 % & $1_000 #1": r"50 \% \& \$1\_000 \#1",
    "{a}~b^c\\d": r"{\textbraceleft}a{\textbraceright}{\textasciitilde}b{\textasciicircum}c{\textbackslash}d",
    "Zoë Ångström, Łódź, Ñandú": r"Zo{\"e} {\r A}ngstr{\"o}m, {\L}{\'o}d{\'z}, {\~N}and{\'u}",
    "naïve í Straße Œuvre": r"na{\"{\i}}ve {\'{\i}} Stra{\ss}e {\OE}uvre",
    "Ţ š ő ą ă ż": r"{\c T} {\v s} {\H o} {\k a} {\u a} {\.z}",
    "中文 ế Ω": "中文 ế Ω",
    "a\nb – c": "a b -- c",
}


@pytest.mark.parametrize(("text", "written"), TEXTS.items(), ids=ascii)
def test_a_text_is_written_for_tex(text: str, written: str) -> None:
    assert tex_text(text) == written
    assert braced(text) == f"{{{written}}}"


@given(st.text(max_size=30))
def test_braces_are_balanced_as_bibtex_counts_them(text: str) -> None:
    depth = 0
    for character in tex_text(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
