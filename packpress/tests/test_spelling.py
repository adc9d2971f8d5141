"""A misspelt name gets the names that it probably means, the most similar first, in bounded time."""

from __future__ import annotations

import time

import pytest

from packpress.spelling import did_you_mean, edit_distance, similar_names

KNOWN = ("validate", "build", "explain", "format", "first_name", "second-name", "id", "ids", "Straße")
# misspelt name → the names that are suggested
SIMILAR = {
    "validat": ["validate"],
    "vaildate": ["validate"],
    "valdiate": ["validate"],
    "val": [],
    "biuld": ["build"],
    "first-name": ["first_name"],
    "First Name": ["first_name"],
    "FORMAT": ["format"],
    "formta": ["format"],
    "ix": ["id"],
    "STRASSE": ["Straße"],
    "zzzz": [],
    "": [],
    "validate" * 20: [],
}


@pytest.mark.parametrize("name", SIMILAR)
def test_a_misspelt_name_gets_similar_ones(name: str) -> None:
    assert similar_names(name, KNOWN) == SIMILAR[name]


def test_the_most_similar_come_first_and_there_are_three() -> None:
    assert similar_names("table", ["tables-of", "tabel", "tablet", "stable", "table1"]) == ["tabel", "tablet", "stable"]


# two words → how many letters differ
DISTANCES = {
    ("", ""): 0,
    ("a", ""): 1,
    ("kitten", "sitting"): 3,
    ("ab", "ba"): 1,
    ("abcd", "abdc"): 1,
    ("minmum", "minimum"): 1,
    ("abcdef", "uvwxyz"): 5,
    ("a", "abcdefgh"): 5,
}


@pytest.mark.parametrize(("first", "second"), DISTANCES, ids=repr)
def test_the_distance_is_that_of_damerau_and_levenshtein_up_to_four(first: str, second: str) -> None:
    assert edit_distance(first, second, 4) == edit_distance(second, first, 4) == DISTANCES[first, second]


def test_a_package_of_many_long_names_takes_no_time() -> None:
    begin = time.process_time()
    assert similar_names("ab" * 30, [f"a{'ba' * 26}{number:07}" for number in range(100_000)]) == []
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["a"], '; did you mean "a"?'), (["a", "b"], '; did you mean "a" or "b"?')]
)
def test_the_names_are_asked_for(names: list[str], words: str) -> None:
    assert did_you_mean(names) == words
