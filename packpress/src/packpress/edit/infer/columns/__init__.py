"""The types of columns: notations, counts of cells, and the decision."""
