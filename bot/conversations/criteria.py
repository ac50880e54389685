"""Criteria: bringing catalogues in, tying tasks to them, and what has nothing to show yet."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import criteria_in, is_office, list_in, only_for_office, say
from data.domain.criteria import CatalogueDraft
from data.domain.messages import Choice, FileRef, OutgoingFile, OutgoingMessage
from data.domain.names import fold_name
from data.domain.task_codes import read_codes
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import criteria as words
from data.texts.criteria_files import template_name
from jobs.actions.criteria import (
    Pair,
    import_criteria,
    proposals,
    tie,
    tie_by_words,
    untie,
    weigh_criteria,
)
from jobs.actions.make_documents import XLSX
from jobs.intake.sample_criteria import Sample, sample_criteria

PAGE = "/ban/tieu-chi"
"""Where the desk shows all of it."""
_TIE = re.compile(
    r"(?:viec )?#? ?(?P<code>[0-9]{1,5}) ?[:,.-]? ?(?P<undo>(?:bo|go)(?: khoi)? )?tieu chi "
    r"(?P<named>[a-z0-9][\w.,; ]{0,100})"
)
_MISSING = frozenset({"thieu minh chung", "/thieuminhchung", "thieuminhchung"})
_YES = frozenset({"xac nhan", "dong y", "dung roi", "ok", "co"})
_NO = frozenset({"bo", "khong", "huy"})
_NAMED = ("tieu chi", "tieu-chi", "tieuchi", "par index", "par-index", "papi", "tu cham")
_SAMPLES = {Sample.PAPI: "PAPI", Sample.PAR_INDEX: "PAR INDEX"}


async def open_(turn: Turn) -> Reply | None:
    """`/tieuchi`, "thiếu minh chứng"."""
    only_for_office(turn)
    if plain(turn.message.text).strip(" .!?") in _MISSING:
        return await _gaps(turn)
    found = await turn.work.criteria.standing()
    resting = [c for c in await turn.work.criteria.catalogues() if not c.is_active]
    choices = [Choice(words.template_label(), "criteria:template")]
    if found:
        choices = [
            Choice(words.gaps_label(), "criteria:gaps"),
            Choice(words.propose_label(), "criteria:propose"),
            *choices,
        ]
    there = {fold_name(s.catalogue.name) for s in found}
    choices += [
        Choice(words.sample_label(name), f"criteria:sample:{sample.value}")
        for sample, name in _SAMPLES.items()
        if fold_name(name) not in there
    ]
    return say(words.overview(found, resting), choices)


async def start(turn: Turn) -> Reply | None:
    """A file of criteria, or "#12 tiêu chí 2.1"."""
    if turn.message.files:
        return await _receive(turn) if is_office(turn) else None
    line = " ".join(plain(turn.message.text).split()).strip(" .!")
    found = _TIE.fullmatch(line)
    return await _tie(turn, found) if found else None


async def resume(turn: Turn) -> Reply | None:
    """The answer typed instead of tapped."""
    if turn.message.files or not {"draft", "pairs"} & turn.data.keys():
        return None
    typed = fold_name(turn.message.text).strip(" .!")
    if typed in _YES:
        return await _take(turn) if "draft" in turn.data else await _tie_all(turn)
    return say(words.dropped()) if typed in _NO else None


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation. Whether the person may is asked by the actions."""
    only_for_office(turn)
    match verb, list(arguments):
        case "gaps", []:
            return await _gaps(turn)
        case "template", []:
            return await _template(turn)
        case "sample", [name] if name in set(Sample):
            return await _preview(turn, sample_criteria(Sample(name), turn.today.year), name)
        case "propose", []:
            return await _propose(turn)
        case "take", []:
            return await _take(turn)
        case "tie", []:
            return await _tie_all(turn)
        case "drop", []:
            return say(words.dropped())
        case "undo", []:
            return await _undo(turn)
    return None


async def _gaps(turn: Turn) -> Reply:
    found = await turn.work.criteria.standing()
    choices = [Choice(words.propose_label(), "criteria:propose")] if found else []
    return say(words.gaps(found, turn.public_url + PAGE), choices)


async def _template(turn: Turn) -> Reply:
    from jobs.reports.criteria_xlsx import write_template  # openpyxl is heavy

    sha256 = await turn.keep_file(await turn.make(write_template, turn.today.year))
    file = OutgoingFile(sha256, template_name(), XLSX)
    return Reply((OutgoingMessage(words.template_sent(), files=(file,)),))


async def _receive(turn: Turn) -> Reply | None:
    file = list_in(turn)
    if file is None or read_codes(turn.message.text)[0]:
        return None  # "#12 …" with a table is a report with its evidence
    if file.sha256 is None:
        is_named = any(word in fold_name(file.name) for word in _NAMED)
        return say(words.send_by_web(turn.public_url)) if is_named else None
    draft = await criteria_in(turn, file)
    return None if draft is None else await _preview(turn, draft, f"{file.sha256}/{file.name}")


async def _preview(turn: Turn, draft: CatalogueDraft, source: str) -> Reply:
    weighed = await weigh_criteria(turn.unit, turn.ward, draft, turn.actor)
    if weighed.catalogue and weighed.changes.is_empty:
        return say(words.nothing_changes(draft))
    choices = (
        Choice(words.confirm_label(), "criteria:take"),
        Choice(words.drop_label(), "criteria:drop"),
    )
    text = words.preview(draft, weighed.changes, weighed.catalogue)
    return say(text, choices, {"draft": source})


async def _take(turn: Turn) -> Reply:
    draft = await _kept(turn)
    if draft is None:
        raise RefusedError(words.send_again())
    await import_criteria(turn.unit, turn.ward, draft, turn.now, turn.actor)
    return say(words.imported(draft), [Choice(words.propose_label(), "criteria:propose")])


async def _kept(turn: Turn) -> CatalogueDraft | None:
    """Return the catalogue that waits: a file's is read again, nothing of it was kept."""
    source = str(turn.data.get("draft", ""))
    if source in set(Sample):
        return sample_criteria(Sample(source), turn.today.year)
    sha256, _, name = source.partition("/")
    return await criteria_in(turn, FileRef(name, sha256, sha256=sha256)) if name else None


async def _propose(turn: Turn) -> Reply:
    pairs = await proposals(turn.unit, turn.ward, turn.actor)
    if not pairs:
        return say(words.nothing_to_propose())
    criteria = {c.id: c for c in await turn.work.criteria.all()}
    catalogues = {c.id: c for c in await turn.work.criteria.catalogues()}
    tasks = await turn.work.tasks.some(t for _, t in pairs)
    by: dict[int, list[int]] = defaultdict(list)
    for criterion_id, task_id in pairs:
        by[criterion_id].append(task_id)
    groups = [
        (criteria[c], catalogues[criteria[c].catalogue_id], [tasks[t] for t in by[c]])
        for c in sorted(by, key=lambda c: (criteria[c].catalogue_id, criteria[c].position))
    ]
    choices = (
        Choice(words.confirm_label(), "criteria:tie"),
        Choice(words.drop_label(), "criteria:drop"),
    )
    return say(words.proposed(groups, len(pairs)), choices, {"pairs": [list(p) for p in pairs]})


async def _tie_all(turn: Turn) -> Reply:
    pairs = _pairs(turn.data.get("pairs"))
    if not pairs:
        raise RefusedError(words.send_again())
    done = await tie(turn.unit, turn.ward, pairs, turn.now, turn.actor)
    return _with_undo(words.tied_many(len(done)), done, tied=True)


async def _tie(turn: Turn, found: re.Match[str]) -> Reply:
    named = [n.strip() for n in re.split(r"[,;]| va ", found["named"]) if n.strip()]
    undo = found["undo"] is not None
    done = await tie_by_words(
        turn.unit, turn.ward, int(found["code"]), named, turn.now, turn.actor, undo=undo
    )
    said = (words.untied if undo else words.tied)(done.task, done.criteria)
    return _with_undo(said, done.pairs, tied=not undo)


def _with_undo(text: str, pairs: Sequence[Pair], *, tied: bool) -> Reply:
    if not pairs:
        return say(text)
    kept: dict[str, Any] = {"undo": [list(p) for p in pairs], "tied": tied}
    return say(text, [Choice(words.undo_label(), "criteria:undo")], kept)


async def _undo(turn: Turn) -> Reply:
    pairs = _pairs(turn.data.get("undo"))
    act = untie if turn.data.get("tied") else tie
    done = await act(turn.unit, turn.ward, pairs, turn.now, turn.actor) if pairs else ()
    return say(words.undone(len(done)))


def _pairs(kept: Any) -> list[Pair]:
    return [(int(c), int(t)) for c, t in kept or ()]


CONVERSATION = Conversation(
    name="criteria",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/tieuchi", "tiêu chí", "bộ tiêu chí", "/thieuminhchung", "thiếu minh chứng"),
    open=open_,
)
