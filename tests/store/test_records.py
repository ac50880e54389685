"""Everything comes out of the store as it went in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from data.domain.messages import Chat, Delivery
from data.domain.people import Address, Membership, Person, Role
from data.domain.reports import Doneness, EvidenceState, Progress, ReportState
from data.domain.rules import Every, Period, Several, Unknown
from data.domain.tasks import AssignmentKind, OccurrenceState, PlanState
from data.store.plans import PlanHead
from data.store.unit_of_work import Store, WardWork
from data.store.web import WebSession
from tests.cast import MONDAY, Cast, found
from tests.store.work import FILE, TODAY, fill

HOUR = timedelta(hours=1)


async def test_settings_of_a_ward_are_kept(store: Store, cast: Cast) -> None:
    changed = cast.ward.settings.model_copy(
        update={"cutoff_day": 20, "calendar_overrides": "2026-01-02 nghỉ"}
    )
    async with store.write() as unit:
        await unit.wards.save_settings(cast.ward.id, changed)
        assert (await unit.wards.get(cast.ward.id)).settings == changed
        assert await unit.wards.last_alive(cast.ward.id) is None
        await unit.wards.beat(cast.ward.id, MONDAY)
        assert await unit.wards.last_alive(cast.ward.id) == MONDAY


async def test_task_numbers_only_grow(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        await unit.wards.take_codes_up_to(cast.ward.id, 50)
        await unit.wards.take_codes_up_to(cast.ward.id, 12)
        assert await unit.wards.next_code(cast.ward.id) == 51


async def test_agencies_are_found_by_name_and_by_other_spelling(store: Store, cast: Cast) -> None:
    office = cast.agencies["Văn phòng HĐND và UBND"]
    async with store.write() as unit:
        agencies = unit.ward(cast.ward.id).agencies
        await agencies.also_called(office, "VP-TK")
        await agencies.also_called(office, "VP-TK")
        assert await agencies.find("VP-TK") == await agencies.find("Văn phòng HĐND và UBND")
        assert await agencies.find("Công an") is None
        assert await agencies.other_names() == {"VP-TK": office}
        await agencies.rename(office, "Văn phòng")
        assert await agencies.find("Văn phòng") == office


async def test_a_group_stands_for_its_members(store: Store, cast: Cast) -> None:
    async with store.read() as unit:
        groups = {a.name: a for a in await unit.ward(cast.ward.id).agencies.all() if a.is_group}
    leaders = groups["Tổ trưởng tổ dân phố"]
    assert set(leaders.members) == {
        cast.agencies["Tổ dân phố 5"],
        cast.agencies["Tổ dân phố 6"],
    }


async def test_two_agencies_cannot_share_a_name(store: Store, cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        async with store.write() as unit:
            await unit.ward(cast.ward.id).agencies.add("Trạm Y tế")


async def test_a_person_with_several_agencies_is_kept_whole(store: Store, cast: Cast) -> None:
    a, b = cast.agencies["Trạm Y tế"], cast.agencies["Tổ dân phố 5"]
    person = Person(
        0,
        "Lý Văn <b>Đạt</b>",
        "0911222333",
        Address.ANH,
        frozenset({Role.OFFICER, Role.INSPECTOR}),
        tuple(sorted((Membership(a, True), Membership(b)), key=lambda m: m.agency_id)),
    )
    async with store.write() as unit:
        people = unit.ward(cast.ward.id).people
        added = await people.add(person)
        assert await people.get(added.id) == replace(person, id=added.id)
        moved = replace(added, memberships=(Membership(b, True),), name="Lý Văn Đạt")
        await people.save(moved)
        assert await people.get(added.id) == moved
        await people.save(replace(moved, is_active=False))
        assert added.id not in {p.id for p in await people.all()}


async def test_one_person_has_one_living_chat_an_account(store: Store, cast: Cast) -> None:
    person = cast.people["Tư"].id
    first, second = Chat("telegram", "bot1", "1"), Chat("telegram", "bot1", "2")
    async with store.write() as unit:
        await unit.links.add(cast.ward.id, person, first, MONDAY)
        await unit.links.add(cast.ward.id, person, second, MONDAY)
        assert await unit.links.at(first) == ()
        assert [x.person_id for x in await unit.links.at(second)] == [person]
        found_links = (await unit.links.of([person]))[person]
        assert [x.channel for x in found_links] == ["telegram", "web"]
        await unit.links.mark_reachable(second, False)
        found_links = (await unit.links.of([person]))[person]
        assert [x.channel for x in found_links] == ["web", "telegram"]
        await unit.links.revoke(person, MONDAY)
        assert await unit.links.of([person]) == {}


async def test_an_invitation_is_used_once_and_a_new_one_ends_the_old(
    store: Store, cast: Cast
) -> None:
    person = cast.people["Tư"].id
    async with store.write() as unit:
        for code in ("old", "new"):
            await unit.invitations.add(
                cast.ward.id, person, code, now=MONDAY, expires_at=MONDAY + 72 * HOUR
            )
        assert (await unit.invitations.find("old")).expires_at == MONDAY
        invitation = await unit.invitations.find("new")
        await unit.invitations.add_try(invitation.id)
        await unit.invitations.wait_for(invitation.id, "web/web/x")
        assert [i.tries for i in await unit.invitations.waiting(cast.ward.id, MONDAY)] == [1]
        assert await unit.invitations.use(invitation.id, MONDAY)
        assert not await unit.invitations.use(invitation.id, MONDAY)
        assert (await unit.invitations.get(invitation.id)).used_at == MONDAY


async def test_a_new_draft_takes_the_place_of_the_open_one(store: Store, cast: Cast) -> None:
    head = PlanHead("1780/KH-UBND", date(2026, 4, 24), "UBND phường", "Kế hoạch", 2026)
    async with store.write() as unit:
        plans = unit.ward(cast.ward.id).plans
        old = await plans.add_draft(head, {"tasks": [1]}, now=MONDAY)
        new = await plans.add_draft(head, {"tasks": [2]}, now=MONDAY, source_sha256="a" * 64)
        await plans.save_draft(new, {"tasks": ["việc <b>"]})
        plan, draft = await plans.draft()
        assert (plan.id, plan.number, plan.issued_on) == (new, head.number, head.issued_on)
        assert draft == {"tasks": ["việc <b>"]}
        assert await plans.set_state(new, PlanState.ACTIVE, confirmed_at=MONDAY)
        assert not await plans.set_state(new, PlanState.ACTIVE)
        states = {p.id: p.state for p in await plans.all()}
        assert states == {old: PlanState.DROPPED, new: PlanState.ACTIVE}


async def test_a_task_keeps_its_words_rule_and_the_order_of_its_agencies(store: Store) -> None:
    filled = await fill(store)
    rule = Several(parts=(Every(period=Period.QUARTER, day=15), Unknown(reason="?")))
    async with store.write() as unit:
        tasks = unit.ward(filled.cast.ward.id).tasks
        assert await tasks.get(filled.task.id) == filled.task == await tasks.by_code(12)
        changed = replace(
            filled.task,
            rule=rule,
            methods=("họp", "niêm yết"),
            reporting_period=Period.MONTH,
            assignments=filled.task.assignments[::-1],
        )
        await tasks.save(changed, next_open_on=TODAY)
        assert await tasks.get(filled.task.id) == changed
        assert changed.agencies(AssignmentKind.COORDINATE) == (filled.cast.agencies["Trạm Y tế"],)
        assert await tasks.due_to_open(TODAY) == (changed,)
        await tasks.set_next_open([changed.id], TODAY + timedelta(days=1))
        assert await tasks.due_to_open(TODAY) == ()
        await tasks.save(replace(changed, is_removed=True), next_open_on=TODAY)
        assert (await tasks.due_to_open(TODAY), await tasks.all()) == ((), ())
        assert list(await tasks.some([changed.id])) == [changed.id]


async def test_an_event_is_moved_and_cancelled_but_never_forgotten(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        events = unit.ward(filled.cast.ward.id).events
        assert await events.of_tasks([filled.task.id]) == (filled.event,)
        later = TODAY + timedelta(days=7)
        await events.move(filled.event.id, later, later)
        await events.cancel(filled.event.id)
        moved = replace(filled.event, starts_on=later, ends_on=later, is_cancelled=True)
        assert await events.get(filled.event.id) == moved
        assert await events.all() == (moved,)


async def test_an_occurrence_is_made_once_and_read_by_what_is_due(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        occurrences = unit.ward(filled.cast.ward.id).occurrences
        first, second = await occurrences.due_to_remind(MONDAY)
        assert first == filled.occurrence
        assert await occurrences.next_remind_at() == MONDAY
        await occurrences.reminded([first.id], MONDAY + 24 * HOUR, due_by=MONDAY)
        assert await occurrences.due_to_remind(MONDAY) == (second,)
        assert (await occurrences.get(first.id)).rung == 1
        assert await occurrences.change_if_owed(second.id, state=OccurrenceState.REPORTED.value)
        assert not await occurrences.change_if_owed(second.id, state="open")
        assert await occurrences.due_to_remind(MONDAY) == ()
        assert len(await occurrences.due_to_escalate(MONDAY)) == 1
        assert await occurrences.counts() == {"open": 1, "reported": 1}


async def test_a_reminder_is_withdrawn_only_when_it_speaks_of_nothing_else(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        assert await unit.outbox.times_told([filled.occurrence.id], kind="digest") == {}
        await unit.outbox.withdraw([filled.occurrence.id + 1])
        assert (await unit.outbox.find("digest:a")).state is Delivery.READY
        await unit.outbox.withdraw([filled.occurrence.id])
        assert (await unit.outbox.find("digest:a")).state is Delivery.EXPIRED


async def test_a_report_is_amended_and_taken_back_once(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        reports = unit.ward(filled.cast.ward.id).reports
        report = await reports.get(filled.report_id)
        assert report.progress == Progress(Doneness.PARTLY, count=1, of=2, people=85)
        await reports.amend(report.id, "xong", Progress(Doneness.DONE, percent=100))
        assert (await reports.latest_of(report.person_id)).progress.percent == 100
        assert await reports.between(MONDAY, MONDAY + HOUR) == await reports.of_occurrence(
            report.occurrence_id
        )
        assert await reports.take_back(report.id) == {"state": "open"}
        assert await reports.take_back(report.id) is None
        assert (await reports.get(report.id)).state is ReportState.UNDONE
        assert await reports.of_occurrence(report.occurrence_id) == ()


async def test_files_are_counted_once_an_occurrence_and_not_under_what_was_taken_back(
    store: Store,
) -> None:
    filled = await fill(store)
    officer = filled.cast.people["Hạnh"].id
    async with store.write() as unit:
        work = unit.ward(filled.cast.ward.id)
        other = (await work.occurrences.of_task(filled.task.id))[1]
        for number, sha256 in enumerate(("a" * 64, "a" * 64, "b" * 64)):
            await _add_file(work, officer, filled.report_id, sha256, f"again-{number}")
        undone = await work.reports.add(
            other.id, officer, "nhầm", Progress(Doneness.DONE), before={}, now=MONDAY
        )
        await _add_file(work, officer, undone, "c" * 64, "undone")
        await work.reports.take_back(undone)
        assert await work.evidence.counts() == {filled.occurrence.id: 3}
        assert await work.evidence.counts(MONDAY, MONDAY + HOUR) == {filled.occurrence.id: 3}
        assert await work.evidence.counts(MONDAY + HOUR) == {}
        assert await work.evidence.counts(None, MONDAY) == {}
        stored, aside = EvidenceState.STORED, EvidenceState.SET_ASIDE
        await work.evidence.move("a" * 64, stored, aside)
        await work.erasures.blot_out("b" * 64, "Tệp đã hủy")
        assert await work.evidence.counts() == {filled.occurrence.id: 1}


async def _add_file(work: WardWork, person_id: int, report_id: int, sha256: str, ref: str) -> None:
    await work.evidence.add(
        person_id,
        channel="web",
        ref=ref,
        name="ảnh.jpg",
        mime="image/jpeg",
        size=1,
        sha256=sha256,
        is_compressed=False,
        exif={},
        taken_at=None,
        sent_at=MONDAY,
        received_at=MONDAY,
        report_id=report_id,
    )


async def test_evidence_waits_for_its_bytes_and_is_settled_once(store: Store) -> None:
    filled = await fill(store)
    sha256 = "b" * 64
    async with store.write() as unit:
        evidence = unit.ward(filled.cast.ward.id).evidence
        (waiting,) = await evidence.pending(MONDAY)
        assert (waiting.channel, waiting.account, waiting.ref) == ("telegram", "bot1", FILE.ref)
        assert await evidence.mark_failed(filled.evidence_id, MONDAY + HOUR)
        assert await evidence.pending(MONDAY) == ()
        assert [w.attempts for w in await evidence.pending(MONDAY + HOUR)] == [1]
        assert await evidence.mark_stored(filled.evidence_id, sha256, 99, taken_at=MONDAY)
        assert not await evidence.mark_failed(filled.evidence_id, None)
        (stored,) = await evidence.with_digest(sha256)
        assert (stored.state, stored.size, stored.taken_at) == (EvidenceState.STORED, 99, MONDAY)
        assert await evidence.detach(filled.report_id) == (filled.evidence_id,)
        assert await evidence.of_reports([filled.report_id]) == ()


async def test_a_session_ends_when_it_is_closed_or_over(store: Store, cast: Cast) -> None:
    session = WebSession(cast.ward.id, cast.people["Tư"].id, "p5", MONDAY + HOUR)
    async with store.write() as unit:
        for token in ("x", "y"):
            await unit.web.open_session(token, session, MONDAY)
        assert await unit.web.session("x", MONDAY) == session
        assert await unit.web.session("x", MONDAY + HOUR) is None
        await unit.web.close_session("x", MONDAY)
        assert await unit.web.session("x", MONDAY) is None
        await unit.web.close_sessions_of(session.person_id, MONDAY)
        assert await unit.web.session("y", MONDAY) is None


async def test_a_transcript_shows_each_message_once_and_pages_both_ways(store: Store) -> None:
    await fill(store)
    async with store.write() as unit:
        letter = await unit.outbox.find("digest:a")
        ids = [await unit.web.show("p1", {"n": 0}, MONDAY, outbox_id=letter.id) for _ in range(2)]
        assert ids[0] == ids[1]
        for n in range(1, 5):
            await unit.web.show("p1", {"n": n}, MONDAY)
        newest = await unit.web.transcript("p1", limit=3)
        assert [m.body["n"] for m in newest] == [2, 3, 4]
        older = await unit.web.transcript("p1", before=newest[0].id)
        assert [m.body["n"] for m in older] == [0, 1]
        newer = await unit.web.transcript("p1", after=ids[0])
        assert [m.body["n"] for m in newer] == [1, 2, 3, 4]


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    cast = await found(store)
    with pytest.raises(Exception, match="naive"):
        async with store.write() as unit:
            await unit.wards.beat(cast.ward.id, MONDAY.replace(tzinfo=None))
