"""What holds for every report, every date and every line that somebody may type."""

import time
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.access import may_review, may_settle
from data.domain.due_words import new_date, read_date_and_reason, read_explanation, read_extension
from data.domain.people import Address, Membership, Person, Role, WardSettings
from data.domain.review_words import read_reason, read_verdict
from data.domain.reviews import (
    Fault,
    Verdict,
    after_return,
    as_judged,
    dated_anew,
    put_back_judged,
    reviewers,
    settlers,
    supplement_date,
)
from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.wording import plain
from data.domain.workdays import WorkCalendar
from data.texts.reviews import FAULTS

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
CALENDAR = WorkCalendar()
DAYS = st.dates(date(2026, 1, 5), date(2027, 1, 20))
PEOPLE = st.lists(
    st.builds(
        Person,
        st.integers(1, 6),
        st.just("Ai Đó"),
        st.none(),
        st.just(Address.DONG_CHI),
        st.frozensets(st.sampled_from(Role)),
        st.builds(lambda a: (Membership(a),), st.integers(1, 3)),
        st.booleans(),
    ),
    unique_by=lambda p: p.id,
)


@st.composite
def reported(draw: st.DrawFn) -> Occurrence:
    """Work that waits for review, with or without a date that was granted before."""
    due_on = draw(DAYS)
    return Occurrence(
        id=1,
        task_id=1,
        agency_id=1,
        period_key="k",
        label="",
        opens_on=draw(st.dates(date(2025, 12, 1), due_on)),
        due_on=due_on,
        event_id=None,
        state=OccurrenceState.REPORTED,
        rung=draw(st.integers(0, 9)),
        next_remind_at=None,
        next_escalate_at=None,
        escalated_to=draw(st.integers(0, 2)),
        progress="xong",
        obstacle=draw(st.none() | st.text()),
        reported_at=NOW,
        closed_at=None,
        first_due_on=draw(st.none() | DAYS),
        excused_due_on=draw(st.none() | DAYS),
    )


@settings(deadline=None)  # the first look at a calendar loads its holidays
@given(reported(), st.none() | DAYS)
def test_a_return_never_shortens_the_time_and_never_hides_the_plans_date(
    work: Occurrence, wished: date | None
) -> None:
    by = supplement_date(work.due_on, TODAY, CALENDAR, wished)
    columns = after_return(work, by, now=NOW, settings=WardSettings(), calendar=CALENDAR)
    assert columns["due_on"] >= work.due_on
    assert (columns["first_due_on"] or columns["due_on"]) == work.planned_due_on
    assert columns["next_remind_at"] > NOW
    assert columns["next_escalate_at"] > NOW


@settings(deadline=None)
@given(reported(), DAYS)
def test_any_number_of_new_dates_leaves_the_first_one_known(work: Occurrence, until: date) -> None:
    columns = dated_anew(work, until, now=NOW, settings=WardSettings(), calendar=CALENDAR)
    assert (columns["first_due_on"] or until) == work.planned_due_on


@settings(deadline=None)
@given(reported())
def test_what_a_verdict_changed_is_put_back_whole(work: Occurrence) -> None:
    columns = put_back_judged(as_judged(work))
    assert all(getattr(work, name) == value for name, value in columns.items())
    by = work.due_on + timedelta(days=3)
    changed = after_return(work, by, now=NOW, settings=WardSettings(), calendar=CALENDAR)
    assert changed.keys() <= columns.keys()


@given(PEOPLE, st.frozensets(st.integers(1, 6)), st.integers(1, 3))
def test_nobody_decides_on_what_they_had_a_part_in(
    people: list[Person], contributors: frozenset[int], owed_by: int
) -> None:
    for person in reviewers(people, contributors):
        assert person.id not in contributors
        assert person.is_active
        assert may_review(person, contributors) is None
    asker = min(contributors, default=1)
    for person in settlers(people, owed_by, asker):
        assert person.id != asker
        assert owed_by not in person.agency_ids
        assert may_settle(person, owed_by, asker) is None


@given(PEOPLE, st.frozensets(st.integers(1, 6)))
def test_whoever_may_review_finds_somebody_who_is_called(
    people: list[Person], contributors: frozenset[int]
) -> None:
    able = [p for p in people if may_review(p, contributors) is None]
    assert bool(able) == bool(reviewers(people, contributors))


@given(st.text(max_size=700))
def test_any_text_is_read_without_failing_and_no_letter_is_made_up(text: str) -> None:
    verdict, extension = read_verdict(text, TODAY), read_extension(text, TODAY)
    assert verdict is None or verdict.codes
    explained = read_explanation(text)
    reasons = [
        read_reason(text, TODAY).words,
        read_date_and_reason(text, TODAY).reason,
        extension.reason if extension else "",
        explained[1] if explained else "",
    ]
    typed = {*normalize("NFC", text), " "}
    assert all(set(reason) <= typed for reason in reasons)


CODES = st.integers(1, 99_999)
ANY_MARKS = st.sampled_from([str, plain, lambda s: normalize("NFD", s), str.upper])


@given(
    CODES,
    ANY_MARKS,
    st.sampled_from(["duyệt {}", "duyệt #{}", "Duyệt báo cáo {} nhé", "/duyệt {}"]),
)
def test_an_acceptance_is_read_with_or_without_marks(code: int, spelled, line: str) -> None:
    said = read_verdict(spelled(line.format(code)), TODAY)
    assert said is not None
    assert (said.verdict, said.codes) == (Verdict.ACCEPTED, (code,))


@given(
    CODES,
    ANY_MARKS,
    st.sampled_from([f for f in Fault if f is not Fault.OTHER]),
    st.sampled_from(["trả {} {}", "trả lại #{}: {}", "trả lại báo cáo {}, {}"]),
)
def test_every_reason_is_read_as_it_is_shown(code: int, spelled, fault: Fault, line: str) -> None:
    said = read_verdict(spelled(line.format(code, FAULTS[fault])), TODAY)
    assert said is not None
    assert (said.codes, said.why.faults, said.why.words) == ((code,), (fault,), "")


@given(
    CODES,
    DAYS,
    ANY_MARKS,
    st.sampled_from(
        ["gia hạn #{} đến {} vì mưa bão", "xin gia hạn {} đến ngày {}, lý do: mưa bão"]
    ),
)
def test_an_extension_is_read_with_its_date_and_reason(
    code: int, day: date, spelled, line: str
) -> None:
    typed = spelled(line.format(code, f"{day.day}/{day.month}/{day.year}"))
    said = read_extension(typed, TODAY)
    assert said is not None
    assert (said.code, said.until) == (code, day)
    assert plain(said.reason) == "mua bao"
    assert new_date(said, TODAY, TODAY, WorkCalendar()) == day


@pytest.mark.parametrize(
    ("typed", "words", "by"),
    [
        ("vì chưa ký tên", "chưa ký tên", None),
        ("chưa ký tên trước 20/6", "chưa ký tên", date(2026, 6, 19)),
        ("chưa ký tên trước ngày 1/7", "chưa ký tên", date(2026, 6, 30)),
        ("chưa ký tên, trước hết ngày 20/6", "chưa ký tên", date(2026, 6, 20)),
        ("chưa ký tên, chậm nhất 20/6", "chưa ký tên", date(2026, 6, 20)),
        ("ảnh mờ do trời tối, hạn bổ sung 20/6", "ảnh mờ do trời tối", date(2026, 6, 20)),
    ],
)
def test_a_return_says_why_and_until_when(typed: str, words: str, by: date | None) -> None:
    reason = read_reason(typed, TODAY)
    assert (reason.words, reason.by) == (words, by)


@pytest.mark.parametrize(
    ("typed", "until", "reason"),
    [
        ("gia hạn #12 thêm 5 ngày làm việc vì mưa bão", date(2026, 6, 22), "mưa bão"),
        ("gia hạn #12 thêm 5 ngày vì mưa bão", date(2026, 6, 20), "mưa bão"),
        ("gia hạn #12 đến 30/6 vì mưa từ 10 đến 14/6", date(2026, 6, 30), "mưa từ 10 đến 14/6"),
        ("gia hạn #12 từ 19/6 đến 30/6 vì mưa bão", date(2026, 6, 30), "mưa bão"),
        ("gia hạn #12 từ 19 đến 30/6 vì mưa bão", date(2026, 6, 30), "mưa bão"),
        ("gia hạn #12 30/6, mưa từ 10 đến 14/6", date(2026, 6, 30), "mưa từ 10 đến 14/6"),
        ("gia hạn #12 vì mưa bão đến 30/6", date(2026, 6, 30), "mưa bão"),
        ("gia hạn #12 vì mưa bão từ 10/6 đến 20/6", None, "mưa bão từ 10/6 đến 20/6"),
        ("gia hạn #12 đến 5/1/2027 vì nghỉ Tết từ 1/1 đến 3/1", date(2027, 1, 5), None),
    ],
)
def test_the_date_asked_for_is_not_one_of_the_reason(
    typed: str, until: date | None, reason: str | None
) -> None:
    said = read_extension(typed, TODAY)
    assert said is not None
    assert new_date(said, TODAY, TODAY, WorkCalendar()) == until
    assert reason in (None, said.reason)


@pytest.mark.parametrize(
    ("typed", "faults", "words", "picture"),
    [
        ("chưa ký tên, ảnh 2 chụp lệch", (Fault.OTHER,), "chưa ký tên, ảnh 2 chụp lệch", 2),
        ("ảnh 2 bị mờ", (Fault.BLURRED,), "", 2),
        ("ảnh mờ ảnh 2, chưa thấy biên bản", (Fault.BLURRED,), "chưa thấy biên bản", 2),
    ],
)
def test_words_of_their_own_are_kept_whole(
    typed: str, faults: tuple[Fault, ...], words: str, picture: int
) -> None:
    said = read_reason(typed, TODAY)
    assert (said.faults, said.words, said.picture) == (faults, words, picture)


@pytest.mark.parametrize("code", ["85 ", "#5 ", "7, ", "7 và "])
def test_a_row_of_numbers_to_accept_is_read_at_once(code: str) -> None:
    # Three ways to read each blank made 3^n of n numbers: the whole bot stood still.
    began = time.thread_time()
    read_verdict("duyệt " + code * 15 + "x", date(2026, 6, 15))
    assert time.thread_time() - began < 3
