"""Coming in, with the real engine around it: what is said before, then and after."""

from dataclasses import replace
from typing import Any

from bot.conversations import ALL
from bot.dialog import Dialog
from data.domain.messages import Chat, Contact, Delivery, IncomingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.invite import invite
from tests.cast import MONDAY, Cast, found
from tests.dialog.test_messenger import ACCOUNT, Messenger

HANH = "+84900000002"


class Door(Messenger):
    """A messenger that takes invitations; a contact in its updates is one's own number."""

    def read(self, raw: dict[str, Any], *about: Any) -> IncomingMessage:
        shared = raw.get("contact")
        said = super().read({k: v for k, v in raw.items() if k != "contact"}, *about)
        return replace(said, contact=Contact(shared, is_own=True) if shared else None)


class Talk:
    """One chat of a messenger that takes invitations."""

    def __init__(self, store: Store, files: EvidenceStore) -> None:
        self.store, self.chat, self.seen, self.sent = store, Chat(*ACCOUNT, "42"), 0, 0
        channels = {ACCOUNT: Door(takes_invitations=True)}
        self.dialog = Dialog(store, channels, ALL, lambda: MONDAY, files, "https://nhacviec.test")

    async def says(self, text: str = "", **raw: object) -> list[str]:
        self.sent += 1
        await self.dialog.receive(self.chat, f"u{self.sent}", {"text": text, **raw})
        await self.dialog.drain()
        async with self.store.read() as unit:
            letters = await unit.outbox.in_states(Delivery, limit=1000)
        new = [x for x in reversed(letters) if x.chat == self.chat and x.id > self.seen]
        self.seen = max((x.id for x in new), default=self.seen)
        return [x.message.text for x in new]


async def code_for(store: Store, cast: Cast, name: str) -> str:
    async with store.write() as unit:
        made = await invite(unit, cast.ward, cast.people[name].id, MONDAY, "console")
    return made.code


async def test_a_stranger_comes_in_and_is_at_work(store: Store, files: EvidenceStore) -> None:
    cast = await found(store, linked=False)
    talk = Talk(store, files)
    assert (await talk.says("/start"))[0].startswith("Đây là kênh nội bộ.")
    assert await talk.says("việc") == []
    code = await code_for(store, cast, "Hạnh")
    assert (await talk.says(f"/start {code}"))[0].startswith("Chào đồng chí Hạnh.")
    assert (await talk.says("việc"))[0].startswith("Để chắc chắn đúng người")
    confirmed, welcome = await talk.says(contact=HANH)
    assert confirmed == "Đã xác nhận số điện thoại của đồng chí Hạnh."
    assert welcome.startswith("Chào đồng chí Hạnh. Phường Hòa Bình sẽ nhắc việc")
    # the same keys pressed twice, then ordinary talk
    (again,) = await talk.says(contact=HANH)
    assert again.startswith("Đồng chí đã vào kênh nhắc việc")
    (again,) = await talk.says(f"/start {code}")
    assert again.startswith("Đồng chí đã vào kênh nhắc việc")
    (work,) = await talk.says("việc")
    assert "Để chắc chắn" not in work
    (guide,) = await talk.says("/start")
    assert guide.startswith("Chào đồng chí Hạnh. Đây là kênh nhắc việc")


async def test_a_stranger_who_guesses_is_silenced_and_never_in(
    store: Store, files: EvidenceStore
) -> None:
    await found(store, linked=False)
    talk = Talk(store, files)
    heard = [await talk.says(f"/start guess{n}") for n in range(8)]
    assert [len(x) for x in heard] == [1] * 5 + [0] * 3
    async with store.read() as unit:
        assert await unit.links.behind(talk.chat) is None
