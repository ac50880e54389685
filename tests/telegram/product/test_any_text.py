"""Whatever people write, and whatever stands in a plan, is said as it stands and stops nothing."""

import random
import unicodedata

from tests.telegram.product.office import Office

SIGNS = "<>&\"'`*_[]()\n\t🔴👨‍👩‍👧‍👦ế</b><b>&lt;&#0;&amp;​‮"


def any_text(chance: random.Random, length: int) -> str:
    """Return a text of any signs that can be stored, many of them those that mean something."""
    signs = [
        chance.choice(SIGNS) if chance.random() < 0.5 else chr(chance.randrange(0x20, 0x2FFFF))
        for _ in range(length)
    ]
    said = "".join(s for s in signs if unicodedata.category(s) not in {"Cs", "Cc"} or s in "\n\t")
    return f"[{said}]"


def shown(text: str) -> str:
    """Return what is left when the cuts between parts are not counted."""
    return "".join(text.split())


async def test_every_text_arrives_as_it_stands_however_long(office: Office) -> None:
    chance = random.Random(20260615)
    texts = [any_text(chance, chance.choice((3, 40, 400, 4_000, 9_000))) for _ in range(40)]
    async with office.runs():
        hanh = await office.phone("Hạnh")
        for number, text in enumerate(texts):
            await office.queues("Hạnh", text, key=str(number))
        await office.queues("Hạnh", "Hết")
        await hanh.hears("Hết", 60)
        said = "".join(m.text for m in hanh.chat().said)
        assert shown(said) == shown("".join(texts)) + "Hết"


async def test_a_report_of_any_words_is_kept_and_answered(office: Office) -> None:
    chance = random.Random(5)
    async with office.runs():
        hanh = await office.phone("Hạnh")
        for length in (5, 60, 900):
            hanh.says(f"#20 {any_text(chance, length)}")
            await hanh.hears("báo cáo #20")
        await office.telegram.rests()
        async with office.app.store.read() as unit:
            assert await unit.ward(office.cast.ward.id).reports.get(3) is not None
