"""One module per step, run in the order of their numbers."""
