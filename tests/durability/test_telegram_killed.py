"""The whole product is killed under load on Telegram: nothing is lost, nothing is applied twice."""

import asyncio
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from data.domain.line import AT_ONCE
from data.domain.messages import Chat
from tests.durability.house import (
    House,
    check_what_came,
    found_house,
    kept_files,
    letters,
    number_in,
    queue,
    reported,
)
from tests.durability.telegram_processes import run_for_ever
from tests.telegram.emulator import TOKEN, Person, Telegram, emulator_in_thread

ACCOUNT = TOKEN.partition(":")[0]
KILLS = 50
"""Of each of the four tests."""


@dataclass(kw_only=True)
class TelegramHouse(House):
    """Hạnh reports over Telegram."""

    telegram: Telegram
    hanh: Person

    def speak(self) -> None:
        """Hạnh reports: words, and a picture with words."""
        number = len(self.said)
        self.said += [f"họp lần {number}", f"họp lần {number + 1}"]
        self.hanh.says(f"#7 {self.said[-2]}")
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), (number % 256, number // 256, 7)).save(picture, "PNG")
        self.hanh.sends_document(picture.getvalue(), "anh.png", caption=f"#7 {self.said[-1]}")


@pytest.fixture
def house(url: str, tmp_path: Path) -> Iterator[TelegramHouse]:
    """An office with one open task, and Hạnh linked on Telegram."""
    with emulator_in_thread(latency=0.005) as telegram:
        hanh = telegram.user("Lê Văn Hạnh", phone="0900000002")
        hanh.starts()
        cast = asyncio.run(found_house(url, Chat("telegram", ACCOUNT, str(hanh.id))))
        told = (telegram.url, telegram.token)
        folder = tmp_path / "house"
        yield TelegramHouse(url, folder, cast, run_for_ever, told, telegram=telegram, hanh=hanh)


def test_what_people_send_is_applied_once_whoever_is_killed(house: TelegramHouse) -> None:
    for _ in range(KILLS):
        house.speak()
        house.run_and_kill(within=0.4)
    house.finish()
    assert house.look(reported) == Counter(house.said)
    sizes = Counter(m.media.files[0].data for m in house.hanh.messages if m.media)
    kept = house.look(kept_files)
    assert len(kept) == len(sizes) == KILLS
    assert set(kept.values()) == {1}
    answers = Counter(x.key for x in house.look(letters) if x.kind == "reply")
    assert len(answers) == 1 + len(house.said), "the first was pressing Start"


PEOPLE, EACH = 40, 40


def test_what_is_sent_arrives_or_is_listed_whoever_is_killed(house: TelegramHouse) -> None:
    people = [house.telegram.user(f"Người {n}") for n in range(PEOPLE)]
    for person in people:
        person.starts()
    house.run_and_kill(within=0)
    chats = [Chat("telegram", ACCOUNT, str(person.id)) for person in people]
    house.look(lambda unit, ward_id: queue(unit, ward_id, chats, PEOPLE * EACH))
    for _ in range(KILLS):
        house.run_and_kill(within=0.15)
    house.finish()
    came = Counter(number_in(m.text) for p in people for m in p.messages if "tin số" in m.text)
    sent = {int(x.key): x for x in house.look(letters) if x.kind == "test"}
    assert len(sent) == PEOPLE * EACH
    check_what_came(came, sent, most_twice=KILLS * AT_ONCE)
