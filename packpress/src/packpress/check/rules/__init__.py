"""Layer 3, rules: the schemas compiled to pandera, and the rules of a package."""
