"""Is a package right: the four layers of the check, from bytes to rules."""
