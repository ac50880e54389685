"""GMF groups and template messages: both off unless somebody switches them on."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.channels.zalo_oa.templates import (
    LONGEST_FIELD,
    ZaloTemplates,
    international,
    night_left,
    shortened,
)
from data.domain.messages import Choice, OutgoingMessage
from data.domain.window import NO_MONEY, OUTSIDE_WINDOW
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import at
from tests.zalo.oa_channel.bench import Bench, benched, letter_to
from tests.zalo.oa_emulator import Person, ZaloOA

F = SendFailure


async def test_a_group_is_not_written_to_unless_that_is_set(
    bench: Bench, oa: ZaloOA, tu: Person
) -> None:
    group = oa.group("Tổ 5", [tu])
    with pytest.raises(SendError) as caught:
        await bench.send(f"g:{group.id}")
    assert (caught.value.failure, caught.value.detail) == (F.REFUSED, OUTSIDE_WINDOW)


async def test_a_group(oa: ZaloOA, store: Store, files: EvidenceStore, tu: Person) -> None:
    group = oa.group("Tổ 5", [tu])
    async with benched(oa, store, files, groups=True) as bench:
        await bench.send(f"g:{group.id}", "Mai họp tổ:", choices=(Choice("Dự", "a:b"),))
        assert group.messages[-1].text == "Mai họp tổ:\n1. Dự"
        oa.switches.group_files = False
        file = await bench.keep(b"%PDF-1.7", "a.pdf", "application/pdf")
        await bench.send(f"g:{group.id}", "", files=(file,))
        assert "không gửi được qua Zalo" in group.messages[-1].text
        for change in ({"expired": True}, {"has_oa": False}):
            vars(group).update(change)
            with pytest.raises(SendError) as caught:
                await bench.send(f"g:{group.id}")
            assert caught.value.failure is F.RECIPIENT_GONE
        oa.gmf = False
        with pytest.raises(SendError) as caught:
            await bench.send(f"g:{group.id}")
        assert caught.value.failure is F.RECIPIENT_GONE  # and not the whole account


async def sent(bench: Bench, to: str, now: datetime, text: str = "Việc 12 hạn mai") -> str:
    letter = letter_to(to, OutgoingMessage(text), bench.account.settings.account)
    letter = replace(letter, chat=replace(letter.chat, channel="zalo_zbs"))
    assert bench.account.templates is not None
    return await bench.account.templates.send(letter, now)


async def test_no_template_is_sent_unless_that_is_set(bench: Bench) -> None:
    assert bench.account.templates is None


async def test_a_template_reaches_who_never_wrote(
    oa: ZaloOA, store: Store, files: EvidenceStore
) -> None:
    oa.night_ban = False
    oa.approves("77", "noi_dung", price=120)
    lan = oa.user("Võ Thị Lan", "0900000004", follows=False)
    day = at("2026-11-25 09:00")
    async with benched(oa, store, files, template=("77", "noi_dung")) as bench:
        number = await sent(bench, "0900 000 004", bench.now.replace(hour=3))
        assert (lan.last.id, "Việc 12 hạn mai" in lan.last.text) == (number, True)
        assert [c.price for c in oa.till.charges] == [120]
        lan.takes_templates = False
        assert await _failure(bench, "0900000004") is F.RECIPIENT_GONE
        assert await _failure(bench, "0911111111") is F.RECIPIENT_GONE
        assert await _failure(bench, "12") is F.RECIPIENT_GONE
        lan.takes_templates, oa.till.balance = True, 0
        with pytest.raises(SendError) as caught:
            await sent(bench, "0900000004", bench.now.replace(hour=3))
        assert caught.value.detail == NO_MONEY
        oa.desk.expires()
        oa.till.balance = 1000
        await sent(bench, "0900000004", bench.now.replace(hour=3))  # -124, renewed
        with pytest.raises(SendError) as caught:
            await sent(bench, "0900000004", at("2026-11-25 22:30"))
        assert (caught.value.failure, caught.value.retry_after) == (F.THROTTLED, 7.5 * 3600 + 60)
    assert night_left(day) is None
    assert oa.violations == []


async def _failure(bench: Bench, phone: str) -> SendFailure:
    with pytest.raises(SendError) as caught:
        await sent(bench, phone, bench.now.replace(hour=3))
    return caught.value.failure


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("0900000004", "84900000004"),
        ("+84 900 000 004", "84900000004"),
        ("", None),
        ("900000004", None),
        ("02583123456789", None),
    ],
)
def test_a_number_as_the_service_wants_it(phone: str, written: str | None) -> None:
    assert international(phone) == written


def test_a_parameter_is_one_short_line() -> None:
    text = shortened("Việc 12\nhạn mai. " * 40)
    assert len(text) <= LONGEST_FIELD
    assert "\n" not in text
    assert text.endswith("…")
    assert shortened("Việc 12\nhạn mai") == "Việc 12 hạn mai"


def test_night() -> None:
    assert night_left(at("2026-11-25 05:59")) == 120
    assert night_left(at("2026-11-25 06:00")) is None
    assert night_left(at("2026-11-25 21:59")) is None
    assert night_left(at("2026-11-25 22:00")) == timedelta(hours=8).total_seconds() + 60
    assert ZaloTemplates.name == "zalo_zbs"
