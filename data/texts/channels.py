"""What people call the ways on which they are reached."""

_NAMES = {"telegram": "Telegram", "web": "trang nhắn tin của phường", "zalo": "Zalo"}


def channel_name(channel: str) -> str:
    """Return "Telegram"; words that are never wrong for a channel that has no name here."""
    return _NAMES.get(channel.partition("_")[0], "ứng dụng nhắn tin")
