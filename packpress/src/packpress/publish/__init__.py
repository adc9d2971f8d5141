"""What goes out: Parquet, metadata, the codebook and the summary of a build."""
