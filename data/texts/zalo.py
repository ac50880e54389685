"""What is said about Zalo itself: its numbered choices, the state of a bot, its check."""

from collections.abc import Sequence

from data.texts.channels import check_webhook_elsewhere, working

__all__ = ["check_webhook_elsewhere", "working"]


def answer_by_number() -> str:
    """Stands above numbered choices: at most 40 characters."""
    return "Trả lời bằng số:"


def files_elsewhere(names: Sequence[str], links: Sequence[str] = (), days: int = 0) -> str:
    """Files that Zalo does not take: each with its link, which is good for so many days.

    Without links there is no address at which they could be fetched.
    """
    if not links:
        listed = ", ".join(f'"{name}"' for name in names)
        return (
            f"Kèm theo: {listed}, không gửi được qua Zalo. "
            "Hỏi lại trên trang nhắn tin của phường để tải, hoặc nhờ cơ quan đầu mối gửi giúp."
        )
    lines = [f'Tệp "{name}": {link}' for name, link in zip(names, links, strict=True)]
    return "\n".join([*lines, f"Bấm để tải, đường dẫn dùng được {days} ngày."])


def starting() -> str:
    """The bot has not reached Zalo yet since the start."""
    return "Đang nối tới Zalo."


def unreachable() -> str:
    """No answer from the network or from Zalo."""
    return (
        "Chưa nối được tới Zalo (mạng hoặc máy chủ Zalo không trả lời). "
        "Hệ thống tự thử lại; tin chờ gửi vẫn được giữ."
    )


def wrong_token() -> str:
    """Zalo does not know the token."""
    return (
        "Zalo không nhận mã bot trong NHACVIEC_ZALO_BOT_TOKEN. "
        "Lấy lại mã từ Zalo Bot Manager rồi khởi động lại; tin chờ gửi vẫn được giữ."
    )


def blocked_page() -> str:
    """Something between us and Zalo answers with a page of its own."""
    return (
        "Có máy khác trả lời thay Zalo (trang chặn của nhà mạng, tường lửa hoặc máy ủy quyền). "
        "Mã bot chưa chắc sai: kiểm tra đường mạng. Tin chờ gửi vẫn được giữ."
    )


def other_program() -> str:
    """A webhook was set by another program, so that we may not ask."""
    return (
        "Một chương trình khác đang nhận tin của bot này, nên tin về bên đó. "
        "Tắt chương trình kia rồi khởi động lại, hoặc tạo bot khác cho hệ thống này."
    )


def not_called() -> str:
    """The webhook is set, but Zalo's call did not arrive."""
    return (
        "Zalo không gọi được tới địa chỉ của hệ thống, nên tin mới chưa về. "
        "Kiểm tra NHACVIEC_PUBLIC_URL mở được từ Internet, chứng thư https còn hạn và tường lửa "
        '(Cloudflare) không chặn chương trình "Java"; '
        "hoặc bỏ NHACVIEC_ZALO_BOT_WEBHOOK để hệ thống tự hỏi tin."
    )


def not_kept() -> str:
    """Our own database takes nothing."""
    return (
        "Kho dữ liệu chưa ghi được nên chưa nhận tin mới. Xem đĩa và cơ sở dữ liệu; "
        "Zalo không hứa giữ tin chưa nhận."
    )


def slowed_down() -> str:
    """Zalo asks to wait."""
    return "Zalo yêu cầu chậm lại một lúc. Hệ thống tự thử lại; tin chờ gửi vẫn được giữ."


def check_ok(name: str) -> str:
    """`nhacviec check`: the bot answers."""
    return f"{name} trả lời bình thường."


def check_no_groups() -> str:
    """The bot cannot be put into groups."""
    return "Bot chưa vào nhóm được (Zalo chưa mở cho bot này). Nhắc riêng từng người vẫn được."


def check_webhook_left(host: str) -> str:
    """A webhook is set although this system asks for messages itself."""
    return (
        f"Bot đang gửi tin tới máy chủ khác ({host}). "
        'Khi chạy "nhacviec run", hệ thống sẽ gỡ địa chỉ đó. '
        "Nếu máy chủ kia vẫn dùng bot này thì đừng chạy."
    )
