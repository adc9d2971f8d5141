"""Other forms of a descriptor than JSON of version 2.0: version 1, YAML, local copies of addresses, inline data."""
