"""Two taps at once on what has consequences: done once, and both get a true answer."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from data.domain.messages import Chat
from data.store.unit_of_work import Store
from jobs.actions.enrol import ask_office
from jobs.actions.invite import invite
from jobs.ports import World
from jobs.ticks.read_plans import read_plans
from tests.bad_input.ends import dump
from tests.bad_input.office import NINE, Talk, jpeg, message, shown, stored, value_of
from tests.cast import MONDAY, Cast
from tests.plans.stage import POOR, TALK, VOTE, plan_docx, staff_xlsx


async def tapped_twice(talk: Talk, chat: Chat, choice: str) -> list[str]:
    """Tap twice at once; return what was answered first and second."""
    return await sent_twice(talk, chat, message(choice=choice))


async def sent_twice(talk: Talk, chat: Chat, raw: dict[str, Any]) -> list[str]:
    """Send the same twice at once, to two processes that both handle whatever they see."""
    other = Talk(Store.at(str(talk.store.engine.url)), talk.files)
    numbers = await asyncio.gather(
        talk.dialog.receive(chat, "tap-1", raw), other.dialog.receive(chat, "tap-2", raw)
    )
    await asyncio.gather(*(e.dialog.handle(n) for e in (talk, other) for n in numbers if n))
    await other.store.close()
    answers = [await talk.letters(f"reply:{n}:") for n in numbers]
    assert all(len(letters) == 1 for letters in answers)
    return [shown(letter) for (letter,) in sorted(answers, key=lambda x: x[0].id)]


def rows(talk: Talk) -> dict[str, int]:
    """Return how many rows each table has."""
    database = talk.store.engine.url.database
    assert database
    return {name: len(found) for name, found in dump(Path(database)).items()}


async def kinds(talk: Talk, cast: Cast) -> Counter[str]:
    """Return how often each thing stands in the event log, which has to be whole."""
    async with talk.store.read() as unit:
        log = unit.ward(cast.ward.id).log
        assert await log.first_break() is None
        return Counter(entry.kind for entry in await log.read())


async def test_done(town: Cast, talk: Talk) -> None:
    listed = await talk.says(town.chat("Tư"), "/viec")
    occurrence = listed.split("report:done:")[1].split(")")[0]
    said = await tapped_twice(talk, town.chat("Tư"), f"report:done:{occurrence}")
    assert (rows(talk)["reports"], (await kinds(talk, town))["report.stored"]) == (1, 1)
    assert said[0].startswith("Đã lưu, cảm ơn bác Tư.\nNiêm yết danh sách hộ nghèo: xong.")
    assert "bác đã báo xong lúc 09:12, không cần báo lại" in said[1]


async def test_taking_a_report_back(town: Cast, talk: Talk) -> None:
    photo = await stored(talk.files, "anh.jpg", jpeg(), "image/jpeg")
    undo = value_of(await talk.says(town.chat("Hạnh"), "#7 xong", photo), "Hoàn tác")
    said = await tapped_twice(talk, town.chat("Hạnh"), undo)
    assert (await kinds(talk, town))["report.undone"] == 1
    assert said[0].startswith("Đã hoàn tác báo cáo #7, việc trở lại như trước.\n1 tệp vẫn được giữ")
    assert said[1] == "Báo cáo #7 này đã được hoàn tác trước đó."
    kept = await talk.says(town.chat("Hạnh"), choice=value_of(said[0], "Bỏ ảnh"))
    assert kept.startswith("Đã bỏ 1 tệp")


async def test_confirming_a_plan(town: Cast, talk: Talk) -> None:
    document = await stored(talk.files, "ke-hoach.docx", plan_docx((POOR, VOTE, TALK)))
    await talk.says(town.chat("Mai"), "", document)
    await read_plans(World(talk.store, talk.files), NINE)
    (read,) = await talk.letters("plan-read:")
    choice = next(c.value for c in read.message.choices if c.label == "Xác nhận")
    tasks = rows(talk)["tasks"]
    said = await tapped_twice(talk, town.chat("Mai"), choice)
    assert rows(talk)["tasks"] == tasks + 3
    assert (await kinds(talk, town))["plan.confirmed"] == 1
    assert "3 việc" in said[0]
    assert "Kế hoạch 25/KH-UBND ngày 10/6/2026 đã được xác nhận trước đó." in said[1]


async def test_confirming_a_staff_list(town: Cast, talk: Talk) -> None:
    sheet = await stored(talk.files, "can-bo.xlsx", staff_xlsx())
    asked = await talk.says(town.chat("Mai"), "", sheet)
    people = rows(talk)["people"]
    said = await tapped_twice(talk, town.chat("Mai"), value_of(asked, "Xác nhận"))
    assert rows(talk)["people"] == people + 1
    assert (await kinds(talk, town))["staff.imported"] == 1
    assert said[0].startswith("Đã lưu danh sách: thêm 1 người, sửa 1, giữ nguyên 2.")
    assert said[1].startswith("Danh sách này đã được xử lý")


async def test_letting_somebody_in(town: Cast, talk: Talk) -> None:
    async with talk.store.write() as unit:
        actor = f"person:{town.people['Mai'].id}"
        lan = town.people["Lan"].id
        invited = await invite(unit, town.ward, lan, MONDAY, actor)
        chat = Chat("telegram", "bot", "42")
        number = (await ask_office(unit, invited.code, chat, now=MONDAY)).number
    links = rows(talk)["links"]
    said = await tapped_twice(talk, town.chat("Mai"), f"people:admit:1:{number}")
    assert rows(talk)["links"] == links + 1
    assert (await kinds(talk, town))["person.linked"] == 1
    assert said[0].startswith("Đã xác nhận Võ Thị Lan.")
    assert said[1] == "Yêu cầu này đã được xử lý hoặc đã hết hạn."


async def test_an_event_that_is_right(town: Cast, talk: Talk) -> None:
    declared = await talk.says(town.chat("Mai"), "khai báo sự kiện bầu cử tổ trưởng 16/8")
    before = rows(talk)["occurrences"]
    said = await tapped_twice(talk, town.chat("Mai"), value_of(declared, "Đúng rồi"))
    assert rows(talk)["occurrences"] == before
    assert said[0] == said[1] == "Đã ghi. Cơ quan chủ trì được nhắc theo các hạn trên."


async def test_an_event_declared_in_the_same_words(town: Cast, talk: Talk) -> None:
    line = "khai báo sự kiện bầu cử tổ trưởng 16/8"
    said = await sent_twice(talk, town.chat("Mai"), message(line))
    assert rows(talk)["events"] == 1
    assert (await kinds(talk, town))["event.declared"] == 1
    assert said[0] == said[1]
    assert said[0].startswith("Bầu cử tổ trưởng: 16/8.")


async def test_cancelling_an_event(town: Cast, talk: Talk) -> None:
    declared = await talk.says(town.chat("Mai"), "khai báo sự kiện bầu cử tổ trưởng 16/8")
    said = await tapped_twice(talk, town.chat("Mai"), value_of(declared, "Hủy sự kiện"))
    assert (await kinds(talk, town))["event.cancelled"] == 1
    assert "2 phần việc chưa làm không phải làm nữa" in said[0]
    assert "Đã hủy sự kiện bầu cử tổ trưởng. Không có việc nào phải bỏ" in said[1]


async def test_handing_work_over(town: Cast, talk: Talk) -> None:
    asked = await talk.says(town.chat("Mai"), "/bangiao Tư cho Đỗ Thị Bảy")
    said = await tapped_twice(talk, town.chat("Mai"), value_of(asked, "Xác nhận"))
    assert (await kinds(talk, town))["work.handed_over"] == 1
    assert said[0] == "Đã giao việc của Nguyễn Văn Tư cho Đỗ Thị Bảy: Tổ dân phố 5."
    assert said[1].startswith("Nguyễn Văn Tư không còn trong danh sách đang làm việc")


async def test_a_report_sent_again_in_the_same_words(town: Cast, talk: Talk) -> None:
    said = await sent_twice(talk, town.chat("Hạnh"), message("#7 được 65%"))
    assert rows(talk)["reports"] == 1
    assert all("#7" in one for one in said)
