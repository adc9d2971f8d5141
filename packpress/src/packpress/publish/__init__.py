"""Builds what a package publishes: Parquet, metadata, the codebook and the summary of a build."""
