"""Drawings as SVG text, made from plain values: bars, marks of verdicts, marks of dates, timelines, a matrix, coverage.

They contain no text and no style. Positions along an axis are percentages of the width, so that a drawing fits every screen
while its marks keep their size; the page's style sheet colours these classes:

- ``d-own`` what the coded text itself says, filled; ``d-other`` what other sources say, filled; ``d-hollow`` the same, outlined
- ``d-axis`` an axis; ``d-grid`` the lines of years and months; ``d-stated`` the dashed line of a stated value
- ``d-gap`` a place in the colour of the page
"""
