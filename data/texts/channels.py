"""What people call the ways on which they are reached."""

from data.texts.common import sentence_case

_NAMES = {"telegram": "Telegram", "web": "trang nhắn tin của phường", "zalo": "Zalo"}


def channel_name(channel: str) -> str:
    """Return "Telegram"; words that are never wrong for a channel that has no name here."""
    return _NAMES.get(channel.partition("_")[0], "ứng dụng nhắn tin")


def account_label(channel: str, account: str) -> str:
    """Return what an account is called of which nothing but its number is known."""
    return f"{sentence_case(channel_name(channel))} {account}"


def taken_away() -> str:
    """Messages wait for an account that is not among the settings any more."""
    return (
        "Kênh này không còn trong cài đặt của hệ thống, nên tin không gửi được. "
        "Người quản trị đặt lại mã của kênh, hoặc gửi thư mời mới cho những người ở kênh này."
    )


def working() -> str:
    """Everything goes through."""
    return "Đang nhận và gửi tin bình thường."


def check_webhook_elsewhere(host: str) -> str:
    """A webhook is wanted, and the one that is set leads to another host."""
    return (
        f"Bot đang gửi tin tới máy chủ khác ({host}). "
        'Khi chạy "nhacviec run", hệ thống sẽ đổi về địa chỉ của mình.'
    )
