"""The commands as a messenger lists them."""

from data.domain.menus import Command

_DOES = {
    "viec": "Việc của tôi",
    "baocao": "Báo cáo một việc",
    "ban": "Bàn làm việc: mở trang web",
    "lich": "Hạn trong 30 ngày tới",
    "quahan": "Việc đang quá hạn",
    "duyet": "Duyệt báo cáo đang chờ",
    "baocaomoi": "Báo cáo vừa gửi",
    "bangexcel": "Bảng Excel của tuần",
    "baocaoky": "Dự thảo báo cáo quý, 6 tháng, năm",
    "kehoach": "Kế hoạch: xem, sửa, xác nhận",
    "sukien": "Sự kiện: bầu cử, xét duyệt…",
    "han": "Việc chưa có hạn: ấn định hạn",
    "moi": "Mời người vào kênh",
    "nhomchat": "Nhóm chat của các tổ, cơ quan",
    "kenh": "Nhận tin nhắc ở đâu",
    "suco": "Sự cố: tin chưa tới, người chưa liên lạc được",
    "thietlap": "Giờ nhắc, ngày nghỉ và thiết lập khác",
    "giup": "Cách dùng",
}
_IN_A_GROUP = {"viec": "Việc của nhóm này"}


def command(name: str) -> Command:
    """Return a command of one's own chat with what it does."""
    return Command(name, _DOES[name])


def command_in_group(name: str) -> Command:
    """Return a command of a group with what it does there."""
    return Command(name, _IN_A_GROUP[name])
