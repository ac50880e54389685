"""What people read about the files they send, and about messages that hold nothing to keep."""

from data.domain.evidence import LARGEST_FILE, LARGEST_VIDEO, MEGABYTE, Objection
from data.domain.people import Person
from data.texts.common import sentence_case

_TAKEN = "chỉ nhận ảnh, PDF, Word, Excel, video MP4, ghi âm"


def file_refused(name: str, why: Objection) -> str:
    """A file is not taken: what is wrong, and what to send instead."""
    return f'Tệp "{name}" chưa nhận được: {_reason(why)}'


def _reason(why: Objection) -> str:
    match why:
        case Objection.EMPTY:
            return "tệp không có nội dung. Đồng chí kiểm tra rồi gửi lại giúp."
        case Objection.TOO_BIG:
            return (
                f"lớn quá {LARGEST_FILE // MEGABYTE} MB "
                f"(video {LARGEST_VIDEO // MEGABYTE} MB). "
                "Đồng chí giảm dung lượng hoặc chia nhỏ rồi gửi lại giúp."
            )
        case Objection.ARCHIVE:
            return f"{_TAKEN}. Đồng chí giải nén rồi gửi từng tệp giúp."
        case Objection.PROGRAM:
            return f"đây là tệp chương trình, {_TAKEN}."
        case Objection.WEB_PAGE:
            return f"đây là tệp trang web, {_TAKEN}. Đồng chí chụp màn hình hoặc in ra PDF giúp."
        case Objection.MACROS:
            return (
                "tệp có macro, không an toàn. "
                "Đồng chí lưu lại dạng .docx hoặc .xlsx không macro rồi gửi giúp."
            )
        case Objection.OLD_OR_LOCKED_OFFICE:
            return (
                "tệp Word, Excel đời cũ hoặc có mật khẩu. "
                "Đồng chí lưu lại dạng .docx, .xlsx hoặc PDF không mật khẩu rồi gửi giúp."
            )
        case Objection.NOT_WHAT_IT_SAYS:
            return (
                "nội dung không đúng với đuôi tên tệp. "
                "Đồng chí mở tệp kiểm tra, lưu lại đúng loại rồi gửi giúp."
            )
        case Objection.DAMAGED:
            return "tệp bị hỏng nên không mở được. Đồng chí mở thử, lưu lại rồi gửi giúp."
        case Objection.UNUSUAL:
            return (
                "tệp giải nén ra quá lớn hoặc khác thường, không an toàn. "
                "Đồng chí mở trên máy, lưu lại thành tệp mới rồi gửi giúp."
            )
        case Objection.OTHER:
            return f"{_TAKEN}. Đồng chí gửi tệp loại khác giúp."


def no_room() -> str:
    """The disk is nearly full: nothing was kept."""
    return (
        "Máy chủ sắp hết chỗ chứa nên tệp chưa được lưu. Đồng chí báo cơ quan đầu mối giúp; "
        "tin nhắn chữ vẫn gửi được."
    )


def file_lost(name: str) -> str:
    """A file that was announced could not be fetched from its platform."""
    return f'Tệp "{name}" chưa tải về được nên chưa lưu. Đồng chí gửi lại tệp này giúp.'


def too_big_here(name: str, size: int | None, limit: int | None, web: str | None) -> str:
    """The platform does not let us fetch a file of this size. `web`: where it can be sent instead.

    `size` and `limit` are bytes, None when they are not known.
    """
    heavy = f"nặng {_megabytes(size)} MB" if size else "quá nặng"
    most = f", qua đây chỉ nhận được tới {_megabytes(limit)} MB" if limit else ""
    out = f"gửi qua trang web của phường ({web}), hoặc " if web else ""
    return (
        f'Tệp "{name}" chưa nhận được: {heavy}{most}. '
        f"Đồng chí {out}nén hay chia nhỏ (video thì quay ngắn hơn) rồi gửi lại giúp."
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")


def fetched(code: int, files: str) -> str:
    """The files of a report that were still on their way are here. `files`: "3 ảnh"."""
    return f"{sentence_case(files)} của báo cáo #{code} đã tải về và lưu xong."


def in_report_already(code: int, files: str) -> str:
    """A changed message still holds files that are under a report of an earlier one."""
    return f"{sentence_case(files)} của tin này vẫn ở báo cáo #{code}."


def no_such_place() -> str:
    """The coordinates of a place cannot be."""
    return "Vị trí vừa gửi chưa đọc được. Đồng chí gửi lại vị trí, hoặc gửi ảnh giúp."


def nothing_to_keep_here(person: Person, web: str | None) -> str:
    """The same where no documents can be sent: perhaps it was one. `web`: where they can."""
    out = f"\nCần gửi tệp thì vào trang web của phường: {web}" if web else ""
    return (
        "Tin vừa rồi tôi chưa đọc được: ở đây tôi chỉ nhận chữ, ảnh và tin thoại. "
        f"{sentence_case(person.address.value)} gõ chữ hoặc chụp ảnh gửi vào đây giúp.{out}"
    )


def nothing_to_keep(person: Person) -> str:
    """A sticker, a poll: nothing that could be read or kept."""
    you = person.address.value
    return (
        f"Loại tin này tôi chưa đọc được. {sentence_case(you)} gửi chữ, ảnh, tệp, video, "
        "ghi âm hoặc vị trí giúp."
    )
