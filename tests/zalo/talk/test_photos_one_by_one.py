"""Photos come one by one, before their words or after them: one report, one answer."""

from datetime import timedelta
from typing import Any

import pytest

from data.domain.tasks import OccurrenceState
from tests.dialog.telephone import CHATS, Bubble, Telephone, file
from tests.zalo.talk.conftest import LIMITS

QUIET = timedelta(seconds=LIMITS.album_quiet)


class Camera:
    """Somebody's burst of photos."""

    def __init__(self, phone: Telephone, who: str = "Hạnh", burst: str = "b1") -> None:
        self.phone, self.who, self.burst, self.taken = phone, who, burst, 0

    async def takes(self, caption: str = "", *, later: float = 1.0) -> list[Bubble]:
        """Send one more photo, so many seconds later, and return what was said to it."""
        self.phone.stage.now += timedelta(seconds=later)
        self.taken += 1
        number = f"{self.who}-{self.burst}-{self.taken}"
        raw: dict[str, Any] = {
            "text": caption,
            "files": [file(number)],
            "message_id": number,
            "album": self.burst,
        }
        await self.phone.dialog.receive(CHATS[self.who], number, raw, self.burst)
        return await self.heard()

    async def waits(self) -> list[Bubble]:
        """Wait until the burst is over."""
        self.phone.stage.now += QUIET
        return await self.heard()

    async def heard(self) -> list[Bubble]:
        """Return what is said now."""
        await self.phone.dialog.drain()
        return await self.phone.screen()


@pytest.fixture
def camera(phone: Telephone) -> Camera:
    return Camera(phone)


async def test_photos_seconds_apart_are_one_report(phone: Telephone, camera: Camera) -> None:
    assert await camera.takes("#7 đã kiểm tra xong") == []
    assert await camera.takes(later=2.5) == []
    assert await camera.takes(later=2.5) == []
    (stored,) = await camera.waits()
    assert stored.text.startswith("Đã lưu báo cáo #7")
    assert await phone.stage.evidence_of(7) == 3


async def test_a_photo_that_is_late_joins_silently_or_is_counted(
    phone: Telephone, camera: Camera
) -> None:
    await camera.takes("#7 đã kiểm tra xong")
    await camera.waits()
    await camera.takes(later=20)
    await camera.waits()
    assert await phone.stage.evidence_of(7) == 2
    assert len(await phone.said_of(7)) == 1


@pytest.mark.parametrize("words", ["#7 đã kiểm tra xong", "7 xong", "xong 7", "số 7 xong rồi"])
async def test_words_after_the_photos_say_which_task(
    phone: Telephone, camera: Camera, words: str
) -> None:
    await camera.takes()
    await camera.takes()
    (asked,) = await camera.waits()
    assert "2 ảnh" in asked.text
    assert "cho việc nào" in asked.text
    assert (await phone.asks("Hạnh", words)).text.startswith("Đã lưu báo cáo #7")
    assert await phone.stage.evidence_of(7) == 2


async def test_the_number_of_the_menu_says_it_too(phone: Telephone, camera: Camera) -> None:
    await camera.takes()
    (asked,) = await camera.waits()
    place = next(n for n, label in enumerate(asked.labels, 1) if label.startswith("#7"))
    said = await phone.asks("Hạnh", f"{place}.")
    assert "#7" in said.text
    assert await phone.stage.evidence_of(7) == 1


async def test_photos_after_the_words_join_the_same_report(
    phone: Telephone, camera: Camera
) -> None:
    await phone.asks("Hạnh", "#7 xong")
    await camera.takes()
    await camera.takes()
    (added,) = await camera.waits()
    assert added.text.startswith("Đã thêm 2 ảnh")
    assert len(await phone.said_of(7)) == 1


@pytest.mark.parametrize("word", ["xong", "Xong.", "xong rồi", "hết rồi", None])
async def test_collecting_ends_with_xong_or_by_itself(
    phone: Telephone, camera: Camera, word: str | None
) -> None:
    tu = Camera(phone, "Tư", "b2")
    await phone.asks("Tư", "xong")
    await tu.takes()
    (added,) = await tu.waits()
    assert added.text.startswith("Đã thêm 1 ảnh")
    if word is None:
        phone.stage.later(hours=13)
    else:
        await phone.says("Tư", word)
    assert len(await phone.said_of(5)) == 1
    assert await phone.stage.evidence_of(5) == 1


@pytest.mark.parametrize(
    "word", ["xong", "Xong rồi.", "hết rồi", "đủ ảnh rồi", "GUI XONG", "da gui du roi"]
)
async def test_xong_after_the_photos_of_a_report_ends_it_and_asks_for_no_task(
    phone: Telephone, camera: Camera, word: str
) -> None:
    await phone.asks("Hạnh", "#7 đã kiểm tra 2 công trình, 65%")
    await camera.takes()
    await camera.waits()
    said = await phone.asks("Hạnh", word)
    assert said.text.startswith("Đã lưu báo cáo #7")
    assert "Minh chứng: 1 ảnh" in said.text
    assert said.labels[2] == "Xong cả việc"  # sent all photos, not done all work
    assert await phone.said_of(7) == ["đã kiểm tra 2 công trình, 65%"]


async def test_after_a_quarter_of_an_hour_xong_speaks_of_work_again(
    phone: Telephone, camera: Camera
) -> None:
    await phone.asks("Hạnh", "#7 đã kiểm tra 2 công trình, 65%")
    await camera.takes()
    await camera.waits()
    phone.stage.later(minutes=16)
    assert "cho việc nào" in (await phone.asks("Hạnh", "xong")).text


async def test_a_group_leaders_xong_after_a_photo_is_that_the_work_is_done(
    phone: Telephone,
) -> None:
    tu = Camera(phone, "Tư", "b3")
    await phone.says("Tư", "mới làm được một phần")
    await phone.screen()
    await tu.takes()
    await tu.waits()
    assert "xong" in (await phone.asks("Tư", "xong")).text
    assert (await phone.stage.owed(5)).state is OccurrenceState.REPORTED


async def test_a_photo_with_a_caption_joins_the_report_just_given(phone: Telephone) -> None:
    tu = Camera(phone, "Tư", "b4")
    await phone.asks("Tư", "xong")
    await tu.takes("anh niem yet")
    (added,) = await tu.waits()
    assert added.text.startswith("Đã thêm 1 ảnh")
    assert await phone.stage.evidence_of(5) == 1
    assert await phone.said_of(5) == ["xong\nanh niem yet"]
    assert (await phone.stage.owed(5)).state is OccurrenceState.REPORTED


async def test_a_caption_that_tells_of_another_task_is_that_ones_report(
    phone: Telephone, camera: Camera
) -> None:
    await phone.asks("Hạnh", "#7 xong")
    await camera.takes("#12 đã xong")
    (stored,) = await camera.waits()
    assert stored.text.startswith("Đã lưu báo cáo #12")
    assert await phone.stage.evidence_of(7) == 0


async def test_photos_after_two_reports_in_one_message_are_asked_about(
    phone: Telephone, camera: Camera
) -> None:
    await phone.asks("Hạnh", "7 xong 3 ảnh, 12 chưa họp được")
    await camera.takes()
    (asked,) = await camera.waits()
    assert "cho việc nào" in asked.text
    assert [label.split()[0] for label in asked.labels[:2]] == ["#7", "#12"]
    await phone.asks("Hạnh", "1")
    assert await phone.stage.evidence_of(7) == 1
    assert await phone.stage.evidence_of(12) == 0
