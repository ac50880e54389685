"""Telegram's wire and our messages, in both directions."""
