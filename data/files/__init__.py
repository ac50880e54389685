"""Evidence on disk: the original bytes, named by their SHA-256."""
