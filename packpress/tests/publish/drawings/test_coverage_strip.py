"""The strip has a block for every passage, in the order of the text."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.coverage_strip import Covered, draw_coverage

HEAD = '<svg class="d-coverage" width="100%" height="24" aria-hidden="true"'


def test_a_strip() -> None:
    assert draw_coverage(["cited", "no claim", "open", "cited"]) == (
        f'{HEAD}><rect class="d-own" x="2.5%" y="0" width="20%" height="24"/>'
        '<rect class="d-other" x="27.5%" y="16" width="20%" height="8"/>'
        '<rect class="d-hollow" x="52.5%" y="1" width="20%" height="22"/>'
        '<rect class="d-own" x="77.5%" y="0" width="20%" height="24"/></svg>'
    )


def test_a_text_without_passages_is_an_empty_strip() -> None:
    assert draw_coverage([]) == f"{HEAD}/>"


def test_the_words_describe_the_strip() -> None:
    assert 'role="img" aria-label="2 passages."' in draw_coverage(["cited", "cited"], "2 passages.")


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["cited", "no claim", "open"]), max_size=200))
def test_blocks_are_in_order_and_within_the_strip(passages: list[Covered]) -> None:
    blocks = list(ElementTree.fromstring(draw_coverage(passages)))
    kinds = {"d-own": "cited", "d-other": "no claim", "d-hollow": "open"}
    assert [kinds[block.attrib["class"]] for block in blocks] == passages
    ends = [float(block.attrib[name].rstrip("%")) for block in blocks for name in ("x",)]
    assert ends == sorted(ends)
    assert all(0 <= end < 100 for end in ends)
