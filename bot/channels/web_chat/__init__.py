"""The embedded web chat: a full channel that needs no token."""
