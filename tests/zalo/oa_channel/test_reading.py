"""Events as our messages: real pushes of the imitated service, and nonsense."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.quiet import QuietError
from bot.channels.zalo_oa.address import arrived, interacts, is_for_us
from bot.channels.zalo_oa.bursts import Bursts
from bot.channels.zalo_oa.buttons import buttons_of, choice_in
from bot.channels.zalo_oa.reading import Envelope, read
from bot.channels.zalo_oa.webhook import Signer, accept
from data.domain.messages import Chat, ChatEvent, ChatNotice, Choice, Incoming, IncomingMessage
from tests.zalo.oa_emulator import ZaloOA
from tests.zalo.strangers import PUBLIC, Hall, hall, photo

CAME = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ACCOUNT = "2491303894466271543"


class Ear:
    """Reads what the service pushed, as the hook does."""

    def __init__(self, oa: ZaloOA, there: Hall) -> None:
        self.oa, self.there = oa, there
        self.bursts = Bursts()
        self.heard = 0

    async def events(self) -> list[dict[str, Any]]:
        """Return what came since, its signatures checked."""
        await self.oa.rests()
        signer = Signer(self.oa.app_id, self.oa.oa_secret)
        new, self.heard = self.there.got[self.heard :], len(self.there.got)
        events = [accept(got.headers, got.body, signer) for got in new]
        assert all(isinstance(event, dict) for event in events)
        return events

    async def read(self, **how: Any) -> list[Incoming]:
        """Return what came since, read."""
        kept = [e for e in await self.events() if is_for_us(e, self.oa.oa_id, groups=True)]
        return [self.one(event, **how) for event in kept]

    def one(self, event: dict[str, Any]) -> Incoming:
        came = self.bursts.tie(arrived(event, self.oa.oa_id))
        now = datetime.fromtimestamp(self.oa.clock.now(), UTC)
        said = read(came.raw, Envelope(came.chat, came.external_id, now), 10**8)
        if isinstance(said, IncomingMessage):
            assert said.album == came.album
        return said


@pytest.fixture(params=["body", "header"])
async def ear(request: pytest.FixtureRequest, oa: ZaloOA) -> AsyncIterator[Ear]:
    oa.switches.mac_timestamp = request.param
    async with hall() as there:
        oa.reroute(PUBLIC, there.url)
        assert (await oa.saves_webhook(f"{PUBLIC}/zalo/oa").done()).ok
        there.got.clear()
        yield Ear(oa, there)


async def test_words_and_when(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    said = tu.says("xong 12")
    (message,) = await ear.read()
    assert isinstance(message, IncomingMessage)
    assert (message.text, message.choice, message.files) == ("xong 12", None, ())
    assert message.chat == Chat("zalo_oa", oa.oa_id, tu.id)
    assert message.external_id == message.message_id == said.id
    assert abs(message.sent_at - datetime.fromtimestamp(oa.clock.now(), UTC)) < timedelta(seconds=9)


async def test_what_is_quoted(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    first = tu.says("một")
    tu.says("hai", reply_to=first)
    _, message = await ear.read()
    assert message.reply_to == first.id
    oa.switches.quotes = False
    tu.says("ba", reply_to=first)
    (message,) = await ear.read()
    assert message.reply_to is None


async def test_files_of_every_kind(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    tu.sends_photo(photo(), "niêm yết")
    tu.sends_file("Biên bản.pdf", b"%PDF-1.7")
    tu.sends_video(b"video")
    tu.sends_voice()
    tu.sends_sticker()
    image, file, video, voice, sticker = await ear.read()
    assert image.text == "niêm yết"
    assert (image.files[0].is_compressed, image.files[0].mime) == (True, "image/jpeg")
    assert image.files[0].name.startswith("anh-")
    assert image.files[0].ref.startswith("http://")
    assert (file.files[0].name, file.files[0].size) == ("Biên bản.pdf", 8)
    assert not file.files[0].is_compressed
    assert video.files[0].mime == "video/mp4"
    assert voice.files[0].mime == "audio/aac"
    assert (sticker.text, sticker.files) == ("", ())


@pytest.mark.parametrize("album", ["events", "one_event"])
async def test_an_album_is_one_whatever_it_comes_as(album: Any, ear: Ear, oa: ZaloOA) -> None:
    oa.switches.album = album
    tu = oa.user("Nguyễn Văn Tư")
    tu.sends_photos(photo(), photo(300, 300), photo(400, 300), caption="niêm yết")
    came = await ear.read()
    assert sum(len(m.files) for m in came) == 3
    assert len({m.album for m in came}) == 1
    assert len({f.ref for m in came for f in m.files}) == 3
    tu.says("xong")
    tu.sends_photo(photo())
    _, later = await ear.read()
    assert later.album not in {m.album for m in came}


async def test_a_place(ear: Ear, oa: ZaloOA) -> None:
    oa.user("Nguyễn Văn Tư").sends_location(10.5, 106.25)
    (message,) = await ear.read()
    assert (message.place.latitude, message.place.longitude) == (10.5, 106.25)


async def test_following_and_leaving(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    tu.follows()
    tu.unfollows()
    came = await ear.read()
    chat = Chat("zalo_oa", oa.oa_id, tu.id)
    assert came == [
        ChatNotice(chat, ChatEvent.UNBLOCKED),
        ChatNotice(chat, ChatEvent.BLOCKED),
    ]


async def test_echoes_and_receipts_are_nobodys_message(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    oa.echo("oa_send_text", tu.id, {"msg_id": "1", "text": "Nhắc"})
    tu.reads()
    oa.tell_of(tu, "user_received_message", {"msg_id": "1"})
    events = await ear.events()
    assert len(events) == 3
    assert not [e for e in events if is_for_us(e, oa.oa_id, groups=True) or interacts(e)]


async def test_groups_are_heard_only_when_that_is_wanted(ear: Ear, oa: ZaloOA) -> None:
    tu = oa.user("Nguyễn Văn Tư")
    group = oa.group("Tổ 5", [tu])
    tu.says("chào cả nhà", to=group)
    tu.says("/donvi", to=group)
    made, small, command = await ear.events()
    assert not is_for_us(small, oa.oa_id, groups=False)
    assert not is_for_us(made, oa.oa_id, groups=False)
    assert not is_for_us(made | {"oa_id": "999"}, oa.oa_id, groups=True)
    there = Chat("zalo_oa", oa.oa_id, f"g:{group.id}")
    assert is_for_us(made, oa.oa_id, groups=True)
    assert ear.one(made) == ChatNotice(there, ChatEvent.JOINED)
    assert ear.one(made | {"group_name": "Tổ 5"}) == ChatNotice(
        there, ChatEvent.JOINED, title="Tổ 5"
    )
    assert interacts(small)  # a message in a group opens the window too
    with pytest.raises(QuietError):
        ear.one(small)
    said = ear.one(command)
    assert said.group == there
    assert said.chat.chat == tu.id


def event(text: str, **more: Any) -> dict[str, Any]:
    message = {"text": text, "msg_id": "m1"} | more
    return {
        "event_name": "user_send_text",
        "sender": {"id": "77"},
        "recipient": {"id": ACCOUNT},
        "message": message,
        "timestamp": "1699003881354",
    }


def reads(raw: Any) -> Incoming:
    came = arrived(raw, ACCOUNT)
    return read(came.raw, Envelope(came.chat, came.external_id, CAME), 10**8)


CLICKS: list[tuple[str, str, str | None, str]] = [
    ("our button", "nv:report:done:12", "report:done:12", ""),
    ("its JSON", '{"content":"nv:report:done:12"}', "report:done:12", ""),
    ("a number", "1", None, "1"),
    ("words like a choice", "report:done:12", None, "report:done:12"),
    ("a time", "nv: 8:30", None, "nv: 8:30"),
    ("another's JSON", '{"content":"A"}', None, "A"),
    ("JSON of something", '{"a":1}', None, '{"a":1}'),
    ("broken JSON", '{"content":', None, '{"content":'),
    ("no ASCII", "nv:đã xong", None, "nv:đã xong"),
    ("too long", "nv:" + "a" * 65, None, "nv:" + "a" * 65),
]


@pytest.mark.parametrize(
    ("said", "choice", "text"), [c[1:] for c in CLICKS], ids=[c[0] for c in CLICKS]
)
def test_clicks_and_words(said: str, choice: str | None, text: str) -> None:
    message = reads(event(said))
    assert (message.choice, message.text) == (choice, text)


@given(st.from_regex(r"[a-z]{1,10}(:[a-z0-9]{1,8}){1,4}", fullmatch=True))
def test_every_choice_comes_back(value: str) -> None:
    (button,) = buttons_of([Choice("Xong", value)])
    payload = button["payload"]
    assert choice_in(payload) == choice_in(json.dumps({"content": payload})) == value


def test_a_form_that_somebody_filled_in() -> None:
    raw = event("") | {"event_name": "user_submit_info"}
    raw["info"] = {"name": "Tư", "phone": "84900000005"}
    message = reads(raw)
    assert (message.contact.phone, message.contact.is_own) == ("84900000005", False)
    assert message.sender_name == "Tư"


def test_a_link_is_words() -> None:
    link = {"type": "link", "payload": {"url": "https://a.vn/1", "title": "A"}}
    assert reads(event("xem", attachments=[link])).text == "xem\nhttps://a.vn/1"


def test_a_retry_and_an_event_without_an_id_are_the_same_as_before() -> None:
    follow = {"event_name": "follow", "follower": {"id": "5"}, "timestamp": "1", "oa_id": ACCOUNT}
    ids = {
        arrived(dict(e), ACCOUNT).external_id
        for e in (follow, follow, {**follow, "timestamp": "2"})
    }
    assert len(ids) == 2
    assert arrived(event("a"), ACCOUNT).external_id == "m1"


BAD: list[Any] = [
    {},
    {"event_name": "user_send_text"},
    event("a") | {"sender": None},
    event("a") | {"message": None},
    event("a") | {"message": []},
    event(7),  # type: ignore[arg-type]
    event("", attachments=[{"type": "image"}]),
    event("", attachments=[{"type": "image", "payload": {"url": 7}}]),
    event("", attachments=[{"type": "location", "payload": {"coordinates": {"latitude": "x"}}}]),
]


@pytest.mark.parametrize("raw", BAD)
def test_nonsense_is_a_value_error(raw: Any) -> None:
    with pytest.raises((ValueError, QuietError)):
        reads(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


EVENTS = ["user_send_text", "user_send_image", "user_send_group_text", "follow", "unfollow", ""]


@given(JSON, JSON, JSON, st.sampled_from(EVENTS))
def test_whatever_comes_belongs_to_who_sent_it_or_to_nobody(
    sender: Any, message: Any, at: Any, name: str
) -> None:
    raw = {"event_name": name, "sender": sender, "message": message, "timestamp": at}
    came = Bursts().tie(arrived(raw, ACCOUNT))
    number = sender.get("id") if isinstance(sender, dict) else None
    assert came.chat in (Chat("zalo_oa", ACCOUNT, str(number)), Chat("zalo_oa", ACCOUNT, ""))
    assert came.external_id == arrived(dict(raw), ACCOUNT).external_id != ""
    assert not interacts(raw) or name.startswith("user_send_")
    try:
        said = read(came.raw, Envelope(came.chat, came.external_id, CAME), 10**8)
    except (ValueError, QuietError):
        return
    assert isinstance(said, IncomingMessage)
    assert said.chat.chat == str(number)
    assert (said.text, said.choice) in [(message.get("text") or "", None), ("", said.choice)]
    assert said.sent_at.tzinfo is not None
    assert said.files == ()  # no random attachment has an address


IDS = st.text("0123456789", min_size=5, max_size=20)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


WORDS = st.text(min_size=1).filter(lambda t: not t.startswith("{"))


@given(IDS, WORDS, MOMENTS)
def test_what_somebody_wrote_comes_out_as_they_wrote_it(
    sender: str, text: str, at: datetime
) -> None:
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    stamp = str(round(at.timestamp() * 1000))
    raw = event(text) | {"sender": {"id": sender}, "timestamp": stamp}
    came = arrived(raw, ACCOUNT)
    said = read(raw, Envelope(came.chat, came.external_id, CAME), 10**8)
    assert isinstance(said, IncomingMessage)
    assert (said.chat.chat, said.sent_at, said.files) == (sender, at, ())
    is_tap = text.strip().startswith("nv:")
    assert said.text == ("" if said.choice else text)
    assert said.choice is None or is_tap


def test_another_accounts_events_are_not_ours() -> None:
    assert is_for_us(event("a"), ACCOUNT, groups=False)
    assert not is_for_us(event("a") | {"recipient": {"id": "999"}}, ACCOUNT, groups=False)
