"""Pages on names, such as countries, bodies and classes: a matrix of countries and kinds of records, and a page each."""
