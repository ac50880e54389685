"""Telegram through its Bot API. `telegram` is imported only below here, and only with a token.

`account.open_bot` puts the parts together. Source of every rule about the wire:
https://core.telegram.org/bots/api
"""
