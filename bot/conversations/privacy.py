"""`/quyenriengtu`: the whole notice, what is held about who asks, and whom to ask."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, say
from data.domain.messages import Choice
from data.store.giving_notice import give_notice
from data.texts import notices as words
from jobs.actions.notices import note_read


async def open_(turn: Turn) -> Reply | None:
    """`/quyenriengtu`."""
    await give_notice(turn.unit, turn.ward, turn.person.id, turn.now, how="asked")
    counts = await turn.work.notices.held(turn.person.id)
    given = await turn.work.notices.of(turn.person.id)
    settings = turn.ward.settings
    parts = [
        words.notice_of(turn.ward).text,
        words.held(turn.person, counts, given, turn.today),
        words.wrong_data(settings.data_contact),
    ]
    if is_office(turn) and not settings.data_contact:
        parts.append(words.set_a_contact())
    choices = () if given[-1].read_at else (Choice(words.read_label(), "privacy:read"),)
    return say("\n".join(parts), choices)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Tôi đã đọc]."""
    if verb != "read" or arguments:
        return None
    await note_read(turn.unit, turn.ward, turn.person.id, turn.now)
    return say(words.noted(turn.person))


CONVERSATION = Conversation(
    name="privacy",
    tap=tap,
    commands=("/quyenriengtu", "quyền riêng tư", "dữ liệu của tôi", "dữ liệu cá nhân"),
    open=open_,
)
