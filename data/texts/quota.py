"""What people read about the messages that a platform grants an account in a month."""

from data.domain.quota import Level, Usage, percent
from data.texts.channels import channel_name
from data.texts.dates import spoken_date, whole_number


def stands(usage: Usage) -> str:
    """Return "đã gửi 2.130/3.000 tin tháng này (71%), đủ đến thứ Tư 24/6; 41/50 người"."""
    most = usage.quota.messages
    used = f"đã gửi {whole_number(usage.sent)}/{whole_number(most)} tin tháng này"
    parts = [f"{used} ({percent(usage.sent, most)}%), {how_long(usage)}"]
    if usage.quota.people is not None:
        parts.append(f"{usage.people}/{usage.quota.people} người")
    return "; ".join(parts)


def how_long(usage: Usage) -> str:
    """For how long what is left is enough at this pace."""
    if usage.level is Level.SPENT:
        return "đã hết lượt gửi"
    if usage.lasts_until is None:
        return "đủ đến hết tháng"
    return f"đủ đến {spoken_date(usage.lasts_until, today=usage.today)}"


def what_follows(usage: Usage) -> str:
    """What is done about it."""
    match usage.level:
        case Level.SPENT:
            return (
                "Tin đi kênh khác của từng người; ai không có kênh khác thì có trong /suco để gọi."
            )
        case Level.LOW:
            return (
                "Chỉ còn gửi việc đến hạn, quá hạn và tin trả lời; "
                "tin nhắc sớm, tổng hợp tuần đi kênh khác hoặc chờ đến khi có lượt."
            )
        case _:
            return ""


def warning(usage: Usage) -> str:
    """To the office: so much of the month is used."""
    name = channel_name(usage.account[0])
    more = "Mời thêm người vào Telegram hoặc trang nhắn tin thì đỡ tốn lượt: /moi."
    return "\n".join(filter(None, (f"{name}: {stands(usage)}.", what_follows(usage), more)))


def nearly_full(usage: Usage) -> str:
    """To the office: nearly as many people have come in as the platform lets."""
    name, most = channel_name(usage.account[0]), usage.quota.people
    return (
        f"{name}: đã có {usage.people}/{most} người, là số nhiều nhất nền tảng cho phép.\n"
        "Người vào sau đồng chí mời qua Telegram hoặc trang nhắn tin: /moi."
    )


def line(usage: Usage) -> str:
    """One line of `/suco`, with its light."""
    light = {Level.FREE: "🟢", Level.LOW: "🟡", Level.SPENT: "🔴"}[usage.level]
    return f"{light} {channel_name(usage.account[0])}: {stands(usage)}"


def held(count: int) -> str:
    """How many messages were kept back."""
    return f"{whole_number(count)} tin nhắc sớm, tổng hợp giữ lại để dành lượt, gửi khi có lượt"
