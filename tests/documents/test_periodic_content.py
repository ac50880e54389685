"""What the periodic report says: the ledger's figures, the reporters' words, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.periodic import Fate
from data.domain.tasks import Event, Occurrence, OccurrenceState
from jobs.reports.docx.periodic import periodic_docx
from tests.cast import at
from tests.documents.papers import (
    HEARING,
    NOW,
    body_words,
    job,
    ledger,
    opened,
    paper,
    report,
    said,
)
from tests.summary.samples import done, owed

WORDS = body_words(paper())
TEXT = "\n".join(WORDS)


def fates(**values: object) -> dict[int, Fate]:
    return {x.task.code: x.fate for x in report(**values).lines}  # type: ignore[arg-type]


def test_each_thing_owed_has_the_fate_that_it_had_at_the_end_of_the_period() -> None:
    assert fates() == {
        20: Fate.ON_TIME,
        21: Fate.AFTER,
        22: Fate.WAITING,
        33: Fate.LATE,
        34: Fate.UNDATED,
    }


def test_the_whole_report_is_read_as_it_stands() -> None:
    assert WORDS[3:] == [
        "Thực hiện Kế hoạch số 1780/KH-UBND ngày 24 tháng 4 năm 2026 của Ủy ban nhân dân phường về "
        "nâng cao Chỉ số PAPI năm 2026, Ủy ban nhân dân phường Hòa Bình báo cáo "
        "kết quả thực hiện quý II năm 2026 (kỳ số liệu từ ngày 15/03/2026 đến ngày 14/06/2026) như sau:",
        "Số liệu lấy từ hệ thống theo dõi nhiệm vụ lúc 16 giờ 00 phút ngày 19/06/2026, gồm cả các "
        "quyết định (trả lại, lùi hạn, xác nhận lý do chậm) có đến lúc đó; kết quả báo "
        "sau ngày 14/06/2026 tính vào kỳ sau.",
        "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI",
        "Kế hoạch số 1780/KH-UBND có 5 nhiệm vụ; theo dõi trên hệ thống từ ngày 24/04/2026.",
        "2 cơ quan, đơn vị có việc trong kỳ báo cáo.",
        "Trong kỳ, 2 người đã gửi 3 báo cáo tiến độ qua hệ thống, kèm 4 tệp minh chứng.",
        "II. KẾT QUẢ THỰC HIỆN THEO TỪNG NỘI DUNG",
        "Tổng hợp chung: 5 nhiệm vụ; 3 lượt việc đến kỳ thực hiện: 1 xong đúng hạn, 1 xong sau hạn, "
        "1 quá hạn. Có 1 nhiệm vụ chờ sự kiện và 1 nhiệm vụ chưa ấn định thời hạn. Báo cáo ghi nhận "
        "85 lượt người tham dự (cộng từ 1 báo cáo có ghi số người), 4 tệp minh chứng.",
        "Số liệu, minh chứng trong báo cáo phản ánh việc tổ chức thực hiện nhiệm vụ. Chỉ số PAPI, SIPAS "
        "do khảo sát ý kiến người dân xác định; báo cáo này không tự chấm điểm các chỉ số đó.",
        "1. Trách nhiệm giải trình",
        "Tương tác với chính quyền",
        "2 nhiệm vụ; 2 lượt việc đến kỳ thực hiện: 1 xong đúng hạn, 1 xong sau hạn. Báo cáo ghi nhận "
        "85 lượt người tham dự (cộng từ 1 báo cáo có ghi số người), 4 tệp minh chứng.",
        "- Đối thoại trực tiếp với Nhân dân (lần 1/2), Văn phòng HĐND và UBND: đã xong, 1 buổi, "
        "85 người dự (báo cáo xong ngày 28/05/2026).",
        "- Công khai danh sách hộ nghèo, Văn phòng HĐND và UBND: đã xong "
        "(báo cáo xong ngày 20/05/2026, sau hạn 5 ngày).",
        "Nhiệm vụ khác",
        "1 nhiệm vụ; trong kỳ chưa có việc đến kỳ thực hiện. Có 1 nhiệm vụ chờ sự kiện.",
        "2. Cung ứng dịch vụ công",
        "Y tế",
        "2 nhiệm vụ; 1 lượt việc đến kỳ thực hiện: 1 quá hạn. Có 1 nhiệm vụ chưa ấn định thời hạn.",
        "- Sửa chữa Trạm Y tế, Trạm Y tế: chưa xong.",
        "3. Việc quá hạn",
        "Đến ngày 14/06/2026 còn 1 lượt việc quá hạn:",
        "- Sửa chữa Trạm Y tế, Trạm Y tế: quá hạn 9 ngày.",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "- Sửa chữa Trạm Y tế: “kinh phí sửa chữa” (Võ Thị Lan, Trạm Y tế, báo ngày 02/06/2026).",
        "(Cơ quan soạn thảo bổ sung) …",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "Từ các vướng mắc chưa tháo gỡ, đề nghị xem xét:",
        "- Trạm Y tế, Sửa chữa Trạm Y tế: “kinh phí sửa chữa”. Đề nghị: …",
        "(Cơ quan soạn thảo bổ sung) …",
        "Trên đây là báo cáo kết quả thực hiện quý II năm 2026 của Ủy ban nhân dân phường Hòa Bình./.",
        "Phụ lục",
        "TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ QUÝ II NĂM 2026",
        "(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng …… năm …… của Ủy ban nhân dân phường Hòa Bình)",
    ]


def test_the_appendix_has_every_task_under_its_component() -> None:
    table = paper().tables[2]
    rows = [list(dict.fromkeys(c.text for c in r.cells)) for r in table.rows]
    assert rows[1] == ["Trách nhiệm giải trình – Tương tác với chính quyền"]
    assert rows[2] == [
        "1",
        "Đối thoại trực tiếp với Nhân dân (lần 1/2)",
        "Văn phòng HĐND và UBND",
        "29/05/2026",
        "đã xong, 1 buổi, 85 người dự",
        "4 tệp",
        "Xong, đúng hạn",
    ]
    assert [r[-1] for r in rows[3:]] == [
        "Xong, sau hạn 5 ngày",
        "Trách nhiệm giải trình",
        "Chờ sự kiện",
        "Cung ứng dịch vụ công – Y tế",
        "Quá hạn 9 ngày",
        "Chưa ấn định thời hạn",
    ]
    assert "“Theo quy định”" in rows[-1]


def test_what_is_reported_after_the_end_belongs_to_the_next_period() -> None:
    """The end of 14/6 in local time."""
    one_minute_early = done(1, "2026-06-10", "2026-06-14 23:59")
    too_late = done(1, "2026-06-10", "2026-06-15 00:00")
    assert fates(occurrences=(one_minute_early,))[20] is Fate.AFTER
    assert fates(occurrences=(too_late,))[20] is Fate.LATE


def test_what_was_decided_after_the_end_is_in_the_figures_and_they_say_so() -> None:
    reported = done(1, "2026-06-10", "2026-06-09 09:00")
    returned = replace(
        reported,
        state=OccurrenceState.RETURNED,
        reported_at=None,
        due_on=date(2026, 6, 24),
        first_due_on=date(2026, 6, 10),
    )
    assert fates(occurrences=(reported,))[20] is Fate.ON_TIME
    assert fates(occurrences=(returned,))[20] is Fate.RUNNING
    assert "gồm cả các quyết định (trả lại, lùi hạn, xác nhận lý do chậm) có đến lúc đó" in TEXT


def test_work_due_on_the_last_day_is_late_only_when_the_day_is_over() -> None:
    last = (owed(1, "2026-06-14"),)
    assert fates(occurrences=last)[20] is Fate.LATE
    still = report(at("2026-06-14 20:00"), occurrences=last)
    assert [x.fate for x in still.lines if x.due_on] == [Fate.RUNNING]
    assert not still.is_closed
    assert report(at("2026-06-15 00:00")).is_closed


def test_what_was_due_on_the_last_day_is_not_said_to_be_late_by_no_days() -> None:
    made = paper(occurrences=(owed(1, "2026-06-14"),), reports=(), files={})
    assert (
        "- Đối thoại trực tiếp với Nhân dân, Văn phòng HĐND và UBND: hạn ngày 14/06/2026, "
        "hết ngày chưa báo cáo xong."
    ) in body_words(made)
    assert made.tables[2].rows[2].cells[6].text == "Quá hạn"


@pytest.mark.parametrize(
    ("occurrence", "is_in_it"),
    [
        (owed(1, "2026-02-20", opens="2026-01-01"), True),  # carried over: still owed
        (owed(1, "2026-09-14", opens="2026-06-01"), True),  # running
        (owed(1, "2026-09-14", opens="2026-06-15"), False),  # opened after the end
        (
            done(1, "2026-02-20", "2026-02-19 09:00", opens="2026-01-01"),
            False,
        ),  # an earlier period's
        (done(1, "2026-02-20", "2026-03-20 09:00", opens="2026-01-01"), True),  # done in it, late
        (
            done(1, "2026-04-20", "2026-03-10 09:00", opens="2026-01-01"),
            True,
        ),  # done before, due in it
        (
            replace(owed(1, "2026-04-20", opens="2026-03-20"), state=OccurrenceState.CANCELLED),
            False,
        ),
    ],
)
def test_what_belongs_to_a_period(occurrence: Occurrence, is_in_it: bool) -> None:
    dated = [x for x in report(occurrences=(occurrence,)).lines if x.due_on]
    assert bool(dated) is is_in_it


def test_an_extension_and_a_confirmed_reason_are_said_with_it() -> None:
    """NĐ 335/2025/NĐ-CP: a delay with a confirmed objective reason costs nobody anything."""
    late = replace(
        done(1, "2026-05-15", "2026-05-20 09:00"),
        first_due_on=date(2026, 4, 30),
        excused_due_on=date(2026, 5, 15),
    )
    confirmed = frozenset({(1, date(2026, 5, 15))})
    made = paper(occurrences=(late,), reports=(), files={}, confirmed=confirmed)
    row = [c.text for c in made.tables[2].rows[2].cells]
    assert row[3] == "15/05/2026\n(hạn ban đầu 30/04/2026)"
    assert row[6] == "Xong, sau hạn 5 ngày, lý do khách quan đã xác nhận"


def test_what_was_late_before_it_was_returned_stays_late_though_supplemented_in_time() -> None:
    """As in the weekly summary: neither document may know better than the other."""
    supplemented = replace(
        done(1, "2026-06-10", "2026-06-09 09:00"), first_due_on=date(2026, 5, 29)
    )
    returned = ((1, date(2026, 5, 29)),)
    made = paper(occurrences=(supplemented,), returned_late=returned, reports=(), files={})
    assert made.tables[2].rows[2].cells[6].text == "Xong, sau hạn ngày 29/05/2026, đã bổ sung"
    line = report(
        occurrences=(supplemented,),
        returned_late=returned,
        confirmed=frozenset({(1, date(2026, 5, 29))}),
    ).lines[0]
    assert (line.fate, line.is_excused) == (Fate.AFTER, True)


def test_a_section_that_a_second_plan_takes_up_again_is_told_in_one_place() -> None:
    again = job(40, ("Trả lời kiến nghị", HEARING[1], "Tiếp công dân"))
    headings = [p.text for p in paper(tasks=(*ledger().tasks, again)).paragraphs]
    numbered = [x for x in headings if x[:2] in ("1.", "2.", "3.")]
    assert numbered == ["1. Trách nhiệm giải trình", "2. Cung ứng dịch vụ công", "3. Việc quá hạn"]


def test_a_plan_without_sections_has_no_other_tasks() -> None:
    made = paper(tasks=(job(20, ("Đối thoại", None, None)),))
    assert "1. Các nhiệm vụ theo kế hoạch" in body_words(made)
    assert made.tables[2].rows[1].cells[0].text == "Các nhiệm vụ theo kế hoạch"


@pytest.mark.parametrize(
    "plan", [{"confirmed_at": at("2026-03-14 09:00")}, {"replaces_id": 7}], ids=["before", "amends"]
)
def test_a_plan_that_was_followed_when_the_period_began_needs_no_day(plan: dict[str, int]) -> None:
    words = body_words(paper(plans=(replace(ledger().plans[0], **plan),)))
    assert "Kế hoạch số 1780/KH-UBND có 5 nhiệm vụ." in words


def test_without_any_task_no_word_hangs_in_the_air() -> None:
    words = body_words(paper(tasks=()))
    assert words[3].startswith("Thực hiện các kế hoạch đang theo dõi, Ủy ban nhân dân phường")


def test_a_task_of_which_nothing_is_owed_yet_still_stands_in_the_appendix() -> None:
    later = report(occurrences=(), reports=())
    assert later.lines[0].fate is Fate.LATER
    assert opened(periodic_docx(later)).tables[2].rows[2].cells[-1].text == "Chưa đến kỳ thực hiện"


def test_people_are_added_up_from_those_who_owe_the_work_not_from_those_who_help() -> None:
    """The helper speaks of the same occasion: its guests are not counted twice."""
    told = (
        said(1, 1, "buổi 1, 85 người dự", "2026-05-20 09:00"),
        said(2, 1, "buổi 2, 60 người dự", "2026-05-25 09:00"),
        said(3, 1, "phối hợp họp, 85 người dự", "2026-05-25 10:00", by=2),
    )
    line = report(reports=told).lines[0]
    assert (line.attended, line.tellings) == (145, 2)


def test_a_trouble_of_work_done_all_the_same_asks_for_nothing() -> None:
    told = (said(1, 1, "xong, vướng thời tiết", "2026-05-28 09:00"),)
    words = "\n".join(body_words(paper(reports=told)))
    assert (
        "“thời tiết” (Lê Văn Hạnh, Văn phòng HĐND và UBND, báo ngày 28/05/2026; việc đã xong)"
        in words
    )
    assert "không nêu đề xuất, kiến nghị" in words


def test_a_note_takes_back_nothing_of_how_far_the_work_was_said_to_be() -> None:
    told = (
        said(1, 1, "đã họp 1/2 buổi", "2026-05-27 09:00"),
        said(2, 1, "gửi thêm công văn", "2026-05-28 09:00"),
    )
    assert report(reports=told).lines[0].progress == "1/2 buổi"
    assert report(reports=told[1:]).lines[0].progress == "chưa ghi rõ mức độ"


def test_a_title_that_begins_with_a_dash_gets_no_second_one() -> None:
    told = (said(1, 1, "vướng thời tiết", "2026-05-28 09:00"),)
    first, *rest = ledger().tasks
    listed = replace(first, title="- Đối thoại; - Tiếp dân.")
    words = body_words(paper(reports=told, tasks=(listed, *rest)))
    assert any(x.startswith("- Đối thoại; - Tiếp dân (lần 1/2): “thời tiết”") for x in words)
    assert not any(x.startswith("- -") for x in words)


def test_without_any_report_it_says_so_everywhere() -> None:
    words = "\n".join(body_words(paper(reports=(), files={})))
    assert "Trong kỳ chưa có báo cáo nào của cơ quan, đơn vị gửi qua hệ thống." in words
    assert "các báo cáo gửi qua hệ thống không nêu khó khăn, vướng mắc" in words
    assert "Trong kỳ chưa có báo cáo kết quả của nội dung này." in words
    assert "lượt người tham dự" not in words


def test_while_the_period_runs_the_figures_are_said_to_change() -> None:
    running = report(at("2026-05-20 08:00"))
    assert "kỳ báo cáo chưa kết thúc nên số liệu còn thay đổi" in "\n".join(
        body_words(opened(periodic_docx(running)))
    )


def test_that_a_survey_is_not_scored_is_said_once_and_only_where_it_fits() -> None:
    assert TEXT.count("không tự chấm điểm") == 1
    other = replace(ledger().plans[0], title="Cải cách hành chính năm 2026")
    assert "không tự chấm điểm" not in "\n".join(body_words(paper(plans=(other,))))


def test_declared_events_and_the_plans_own_reporting_duties_are_named() -> None:
    vote = Event(1, "Bầu cử tổ trưởng", date(2026, 5, 10), date(2026, 5, 10), False, (22,))
    duty = replace(
        job(50, ("Báo cáo quý", "", None)),
        is_duty=True,
        time_text="Định kỳ ngày 15 hằng quý báo cáo kết quả về UBND phường.",
    )
    words = body_words(paper(events=(vote,), tasks=(*ledger().tasks, duty)))
    assert "Kế hoạch quy định: “Định kỳ ngày 15 hằng quý báo cáo kết quả về UBND phường”." in words
    assert (
        "Trong kỳ có sự kiện: Bầu cử tổ trưởng (từ ngày 10/05/2026 đến ngày 10/05/2026)." in words
    )
    assert any("/KH-UBND có 5 nhiệm vụ và 1 chế độ báo cáo; theo dõi" in x for x in words)
    assert "3. Chế độ thông tin, báo cáo" in words


DAYS = st.dates(date(2026, 1, 1), date(2026, 9, 30))


@given(st.lists(st.tuples(DAYS, DAYS, st.one_of(st.none(), DAYS)), max_size=12))
def test_everything_owed_has_one_fate_and_the_counts_add_up(
    works: list[tuple[date, date, date | None]],
) -> None:
    """The oracle asks of each day in plain words what it is in the quarter of 15/3–14/6."""
    first, last = date(2026, 3, 15), date(2026, 6, 14)
    occurrences = tuple(
        owed(n, due.isoformat(), opens=opens.isoformat())
        if told is None
        else done(n, due.isoformat(), f"{told} 09:00", opens=opens.isoformat())
        for n, (opens, due, told) in enumerate(works, start=1)
    )
    expected = {"late": 0, "running": 0, "on_time": 0, "after": 0}
    for opens, due, told in works:
        is_done = told is not None and told <= last
        if opens > last or (is_done and not (first <= due <= last) and told < first):  # type: ignore[operator]
            continue
        if is_done:
            expected["on_time" if told <= due else "after"] += 1  # type: ignore[operator]
        else:
            expected["late" if due <= last else "running"] += 1
    lines = report(occurrences=occurrences, reports=(), files={}).lines
    found = {f: sum(x.fate.value == f for x in lines) for f in expected}
    assert found == expected


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400), st.text(min_size=1, max_size=200))
def test_any_words_of_people_end_up_in_a_document_that_opens(words: str, title: str) -> None:
    told = (said(1, 1, f"vướng {words}", "2026-05-28 09:00"),)
    first, *rest = ledger().tasks
    made = report(NOW, reports=told, tasks=(replace(first, title=title), *rest))
    assert opened(periodic_docx(made)).tables[2].rows[0].cells[0].text == "STT"
