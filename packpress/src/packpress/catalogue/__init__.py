"""The catalogue: every rule that the checker can report, in words; one TOML file a group."""
