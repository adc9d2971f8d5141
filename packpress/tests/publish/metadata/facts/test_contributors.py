"""Who made a package, who publishes it, and which contributors are people."""

from __future__ import annotations

import pytest

from packpress.publish.metadata.facts.contributors import Contributor, creators, publishers

ANN = Contributor("Ann Lee", "Ann", "Lee", roles=("Creator",))
OFFICE = Contributor("The Office", roles=("publisher",))
UNSTATED = Contributor("B. Curator")
OLD = Contributor("An Old One", roles=("contributor",))
FUNDER = Contributor("A Fund", roles=("funder",))

# contributors → who of them made the data
CREATORS = {
    "one is marked": ((UNSTATED, ANN, OFFICE), (ANN,)),
    "nobody is marked": ((OFFICE, UNSTATED, OLD, FUNDER), (UNSTATED, OLD)),
    "all have other roles": ((OFFICE, FUNDER), ()),
    "author is creator, too": (
        (Contributor("C", roles=("author", "editor")),),
        (Contributor("C", roles=("author", "editor")),),
    ),
    "nobody": ((), ()),
}


@pytest.mark.parametrize(("contributors", "expected"), CREATORS.values(), ids=CREATORS)
def test_who_made_the_data_is_found_by_role(contributors: tuple[Contributor, ...], expected: tuple[Contributor, ...]) -> None:
    assert creators(contributors) == expected


def test_publishers_are_only_those_who_are_marked() -> None:
    assert publishers((ANN, OFFICE, UNSTATED)) == (OFFICE,)


# contributor → name, sorted name, ORCID, whether it is a person
PEOPLE = {
    "title only": (Contributor("The Office"), ("The Office", "The Office", "", False)),
    "given and family name": (Contributor("", "Ann", "Lee"), ("Ann Lee", "Lee, Ann", "", True)),
    "given name only": (Contributor("", "Ann"), ("Ann", "Ann", "", True)),
    "affiliation": (Contributor("A. Lee", organization="Fund"), ("A. Lee", "A. Lee", "", True)),
    "organization only": (Contributor("", organization="Fund"), ("Fund", "Fund", "", False)),
    "orcid": (
        Contributor("A. Lee", url="http://orcid.org/0000-0002-1825-009X/"),
        ("A. Lee", "A. Lee", "0000-0002-1825-009X", True),
    ),
    "another page": (
        Contributor("A. Lee", url="https://orcid.org.example/0000-0002-1825-0097"),
        ("A. Lee", "A. Lee", "", False),
    ),
}


@pytest.mark.parametrize(("contributor", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_names_are_put_together(contributor: Contributor, expected: tuple[str, str, str, bool]) -> None:
    assert (contributor.name, contributor.sorted_name, contributor.orcid, contributor.is_person) == expected
