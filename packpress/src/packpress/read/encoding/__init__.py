"""Text in other encodings than UTF-8: decoding, and signs that a file has another encoding than its descriptor says."""
