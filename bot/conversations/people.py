"""People: staff lists, invitations, who may come in, who stands for whom, who takes over."""

import re
from collections.abc import Mapping, Sequence

from bot.conversations import staff_list
from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, only_for_office, say
from data.domain.messages import Choice
from data.domain.names import clean_name, fold_name
from data.domain.people import Link, Person
from data.domain.phones import read_phone
from data.errors import RefusedError
from data.texts import people as words
from data.texts import setup as setup_words
from data.texts import staff as staff_words
from jobs.actions.agencies import change_group
from jobs.actions.enrol import admit, turn_away
from jobs.actions.hand_over import hand_over
from jobs.actions.invite import invite

CARDS_PAGE = "/the-moi/in"
_SHOWN = 6
_HAND_OVER = re.compile(
    r"^/?(?:bàn giao|ban giao|bangiao)\s+(.+?)\s+(?:cho|sang)\s+(.+)$", re.I | re.S
)
_GROUP = re.compile(r"^nhóm\s+(\d+)\s+(thêm|bỏ)\s+(.+)$", re.I | re.S)


async def open_(turn: Turn) -> Reply | None:
    """`/moi`, `/nhom`, `/bangiao`."""
    only_for_office(turn)
    typed = fold_name(turn.message.text).removeprefix("/")
    if typed.startswith("nhom"):
        return await _groups(turn)
    if typed.startswith(("bangiao", "ban giao")):
        return await _ask_hand_over(turn)
    return await _list(turn, 0)


async def start(turn: Turn) -> Reply | None:
    """A staff file, or a line that changes a group or hands work over."""
    if not is_office(turn):
        return None
    if turn.message.files:
        return await staff_list.receive(turn)
    if _HAND_OVER.match(turn.message.text):
        return await _ask_hand_over(turn)
    if found := _GROUP.match(turn.message.text):
        return await _change_group(turn, int(found[1]), found[2].lower() == "thêm", found[3])
    return None


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation. Whether the person may is asked by the actions."""
    numbers = [int(a) for a in arguments if a.isdecimal()]
    match verb, numbers:
        case "list", _:
            only_for_office(turn)
            return await _list(turn, numbers[0] if numbers else 0)
        case "invite", [person_id]:
            return await _invite(turn, person_id)
        case "admit", [invitation_id, _number]:
            done = await admit(
                turn.unit, turn.ward, invitation_id, arguments[1], turn.now, turn.actor
            )
            return say(words.admitted(done.person, done.channel))
        case "refuse", [invitation_id, _number]:
            person = await turn_away(
                turn.unit, turn.ward, invitation_id, arguments[1], turn.now, turn.actor
            )
            return say(words.turned_away(person))
        case "handover", [from_id, to_id]:
            given = await hand_over(turn.unit, turn.ward, from_id, to_id, turn.now, turn.actor)
            return say(words.handed_over(given.giver, given.taker, given.agencies))
        case "leave", []:
            return say(words.left_as_it_was())
        case (("take" | "apart" | "back" | "drop"), []):
            return await staff_list.answer(turn, verb)
    return None


async def _list(turn: Turn, first: int) -> Reply:
    people = await turn.work.people.all()
    links = await turn.unit.links.of([p.id for p in people])
    missing = [p for p in people if p.id not in links]
    lapsed = await _lapsed(turn, links)
    asked = [*missing, *(p for p in people if p.id in lapsed)]
    page = asked[first : first + _SHOWN]
    text = words.unlinked_people(page, len(missing), len(links), lapsed)
    template = Choice(setup_words.template_label(), "setup:template")
    if not asked:
        return say(text, [template])
    if missing and turn.ways_in.shows_web:
        text += "\n" + words.print_cards_hint(turn.public_url + CARDS_PAGE)
    labels = {
        p.id: words.invite_again_label if p.id in lapsed else words.invite_label for p in page
    }
    choices = [Choice(labels[p.id](p), f"people:invite:{p.id}") for p in page]
    if len(asked) > first + _SHOWN:
        choices.append(Choice(words.more_label(), f"people:list:{first + _SHOWN}"))
    choices.append(template)
    return say(text, choices)


async def _lapsed(turn: Turn, links: Mapping[int, Sequence[Link]]) -> frozenset[int]:
    """Return who is reached on the web chat only, and is signed in on no browser any more."""
    by_web = [p for p, own in links.items() if all(x.channel == "web" for x in own)]
    living = await turn.unit.web.signed_in([*by_web, turn.person.id], turn.now)
    return frozenset(by_web) - living - {turn.person.id}


async def _invite(turn: Turn, person_id: int) -> Reply:
    invited = await invite(turn.unit, turn.ward, person_id, turn.now, turn.actor)
    person = await turn.work.people.get(person_id)
    if person is None:
        raise RefusedError(words.person_unknown())
    text = words.invitation_made(person, turn.ways_in, invited.code, invited.expires_at, turn.today)
    return say(text, [Choice(setup_words.next_label(), "setup:next")])


async def _ask_hand_over(turn: Turn) -> Reply:
    found = _HAND_OVER.match(turn.message.text)
    if not found:
        return say(words.hand_over_usage())
    giver, taker = await _one(turn, found[1]), await _one(turn, found[2])
    names = [a.name for a in await turn.work.agencies.all() if a.id in giver.agency_ids]
    choices = (
        Choice(staff_words.confirm_label(), f"people:handover:{giver.id}:{taker.id}"),
        Choice(staff_words.drop_label(), "people:leave"),
    )
    return say(words.confirm_hand_over(giver, taker, names), choices)


async def _one(turn: Turn, said: str) -> Person:
    """Return the person meant by a name or a number. Raises RefusedError unless it is just one."""
    phone, name = read_phone(said), fold_name(clean_name(said))
    people = await turn.work.people.all()
    found = [p for p in people if (phone and p.phone == phone) or fold_name(p.name) == name]
    if not found:
        found = [p for p in people if fold_name(p.name).endswith(f" {name}")]
    if len(found) != 1:
        raise RefusedError(words.which_person(clean_name(said), len(found)))
    return found[0]


async def _groups(turn: Turn) -> Reply:
    agencies = {a.id: a for a in await turn.work.agencies.all()}
    groups = [a for a in agencies.values() if a.is_group]
    lines = [
        (number, g.name, [agencies[m].name for m in g.members])
        for number, g in enumerate(groups, 1)
    ]
    return say(staff_words.groups(lines))


async def _change_group(turn: Turn, number: int, is_more: bool, names: str) -> Reply:
    groups = [a for a in await turn.work.agencies.all() if a.is_group]
    if not 1 <= number <= len(groups):
        raise RefusedError(staff_words.group_unknown())
    ids = []
    for name in (clean_name(part) for part in names.split(";")):
        agency_id = await turn.work.agencies.find(name)
        if agency_id is None:
            raise RefusedError(staff_words.agency_unknown(name))
        ids.append(agency_id)
    group = await change_group(
        turn.unit,
        turn.ward,
        groups[number - 1].id,
        turn.now,
        turn.actor,
        add=ids if is_more else (),
        remove=() if is_more else ids,
    )
    return say(staff_words.group_changed(group.name, len(group.members)))


CONVERSATION = Conversation(
    name="people",
    tap=tap,
    start=start,
    resume=staff_list.resume,
    commands=("/moi", "thu moi", "/nhom", "/bangiao"),
    open=open_,
)
