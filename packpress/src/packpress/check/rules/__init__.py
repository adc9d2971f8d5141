"""Layer 3, rules: the schemas compiled to pandera, and the package's own rules."""
