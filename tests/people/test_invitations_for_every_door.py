"""What the lead office and the console are given to hand on: every way in that a ward has."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from bot import conversations
from bot.app import open_app
from bot.channels.web_chat.channel import WebChannel
from bot.cli.people import learn_names
from bot.dialog.engine import Dialog
from bot.settings import Settings
from data.domain.tokens import hash_of
from data.domain.ways_in import WaysIn, ZaloDoor
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts import people as words
from tests.cast import MONDAY, Cast
from tests.plans.stage import Stage
from tests.zalo.bot_emulator import zalo_bot

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


class Bot:
    def __init__(self, name: str | None) -> None:
        self.channel, self.name = SimpleNamespace(name="telegram", username=None), name

    async def introduce(self) -> None:
        if self.name is None:
            raise OSError("no network, and a token: 123:AA")
        self.channel.username = self.name


async def test_the_console_learns_the_name_of_a_zalo_bot_from_zalo(tmp_path: Path) -> None:
    async with zalo_bot() as zalo:
        token = SecretStr(zalo.token)
        settings = Settings(data_dir=tmp_path, zalo_bot_token=token, zalo_bot_api=zalo.url)
        async with open_app(settings) as app:
            assert app.ways_in(1).zalo == ZaloDoor("")
            await learn_names(app.zalo_bots.accounts)
            assert app.ways_in(1).zalo == ZaloDoor("Bot Nhắc Việc")


async def test_the_console_asks_a_bot_its_name_and_goes_on_without_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent, speaking = Bot(None), Bot("nhacviec_bot")
    await learn_names([silent, speaking])  # type: ignore[list-item]
    assert (silent.channel.username, speaking.channel.username) == (None, "nhacviec_bot")
    said = capsys.readouterr()
    assert said.err == words.no_bot_name("Telegram") + "\n"
    assert said.out == ""
