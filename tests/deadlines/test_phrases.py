"""The families of words that plans write in their time cells, and the rule that each one means."""

from datetime import date

import pytest

from data.domain.rules import rule_from_json, rule_to_json
from jobs.intake.deadlines_vi import read_deadline

Json = dict[str, object]


def every(period: str, **more: object) -> Json:
    return {"kind": "every", "period": period, "count": 1, "interval": 1, **more}


def quota(count: int, period: str) -> Json:
    return {"kind": "at_least", "count": count, "period": period}


def window(start: str | None, end: str | None, granularity: str, **more: object) -> Json:
    return {"kind": "window", "start": start, "end": end, "granularity": granularity, **more}


def event(words: str, *phases: str, **more: object) -> Json:
    return {"kind": "around_event", "event": words, "phases": list(phases), **more}


def external(basis: str, reference: str | None = None) -> Json:
    return {"kind": "external", "basis": basis, "reference": reference}


def steady(within: str | None = None) -> Json:
    return {"kind": "continuous", "within": within}


def several(*parts: Json) -> Json:
    return {"kind": "several", "parts": list(parts)}


STEADY = [
    ("Thường xuyên", steady()),
    ("Thường xuyên, liên tục", steady()),
    ("Liên tục", steady()),
    ("Thực hiện thường xuyên", steady()),
    ("Thường xuyên, kịp thời", steady()),
    ("Thường xuyên trong năm", steady("plan_year")),
    ("Trong năm 2026, thường xuyên", steady("plan_year")),
    ("Thường xuyên trong năm học", steady("school_year")),
    ("Cả năm", steady("plan_year")),
    ("Cả năm học", steady("school_year")),
    ("Thuờng xuyên", steady()),
    ("Thườngxuyên", steady()),
]

EVERY = [
    ("Hằng năm", every("year")),
    ("Hàng quí", every("quarter")),
    ("hàng qúy", every("quarter")),
    ("Định kỳ hằng tháng", every("month")),
    ("Định kỳ 6 tháng", every("half_year")),
    ("Theo quý", every("quarter")),
    ("Thường niên", every("year")),
    ("Hằng tuần", every("week")),
    ("Thứ Hai hằng tuần", every("week", weekday=1)),
    ("Hằng tuần (thứ Sáu)", every("week", weekday=5)),
    ("Chiều thứ 6 hàng tuần", every("week", weekday=5)),
    ("1 lần/tháng", every("month")),
    ("Mỗi quý một lần", every("quarter")),
    ("02 lần/năm", every("year", count=2)),
    ("2lần/ năm", every("year", count=2)),
    ("Một năm hai lần", every("year", count=2)),
    ("Mỗi năm tổ chức 2 hội nghị", every("year", count=2)),
    ("6 tháng/lần", every("half_year")),
    ("03 tháng một lần", every("quarter")),
    ("Hai tháng một lần", every("month", interval=2)),
    ("2 năm/lần", every("year", interval=2)),
    ("15 ngày/lần", every("day", interval=15)),
    ("Ngày 15 hằng quý", every("quarter", day=15)),
    ("Trước ngày 20 hằng tháng", every("month", before_day=20)),
    ("Hằng tháng, trước ngày 20", every("month", before_day=20)),
    ("Hằng tháng (trước ngày 20)", every("month", before_day=20)),
    ("Chậm nhất ngày 25 hằng tháng", every("month", day=25)),
    ("Ngày 15 tháng cuối quý", every("quarter", day=15, last_month=True)),
    ("Hằng quý trước ngày 15 của tháng cuối quý", every("quarter", before_day=15, last_month=True)),
    ("Báo cáo quý: trước ngày 15 tháng cuối quý", every("quarter", before_day=15, last_month=True)),
    ("Cuối mỗi quý", every("quarter", last_month=True)),
    ("Tháng 6, tháng 12 hằng năm", every("year", months=[6, 12])),
    ("Tháng 6; tháng 12 hằng năm", every("year", months=[6, 12])),
    ("02 lần/năm (tháng 6 và tháng 12)", every("year", months=[6, 12])),
    ("Ngày 15 các tháng 3, 6, 9, 12 hằng năm", every("year", months=[3, 6, 9, 12], day=15)),
    ("Ngày 10/12 hằng năm", every("year", month_day="12-10")),
    ("Trước ngày 10/12 hằng năm", every("year", month_day="12-09")),
    ("Trước ngày 01/3 hằng năm", every("year", month_day="02-28")),
    ("Quý IV hằng năm", every("year", quarter=4)),
    ("Hằng năm (quý IV)", every("year", quarter=4)),
    ("Hằng quý, từ quý II/2025", every("quarter", **{"from": "2025-04-01"})),
    (
        "Hằng năm, giai đoạn 2025-2030",
        every("year", **{"from": "2025-01-01", "until": "2030-12-31"}),
    ),
    ("Quý I (hằng năm)", every("year", quarter=1)),
    ("Từ năm 2025, hằng năm", every("year", **{"from": "2025-01-01"})),
]

AT_LEAST = [
    ("Mỗi năm ít nhất 02 lần", quota(2, "year")),
    ("tối thiểu 1 lần/quý", quota(1, "quarter")),
    ("ít nhất hai lần một năm", quota(2, "year")),
    ("Ít nhất 02 lần trong năm", quota(2, "year")),
    ("Tổ chức ít nhất 01 hội nghị đối thoại/năm", quota(1, "year")),
    ("Tối thiểu 02 tin, bài/tháng", quota(2, "month")),
    ("Mỗi quý tổ chức không ít hơn 1 đợt kiểm tra", quota(1, "quarter")),
    ("Ít nhất 6 tháng/lần", quota(1, "half_year")),
    ("1-2 lần/năm", quota(1, "year")),
    ("Từ 2 đến 3 lần/năm", quota(2, "year")),
    ("02 lần/năm trở lên", quota(2, "year")),
    ("Mỗi năm ít nhất 02 lần (6 tháng/lần)", quota(2, "year")),
    ("Mỗi cơ quan, đơn vị tối thiểu 2 cuộc/năm", quota(2, "year")),
]

WINDOWS = [
    ("Quý IV/2024", window("2024-10-01", "2024-12-31", "quarter")),
    ("Quý lV/2024", window("2024-10-01", "2024-12-31", "quarter")),
    ("quí 3 năm 2025", window("2025-07-01", "2025-09-30", "quarter")),
    ("QII/2025", window("2025-04-01", "2025-06-30", "quarter")),
    ("Quý III-IV/2025", window("2025-07-01", "2025-12-31", "quarter")),
    ("Từ quý II đến quý III/2025", window("2025-04-01", "2025-09-30", "quarter")),
    ("Trong năm 2025", window("2025-01-01", "2025-12-31", "year")),
    ("Năm 2025: quý II", window("2025-04-01", "2025-06-30", "quarter")),
    ("Trong tháng 5", window("2026-05-01", "2026-05-31", "month")),
    ("Tháng 02 năm 2028", window("2028-02-01", "2028-02-29", "month")),
    ("5/2025", window("2025-05-01", "2025-05-31", "month")),
    ("Tháng 5-6/2025", window("2025-05-01", "2025-06-30", "month")),
    ("Từ tháng 3 đến tháng 11/2025", window("2025-03-01", "2025-11-30", "month")),
    ("Từ tháng 11 đến tháng 3/2026", window("2025-11-01", "2026-03-31", "month")),
    ("6 tháng đầu năm", window("2026-01-01", "2026-06-30", "half_year")),
    ("6 tháng cuối năm 2025", window("2025-07-01", "2025-12-31", "half_year")),
    ("9 tháng đầu năm 2025", window("2025-01-01", "2025-09-30", "month")),
    ("Năm học 2025-2026", window("2025-09-01", "2026-05-31", "school_year")),
    ("Giai đoạn 2025-2030", window("2025-01-01", "2030-12-31", "year")),
    ("Từ năm 2025 đến năm 2030", window("2025-01-01", "2030-12-31", "year")),
    ("Năm 2024 và các năm tiếp theo", window("2024-01-01", None, "year")),
    ("Từ quý III/2025", window("2025-07-01", None, "quarter")),
    ("Sau ngày 30/6/2025", window("2025-07-01", None, "day")),
    ("15.12.2025", window("2025-12-15", "2025-12-15", "day")),
    ("15-12-25", window("2025-12-15", "2025-12-15", "day")),
    ("2025-12-15 00:00:00", window("2025-12-15", "2025-12-15", "day")),
    ("Ngày 15 tháng 6 năm 2025", window("2025-06-15", "2025-06-15", "day")),
    ("Từ ngày 01 đến ngày 15/6/2025", window("2025-06-01", "2025-06-15", "day")),
    ("Từ 01/7/2025 đến 31/12/2025", window("2025-07-01", "2025-12-31", "day")),
    ("Trước ngày 15/12/2025", window(None, "2025-12-14", "day")),
    ("Trước 17h00 ngày 15/12/2025", window(None, "2025-12-15", "day")),
    ("Hoàn thành trước tháng 9/2025", window(None, "2025-08-31", "month")),
    ("Chậm nhất 30/6/2025", window(None, "2025-06-30", "day")),
    ("Đến hết tháng 11", window(None, "2026-11-30", "month")),
    ("Đến hết quý II/2025", window(None, "2025-06-30", "quarter")),
    ("Cuối năm 2025", window(None, "2025-12-31", "year")),
    ("Trước ngày 15/01 năm sau", window(None, "2027-01-14", "day")),
    ("Quý II (trước ngày 15/6)", window("2026-04-01", "2026-06-14", "day")),
    ("Thời gian thực hiện: Quý II/2025", window("2025-04-01", "2025-06-30", "quarter")),
]

EVENTS = [
    (
        "Trước, trong và sau kỳ bầu cử",
        event("kỳ bầu cử", "before", "during", "after"),
    ),
    ("Trước bầu cử", event("bầu cử", "before")),
    ("Trước bầu cử, trong bầu cử và sau bầu cử", event("bầu cử", "before", "during", "after")),
    ("Trước và sau buổi tiếp xúc cử tri", event("buổi tiếp xúc cử tri", "before", "after")),
    (
        "Thực hiện trước, trong và sau đợt xét duyệt",
        event("đợt xét duyệt", "before", "during", "after"),
    ),
    ("Khi Nhà nước thực hiện thu hồi đất", event("Nhà nước thực hiện thu hồi đất", "when")),
    ("Khi có yêu cầu", event("có yêu cầu", "when")),
    ("Ngay khi được bố trí nguồn vốn", event("được bố trí nguồn vốn", "when", immediate=True)),
    ("Ngay sau khi có văn bản", event("có văn bản", "after", immediate=True)),
    ("Sau mỗi kỳ họp HĐND", event("kỳ họp HĐND", "after", each=True)),
    ("Mỗi khi có văn bản mới", event("có văn bản mới", "when", each=True)),
    ("Khi phát hiện hành vi, vụ việc vi phạm", event("phát hiện hành vi, vụ việc vi phạm", "when")),
    ("Tại các kỳ họp HĐND", event("kỳ họp HĐND", "during", each=True)),
    ("Đột xuất", event("Đột xuất", "when")),
    (
        "Trong 05 ngày làm việc kể từ ngày ban hành Kế hoạch",
        event("ban hành Kế hoạch", "after", offset_working_days=5),
    ),
    ("Trong vòng 03 ngày kể từ khi tiếp nhận", event("tiếp nhận", "after", offset_days=3)),
    ("Chậm nhất 10 ngày sau bầu cử", event("bầu cử", "after", offset_days=10)),
    ("Sau bầu cử, chậm nhất 10 ngày", event("bầu cử", "after", offset_days=10)),
    ("Trước kỳ họp 15 ngày", event("kỳ họp", "before", offset_days=15)),
    (
        "Chậm nhất 05 ngày làm việc trước ngày khai mạc",
        event("khai mạc", "before", offset_working_days=5),
    ),
]

EXTERNAL = [
    ("Theo quy định", external("rule")),
    ("Theo đúng quy định", external("rule")),
    ("Theo quy định của pháp luật", external("rule", "quy định của pháp luật")),
    ("Theo Luật Tiếp công dân", external("rule", "Luật Tiếp công dân")),
    ("Theo kế hoạch", external("plan")),
    ("Theo Kế hoạch tuyển dụng", external("plan", "Kế hoạch tuyển dụng")),
    ("Theo tiến độ của Tỉnh", external("plan", "tiến độ của Tỉnh")),
    ("Theo hướng dẫn, chỉ đạo của cấp trên", external("plan", "hướng dẫn, chỉ đạo của cấp trên")),
]

SEVERAL = [
    (
        "Thường xuyên trong năm học và ngay khi được bố trí nguồn vốn",
        several(steady("school_year"), event("được bố trí nguồn vốn", "when", immediate=True)),
    ),
    (
        "Quý II (dự thảo), quý IV (ban hành)",
        several(
            window("2026-04-01", "2026-06-30", "quarter", label="dự thảo"),
            window("2026-10-01", "2026-12-31", "quarter", label="ban hành"),
        ),
    ),
    (
        "Quý II, IV/2025",
        several(
            window("2025-04-01", "2025-06-30", "quarter"),
            window("2025-10-01", "2025-12-31", "quarter"),
        ),
    ),
    (
        "Trước ngày 15/6 (sơ kết) và 15/12 (tổng kết)",
        several(
            window(None, "2026-06-14", "day", label="sơ kết"),
            window(None, "2026-12-14", "day", label="tổng kết"),
        ),
    ),
    (
        "<ul><li>- Theo kế hoạch;</li><li>- Khi phát hiện vi phạm.</li></ul>",
        several(external("plan"), event("phát hiện vi phạm", "when")),
    ),
    (
        "Ngày 15 hằng quý, 6 tháng và năm",
        several(every("quarter", day=15), every("half_year", day=15), every("year", day=15)),
    ),
    ("Quý, 6 tháng, năm", several(every("quarter"), every("half_year"), every("year"))),
    ("6 tháng, năm", several(every("half_year"), every("year"))),
    (
        "Quý II, quý IV hằng năm",
        several(every("year", quarter=2), every("year", quarter=4)),
    ),
    ("Sau kỳ họp và hằng quý", several(event("kỳ họp", "after"), every("quarter"))),
    ("Hằng năm theo quy định", several(every("year"), external("rule"))),
    ("Thường xuyên hằng quý", several(steady(), every("quarter"))),
    (
        "Thứ 2 và thứ 5 hằng tuần",
        several(every("week", weekday=1), every("week", weekday=4)),
    ),
    (
        "Đợt 1: tháng 3; đợt 2: tháng 9",
        several(
            window("2026-03-01", "2026-03-31", "month", label="Đợt 1"),
            window("2026-09-01", "2026-09-30", "month", label="đợt 2"),
        ),
    ),
    (
        "Quý I\nKhi có yêu cầu",
        several(window("2026-01-01", "2026-03-31", "quarter"), event("có yêu cầu", "when")),
    ),
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [*STEADY, *EVERY, *AT_LEAST, *WINDOWS, *EVENTS, *EXTERNAL, *SEVERAL],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_are_read_as_their_family_means(words: str, expected: Json) -> None:
    rule = read_deadline(words, year=2026)
    assert rule_to_json(rule) == expected
    assert rule_from_json(expected) == rule


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "để trống"),
        ("   ", "để trống"),
        ("x", "chỉ ghi"),
        ("-", "chỉ ghi"),
        ("nt", "như trên"),
        ("-nt-", "như trên"),
        ("//", "như trên"),
        ("Như trên", "như trên"),
        ("Đang thực hiện", "tình trạng"),
        ("Đã hoàn thành", "tình trạng"),
        ("Hoàn thành 100%", "tình trạng"),
        ("3 tháng", "tính từ ngày nào"),
        ("30 ngày làm việc", "tính từ ngày nào"),
        ("30/02", "không có ngày 30/2"),
        ("29/02/2026", "không có ngày 29/2/2026"),
        ("Tháng 13", "không có tháng 13"),
        ("Quý V", "không có quý V"),
        ("Đầu quý III", "hạn cuối"),
        ("Khoảng tháng 6", "hạn cuối"),
        ("Định kỳ", "mấy tháng một lần"),
        ("Ngày 15 hằng năm", "tháng nào"),
        ("1/2", "phân số"),
        ("24/7", "suốt ngày đêm"),
        ("Quý II hoặc quý III", "để chọn"),
        ("Thường xuyên trong năm 2025", "kế hoạch là năm 2026"),
        ("Từ tháng 9/2025 đến tháng 3/2025", "đứng trước"),
        ("3 lần/năm (tháng 6 và tháng 12)", "nêu 2 mốc"),
        ("Quý II (trước ngày 15/12)", "không khớp"),
    ],
)
def test_words_that_give_no_date_say_why(words: str, reason: str) -> None:
    rule = rule_to_json(read_deadline(words, year=2026))
    assert rule["kind"] == "unknown"
    assert reason in str(rule["reason"])


@pytest.mark.parametrize(
    "words",
    [
        "lần thứ hai",
        "Thứ hai",
        "Theo quy",
        "2 ngày/tháng",
        "tháng sau",
        "Tối đa 2 lần/năm",
        "Ít nhất 02 lần",
        "Thường xuyên, định kỳ",
        "Ngày 10 tháng đầu quý sau",
        "Khi có yêu cầu, tháng 13",
        "Quý II, đã hoàn thành",
        "Hằng quý, trừ quý IV",
        "Mỗi năm ít nhất 02 lần trừ năm bầu cử",
        "Thứ Sáu tuần cuối tháng",
        "Trong giờ hành chính",
        "Trước ngày 15",
        "Nhiệm kỳ 2021-2026",
        "Quý II/2025 đối với tổ 1 và tháng",
        "lúc nào cũng được",
        "Khi nào cũng được",
        "luc nao cung duoc",
        "Lúc nào rảnh",
        "Khi nào xong",
    ],
)
def test_a_rest_that_is_not_understood_makes_the_whole_cell_unknown(words: str) -> None:
    assert read_deadline(words, year=2026).kind == "unknown"


def test_a_date_without_a_year_takes_the_plans_and_without_one_it_is_asked() -> None:
    assert rule_to_json(read_deadline("Trước 30/6", year=2027))["end"] == "2027-06-29"
    asked = read_deadline("Trước 30/6")
    assert asked.kind == "unknown"
    assert "năm" in asked.reason


def test_a_years_list_runs_forward_or_is_asked() -> None:
    over_new_year = rule_to_json(read_deadline("Quý IV, quý I/2026", year=2025))
    assert over_new_year == several(
        window("2025-10-01", "2025-12-31", "quarter"), window("2026-01-01", "2026-03-31", "quarter")
    )
    assert read_deadline("Quý IV, quý I/2027", year=2024).kind == "unknown"


def test_from_now_on_starts_with_the_plan() -> None:
    rule = read_deadline("Từ nay đến hết năm", year=2026, plan_date=date(2026, 4, 24))
    assert rule_to_json(rule) == window("2026-04-24", "2026-12-31", "year")
