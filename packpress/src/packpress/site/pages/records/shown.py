"""What the templates of records share: facts of places, figures, verdicts and dates, and the marks of verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from packpress.publish.drawings.verdict_marks import draw_mark
from packpress.site.model.site import Site
from packpress.site.records.compare.difference_words import difference_sentence, short_difference
from packpress.site.records.compare.figures import figure_of
from packpress.site.records.places import passage_facts, source_facts
from packpress.site.words.words import Words

_DAY = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


def record_values(site: Site) -> Mapping[str, Any]:
    """Returns the functions by what templates call them; the comparison of a figure needs them on every page."""
    return {
        "mark": lambda name: Markup(draw_mark(name)),
        "figure_of": partial(figure_of, site),
        "with_dates": partial(with_dates, site.words),
        "passage_facts": partial(passage_facts, site),
        "source_facts": partial(source_facts, site),
        "difference_sentence": partial(difference_sentence, site.words),
        "short_difference": partial(short_difference, site.words),
    }


def with_dates(words: Words, text: str) -> str:
    """Returns the text with its dates in words; a text that is a date as a whole, or that has days in it."""
    whole = words.date(text)
    return whole if whole != text else _DAY.sub(lambda found: words.date(found[0]), text)
