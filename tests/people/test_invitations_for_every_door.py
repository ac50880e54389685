"""What the lead office and the console are given to hand on: every way in that a ward has."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot import conversations
from bot.channels.web_chat.channel import WebChannel
from bot.cli.people import learn_names
from bot.dialog.engine import Dialog
from data.domain.ways_in import WaysIn
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts import people as words
from jobs.actions.invite import hash_of
from tests.cast import MONDAY, Cast
from tests.plans.stage import Stage

WEB = "https://nhacviec.example"
LOCAL = "http://127.0.0.1:8080"
BOT = "nhacviec_bot"
HEAD = "Thư mời của Lê Văn Hạnh, dùng một lần, đến 07:00 thứ Năm 18/6:"
TAIL = "Chỉ gửi riêng cho người này. Thư mời trước đó (nếu có) không dùng được nữa."


@pytest.mark.parametrize(
    ("ways", "lines"),
    [
        (
            WaysIn(WEB, BOT),
            (
                "Mở bằng Telegram: https://t.me/nhacviec_bot?start=CODE",
                "Hoặc bằng trình duyệt: https://nhacviec.example/moi/CODE",
            ),
        ),
        (WaysIn(LOCAL, BOT), ("Mở bằng Telegram: https://t.me/nhacviec_bot?start=CODE",)),
        (WaysIn(WEB), ("https://nhacviec.example/moi/CODE",)),
        (WaysIn(LOCAL), ("http://127.0.0.1:8080/moi/CODE",)),
    ],
)
async def test_the_office_gets_one_short_message_with_every_way_in(
    store: Store, files: EvidenceStore, cast: Cast, ways: WaysIn, lines: tuple[str, ...]
) -> None:
    stage, mai = Stage(store, files, MONDAY), cast.chat("Mai")
    stage.dialog = Dialog(
        store,
        {("web", "web"): WebChannel(store)},
        conversations.ALL,
        lambda: stage.now,
        files,
        ways.public_url,
        ways_in=lambda _ward: ways,
    )
    said = await stage.taps_value(mai, f"people:invite:{cast.people['Hạnh'].id}")
    code = said.split("start=" if ways.telegram else "/moi/")[1].split()[0]
    async with store.read() as unit:
        assert await unit.invitations.find(hash_of(code)) is not None
    text, _, buttons = said.replace(code, "CODE").rpartition("\n")
    assert text == "\n".join((HEAD, *lines, TAIL))
    assert buttons == "[Bước tiếp theo]"


def test_the_console_prints_one_line_for_one_way_and_a_line_for_each_of_two(cast: Cast) -> None:
    hanh = cast.people["Hạnh"]
    assert words.invitation_line(hanh, WaysIn(WEB), "CODE") == (
        "Lê Văn Hạnh: https://nhacviec.example/moi/CODE"
    )
    assert words.invitation_line(hanh, WaysIn(WEB, BOT), "CODE") == (
        "Lê Văn Hạnh:\n"
        "  Mở bằng Telegram: https://t.me/nhacviec_bot?start=CODE\n"
        "  Hoặc bằng trình duyệt: https://nhacviec.example/moi/CODE"
    )


@pytest.mark.parametrize(
    ("url", "is_public"),
    [
        *((WEB, True), ("http://10.0.0.5:8080", True)),
        *((LOCAL, False), ("http://localhost:1", False), ("http://[::1]:8080", False)),
        *(("http://0.0.0.0:8080", False), ("", False)),
    ],
)
def test_the_web_is_offered_where_a_phone_reaches_it_or_nothing_else_is_there(
    url: str, is_public: bool
) -> None:
    assert WaysIn(url, BOT).shows_web is WaysIn(url).has_public_web is is_public
    assert WaysIn(url).shows_web


def bot_that(get_me: Any) -> Any:
    client = SimpleNamespace(bot=SimpleNamespace(get_me=get_me))
    return SimpleNamespace(client=client, channel=SimpleNamespace(username=None))


async def test_the_console_asks_a_bot_its_name_and_goes_on_without_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def answers() -> Any:
        return SimpleNamespace(username="nhacviec_bot")

    async def fails() -> Any:
        raise OSError("no network, and a token: 123:AA")

    silent, speaking = bot_that(fails), bot_that(answers)
    await learn_names([silent, speaking])
    assert (silent.channel.username, speaking.channel.username) == (None, "nhacviec_bot")
    said = capsys.readouterr()
    assert said.err == words.no_bot_name() + "\n"
    assert said.out == ""
