"""Why a time cell gives no deadline. Each reason follows "Chưa rõ thời hạn: "."""


def _quoted(words: str) -> str:
    short = words if len(words) <= 80 else words[:79].rstrip() + "…"
    return f"“{short}”"


def empty() -> str:
    return "ô thời gian để trống"


def says_nothing(words: str) -> str:
    return f"ô thời gian chỉ ghi {_quoted(words)}"


def as_above(words: str) -> str:
    return f"ô ghi {_quoted(words)} (như trên), cần xem dòng phía trên"


def is_status(words: str) -> str:
    return f"{_quoted(words)} là tình trạng thực hiện, không phải thời hạn"


def no_start(words: str) -> str:
    return f"{_quoted(words)} là khoảng thời gian, chưa rõ tính từ ngày nào"


def no_period(words: str) -> str:
    return f"{_quoted(words)} chưa nói mấy tháng một lần"


def no_date(words: str) -> str:
    return f"{_quoted(words)} chưa nói ngày nào"


def vague() -> str:
    return "ô chỉ nói khoảng nào (đầu, giữa, khoảng …), chưa nói hạn cuối là ngày nào"


def not_understood(words: str) -> str:
    return f"chưa hiểu {_quoted(words)}"


def too_long() -> str:
    return "ô thời gian quá dài, cần người đọc"


def no_such_day(day: int, month: int | None = None, year: int | None = None) -> str:
    return "không có ngày " + "/".join(str(part) for part in (day, month, year) if part is not None)


def no_such_month(month: int) -> str:
    return f"không có tháng {month}"


def no_such_quarter(name: str) -> str:
    return f"không có quý {name}"


def no_such_school_year(name: str) -> str:
    return f"{name} không phải là một năm học"


def maybe_fraction(words: str) -> str:
    return f"{_quoted(words)} có thể là ngày, có thể là phân số"


def maybe_all_day(words: str) -> str:
    return f"{_quoted(words)} có thể là ngày, có thể là suốt ngày đêm"


def starts_later() -> str:
    return "việc thường xuyên chỉ bắt đầu từ một mốc trong năm, cần ấn định kỳ báo cáo"


def cut_off(words: str) -> str:
    return f"{_quoted(words)} có thể bị cắt giữa chừng (“theo quy định”)"


def backwards() -> str:
    return "ngày kết thúc đứng trước ngày bắt đầu"


def contradiction() -> str:
    return "hai thời hạn trong ô không khớp nhau"


def either_or() -> str:
    return "ô nêu hai thời hạn để chọn, chưa rõ theo thời hạn nào"


def year_missing() -> str:
    return "chưa rõ năm: ô không ghi năm và kế hoạch chưa có năm"


def year_unclear() -> str:
    return "các mốc trong ô chưa rõ thuộc năm nào"


def other_year(said: int, plan: int) -> str:
    return f"ô ghi năm {said}, kế hoạch là năm {plan}"


def month_missing(day: int) -> str:
    return f"ngày {day} hằng năm nhưng chưa rõ tháng nào"


def count_differs(count: int, named: int) -> str:
    return f"ghi {count} lần nhưng nêu {named} mốc"


def odd_count(count: int) -> str:
    return f"số lần {count} không hợp lý"
