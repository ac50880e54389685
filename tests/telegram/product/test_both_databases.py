"""The main path on Telegram, on SQLite and on a real PostgreSQL."""

from pathlib import Path

from data.clock import MovableClock
from data.domain.messages import Delivery
from tests.store.conftest import url  # noqa: F401 - fixtures
from tests.telegram.emulator import Telegram, accepted_then_dropped
from tests.telegram.product.office import Office, pictures


async def test_the_main_path_is_the_same_on_both(
    url: str,  # noqa: F811
    telegram: Telegram,
    tmp_path: Path,
    clock: MovableClock,
) -> None:
    office = Office(telegram, tmp_path / "var", clock, url)
    async with office.runs():
        hanh, tu, mai = [await office.phone(name) for name in ("Hạnh", "Tư", "Mai")]
        group = telegram.group("Tổ dân phố 5", [tu])
        group.adds(by=tu)
        await group.hears("Từ nay phường nhắc việc của Tổ dân phố 5")
        telegram.fault(accepted_then_dropped(), "sendMessage", chat=hanh)
        await office.until("2026-06-16 07:31")
        await hanh.hears("Việc của đồng chí Hạnh")
        posted = await group.hears("Phường nhắc việc của tổ 5")
        said = tu.says("đã niêm yết xong", to=group, reply_to=posted)
        await telegram.until(lambda: said.reaction)
        office.passes(minutes=1)
        await hanh.hears("Gửi lại", 20)
        album = hanh.sends_album(pictures(3), caption="#20 đã họp 1 buổi, 85 người dự")
        card = await hanh.hears("Đã lưu báo cáo #20")
        hanh.edits(album.messages[0], "#20 đã họp 1 buổi, 95 người dự")
        assert (await hanh.hears("95 người dự")).id == card.id
    async with office.runs():
        hanh.taps("Hoàn tác")
        await hanh.hears("Đã hoàn tác báo cáo #20")
        tu.blocks()
        await mai.hears("0900000005")
        mai.says("/suco")
        await mai.hears("người chưa liên lạc được")
        await telegram.rests()
        assert {x.state for x in await office.letters()} <= {Delivery.SENT, Delivery.UNLINKED}
        assert all(e.sha256 for e in await office.evidence())
