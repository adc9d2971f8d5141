"""Changes between two releases as a file of cells, and its application to the older tables."""
