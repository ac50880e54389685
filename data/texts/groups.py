"""What is said about groups in a messenger: whose they are, and that we are in or out of them.

"Nhóm chat" is such a group; "nhóm" alone is a plan's word for many agencies.
"""

from collections.abc import Sequence

from data.domain.people import Person
from data.texts.common import sentence_case

_LONGEST_TITLE = 60
_MOST_LISTED = 20


def named(title: str) -> str:
    """Return the group by its title: "nhóm chat “Tổ 5”"."""
    cut = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return f"nhóm chat “{cut}”" if cut else "nhóm chat (chưa rõ tên)"


# In the group itself.


def stranger_added_us() -> str:
    """We were put into a group by somebody whom nobody here knows, or nobody knows by whom."""
    return (
        "Đây là kênh nội bộ của UBND phường. Tổ trưởng hoặc cơ quan đầu mối đã được phường mời "
        "gõ /noinhom tại đây để nối nhóm với đơn vị mình."
    )


def greeting(agency: str) -> str:
    """The group was tied to an agency: what is posted here, and how to answer."""
    return (
        f"Từ nay phường nhắc việc của {agency} tại nhóm này, vào ngày làm việc khi có việc đến kỳ.\n"
        "Báo cáo: trả lời (reply) tin nhắc, kèm ảnh. "
        "Chỉ báo cáo của người đã được phường mời mới được ghi nhận.\n"
        "Xem việc đang mở: gõ /viec. Việc riêng của từng người không nói ở đây."
    )


def goodbye() -> str:
    """The group was untied."""
    return "Từ nay phường không nhắc việc tại nhóm này nữa."


# To the person who ties or unties.


def whose_is_it(person: Person, title: str) -> str:
    """The person may speak for several agencies."""
    return (
        f"{sentence_case(named(title))} là của đơn vị nào, thưa {person.address.value}?\n"
        "Việc của đơn vị đó sẽ được nhắc trong nhóm, ai trong nhóm cũng đọc được."
    )


def more_label() -> str:
    """Button: further agencies."""
    return "Đơn vị khác…"


def none_label() -> str:
    """Button: do not tie."""
    return "Không nhắc trong nhóm này"


def left_alone(title: str) -> str:
    """The person chose not to tie."""
    return f"Tôi không nhắc việc trong {named(title)}. Khi cần, gõ /noinhom trong nhóm đó."


def tied(title: str, agency: str) -> str:
    """Done: to the person who did it."""
    return (
        f"Đã nối {named(title)} với {agency}. Việc đến kỳ sẽ được nhắc thêm trong nhóm; "
        "tin nhắn riêng cho từng người vẫn như trước.\n"
        "Thôi nhắc trong nhóm: gõ /goinhom tại nhóm đó."
    )


def tied_already(title: str, agency: str) -> str:
    """It is that agency's already."""
    return f"{sentence_case(named(title))} đang nối với {agency} rồi."


def may_not_tie(person: Person) -> str:
    """The person speaks for no agency."""
    return (
        f"Nhóm chat phải do cán bộ của đơn vị, tổ trưởng hoặc cơ quan đầu mối nối. "
        f"{sentence_case(person.address.value)} nhờ cơ quan đầu mối giúp."
    )


def belongs_to_another() -> str:
    """The group is an agency's for which the person may not speak."""
    return "Nhóm chat này đang nối với đơn vị khác. Đồng chí nhờ cơ quan đầu mối đổi giúp."


def not_there_any_more() -> str:
    """The choice came too late: we are not in the group, or somebody else was asked."""
    return "Lựa chọn này không còn dùng được. Đồng chí gõ /noinhom trong nhóm chat giúp."


def untied(title: str, agency: str) -> str:
    """Done: to the person who did it."""
    return (
        f"Đã gỡ {named(title)} khỏi {agency}: không nhắc việc trong nhóm đó nữa, "
        "tin nhắn riêng cho từng người vẫn gửi.\n"
        "Nối lại: gõ /noinhom trong nhóm."
    )


def is_tied_to_nobody() -> str:
    """`/goinhom` in a group that is nobody's."""
    return "Nhóm chat này chưa nối với đơn vị nào. Muốn nối, gõ /noinhom trong nhóm."


def type_it_in_the_group() -> str:
    """`/noinhom` or `/goinhom` outside a group."""
    return (
        "Đồng chí gõ lệnh này trong nhóm chat của đơn vị. "
        "Chưa có tôi trong nhóm thì thêm tôi vào nhóm trước."
    )


# To those who have to know.


def somebody_tied(person: Person, title: str, agency: str, before: str | None) -> str:
    """To the lead office, and to the head of the agency whose the group was before."""
    instead = f" (trước đây nối với {before})" if before else ""
    return (
        f"{person.name} vừa nối {named(title)} với {agency}{instead}: "
        "việc của đơn vị được nhắc thêm trong nhóm đó.\n"
        "Chưa đúng thì gỡ tại /nhomchat."
    )


def somebody_untied(person: Person, title: str, agency: str) -> str:
    """To the lead office and the head of the agency."""
    return (
        f"{person.name} vừa gỡ {named(title)} khỏi {agency}: không nhắc việc trong nhóm đó nữa, "
        "tin nhắn riêng vẫn gửi."
    )


def we_are_out(title: str, agency: str) -> str:
    """To the lead office and the head of the agency: we were taken out of its group."""
    return (
        f"Tôi đã bị đưa ra khỏi {named(title)} của {agency}, nên không nhắc việc trong nhóm đó nữa; "
        "tin nhắn riêng vẫn gửi.\n"
        "Cần nhắc trong nhóm thì thêm tôi vào lại."
    )


def tied_groups(lines: Sequence[tuple[str, str, bool]]) -> str:
    """Every tied group: its title, its agency, and whether it takes our messages."""
    if not lines:
        return (
            "Chưa có nhóm chat nào nối với đơn vị.\n"
            "Thêm tôi vào nhóm chat của đơn vị, hoặc gõ /noinhom trong nhóm đã có tôi."
        )
    shown = [
        f"{number}. {agency}: {named(title)}{'' if is_reachable else ', chưa gửi tới được'}"
        for number, (title, agency, is_reachable) in enumerate(lines[:_MOST_LISTED], 1)
    ]
    more = [f"và {len(lines) - _MOST_LISTED} nhóm chat khác"] if len(lines) > _MOST_LISTED else []
    return "\n".join(["Nhóm chat đang nhắc việc của đơn vị:", *shown, *more])


def untie_label(agency: str, title: str) -> str:
    """Button: untie this group."""
    words = f"Gỡ {agency}: {title}" if title else f"Gỡ {agency}"
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1].rstrip()}…"
