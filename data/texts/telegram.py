"""What is said about Telegram itself: the key that shares a number, the state of a bot, its check."""

from data.texts.channels import check_webhook_elsewhere, working

__all__ = ["check_webhook_elsewhere", "working"]


def share_phone() -> str:
    """The key that shares one's own phone number: at most 64 characters."""
    return "Chia sẻ số điện thoại của tôi"


def starting() -> str:
    """The bot has not reached Telegram yet since the start."""
    return "Đang nối tới Telegram."


def unreachable() -> str:
    """No answer from the network or from Telegram."""
    return (
        "Chưa nối được tới Telegram (mạng hoặc máy chủ Telegram không trả lời). "
        "Hệ thống tự thử lại; tin chờ gửi vẫn được giữ."
    )


def wrong_token() -> str:
    """Telegram does not know the token."""
    return (
        "Telegram không nhận mã bot trong NHACVIEC_TELEGRAM_TOKEN. "
        "Lấy lại mã từ @BotFather rồi khởi động lại; tin chờ gửi vẫn được giữ."
    )


def blocked_page() -> str:
    """Something between us and Telegram answers with a page of its own."""
    return (
        "Có máy khác trả lời thay Telegram (trang chặn của nhà mạng, tường lửa hoặc máy ủy quyền). "
        "Mã bot chưa chắc sai: kiểm tra đường mạng. Tin chờ gửi vẫn được giữ."
    )


def other_program() -> str:
    """A second poller, or a webhook set by another program."""
    return (
        "Một chương trình khác đang nhận tin của bot này, nên tin có thể về bên đó. "
        "Tắt chương trình kia, hoặc tạo bot khác cho hệ thống này."
    )


def not_called() -> str:
    """The webhook is set, but Telegram's calls do not arrive."""
    return (
        "Telegram không gọi được tới địa chỉ của hệ thống, nên tin mới chưa về. "
        "Kiểm tra NHACVIEC_PUBLIC_URL mở được từ Internet và chứng thư https còn hạn; "
        "hoặc bỏ NHACVIEC_TELEGRAM_WEBHOOK để hệ thống tự hỏi tin."
    )


def not_kept() -> str:
    """Our own database takes nothing; what people wrote waits at Telegram."""
    return (
        "Kho dữ liệu chưa ghi được nên chưa nhận tin mới; "
        "tin của mọi người đang chờ ở Telegram, tối đa 24 giờ."
    )


def slowed_down() -> str:
    """Telegram asks to wait."""
    return "Telegram yêu cầu chậm lại một lúc. Hệ thống tự thử lại; tin chờ gửi vẫn được giữ."


def check_ok(username: str, name: str) -> str:
    """`nhacviec check`: the bot answers."""
    return f"Bot @{username} ({name}) trả lời bình thường."


def check_no_groups() -> str:
    """The bot cannot be put into groups."""
    return (
        "Bot không được phép vào nhóm. Nếu cần nhắc trong nhóm: "
        "nhắn @BotFather lệnh /setjoingroups và chọn Enable."
    )


def check_reads_everything() -> str:
    """Privacy mode is off: the bot hears everything that is said in groups."""
    return (
        "Bot đang đọc mọi tin trong nhóm. Nên bật chế độ riêng tư: "
        "nhắn @BotFather lệnh /setprivacy và chọn Enable, rồi mời bot vào nhóm lại."
    )


def check_webhook_left(host: str, pending: int) -> str:
    """A webhook is set although this system asks for messages itself."""
    return (
        f"Bot đang gửi tin tới máy chủ khác ({host}), còn {pending} tin chờ. "
        'Khi chạy "nhacviec run", hệ thống sẽ gỡ địa chỉ đó và nhận số tin đang chờ. '
        "Nếu máy chủ kia vẫn dùng bot này thì đừng chạy."
    )


def check_webhook_trouble(said: str) -> str:
    """Telegram could not deliver to the webhook lately."""
    return f"Lần gần đây Telegram không gửi được tin tới địa chỉ đã đặt: {said}"
