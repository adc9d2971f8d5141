from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.proof.sentences import Sentence, normalize_text, split_paragraph, split_text

repeatable = settings(deadline=None, derandomize=True)

# paragraph → its sentences
PARAGRAPHS = {
    "one sentence": ("It is so.", ["It is so."]),
    "two sentences": ("It is so. And so on.", ["It is so.", "And so on."]),
    "questions and calls": ("Is it so? Yes! Good.", ["Is it so?", "Yes!", "Good."]),
    "no capital, no end": ("It is 5 p.m. today.", ["It is 5 p.m. today."]),
    "a number with a point": ("It rose 2.5 percent. Then it fell.", ["It rose 2.5 percent.", "Then it fell."]),
    "titles": ("Mr. Wang met Dr. Li. They spoke.", ["Mr. Wang met Dr. Li.", "They spoke."]),
    "numbers of things": ("See No. 5 and Art. IV. It holds.", ["See No. 5 and Art. IV.", "It holds."]),
    "an abbreviation in brackets": (
        "Some (e.g. Opium) are listed. All are.",
        ["Some (e.g. Opium) are listed.", "All are."],
    ),
    "initials": (
        "The U.S. Government and the U.N. Office agreed. So it is.",
        ["The U.S. Government and the U.N. Office agreed.", "So it is."],
    ),
    "a Roman heading": ("VI. International Cooperation", ["VI. International Cooperation"]),
    "a Roman number later is no heading": ("It is in Part II. That is all.", ["It is in Part II.", "That is all."]),
    "a glued footnote digit": (
        "It was listed.1 Then it was banned.12 Done.",
        ["It was listed.1", "Then it was banned.12", "Done."],
    ),
    "closing quotes": ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
    "closing brackets": ("It ended (in 2019.) Then it began.", ["It ended (in 2019.)", "Then it began."]),
    "an opening quote": ("It ended. “Stop,” he said.", ["It ended.", "“Stop,” he said."]),
    "a dash that stands alone begins no sentence": ("It ended. – Then it began.", ["It ended. – Then it began."]),
    "a list item keeps its dash": ("– It is so. It goes on.", ["– It is so.", "It goes on."]),
    "a semicolon is no end": ("One; Two; Three.", ["One; Two; Three."]),
    "no end at all": ("A heading", ["A heading"]),
}


@pytest.mark.parametrize(("paragraph", "sentences"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_paragraph_is_split_into_its_sentences(paragraph: str, sentences: list[str]) -> None:
    assert split_paragraph(paragraph) == sentences


WORDS = st.lists(
    st.sampled_from(["It", "is", "so.", "U.S.", "Mr.", "VI.", "No.", "(e.g.", "end.1", "what?", "“Yes!”", "–", "2.5", "A."])
)


@repeatable
@given(st.text().map(normalize_text) | WORDS.map(" ".join))
def test_the_sentences_together_are_the_paragraph(paragraph: str) -> None:
    assert " ".join(split_paragraph(paragraph)) == paragraph


@repeatable
@given(st.text(), st.text())
def test_folding_twice_changes_nothing_more(text: str, other: str) -> None:
    assert normalize_text(normalize_text(text)) == normalize_text(text)
    assert normalize_text(f"{text} \t\n {other}") == normalize_text(f"{normalize_text(text)} {normalize_text(other)}")


def test_paragraphs_and_sentences_are_counted_from_one() -> None:
    text = "First.  Second\tone.\n\n   \n– Third.\n"
    assert list(split_text(text)) == [Sentence(1, 1, "First."), Sentence(1, 2, "Second one."), Sentence(2, 1, "– Third.")]


def test_the_hash_of_a_sentence_is_that_of_its_text() -> None:
    assert Sentence(1, 1, "é").sha256 == hashlib.sha256("é".encode()).hexdigest()
