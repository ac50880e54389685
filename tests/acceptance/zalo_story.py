"""What happens in the main job in Zalo, by a bot or by an Official Account: answers are typed alone."""

import io
import re
from datetime import date
from hashlib import sha256
from typing import Any, Protocol

from PIL import Image

from bot.app import App
from data.domain.messages import Delivery
from data.domain.people import Ward
from tests.acceptance.test_story import STAFF, WORKS
from tests.acceptance.town import photo
from tests.leaps import settled
from tests.zalo.emulation.chats import Message

Phones = dict[str, Any]
"""The phones of people by name, each as its emulator has them."""


class ZaloPlace(Protocol):
    """The running product and the Zalo that its people use."""

    app: App
    link: str
    """Where a chat with the bot or account is opened."""

    @property
    def zalo(self) -> Any:
        """The emulator."""
        ...

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        ...

    async def ward(self) -> Ward:
        """Return the only ward."""
        ...

    async def picture(self, name: str, whose: Any, *, height: int = 844) -> None:
        """Keep a picture of somebody's screen for the guides, when they are asked for."""
        ...


async def everybody_comes_in(there: ZaloPlace, mai: Any) -> Phones:
    phones: Phones = {}
    for missing, (name, number, *_) in zip(range(6, 0, -1), STAFF[1:], strict=True):
        mai.says("/moi")
        await mai.hears(f"{missing} người chưa vào kênh nhắc việc")
        mai.says(f"Tạo thư mời: {name}")
        invited = (await mai.hears(f"Thư mời của {name}")).text
        code = re.search(rf"nhắn mã (\d{{4}} \d{{4}}) cho [^,]+, {there.link}\n", invited)
        assert code is not None
        phones[name] = await _comes_in(there, name, code[1], number)
        await mai.hears(re.compile(f"{name}.*đã vào kênh nhắc việc qua Zalo"))
    await there.picture("zalo-dau-moi-thu-moi", mai)
    return phones


async def _comes_in(there: ZaloPlace, name: str, code: str, number: str) -> Any:
    phone = there.zalo.user(name)
    if name == "Nguyễn Văn Tư":
        phone.says("1111 1111")
        await phone.hears("Mã này không đúng hoặc đã hết hạn, còn 4 lần thử")
    phone.says(f"vào {code}")
    await phone.hears("gõ số điện thoại của mình")
    phone.says(f"{number[:4]} {number[4:7]} {number[7:]}")
    await phone.hears("sẽ nhắc việc và nhận báo cáo tại đây")
    if name == "Nguyễn Văn Tư":
        await there.picture("zalo-to-truong-vao", phone)
    return phone


async def an_election_is_declared(mai: Any) -> None:
    mai.says("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
    assert "trước: #4 (hạn 14/8)" in (await mai.hears("Kế hoạch nhắc theo đó")).text
    mai.says("đúng rồi")
    await mai.hears("Cơ quan chủ trì được nhắc")


async def the_officer_reports_undoes_and_reports_again(there: ZaloPlace, hanh: Any) -> None:
    morning = await heard(there, hanh, "Việc của đồng chí Hạnh, thứ Ba 9/6")
    assert "#16" in morning.text
    assert "\n1. " in morning.text
    await there.picture("zalo-can-bo-buoi-sang", hanh)
    photos = [photo(color, "a.jpg")["buffer"] for color in ("cadetblue", "tan", "thistle")]
    hanh.sends_photo(photos[0], "#16 đã tuyên truyền 2 buổi, 85 người dự")
    hanh.sends_photo(photos[1])
    hanh.sends_photo(photos[2])
    stored = await hanh.hears("Đã lưu báo cáo #16", timeout=20)
    assert "Minh chứng: 3 ảnh" in stored.text
    assert len([m for m in hanh.said if "Đã lưu báo cáo #16" in m.text]) == 1
    await there.picture("zalo-can-bo-da-luu", hanh)
    hanh.says("hoan tac")
    await hanh.hears("Đã hoàn tác báo cáo #16")
    hanh.says("16 xong, 2 buổi, 85 người dự")
    again = await hanh.hears("Tiến độ: đã xong")
    assert "3 ảnh" in again.text


async def the_group_leader_answers_1_and_sends_a_photo(there: ZaloPlace, tu: Any) -> None:
    reminded = await heard(there, tu, "Bác Tư ơi, phường nhắc việc của tổ 5")
    assert "chậm nhất thứ Sáu 12/6" in reminded.text
    assert "1. Xong rồi\n2. Chưa làm\n3. Cần phường giúp" in reminded.text
    await there.picture("zalo-to-truong-nhac-viec", tu)
    tu.says("1")
    await tu.hears("Đã lưu, cảm ơn bác Tư")
    tu.sends_photo(photo("khaki", "a.jpg")["buffer"])
    assert "1 ảnh" in (await tu.hears("Đã thêm 1 ảnh", timeout=20)).text
    await there.picture("zalo-to-truong-da-luu", tu)


async def the_silent_officer_is_escalated(there: ZaloPlace, phones: Phones) -> None:
    await heard(there, phones["Võ Thị Lan"], "quá hạn 6 ngày")
    head = await heard(there, phones["Bùi Thanh Hà"], "Báo cáo đồng chí Hà")
    assert "chưa có phản hồi" in head.text
    leadership = await heard(there, phones["Hoàng Minh Sơn"], "Báo cáo đồng chí Sơn")
    assert f"của {WORKS} quá hạn 7 ngày, đã nhắc" in leadership.text
    await there.picture("zalo-lanh-dao", phones["Hoàng Minh Sơn"])


async def the_summary_says_exactly_what_is_stored(there: ZaloPlace, mai: Any, son: Any) -> None:
    ward = await there.ward()
    async with there.app.store.read() as unit:
        opened = await unit.ward(ward.id).occurrences.opened(
            date(2026, 6, 19), since=date(2026, 1, 1)
        )
    late = sum(o.is_overdue(date(2026, 6, 19)) for o in opened)
    owed = sum(o.is_owed for o in opened)
    for phone in (mai, son):
        said = await heard(there, phone, "Tổng hợp tuần 15–19/6")
        assert f"✅ 2 xong · 🟢 {owed - late} đúng hạn · 🔴 {late} quá hạn" in said.text
        chart = next(m for m in reversed(phone.said) if m.kind == "photo")
        assert chart.picture is not None
        assert chart.picture.data is not None, "a black picture: its address does not answer"
        with Image.open(io.BytesIO(chart.picture.data)) as drawn:
            drawn.load()  # to its last line
            assert drawn.width >= 400
    await there.picture("zalo-dau-moi-tong-hop", mai, height=1240)


async def everything_was_sent_once_and_every_photo_is_kept(there: ZaloPlace) -> None:
    await settled(there.app.store)
    async with there.app.store.read() as unit:
        letters = await unit.outbox.in_states(Delivery, limit=10_000)
        evidence = await unit.ward((await there.ward()).id).evidence.some(range(1, 1000))
    # What is merely early is kept back and said by a later digest: the month's messages last longer.
    merged = [x for x in letters if (x.error or "").startswith("said in digest:")]
    assert {(x.kind, x.state) for x in merged} <= {("digest", Delivery.EXPIRED)}
    others = [x for x in letters if x not in merged]
    assert [(x.kind, x.state, x.error) for x in others if x.state is not Delivery.SENT] == []
    digests = [(x.person_id, x.due_at) for x in letters if x.kind == "digest"]
    assert digests
    assert len(digests) == len(set(digests))
    shown = [m for p in there.zalo.people for m in p.messages if not m.from_bot and m.picture]
    sent = {sha256(m.picture.data).hexdigest() for m in shown if m.picture and m.picture.data}
    assert len(evidence) == 4
    assert {e.sha256 for e in evidence} == sent


async def heard(there: ZaloPlace, phone: Any, words: str) -> Message:
    """Return the latest message of the bot that says this, waiting for it."""
    return await there.zalo.until(
        lambda: next((m for m in reversed(phone.said) if words in m.text), None),
        30,
        lambda: phone.screen().missing(words),
    )
