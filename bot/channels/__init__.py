"""One folder per channel, behind one protocol."""
