"""What frictionless gets of a package: its tables, samples of long ones, and the keys that they refer to."""
