"""The talking: channels, conversations, pages and the command line."""
