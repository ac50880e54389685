"""The dialog engine: inbox row → who is it → conversation → replies to the outbox, state saved."""

from bot.dialog.engine import Dialog

__all__ = ["Dialog"]
