"""The version of packpress, as reports, the command and every output state it."""

VERSION = "0.1.0"
