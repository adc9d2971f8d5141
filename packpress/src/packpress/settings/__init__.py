"""The settings that a check follows: from its options, its folder, or the revision that it is compared with."""
