"""A picture of a stated figure beside those of other sources: bars on one scale, each with its number and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from packpress.publish.drawings.bars import BarScale, BarValue, draw_bar
from packpress.publish.drawings.pictures.picture import (
    HEAD_SIZE,
    PICTURE_MARGIN,
    PICTURE_WIDTH,
    SMALL_SIZE,
    TEXT_SIZE,
    picture,
    placed,
)
from packpress.publish.drawings.pictures.text_lines import fitting_lines, text_elements, text_width
from packpress.publish.drawings.svg import element
from packpress.publish.drawings.verdict_marks import draw_mark

_LEADING = 19
_LABELS, _NUMBERS, _VERDICTS = 190, 180, 150
"""The widths of the columns with text, at most."""
_BAR = 32
_GAP = 16
_ROW = 12
"""Pixels between two rows."""


class DrawnFigure(NamedTuple):
    """A figure with the words beside it: who says it, the number in words, the mark of the verdict and its word.

    One without a value has no bar. ``meaning`` is what the verdict means, in a sentence for those who cannot see the picture.
    """

    label: str
    value: BarValue | None
    number: str
    mark: str = ""
    verdict: str = ""
    meaning: str = ""


def draw_figures(title: str, stated: DrawnFigure, others: Sequence[DrawnFigure]) -> bytes:
    """Returns the picture; the verdicts of the others are on the stated figure."""
    every = (stated, *others)
    scale = BarScale.of(figure.value for figure in every if figure.value is not None)
    heading = fitting_lines(title, PICTURE_WIDTH - 2 * PICTURE_MARGIN, HEAD_SIZE, bold=True)
    numbers = min(_NUMBERS, max(text_width(figure.number, TEXT_SIZE, bold=True) for figure in every))
    parts = [text_elements(heading, "head", PICTURE_MARGIN, PICTURE_MARGIN + HEAD_SIZE, 24)]
    y: float = PICTURE_MARGIN + len(heading) * 24 + 8
    for figure in every:
        drawn, height = _row(figure, stated, scale, numbers, y)
        parts.append(drawn)
        y += height + _ROW
    note = fitting_lines(_note(every), PICTURE_WIDTH - 2 * PICTURE_MARGIN, SMALL_SIZE)
    parts.append(text_elements(note, "small", PICTURE_MARGIN, y + SMALL_SIZE, 18))
    return picture("\n".join(parts), y + len(note) * 18 + PICTURE_MARGIN, title, _described(title, every))


def _row(figure: DrawnFigure, stated: DrawnFigure, scale: BarScale, numbers: float, y: float) -> tuple[str, float]:
    """Returns the row of a figure at ``y``, and its height."""
    is_stated = figure is stated
    labels = fitting_lines(figure.label, _LABELS, TEXT_SIZE, bold=is_stated)
    amount = fitting_lines(figure.number, numbers, TEXT_SIZE, bold=True)
    verdict = fitting_lines(figure.verdict, _VERDICTS - 22, TEXT_SIZE)
    left, right = PICTURE_MARGIN + _LABELS + _GAP + numbers + _GAP, PICTURE_WIDTH - PICTURE_MARGIN - _VERDICTS
    baseline = y + _BAR / 2 + TEXT_SIZE * 0.35
    parts = [
        text_elements(labels, "own" if is_stated else "", PICTURE_MARGIN, baseline, _LEADING),
        text_elements(amount, "own" if is_stated else "strong", left - _GAP, baseline, _LEADING, at_end=True),
    ]
    if figure.value is not None:
        bar = draw_bar(figure.value, scale, stated=None if is_stated else stated.value)
        parts.append(placed(bar, left, y, right - _GAP - left, _BAR))
    if figure.mark:
        parts.append(element("g", placed(draw_mark(figure.mark), right, y + _BAR / 2 - 8, 16, 16), class_="mark"))
        parts.append(text_elements(verdict, "", right + 22, baseline, _LEADING))
    lines = max(len(labels), len(amount), len(verdict))
    return "\n".join(filter(None, parts)), _BAR + (lines - 1) * _LEADING


def _note(every: Sequence[DrawnFigure]) -> str:
    bars = "One scale from 0. The dashed line marks the stated figure, and each verdict is on it."
    return f"{bars} Only exact figures have a bar." if any(figure.value is None for figure in every) else bars


def _described(title: str, every: Sequence[DrawnFigure]) -> str:
    """Returns what the picture shows, in sentences."""
    said = [title, *(f"{found.label}: {found.number}{_in_brackets(found.meaning)}" for found in every)]
    return f"{'. '.join(said)}."


def _in_brackets(sentence: str) -> str:
    return f" ({sentence[:1].lower()}{sentence[1:].rstrip('.')})" if sentence else ""
