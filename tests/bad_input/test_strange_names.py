"""Names and words with markup, control and right-to-left characters: text, and clean in names."""

import json

import pytest

from data.domain.messages import Chat
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.invite import bootstrap_admin
from tests.bad_input.house import Browser, House
from tests.bad_input.office import NINE, Talk, jpeg
from tests.cast import Cast
from tests.plans.stage import plan_docx, staff_xlsx

UNSEEN = ("\u202e", "\u202c", "\u200b", "\u2066", "\x07", "\x00", "\u0085")
TITLE = "Sửa <b>loa</b> \u202eabc\u202c <script>alert(1)</script> \u200bphường"
SEEN = "Sửa <b>loa</b> abc <script>alert(1)</script> phường"
ROWS = (
    ("1", TITLE, "<b>Trạm\u202e Y tế</b>", "", "Quý III năm 2026"),
    ("2", "Trực tại trạm <img src=x onerror=alert(1)>", "Trạm Y tế", "", "Quý IV năm 2026"),
)
STAFF = (
    ("Họ và tên", "Số điện thoại", "Cơ quan", "Vai trò"),
    ("<b>Trần\u202e Văn</b>\u2066 An", "0900000045", "<i>Trạm\u202e Y tế</i>", "cán bộ"),
    ("Lê\u200b Thị\tBình", "0900000046", "Đội <script>Cờ</script> Đỏ", "cán bộ"),
)


@pytest.fixture
async def house(store: Store, files: EvidenceStore, cast: Cast) -> House:
    return House(store, files, cast)


async def agencies(house: House) -> list[str]:
    async with house.store.read() as unit:
        return [a.name for a in await unit.ward(house.cast.ward.id).agencies.all()]


def shows_only_text(page: str) -> bool:
    """Return whether a page holds none of our markup alive and nothing that cannot be seen."""
    alive = ("<script>alert", "<img src=x", "<b>loa", "<b>Trần", "<i>Trạm")
    return not any(bad in page for bad in (*alive, *UNSEEN))


async def confirmed(mai: Browser, rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """Send a plan and confirm it; return what was read on the way."""
    said = await mai.sends("ke-hoach.docx", plan_docx(rows))
    number = said.split("plan:confirm:")[1].split(")")[0]
    return said + await mai.says(choice=f"plan:confirm:{number}")


async def test_markup_in_a_plan_is_text_on_the_page_and_in_the_chat(house: House) -> None:
    mai = await house.browser("Mai")
    await mai.sends("ke-hoach.docx", plan_docx(ROWS))
    page = (await mai.client.get("/ke-hoach/du-thao")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; phường" in page
    assert shows_only_text(page)


async def test_a_plans_title_keeps_its_words_without_what_cannot_be_seen(house: House) -> None:
    await confirmed(await house.browser("Mai"))
    async with house.store.read() as unit:
        tasks = await unit.ward(house.cast.ward.id).tasks.all()
    assert {t.title for t in tasks} >= {SEEN}
    assert not any(char in json.dumps([t.title, t.short_title]) for t in tasks for char in UNSEEN)


async def test_markup_around_an_agencys_name_makes_no_second_agency(house: House) -> None:
    before = await agencies(house)
    await confirmed(await house.browser("Mai"))
    assert await agencies(house) == before


async def test_a_task_is_given_to_an_agency_whatever_stands_around_its_name(house: House) -> None:
    mai = await house.browser("Mai")
    await confirmed(mai)
    said = await mai.says("#1 chủ trì <b>Văn phòng\u202e HĐND và UBND</b>")
    assert said.startswith("Đã giao #1, chủ trì: Văn phòng HĐND và UBND.")


async def test_names_of_a_staff_list_are_clean_before_anybody_says_yes(house: House) -> None:
    mai = await house.browser("Mai")
    said = await mai.sends("can-bo.xlsx", staff_xlsx(STAFF))
    assert "Cơ quan mới: Đội Cờ Đỏ." in said
    await mai.says(choice="people:take")
    async with house.store.read() as unit:
        names = {p.name for p in await unit.ward(house.cast.ward.id).people.all()}
    assert {"Trần Văn An", "Lê Thị Bình"} <= names
    assert await agencies(house) == sorted(await agencies(house))
    assert not any(set(name) & {"<", ">", *UNSEEN} for name in (*names, *await agencies(house)))
    cards = (await mai.client.get("/the-moi/in")).text
    assert "Trần Văn An" in cards
    assert shows_only_text(cards)


async def test_a_file_is_called_by_a_clean_name_everywhere(house: House) -> None:
    hanh = await house.browser("Hạnh")
    answer = await hanh.uploads("báo\u202e<b>gpj.exe\x07\x00.jpg", jpeg())
    assert answer.json()["name"] == "báobgpj.exe.jpg"
    await hanh.says("", answer.json()["receipt"])
    (line,) = (m for m in (await hanh.client.get("/api/messages")).json()["messages"] if m["files"])
    assert line["files"][0]["name"] == "báobgpj.exe.jpg"


async def test_a_ward_and_its_office_get_clean_names(store: Store, files: EvidenceStore) -> None:
    talk = Talk(store, files)
    async with store.write() as unit:
        await bootstrap_admin(unit, "", NINE)
        (ward,) = await unit.wards.all()
        (admin,) = await unit.ward(ward.id).people.all()
        chat = Chat("web", "web", f"p{admin.id}")
        await unit.links.add(ward.id, admin.id, chat, NINE)
    await talk.says(chat, "/batdau")
    said = await talk.says(chat, "<b>Phường\u202e Hòa\u200b Bình</b>\x07")
    assert "Phường Hòa Bình" in said
    await talk.says(chat, "<i>Văn phòng\u202e HĐND</i>, <b>Trần\u200b Mai</b>, 0912345678")
    async with store.read() as unit:
        (ward,) = await unit.wards.all()
        assert ward.name == "Phường Hòa Bình"
        assert [a.name for a in await unit.ward(ward.id).agencies.all()] == ["Văn phòng HĐND"]
        assert [p.name for p in await unit.ward(ward.id).people.all()] == ["Trần Mai"]


async def test_an_events_name_is_clean(house: House) -> None:
    said = await (await house.browser("Mai")).says(
        "khai báo sự kiện <b>bầu\u202e cử</b> tổ trưởng 16/8"
    )
    assert said.startswith("Bầu cử tổ trưởng: 16/8.")


async def test_a_declaration_typed_again_is_not_hung_on_the_one_before(house: House) -> None:
    mai = await house.browser("Mai")
    assert "diễn ra ngày nào?" in await mai.says("khai báo sự kiện hội thao 31/2")
    said = await mai.says("khai báo sự kiện hội thao 16/8")
    assert said.startswith("Hội thao: 16/8.")


STRANGE = (
    *("\x00", "\u202e", "/", "#", "' OR 1=1 --", "%s%n{0}{{x}}", "🤷" * 500),
    *("a\u0301" * 1_900, "1" * 30, "#99999999999999999999 xong", "#0 xong"),
    *("#7 99999999999999999999/99999999999999999999 buổi", "#7 đạt 99999999999999999999%"),
    *("#7 " + "9" * 3_000, "#18 quý 99999999999", "#18 ngày 99999999999 hằng quý"),
    *("khai báo sự kiện bầu cử 99/99/99999999999", "nhóm 99999999999999999999 thêm x"),
    *("/bangiao " + "x" * 500 + " cho y", "nhóm 1 thêm " + "x;" * 300, "#\u0663 xong"),
)


@pytest.mark.parametrize("who", ["Hạnh", "Mai", "Tư"])
async def test_whatever_is_typed_has_an_answer_and_is_no_fault(
    town: Cast, talk: Talk, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    for typed in STRANGE:
        said = await talk.says(town.chat(who), typed)
        assert said, ascii(typed[:30])
        assert "chưa xử lý được" not in said, ascii(typed[:30])
    assert [r for r in caplog.records if r.levelname == "ERROR"] == []
