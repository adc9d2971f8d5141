"""Text to value for each type of Table Schema: notation, cast, equality, order."""
