"""The version of packpress, which reports, the command and every output name."""

VERSION = "0.1.0"
