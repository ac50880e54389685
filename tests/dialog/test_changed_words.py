"""Whatever a message is changed to, and however often: nothing is doubled, moved or made up."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.report.wording import changed, is_same, spoken
from data.domain.originals import read_originals
from data.domain.progress import read_progress
from data.domain.reports import Progress, Report, ReportState
from data.texts.reports import copied, corrected, parted
from tests.dialog.telephone import Telephone, file

WORDS = st.sampled_from(
    ["xong", "chưa xong", "đã họp 1/2 buổi", "được 65%", "đã kiểm tra", "vướng mặt bằng", "abc"]
)
TEXT = st.text(max_size=40).map(str.strip).filter(bool)


def report(text: str, progress: Progress | None = None) -> Report:
    now = datetime(2026, 6, 15, tzinfo=UTC)
    return Report(1, 1, 1, text, progress or read_progress(text), ReportState.STORED, now)


@given(st.one_of(TEXT, WORDS), st.one_of(TEXT, WORDS))
def test_plain_words_are_replaced_and_read_anew(before: str, after: str) -> None:
    # Words that are nothing but a trouble stand as the answer to "cần giúp gì" does: whole.
    if parted(before)[1] == before and read_progress(before).obstacle != before:
        assert changed(report(before), after) == (after, read_progress(after))


@given(WORDS, WORDS, st.one_of(WORDS, TEXT))
def test_a_correction_stands_exactly_while_the_words_say_the_same(
    said: str, correction: str, after: str
) -> None:
    now = read_progress(correction)
    text, progress = changed(report(corrected(said, correction), now), after)
    if read_progress(after) == read_progress(said):
        assert (text, progress) == (corrected(after, correction), now)
    else:
        assert (text, progress) == (after, read_progress(after))


@given(st.one_of(TEXT, WORDS), st.sampled_from(["", "lần 1/2"]))
def test_what_a_person_typed_is_found_again(said: str, label: str) -> None:
    begun, typed, after = parted(copied(said, label))
    assert begun + typed + after == copied(said, label)
    if parted(said) == ("", said, ""):
        assert typed == said
        assert spoken(report(corrected(said, "xong"))) == said


@given(st.one_of(TEXT, WORDS), st.one_of(TEXT, WORDS))
def test_the_same_is_the_same_both_ways_and_never_another_progress(one: str, other: str) -> None:
    assert is_same(one, one)
    assert is_same(one, other) == is_same(other, one)
    if is_same(one, other):
        assert read_progress(one).doneness is read_progress(other).doneness


NUMBERS = ("#7 ", "#12 ", "#7 #12 ", "#99 ", "")
SAID = ("xong", "chưa xong", "đã họp 1/2 buổi", "được 65%", "vướng mặt bằng", "abc", "", "2", "🙂")


async def recorded(phone: Telephone) -> list[str]:
    """Return the name of every file that is kept, once for each record."""
    async with phone.stage.store.read() as unit:
        kept = await unit.ward(phone.stage.cast.ward.id).evidence.some(range(1, 99))
    return [e.name for e in kept]


@pytest.mark.parametrize("seed", range(12))
async def test_any_changes_leave_one_report_a_task_and_each_picture_once(
    phone: Telephone, seed: int
) -> None:
    chance = random.Random(seed)
    files, named, mine = [file("p1"), file("p2")], set[str](), ""
    for step in range(8):
        numbers, words = chance.choice(NUMBERS), chance.choice(SAID)
        some = chance.sample(files, chance.randint(0, 2))
        named |= set(numbers.split())
        if step == 0:
            mine = await phone.says("Hạnh", f"{numbers}{words}", *some)
        else:
            await phone.says("Hạnh", f"{numbers}{words}", *some, message_id=mine, is_edit=True)
        phone.stage.later(minutes=chance.choice((0, 1, 12)))
        assert not any("chưa xử lý được" in b.text for b in await phone.screen())
        reports = {code: await phone.said_of(code) for code in (7, 12)}
        assert all(len(texts) <= 1 for texts in reports.values())
        assert all(not reports[code] or f"#{code}" in named for code in reports)
        assert sorted(set(await recorded(phone))) == sorted(await recorded(phone))
    before = [await phone.said_of(code) for code in (7, 12)]
    await phone.changes("Hạnh", mine, f"{numbers}{words}", *some)
    assert [await phone.said_of(code) for code in (7, 12)] == before
    async with phone.stage.store.read() as unit:
        assert await unit.ward(phone.stage.cast.ward.id).log.first_break() is None


@pytest.mark.parametrize(
    ("line", "codes", "wanted"),
    [
        ("#7 cần ảnh gốc", (7,), True),
        ("#7: cần ảnh gốc.", (7,), True),
        ("#7 #9, #12 phải có ảnh gốc", (7, 9, 12), True),
        ("việc #7 và #9 can anh goc", (7, 9), True),
        ("#7 không cần ảnh gốc", (7,), False),
        ("#7 bỏ ảnh gốc", (7,), False),
    ],
)
def test_a_line_that_asks_for_originals(line: str, codes: tuple[int, ...], wanted: bool) -> None:
    wish = read_originals(line)
    assert wish is not None
    assert (wish.codes, wish.wanted) == (codes, wanted)


@pytest.mark.parametrize(
    "line",
    ["#7 đã gửi ảnh gốc", "cần ảnh gốc", "#7 cần ảnh gốc cho đoàn kiểm tra", "#7 xong", "7 cần ảnh gốc", ""],
)  # fmt: skip
def test_the_words_of_a_report_ask_for_nothing(line: str) -> None:
    assert read_originals(line) is None
