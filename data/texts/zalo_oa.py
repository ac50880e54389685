"""What is said about the Zalo Official Account: files, its state, its check, connecting it."""

from data.texts.zalo import answer_by_number, starting, unreachable, working

__all__ = ["answer_by_number", "starting", "unreachable", "working"]


def blocked_page() -> str:
    """Something between us and Zalo answers with a page of its own."""
    return (
        "Có máy khác trả lời thay Zalo (trang chặn của nhà mạng, tường lửa hoặc máy ủy quyền). "
        "Kiểm tra đường mạng. Tin chờ gửi vẫn được giữ."
    )


def not_connected(page: str) -> str:
    """Nobody has authorised us yet."""
    return f"OA chưa cho phép hệ thống gửi tin. Quản trị mở {page} và bấm đồng ý."


def must_reconnect(page: str, *, was_lost: bool) -> str:
    """Zalo takes the refresh token no more."""
    why = (
        "Mã truy cập mới của Zalo đã mất giữa chừng (máy dừng hoặc mất mạng đúng lúc đổi mã)."
        if was_lost
        else "Zalo không nhận mã truy cập đang giữ nữa."
    )
    return f"{why} Quản trị mở {page} và bấm đồng ý lại; tin chờ gửi vẫn được giữ."


def refused_by_zalo() -> str:
    """Zalo refuses everything of the account."""
    return (
        "Zalo từ chối mọi tin của OA này. Xem OA còn hoạt động, đã xác thực "
        "và còn gói dịch vụ không (oa.zalo.me); tin chờ gửi vẫn được giữ."
    )


def wrong_signature() -> str:
    """Calls come whose signature is not ours."""
    return (
        "Zalo gọi tới nhưng chữ ký không khớp, nên tin mới chưa về. Xem lại NHACVIEC_ZALO_OA_SECRET: "
        "đó là khóa bí mật của OA ở trang Webhook, không phải khóa của ứng dụng."
    )


def will_cost(people: int) -> str:
    """How many can be written to for money only, and that this is not done."""
    return (
        f"{people} người đã quá 48 giờ chưa nhắn cho OA: tin gửi họ mất tiền nên chưa gửi qua OA. "
        "Muốn gửi (khoảng 55 đồng một tin) thì đặt NHACVIEC_ZALO_OA_PAID=true."
    )


def costs(people: int) -> str:
    """How many can be written to for money only, and that this is done."""
    return f"{people} người đã quá 48 giờ chưa nhắn cho OA: mỗi tin gửi họ mất khoảng 55 đồng."


def out_of_reach(people: int) -> str:
    """How many cannot be written to at all."""
    return f"{people} người đã quá 7 ngày chưa nhắn cho OA: Zalo không cho gửi, nhờ họ nhắn OA một tin."


def was_charged(messages: int) -> str:
    """Zalo charged for what should have been free."""
    return (
        f"Zalo đã tính tiền {messages} tin trong 48 giờ. Nếu OA chỉ được miễn phí một số tin, "
        "đặt số đó vào NHACVIEC_ZALO_OA_FREE_REPLIES."
    )


def check_ok(name: str) -> str:
    """`nhacviec check`: the OA answers."""
    return f'OA "{name}" trả lời bình thường.'


def check_other_account(account: str) -> str:
    """The token belongs to another OA than the setting names."""
    return f"Mã truy cập là của OA số {account}, khác NHACVIEC_ZALO_OA_ID. Sửa lại rồi nối lại."


def check_webhook(url: str) -> str:
    """What to enter on the developers' page: nobody can ask Zalo whether it is there."""
    return f"Địa chỉ webhook cần có ở developers.zalo.me: {url}"


def check_template() -> str:
    """Template messages are switched on, and cost money."""
    return "Tin mẫu theo số điện thoại đang bật: chỉ gửi khi không còn cách nào khác, mỗi tin mất tiền."


def connected(account: str) -> str:
    """The administrator has authorised us."""
    return f"Đã nối OA số {account}. Hệ thống tự giữ mã truy cập từ nay; đóng trang này được rồi."


def connecting_failed() -> str:
    """Zalo gave no tokens for the code, or the page was opened too long ago."""
    return "Zalo chưa trao mã truy cập. Mở lại trang nối OA và bấm đồng ý trong vòng 10 phút."


def connected_other(account: str) -> str:
    """The administrator agreed for another OA."""
    return (
        f"Đồng chí vừa đồng ý cho OA số {account}, không phải OA đã đặt trong NHACVIEC_ZALO_OA_ID."
    )


def no_account() -> str:
    """There is no OA in the settings."""
    return "Chưa đặt NHACVIEC_ZALO_OA_APP_ID nên chưa có OA để nối."


def admins_only() -> str:
    """Only administrators connect the OA."""
    return "Chỉ quản trị mới nối được OA."
