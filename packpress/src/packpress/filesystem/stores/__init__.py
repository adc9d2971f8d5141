"""Object stores, as places of packages: read by ranges, never listed and never written."""
