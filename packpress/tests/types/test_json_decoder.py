from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.types.json_decoder import decoding

DECODER = json.JSONDecoder()


@settings(deadline=None, derandomize=True, max_examples=500)
@given(
    st.lists(st.sampled_from(["[", "]", "{", "}", '"a"', ":", ",", "1", "-", ".5", "e9", "true", "nul", " ", "\n", "\u00a0"]))
)
def test_a_text_is_read_as_the_standard_library_reads_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        wanted = DECODER.decode(text)
    except ValueError:
        with pytest.raises(json.JSONDecodeError):
            decoding(DECODER)(text)
    else:
        assert decoding(DECODER)(text) == wanted
