"""The catalogue: a text for every rule that the checker can report, in one TOML file per group."""
