"""What can be had as a file, and one's own week: "bảng excel", "báo cáo quý II", "tuần này"."""

import re
from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import Wish, may
from data.domain.messages import Choice, OutgoingFile, OutgoingMessage
from data.domain.report_periods import ReportPeriod, near_periods, read_period
from data.domain.tasks import Plan, PlanState
from data.domain.wording import plain, typed_line
from data.texts import own_week as own_texts
from data.texts import report_drafts as words
from data.texts.tasks import list_label
from jobs.actions.make_documents import (
    Document,
    report_document,
    report_of,
    week_of,
    workbook,
)
from jobs.reports.reading import week_of_person

_WORKBOOK = (
    "bang excel",
    "bangexcel",
    "excel",
    "xuat excel",
    "bang tong hop tuan",
    "tong hop tuan",
)
_OWN = ("tuan nay", "tuannay", "tuan cua toi", "tuan nay cua toi")
_REPORT = ("bao cao dinh ky", "baocaoky", "bao cao ky", "bao cao quy", "du thao bao cao")
_ASKS = re.compile(r"(?:(?:lam|xuat|soan|du thao) )?(?:bao cao|bc)(?: dinh ky)? (?P<period>.+)")
_MOST = 5
_LONGEST = 100


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Bảng Excel], a period, or a period and a plan."""
    if verb == "xlsx" and not arguments:
        return await _workbook(turn)
    if verb != "period" or not 1 <= len(arguments) <= 2:
        return None
    period = read_period(arguments[0], turn.today, turn.ward.settings.cutoff_day)
    plan = arguments[1] if len(arguments) == 2 else ""
    if period is None or not (plan == "" or plan.isdecimal()):
        return None
    return await (_report(turn, period, int(plan) or None) if plan else _which_plan(turn, period))


async def start(turn: Turn) -> Reply | None:
    """ "báo cáo quý II", from those who see all work; from others it is a report of theirs."""
    if turn.message.files or may(turn.person, Wish.SEE_ALL) is not None:
        return None
    line = typed_line(turn.message.text, _LONGEST, " .!?")
    found = _ASKS.fullmatch(line) if line else None
    if found is None:
        return None
    period = read_period(found["period"], turn.today, turn.ward.settings.cutoff_day)
    return await _which_plan(turn, period) if period else None


async def open_(turn: Turn) -> Reply | None:
    """`/bangexcel`, `/baocaoky`, `/tuannay`."""
    typed = plain(turn.message.text).strip(" .!?").removeprefix("/").partition("@")[0]
    if typed in _WORKBOOK:
        return await _workbook(turn)
    return await _own_week(turn) if typed in _OWN else _which_period(turn)


async def _workbook(turn: Turn) -> Reply:
    table = await week_of(turn.unit, turn.ward, turn.now, turn.actor)
    return await _sent(turn, await turn.make(workbook, table))


async def _own_week(turn: Turn) -> Reply:
    own = await week_of_person(turn.unit, turn.ward, turn.person, turn.now)
    return say(own_texts.own_week(own), [Choice(list_label(), "tasks:list")])


def _which_period(turn: Turn) -> Reply | None:
    """Offer the periods that are near; who does not see all work means a report of their own."""
    if may(turn.person, Wish.SEE_ALL) is not None:
        return None
    near = near_periods(turn.today, turn.ward.settings.cutoff_day)[:_MOST]
    choices = [Choice(words.period_label(p), f"docs:period:{p.key}") for p in near]
    return say(words.which_period(), choices)


async def _which_plan(turn: Turn, period: ReportPeriod) -> Reply:
    """Ask which plan it is about, when there are several."""
    active = [p for p in await turn.work.plans.all() if p.state is PlanState.ACTIVE]
    if len(active) < 2:
        return await _report(turn, period, None)
    choices = [_plan_choice(period, p) for p in active[:_MOST]]
    choices.append(Choice(words.all_plans_label(), f"docs:period:{period.key}:0"))
    return say(words.about_which_plan(period), choices)


def _plan_choice(period: ReportPeriod, plan: Plan) -> Choice:
    return Choice(words.plan_label(plan), f"docs:period:{period.key}:{plan.id}")


async def _report(turn: Turn, period: ReportPeriod, plan_id: int | None) -> Reply:
    report = await report_of(turn.unit, turn.ward, period, turn.now, turn.actor, plan_id)
    return await _sent(turn, await turn.make(report_document, report))


async def _sent(turn: Turn, made: Document) -> Reply:
    sha256 = await turn.keep_file(made.content)
    file = OutgoingFile(sha256, made.name, made.mime)
    return Reply((OutgoingMessage(made.caption, files=(file,)),))


CONVERSATION = Conversation(
    name="docs",
    tap=tap,
    start=start,
    commands=tuple(
        f"/{word}" if " " not in word else word for word in (*_WORKBOOK, *_OWN, *_REPORT)
    ),
    open=open_,
    only_shows=True,
)
