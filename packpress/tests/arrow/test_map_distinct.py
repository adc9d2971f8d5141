from __future__ import annotations

import numpy as np

from packpress.arrow.arrays import string_array
from packpress.arrow.map_distinct import ask_once
from packpress.arrow.text_column import Texts


def test_a_text_that_stands_many_times_is_asked_about_once() -> None:
    asked = []

    def is_short(text: str | None) -> bool:
        asked.append(text)
        return text is None or len(text) < 2

    cells = Texts(string_array(["a", "bb", "x"] * 1000)).without(np.arange(2, 3000, 3)).cells
    assert ask_once(cells, is_short).tolist() == [True, False, True] * 1000
    assert asked == ["a", "bb", None]
