"""The due dates in the phone's own calendar: an address of one's own, renewed or ended in chat."""

import re
from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import may_follow
from data.domain.messages import Choice, OutgoingFile, OutgoingMessage
from data.domain.names import fold_name
from data.domain.people import Agency
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import calendars as words
from jobs.actions.calendars import calendar_bytes, end_feeds, marked, open_feed, shown

PATH = "/lich/"
"""Where a feed stands under the pages' address, before its token."""
_OF_AGENCY = re.compile(r"(?:/lich|lich)(?: cua)?(?: co quan| don vi)? (?P<name>.+)")


async def open_(turn: Turn) -> Reply | None:
    """ "lịch điện thoại", "hủy lịch"."""
    if plain(turn.message.text).strip(" .!/").startswith("huy"):
        return await _end(turn)
    return await _offer(turn, None)


async def start(turn: Turn) -> Reply | None:
    """ "lịch Trạm Y tế": an agency's calendar, for its head and for those who see all work."""
    if turn.message.files:
        return None
    found = _OF_AGENCY.fullmatch(" ".join(plain(turn.message.text).split()).strip(" .!"))
    agencies = await _named(turn, found["name"]) if found else []
    if not agencies:
        return None
    if len(agencies) > 1:
        raise RefusedError(words.which_agency([a.name for a in agencies]))
    return await _offer(turn, agencies[0])


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation; the number is an agency's, 0 for one's own work."""
    numbers = [int(a) for a in arguments if a.isdecimal()]
    if verb == "end" and not numbers:
        return await _end(turn)
    if len(numbers) != 1:
        return None
    agency = await _agency(turn, numbers[0])
    match verb:
        case "get":
            return await _offer(turn, agency)
        case "new":
            return await _give(turn, agency)
        case "file":
            return await _file(turn, agency, words.file_sent(_whose(turn, agency)))
    return None


async def _offer(turn: Turn, agency: Agency | None) -> Reply:
    """Give an address; where there is one already, say so first: a new one would end it."""
    _require(turn, agency)
    if agency is None and not turn.person.agency_ids:
        raise RefusedError(words.no_agency(turn.person))
    if not turn.ways_in.has_public_web:
        return await _file(turn, agency, words.no_address(_whose(turn, agency)))
    number = agency.id if agency else None
    feeds = await turn.work.calendars.feeds_of(turn.person.id)
    standing = next((f for f in feeds if f.agency_id == number), None)
    if standing is None:
        return await _give(turn, agency)
    choices = (
        Choice(words.renew_label(), f"calendar:new:{number or 0}"),
        Choice(words.file_label(), f"calendar:file:{number or 0}"),
        Choice(words.end_label(), "calendar:end"),
    )
    return say(words.has_one(turn.person, standing.created_at, turn.today), choices)


async def _give(turn: Turn, agency: Agency | None) -> Reply:
    _require(turn, agency)
    number = agency.id if agency else None
    token = await open_feed(turn.unit, turn.ward, turn.person, number, turn.now)
    link = f"{turn.ways_in.public_url}{PATH}{token}.ics"
    choices = (Choice(words.end_label(), "calendar:end"),)
    return say(words.link_made(turn.person, _whose(turn, agency), link), choices)


async def _file(turn: Turn, agency: Agency | None, text: str) -> Reply:
    _require(turn, agency)
    number = agency.id if agency else None
    what = await shown(turn.unit, turn.ward, turn.person, number, turn.now)
    what = await marked(turn.unit, what, turn.now)
    content = await turn.make(calendar_bytes, what)
    file = OutgoingFile(await turn.keep_file(content), words.FILE_NAME, "text/calendar")
    return Reply((OutgoingMessage(text, files=(file,)),))


async def _end(turn: Turn) -> Reply:
    count = await end_feeds(turn.unit, turn.ward, turn.person.id, turn.now, turn.actor)
    return say(words.ended(count))


def _require(turn: Turn, agency: Agency | None) -> None:
    """Raise RefusedError where others read along, and for somebody else's agency."""
    if turn.message.group is not None:
        raise RefusedError(words.not_in_a_group(turn.person))
    if agency is not None and may_follow(turn.person, agency.id):
        raise RefusedError(words.agency_is_for_heads())


def _whose(turn: Turn, agency: Agency | None) -> str:
    return agency.name if agency else words.whose_own(turn.person)


async def _agency(turn: Turn, number: int) -> Agency | None:
    """Return the agency of a button; None for one's own work. Raises RefusedError."""
    if not number:
        return None
    found = next((a for a in await turn.work.agencies.all() if a.id == number), None)
    if found is None:
        raise RefusedError(words.agency_is_for_heads())
    return found


async def _named(turn: Turn, name: str) -> list[Agency]:
    """Return the agencies that are called so in full, else those whose name holds the words."""
    agencies = await turn.work.agencies.all()
    exact = [a for a in agencies if fold_name(a.name) == name]
    holding = [a for a in agencies if name in fold_name(a.name)] if len(name) > 3 else []
    return exact or holding


CONVERSATION = Conversation(
    name="calendar",
    tap=tap,
    start=start,
    commands=(
        *("/lichdienthoai", "lịch điện thoại", "lịch vào điện thoại", "/huylich", "hủy lịch"),
        "bỏ lịch",
    ),
    open=open_,
)
