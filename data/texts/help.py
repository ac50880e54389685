"""How to use it, in a few lines for each kind of person."""

from collections.abc import Sequence

from data.domain.people import Person, Role
from data.texts.common import sentence_case
from data.texts.people import called


def guide(
    person: Person, ward_name: str, codes: Sequence[int], *, takes_documents: bool = True
) -> str:
    """`/giup` and greetings: what this is and what to type; the examples are tasks of theirs."""
    lines = [f"Chào {called(person)}. Đây là kênh nhắc việc của {ward_name}."]
    if person.is_any_of(Role.OFFICER, Role.LEAD_OFFICE, Role.ADMIN):
        files = "ảnh, tệp" if takes_documents else "ảnh"
        if codes:
            lines.append(f"Báo cáo: #{codes[0]} đã họp 1/2 buổi, 85 người (kèm {files})")
        if len(codes) > 1:
            lines.append(f"Nhiều việc một lúc: #{codes[0]} #{codes[1]} xong")
        lines.append(
            'Gõ "việc": việc của tôi · "lịch": hạn 30 ngày tới · "báo cáo": chọn việc · "kênh": nhận tin ở đâu · "hủy": dừng'
        )
    if person.is_any_of(Role.LEAD_OFFICE, Role.ADMIN):
        where = "vào đây" if takes_documents else "ở trang web của phường"
        lines += [
            "Cơ quan đầu mối gõ:",
            '- "bàn làm việc": mở trang xem, duyệt, đôn đốc · "duyệt": báo cáo chờ duyệt · "đề nghị": xin gia hạn, giải trình',
            '- "quá hạn" · "báo cáo mới" · "thiếu minh chứng" · "tiêu chí" · "bảng excel" · "báo cáo quý II"',
            '- "/batdau": đang ở bước nào · "/thietlap": giờ nhắc, ngày nghỉ · "/suco": có gì trục trặc · "hủy tệp #7": tệp gửi nhầm',
            f"Kế hoạch: gửi tệp {where} để đọc.",
        ]
    if person.is_any_of(Role.LEADERSHIP, Role.INSPECTOR) and len(lines) == 1:
        lines.append(
            'Gõ "quá hạn": việc quá hạn · "báo cáo mới": báo cáo vừa gửi · "bảng excel": bảng của tuần · "bàn làm việc": mở trang tổng quan · "kênh": nhận tin ở đâu'
        )
    if person.is_any_of(Role.LEADERSHIP):
        lines.append(
            'Tổng hợp gửi mỗi tuần một lần. Lãnh đạo gõ thêm "duyệt": báo cáo chờ duyệt · "đề nghị": xin gia hạn, giải trình · "đôn đốc": việc quá hạn'
        )
    if person.is_any_of(Role.GROUP_LEADER) and len(lines) == 1:
        you = person.address.value
        lines += [
            f"Có việc phường sẽ nhắn. Làm xong {you} gửi ảnh vào đây, hoặc trả lời: xong.",
            f'{sentence_case(you)} gõ "việc" để xem việc đang chờ, "kênh" để đổi nơi nhận tin.',
        ]
    return "\n".join(lines)
