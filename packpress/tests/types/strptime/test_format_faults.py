"""What is said of formats of strptime is what Python says when it is made to use one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product

import pytest

from packpress.types.strptime.format_faults import format_fault

MOMENT = datetime(2023, 3, 4, 5, 6, 7, tzinfo=UTC)
LETTERS = "aAbBcdfHIjmMpSuUwWxXyYzZ%Q"


def _is_taken(form: str) -> bool:
    try:
        datetime.strptime(MOMENT.strftime(form), form)
    except (re.error, ValueError):
        return False
    return True


def test_formats_of_two_directives_are_judged_as_python_judges_them() -> None:
    forms = [f"%{first} %{second}" for first, second in product(LETTERS, repeat=2)]
    assert [form for form in forms if (format_fault(form) is None) != _is_taken(form)] == []


WEEKS = {"%G-%V-%u": True, "%A %V %G": True, "%G-%V": False, "%G": False, "%V-%u": False, "%G-%V-%u %j": False}


@pytest.mark.parametrize(("form", "is_right"), WEEKS.items())
def test_weeks_of_iso_8601_need_a_year_of_their_own_and_a_day(form: str, is_right: bool) -> None:
    assert (format_fault(form) is None, _is_taken(form)) == (is_right, is_right)
