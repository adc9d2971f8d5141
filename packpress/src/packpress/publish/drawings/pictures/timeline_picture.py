"""A picture of the years of a package: a block a record in its year, those of the coded text above the axis."""

from __future__ import annotations

from collections.abc import Sequence

from packpress.publish.drawings.dated import Dated
from packpress.publish.drawings.pictures.picture import HEAD_SIZE, PICTURE_MARGIN, PICTURE_WIDTH, SMALL_SIZE, picture, placed
from packpress.publish.drawings.pictures.text_lines import fitting_lines, text_elements, text_width
from packpress.publish.drawings.svg import element
from packpress.publish.drawings.year_axis import YearAxis
from packpress.publish.drawings.year_blocks import draw_overview

_WIDE = PICTURE_WIDTH - 2 * PICTURE_MARGIN
_ROOM = 0.05
"""The part of the axis that a label takes."""


def draw_years(title: str, own: Sequence[Dated], others: Sequence[Dated], names: tuple[str, str]) -> bytes:
    """Returns the picture of the dates of the coded text and of others; ``names`` are what both are called.

    Raises ValueError if none of them lies in one year.
    """
    years = [[dated.year for dated in lane if dated.year is not None] for lane in (own, others)]
    axis = YearAxis.of([*years[0], *years[1]])
    overview = draw_overview(axis, years[0], years[1])
    heading = fitting_lines(title, _WIDE, HEAD_SIZE, bold=True)
    y: float = PICTURE_MARGIN + len(heading) * 24 + 8
    parts = [text_elements(heading, "head", PICTURE_MARGIN, PICTURE_MARGIN + HEAD_SIZE, 24)]
    x: float = PICTURE_MARGIN
    for kind, name, count in zip(("d-own", "d-other"), names, map(len, years), strict=True):
        if count:
            words = f"{name} {count:,}"
            parts.append(element("rect", class_=kind, x=x, y=y + 3, width=12, height=10))
            parts.append(text_elements([words], "own" if kind == "d-own" else "", x + 18, y + 13, 0))
            x += 18 + text_width(words, 14, bold=True) + 16
    y += 22
    height = _height(overview.svg)
    parts.append(placed(overview.svg, PICTURE_MARGIN, y, _WIDE, height))
    y += height + 14
    labels = ((PICTURE_MARGIN + _WIDE * axis.at(year), str(year)) for year in axis.labelled(_ROOM))
    parts += [text_elements([label], "small", place, y, 0) for place, label in labels]
    note = fitting_lines(_note([*own, *others], overview.each), _WIDE, SMALL_SIZE)
    parts.append(text_elements(note, "small", PICTURE_MARGIN, y + 26, 18))
    description = describe_years(axis, [*own, *others], (len(years[0]), len(years[1])), names)
    return picture("\n".join(parts), y + 26 + (len(note) - 1) * 18 + PICTURE_MARGIN, title, description)


def describe_years(axis: YearAxis, dates: Sequence[Dated], counts: tuple[int, int], names: tuple[str, str]) -> str:
    """Returns what the picture shows, in sentences."""
    said = [f"{count:,} {name[0].lower()}{name[1:]}" for count, name in zip(counts, names, strict=True) if count]
    busiest = max(_counted(dates).items(), key=lambda item: (item[1], -item[0]))
    return (
        f"Records by year from {axis.first} to {axis.last}: {' and '.join(said)}. "
        f"The year with most is {busiest[0]}, with {busiest[1]:,}. {_note(dates, 1).partition('. ')[2]}"
    ).rstrip()


def _counted(dates: Sequence[Dated]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for dated in dates:
        if dated.year is not None:
            counts[dated.year] = counts.get(dated.year, 0) + 1
    return counts


def _note(dates: Sequence[Dated], each: int) -> str:
    """Returns what a block is, and how many records have none."""
    block = "one record in its year" if each == 1 else f"up to {each:,} records in their year"
    undated = sum(dated.kind == "none" for dated in dates)
    several = sum(dated.kind != "none" and dated.year is None for dated in dates)
    left_out = [f"{several:,} that run over several years"] * bool(several) + [f"{undated:,} without a date"] * bool(undated)
    rest = f" Not shown: {' and '.join(left_out)}." if left_out else ""
    return f"Each block is {block}.{rest}"


def _height(svg: str) -> float:
    return float(svg.partition('height="')[2].partition('"')[0])
