"""What is known and what it means. `data` knows, `jobs` work, `bot` talks."""
