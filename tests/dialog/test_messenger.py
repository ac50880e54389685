"""What the engine does for a messenger: albums, files from elsewhere, quotes, cards, groups."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from bot.channels.base import Arrived
from bot.conversations import ALL
from bot.conversations.base import Conversation, Reply, Turn
from bot.dialog import Dialog
from data.domain.line import Line
from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    FileRef,
    IncomingMessage,
    Lane,
    Letter,
    Limits,
    OutgoingMessage,
)
from data.errors import SendError, SendFailure
from tests.dialog.conftest import Stage

ACCOUNT = ("messenger", "one")
MINE = Chat(*ACCOUNT, "42")
GROUP = Chat(*ACCOUNT, "-7")
LIMITS = Limits(4000, has_buttons=True, has_edits=True, largest_file=10**7)
ALBUM_QUIET = timedelta(seconds=LIMITS.album_quiet)


@dataclass
class Messenger:
    """A channel with buttons and edits whose updates are dicts of our own fields."""

    name: str = "messenger"
    account: str = "one"
    resends_safely: bool = False
    takes_invitations: bool = False
    quota: None = None
    wards: frozenset[int] | None = None
    line: Line = field(default_factory=Line)
    limits: Limits = LIMITS

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> IncomingMessage:
        files = tuple(
            FileRef(f"{ref}.jpg", ref, 999, "image/jpeg") for ref in raw.get("photos", ())
        )
        rest = {k: v for k, v in raw.items() if k not in {"photos", "text", "choice", "group"}}
        group = Chat(*ACCOUNT, raw["group"]) if "group" in raw else None
        return IncomingMessage(
            chat,
            external_id,
            raw.get("text", ""),
            raw.get("choice"),
            files,
            received_at,
            received_at,
            group=group,
            **rest,
        )

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
        return str(letter.id)


class Photos:
    """The messenger's files: one picture for each reference."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        self.asked.append(ref)
        if ref == "gone":
            raise SendError(SendFailure.UNREACHABLE)
        if ref == "slow":
            await asyncio.sleep(3600)
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), (0, 0, sum(ref.encode()) % 256)).save(picture, "JPEG")
        yield picture.getvalue()


@dataclass
class Phone:
    """Hạnh on the messenger."""

    stage: Stage
    dialog: Dialog
    photos: Photos
    sent: int = 0

    async def sends(self, chat: Chat = MINE, album: str | None = None, **raw: Any) -> int:
        self.sent += 1
        inbox_id = await self.dialog.receive(chat, f"u{self.sent}", raw, album)
        assert inbox_id is not None
        return inbox_id

    async def says(self, **raw: Any) -> str:
        inbox_id = await self.sends(**raw)
        await self.dialog.drain()
        return (await self.stage.answer_to(inbox_id)).text

    async def letters(self) -> list[Letter]:
        async with self.stage.store.read() as unit:
            found = await unit.outbox.in_states(Delivery)
        return [x for x in reversed(found) if x.chat.channel == "messenger"]

    async def shows(self) -> None:
        """Everything queued is on the screen, under its own number."""
        async with self.stage.store.write() as unit:
            for lane in Lane:
                mine = (MINE.channel, MINE.account)
                for letter in await unit.deliveries.claim(mine, lane, self.stage.now, limit=100):
                    shown = letter.edits or str(letter.id)
                    await unit.deliveries.mark_sent(letter.id, shown, self.stage.now)


@pytest.fixture
async def phone(stage: Stage) -> Phone:
    async with stage.store.write() as unit:
        person = stage.cast.people["Hạnh"]
        await unit.links.add(stage.cast.ward.id, person.id, MINE, stage.now)
    photos = Photos()
    dialog = Dialog(
        stage.store,
        {ACCOUNT: Messenger()},
        ALL,
        lambda: stage.now,
        stage.files,
        "",
        fetchers={ACCOUNT: photos},
    )
    return Phone(stage, dialog, photos)


async def test_an_album_is_one_report_answered_once(phone: Phone) -> None:
    first = await phone.sends(text="#7 xong", photos=["p1"], album="a")
    phone.stage.later(seconds=1)
    others = [await phone.sends(photos=[p], album="a") for p in ("p2", "p3")]
    assert await phone.dialog.drain() == 0, "the album is still growing"
    phone.stage.now += ALBUM_QUIET
    assert await phone.dialog.drain() == 1
    assert "Minh chứng: 3 ảnh" in (await phone.stage.answer_to(first)).text
    assert [(await phone.stage.answer_to(o)).texts for o in others] == [(), ()]
    assert await phone.stage.evidence_of(7) == 3


async def test_what_follows_an_album_waits_for_it_and_other_chats_do_not(phone: Phone) -> None:
    await phone.sends(text="#7 xong", photos=["p1"], album="a")
    await phone.sends(text="#12 xong")
    await phone.stage.says("Tư", "xong")
    assert await phone.dialog.drain() == 0
    phone.stage.now += ALBUM_QUIET
    assert await phone.dialog.drain() == 2
    spoken = [x.message.text.split(" (")[0].split(",")[0] for x in await phone.letters()]
    assert spoken == ["Đã lưu báo cáo #7", "Đã lưu báo cáo #12"]


async def test_a_running_dialog_answers_when_the_album_is_whole(phone: Phone) -> None:
    phone.stage.now -= ALBUM_QUIET
    inbox_id = await phone.sends(text="#7 xong", photos=["p1"], album="a")
    answered = asyncio.Event()
    phone.stage.store.mail_waits.append(lambda *_: answered.set())
    running = asyncio.create_task(phone.dialog.run())
    phone.stage.now += ALBUM_QUIET
    await asyncio.wait_for(answered.wait(), 10)
    running.cancel()
    assert "Minh chứng: 1 ảnh" in (await phone.stage.answer_to(inbox_id)).text


async def test_files_are_here_before_their_report_is_called_stored(phone: Phone) -> None:
    said = await phone.says(text="#7 xong", photos=["p1", "p2"])
    assert "Minh chứng: 2 ảnh" in said
    assert "đang tải về" not in said


async def test_what_cannot_be_brought_now_is_called_on_its_way(phone: Phone) -> None:
    said = await phone.says(text="#7 xong", photos=["p1", "gone"])
    assert "2 ảnh (1 tệp đang tải về)" in said


async def test_nobody_waits_long_for_a_slow_file(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dialog.arrivals.LONGEST", 0.05)
    assert "đang tải về" in await phone.says(text="#7 xong", photos=["slow"])


async def test_the_files_of_strangers_are_not_fetched(phone: Phone) -> None:
    await phone.sends(chat=Chat(*ACCOUNT, "666"), photos=["p1"])
    await phone.dialog.drain()
    assert phone.photos.asked == []


async def test_updates_taken_in_together_are_each_taken_once(phone: Phone) -> None:
    updates = [Arrived(MINE, f"x{n}", {"text": "việc"}) for n in (1, 2, 1)]
    ids = await phone.dialog.receive_all(updates)
    assert [i is None for i in ids] == [False, False, True]
    assert await phone.dialog.drain() == 2


async def test_one_who_quotes_an_old_question_answers_that_one(phone: Phone) -> None:
    await phone.says(text="việc")
    await phone.shows()
    listed = (await phone.letters())[-1]
    await phone.says(text="giúp")
    said = await phone.says(text="2", reply_to=listed.external_id)
    second = listed.message.choices[1]
    occurrence = int(second.value.rsplit(":", 1)[1])
    async with phone.stage.store.read() as unit:
        work = unit.ward(phone.stage.cast.ward.id)
        found = await work.occurrences.get(occurrence)
        assert found is not None
        task = await work.tasks.get(found.task_id)
    assert task is not None
    assert f"#{task.code} " in said


async def _card(turn: Turn) -> Reply | None:
    return Reply((OutgoingMessage("bước 1", (Choice("Tiếp", "card:next"),), card="c:1"),))


async def _next(turn: Turn, verb: str, _arguments: Any) -> Reply | None:
    card = "c:1" if verb == "next" else "c:2"
    return Reply((OutgoingMessage(f"bước {verb}", (Choice("Khác", "card:other"),), card=card),))


@pytest.fixture
async def cards(phone: Phone) -> Phone:
    conversation = Conversation(name="card", tap=_next, commands=("thẻ",), open=_card)
    phone.dialog = Dialog(
        phone.stage.store,
        {ACCOUNT: Messenger()},
        [conversation, *ALL],
        lambda: phone.stage.now,
        phone.stage.files,
        "",
    )
    return phone


async def test_a_tap_turns_its_card_into_the_next_state(cards: Phone) -> None:
    await cards.says(text="thẻ")
    await cards.shows()
    (first,) = await cards.letters()
    await cards.says(choice="card:next", tapped=first.external_id)
    await cards.shows()
    (_, second) = await cards.letters()
    assert second.edits == first.external_id
    await cards.says(choice="card:next", tapped=first.external_id)
    assert (await cards.letters())[-1].edits == first.external_id


async def test_a_tap_that_leads_elsewhere_is_answered_below(cards: Phone) -> None:
    await cards.says(text="thẻ")
    await cards.shows()
    (first,) = await cards.letters()
    await cards.says(choice="card:other", tapped=first.external_id)
    assert (await cards.letters())[-1].edits is None


async def test_what_is_typed_is_answered_below(cards: Phone) -> None:
    await cards.says(text="thẻ")
    await cards.shows()
    await cards.says(text="thẻ")
    assert (await cards.letters())[-1].edits is None


async def test_an_edit_waits_until_its_card_is_shown(cards: Phone) -> None:
    await cards.says(text="thẻ")
    await cards.shows()
    (first,) = await cards.letters()
    async with cards.stage.store.write() as unit:
        for number in (1, 2):
            await unit.outbox.add(
                f"e{number}",
                MINE,
                OutgoingMessage(f"bước {number}"),
                kind="reply",
                lane=Lane.ANSWER,
                now=cards.stage.now,
                edits_id=first.id + number - 1,
            )
    async with cards.stage.store.write() as unit:
        mine = (MINE.channel, MINE.account)
        claimed = await unit.deliveries.claim(mine, Lane.ANSWER, cards.stage.now)
    assert [x.key for x in claimed] == ["e1"], "what e2 edits is not on the screen yet"


async def test_in_a_group_the_answer_is_private_and_the_group_sees_a_sign(phone: Phone) -> None:
    said = await phone.says(text="#7 xong", group=GROUP.chat, message_id="99")
    assert said.startswith("Đã lưu báo cáo #7")
    private, sign = await phone.letters()
    assert private.chat == MINE
    assert (sign.chat, sign.message.text, sign.message.reacts_to) == (GROUP, "👍", "99")


async def test_what_is_not_stored_leaves_no_sign_in_the_group(phone: Phone) -> None:
    await phone.says(text="việc", group=GROUP.chat, message_id="99")
    assert [x.chat for x in await phone.letters()] == [MINE]
