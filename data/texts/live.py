"""`nhacviec check --live`: what nobody has verified at Zalo yet, and how an office settles it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.localtime import local


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try at the real service."""

    do: str
    outcomes: tuple[tuple[str, str], ...]
    """What may be seen, and what is to be done then."""


def nothing_to_try() -> str:
    """No account of Zalo's is in the settings."""
    return (
        "Chưa có tài khoản Zalo nào để thử. Đặt NHACVIEC_ZALO_BOT_TOKEN "
        "hoặc NHACVIEC_ZALO_OA_APP_ID rồi chạy lại."
    )


def bot_heading(account: str) -> str:
    """Above the script of a bot."""
    return f"=== Zalo bot {account}: những điều chưa kiểm chứng với dịch vụ thật ==="


def oa_heading(account: str) -> str:
    """Above the script of an Official Account."""
    return f"=== Zalo OA {account}: những điều chưa kiểm chứng với dịch vụ thật ==="


def lines(seen: Sequence[str], steps: Sequence[Step]) -> Iterator[str]:
    """Return what was seen already and what is left to try, a line each."""
    if seen:
        yield "Đã tự xem, không gửi tin cho ai:"
        yield from (f"   - {said}" for said in seen)
    yield "Đồng chí thử giúp, bằng điện thoại của mình (phần lớn mỗi bước vài phút):"
    for number, step in enumerate(steps, start=1):
        yield f"{number}. {step.do}"
        yield from (f"   - {found}: {then}." for found, then in step.outcomes)


# What is seen without a trace.


def bot_is(name: str, kind: str, can_join_groups: bool | None) -> str:
    """What getMe tells."""
    groups = {True: "vào nhóm được", False: "chưa vào nhóm được", None: "không nói về nhóm"}
    return f"getMe: {name or 'bot không nói tên'}, gói {kind or 'không nói'}, {groups[can_join_groups]}."


def webhook_is(host: str | None) -> str:
    """What getWebhookInfo tells: "" for an address without a name, None for no webhook."""
    if host is None:
        return "getWebhookInfo: chưa đặt webhook (hệ thống tự hỏi tin)."
    return f"getWebhookInfo: Zalo đang gọi về {host}."


def webhook_is_not_found() -> str:
    """It says so by an error, as was measured once."""
    return "getWebhookInfo: chưa đặt webhook, Zalo trả lời bằng lỗi 404 (đúng như dự kiến)."


def bot_plan(monthly: int, people: int | None) -> str:
    """The limits that we count with."""
    messages = f"{monthly} tin một tháng" if monthly else "không giới hạn tin"
    persons = f"{people} người" if people else "không giới hạn người"
    return f"Hệ thống đang tính theo gói: {messages}, {persons}."


def no_answer(what: str, code: int | None = None) -> str:
    """A question that brought nothing to read."""
    said = f"Zalo từ chối (mã {code})" if code is not None else "không có câu trả lời đọc được"
    return f"{what}: {said}."


def oa_is(name: str, package: str, is_verified: object) -> str:
    """What getoa tells."""
    verified = {True: "đã xác thực", False: "chưa xác thực"}
    known = [f'getoa: OA "{name}"', f"gói {package}" if package else "không nói gói"]
    known.append(verified.get(is_verified is True, "") if isinstance(is_verified, bool) else "")
    return ", ".join(filter(None, known)) + "."


def token_is(renewed_at: datetime, expires_at: datetime) -> str:
    """How old the token is."""
    return (
        f"Mã truy cập: đổi lần cuối {_moment(renewed_at)}, dùng được đến {_moment(expires_at)} "
        "(hệ thống tự đổi sau 8 giờ; đây là hạn do Zalo nói)."
    )


def oa_left(parts: Sequence[str]) -> str:
    """What is left of the packages."""
    return f"quota/message của OA: {'; '.join(parts)}."


def package_left(kind: str, left: object, total: object) -> str:
    """One package."""
    return f"{kind} còn {left}/{total}"


def window_is(told: datetime | None, kept: datetime | None) -> str:
    """The last interaction of somebody, as Zalo has it and as we have it."""
    if told is None:
        return (
            "quota/message của một người: Zalo không nói lần tương tác cuối, "
            "nên hệ thống chỉ dựa vào tin đã nhận."
        )
    ours = _moment(kept) if kept else "chưa có"
    return f"quota/message của một người: Zalo ghi tương tác cuối {_moment(told)}, hệ thống ghi {ours}."


def free_replies(left: object, total: object) -> str:
    """Zalo counts free answers after all."""
    return (
        f"Zalo còn đếm tin miễn phí trong 48 giờ (còn {left}/{total}): "
        f"đặt NHACVIEC_ZALO_OA_FREE_REPLIES={total}."
    )


def nobody_yet() -> str:
    """Nobody is linked, so nobody can be asked about."""
    return (
        "quota/message của một người: chưa ai vào OA nên chưa hỏi được. Chạy lại sau khi có người."
    )


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M ngày %d/%m/%Y}"
