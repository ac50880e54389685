"""Why a report is not taken, taken back or changed: sentences of RefusedError."""


def no_such_work() -> str:
    """The work is not there, or not in this ward."""
    return 'Không tìm thấy việc này. Gõ "việc" để xem việc đang mở.'


def no_such_code(code: int) -> str:
    """No task has this number."""
    return f'Kế hoạch không có việc #{code}. Gõ "việc" để xem số việc của đồng chí.'


def one_by_one(code: int) -> str:
    """Several agencies owe this task, so it cannot be answered together with others."""
    return f"#{code} do nhiều cơ quan làm, xin báo riêng việc này."


def nothing_owed(code: int) -> str:
    """The task has no occurrence that can be reported on."""
    return f"#{code} hiện chưa đến kỳ báo cáo, chưa có gì phải báo."


def cancelled(code: int) -> str:
    """The work was cancelled."""
    return f"#{code} kỳ này đã hủy, không cần báo cáo nữa."


def accepted_already(code: int) -> str:
    """The work was reviewed and accepted."""
    return f"#{code} kỳ này đã được duyệt xong, không cần báo cáo thêm."


def not_your_report() -> str:
    """Somebody else's report."""
    return "Báo cáo này của người khác, chỉ người gửi sửa được. Cần sửa thì báo người gửi giúp."


def nothing_to_undo() -> str:
    """Nothing of theirs is so fresh that it could be taken back."""
    return "Hiện không có gì để hoàn tác: chỉ hoàn tác được trong 10 phút sau khi gửi."


def too_late_to_undo(code: int) -> str:
    """More than ten minutes ago."""
    return (
        f"Báo cáo #{code} đã quá 10 phút nên không hoàn tác được. "
        "Có thể sửa tiến độ, hoặc gửi báo cáo mới cho đúng."
    )


def undone_already(code: int) -> str:
    """Taken back before."""
    return f"Báo cáo #{code} này đã được hoàn tác trước đó."


def decided_already(code: int) -> str:
    """The reviewing office has decided."""
    return f"#{code} kỳ này đã được duyệt hoặc đã hủy, không sửa được nữa."


def later_report_stands(code: int) -> str:
    """A newer report follows this one."""
    return f"#{code} đã có báo cáo mới hơn. Sửa ở báo cáo mới nhất giúp."


def returned_already(code: int) -> str:
    """The report was returned: it stays as it is, a supplement is a version of its own."""
    return (
        f"Báo cáo #{code} này đã được trả lại nên giữ nguyên, không sửa nữa. "
        f"Gửi phần bổ sung thành báo cáo mới giúp, ví dụ: #{code} bổ sung (kèm ảnh)."
    )
