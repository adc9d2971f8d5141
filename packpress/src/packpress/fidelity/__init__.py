"""Whether published values are those of the cells: numbers, days and moments by their digits, and whole tables."""
