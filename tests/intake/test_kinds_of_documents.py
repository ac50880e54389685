"""Other offices' documents: other columns, orders, spellings and shapes."""

import datetime as dt

import pytest

from data.domain.drafts import PlanDraft, SkipReason
from data.domain.rules import Continuous, Window
from jobs.intake.plan import read_plan
from tests.intake.papers import (
    add_table,
    number_automatically,
    pdf_plan,
    saved,
    sheet_plan,
    text_plan,
    word_plan,
)


def from_text(*tables: list[list[str]], tail: tuple[str, ...] = ()) -> PlanDraft:
    return read_plan(text_plan(*tables, tail=tail), "ke-hoach.txt")


def from_word(*tables: list[list[str]]) -> PlanDraft:
    return read_plan(saved(word_plan(*tables)), "ke-hoach.docx")


def reasons(draft: PlanDraft) -> list[SkipReason]:
    return [row.why for row in draft.skipped]


@pytest.mark.parametrize(
    ("title", "lead", "time", "product"),
    [
        ("Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn hoàn thành", "Sản phẩm đầu ra"),
        ("Nội dung công việc", "Đơn vị thực hiện", "Thời gian", "Kết quả"),
        ("Nhiệm vụ, giải pháp", "Người thực hiện", "Tiến độ", "Sản phẩm/kết quả"),
        ("Tên nhiệm vụ", "Cơ quan, đơn vị chủ trì tham mưu", "Tiến độ thực hiện", "Đầu ra"),
        ("NỘI DUNG", "BỘ PHẬN PHỤ TRÁCH", "THỜI GIAN THỰC HIỆN", "KẾT QUẢ DỰ KIẾN"),
        ("Công việc cụ thể", "Phân công thực hiện", "Hạn hoàn thành", "Sản phẩm"),
        ("Hoạt động", "Cơ quan thực hiện", "Thời điểm hoàn thành", "Tài liệu kiểm chứng"),
    ],
)
def test_headings_are_read_by_meaning(title: str, lead: str, time: str, product: str) -> None:
    draft = from_word(
        [
            [time, product, "TT", lead, title],
            ["Quý II/2026", "Báo cáo", "1", "Công chức Tư pháp - Hộ tịch", "Rà soát thủ tục"],
            ["Thường xuyên", "Tin bài", "2", "Trạm Y tế", "Tuyên truyền bảo hiểm y tế"],
        ]
    )
    first, second = draft.tasks
    assert (first.no, first.title, first.lead) == (
        "1",
        "Rà soát thủ tục",
        ("Công chức Tư pháp - Hộ tịch",),
    )
    assert (first.time_text, first.product) == ("Quý II/2026", "Báo cáo")
    assert isinstance(first.rule, Window)
    assert first.rule.end == dt.date(2026, 6, 30)
    assert isinstance(second.rule, Continuous)


def test_tien_do_beside_thoi_han_is_a_status_not_a_deadline() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Tiến độ"],
            ["1", "Lập danh sách", "Phòng Kinh tế", "30/6/2026", "Đang thực hiện"],
        ]
    )
    assert draft.tasks[0].time_text == "30/6/2026"


def test_lead_and_coordinator_in_one_cell_are_told_apart() -> None:
    draft = from_text(
        [
            ["STT", "Nội dung công việc", "Cơ quan chủ trì, phối hợp", "Thời gian"],
            ["1", "Sửa đường", "Chủ trì: Phòng Kinh tế; Phối hợp: Công an xã, Trạm Y tế", "Quý I"],
            [
                "2",
                "Mở lớp",
                "Văn phòng HĐND và UBND chủ trì, phối hợp với Đoàn Thanh niên xã",
                "Quý I",
            ],
        ]
    )
    first, second = draft.tasks
    assert (first.lead, first.coordinate) == (("Phòng Kinh tế",), ("Công an xã", "Trạm Y tế"))
    assert second.lead == ("Văn phòng HĐND và UBND",)
    assert second.coordinate == ("Đoàn Thanh niên xã",)


def test_what_an_agency_does_is_no_part_of_its_name_and_a_doubt_says_so() -> None:
    draft = from_text(
        [
            ["STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
            ["1", "Niêm yết", "Phòng Văn hóa – Xã hội cung cấp thông tin", "Trạm Y tế", "Quý I"],
            ["2", "Mở lớp", "Phòng Văn hóa – Xã hội", "Trạm Y tế", "Quý I"],
        ]
    )
    first, second = draft.tasks
    assert first.lead == second.lead == ("Phòng Văn hóa – Xã hội",)
    (doubt,) = first.doubts
    assert doubt.startswith('Ô cơ quan ghi "Phòng Văn hóa – Xã hội cung cấp thông tin"')
    assert second.doubts == ()


def test_agency_time_and_product_inside_the_title_cell() -> None:
    draft = from_text(
        [
            ["STT", "Nội dung"],
            [
                "1",
                "Niêm yết thủ tục. Chủ trì: Trung tâm Phục vụ hành chính công; Thời gian: Hằng quý",
            ],
            [
                "2",
                "Lắp bảng tin. Cơ quan thực hiện: Phòng Kinh tế; Thời hạn: 30/9/2026; Sản phẩm: Ảnh",
            ],
        ]
    )
    assert [task.title for task in draft.tasks] == ["Niêm yết thủ tục", "Lắp bảng tin"]
    assert draft.tasks[0].lead == ("Trung tâm Phục vụ hành chính công",)
    assert [task.time_text for task in draft.tasks] == ["Hằng quý", "30/9/2026"]
    assert draft.tasks[1].product == "Ảnh"


def test_a_target_table_is_not_a_task_table() -> None:
    draft = from_word(
        [
            ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026"],
            ["1", "Hồ sơ đúng hạn", "%", "98"],
        ],
        [["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Số hóa hồ sơ", "Văn phòng", "Quý IV"]],
    )
    assert [task.title for task in draft.tasks] == ["Số hóa hồ sơ"]
    assert draft.tasks[0].source.table == 2


def test_two_task_tables_with_other_columns_in_one_document() -> None:
    draft = from_word(
        [["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Việc một", "Công an", "Quý I"]],
        [
            ["TT", "Thời hạn", "Nội dung công việc", "Đơn vị thực hiện"],
            ["1", "", "Việc hai", "Trạm Y tế"],
        ],
    )
    first, second = draft.tasks
    assert (first.lead, second.lead) == (("Công an",), ("Trạm Y tế",))
    assert second.time_text is None, "a blank never inherits from another table"


def test_a_heading_of_two_rows() -> None:
    draft = from_word(
        [
            ["STT", "Nội dung nhiệm vụ", "Phân công thực hiện", "<", "Thời gian"],
            ["^", "^", "Chủ trì", "Phối hợp", "^"],
            ["1", "Trồng cây", "Hội Nông dân", "Đoàn Thanh niên", "Tháng 5"],
        ]
    )
    (task,) = draft.tasks
    assert (task.lead, task.coordinate) == (("Hội Nông dân",), ("Đoàn Thanh niên",))


def test_merged_cells_of_word_belong_to_every_row_that_they_cover() -> None:
    draft = from_word(
        [
            ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
            ["I", "CÔNG TÁC CHUNG", "<", "<"],
            ["1", "Việc một", "Công an xã", "Hằng tháng"],
            ["2", "Việc hai", "^", "^"],
            ["3", "Việc ba", "Trạm Y tế", "^"],
        ]
    )
    assert [task.lead[0] for task in draft.tasks] == ["Công an xã", "Công an xã", "Trạm Y tế"]
    assert {task.time_text for task in draft.tasks} == {"Hằng tháng"}
    assert {task.section for task in draft.tasks} == {"CÔNG TÁC CHUNG"}
    assert not any(task.time_inherited for task in draft.tasks)


def test_numbers_that_word_counts_by_itself() -> None:
    document = word_plan()
    table = add_table(
        document,
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["", "Việc một", "Công an", "Quý I"],
            ["", "Việc hai", "Công an", "Quý II"],
        ],
    )
    number_automatically(document, [table.cell(1, 0), table.cell(2, 0)])
    draft = read_plan(saved(document), "a.docx")
    assert [task.no for task in draft.tasks] == ["1", "2"]


def test_a_task_table_inside_a_layout_table() -> None:
    document = word_plan()
    outer = add_table(document, [["", ""]])
    add_table(
        outer.cell(0, 1),
        [["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Việc trong", "Công an", "Quý I"]],
    )
    draft = read_plan(saved(document), "a.docx")
    assert [task.title for task in draft.tasks] == ["Việc trong"]


def test_a_task_broken_over_two_pages_of_word_is_one() -> None:
    header = ["STT", "Nhiệm vụ", "Cách thức", "Chủ trì", "Thời gian"]
    draft = from_word(
        [header, ["1", "Kiểm tra việc", "Lập kế hoạch; kiểm tra", "Văn phòng HĐND và", "Thường"]],
        [
            header,
            ["", "niêm yết thủ tục", "từng thôn", "UBND", "xuyên"],
            ["2", "Việc sau", "", "Công an", "Quý I"],
        ],
    )
    first, second = draft.tasks
    assert (first.title, first.time_text) == ("Kiểm tra việc niêm yết thủ tục", "Thường xuyên")
    assert first.lead == ("Văn phòng HĐND và UBND",)
    assert first.methods == ("Lập kế hoạch; kiểm tra từng thôn",)
    assert any("Ghép với" in doubt for doubt in first.doubts)
    assert second.no == "2"


def test_pages_without_a_repeated_heading_go_on() -> None:
    draft = from_text(
        [["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Việc một", "Công an", "Quý I"]],
        [["2", "Việc hai", "Trạm Y tế", "Quý II"]],
    )
    assert [task.no for task in draft.tasks] == ["1", "2"]


def test_rows_that_are_no_tasks_are_skipped_with_their_reason() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["A", "NÂNG CAO CHẤT LƯỢNG", "", ""],
            ["", "", "", ""],
            ["1", "Việc một", "Công an", "Quý I"],
            ["2", "", "", ""],
            ["", "Tổng cộng: 1 nhiệm vụ", "", ""],
        ]
    )
    assert reasons(draft) == [
        SkipReason.HEADER,
        SkipReason.COLUMN_NUMBERS,
        SkipReason.SECTION,
        SkipReason.BLANK,
        SkipReason.NO_CONTENT,
        SkipReason.TOTAL,
    ]
    assert draft.doubts == ()


def test_roman_numbers_head_and_arabic_numbers_task() -> None:
    draft = from_text(
        [
            ["STT", "Nội dung", "Đơn vị chủ trì", "Thời hạn"],
            ["I", "Thể chế", "", ""],
            ["1", "Rà soát văn bản", "Văn phòng", "Quý I"],
            ["II", "Thủ tục", "", ""],
            ["1", "Công khai thủ tục", "Trung tâm Phục vụ hành chính công", "Thường xuyên"],
        ]
    )
    assert [(task.no, task.section) for task in draft.tasks] == [("1", "Thể chế"), ("1", "Thủ tục")]


def test_excel_numbers_dates_merges_and_letterhead() -> None:
    book = sheet_plan(
        [
            ["ỦY BAN NHÂN DÂN XÃ AN MẪU"],
            ["PHỤ LỤC"],
            ["NHIỆM VỤ NĂM 2026"],
            [],
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            [1.0, "Mục lớn", None, None],
            [1.9, "Việc chín", "Công an xã", dt.date(2026, 6, 30)],
            [1.1, "Việc mười", None, "Quý III"],
            [2.0, "Việc riêng", "Trạm Y tế", "Quý IV"],
        ],
        merges=["A2:D2", "C7:C8"],
    )
    draft = read_plan(saved(book), "a.xlsx")
    assert [task.no for task in draft.tasks] == ["1.9", "1.10", "2"]
    assert draft.tasks[0].time_text == "30/06/2026"
    assert [task.lead[0] for task in draft.tasks] == ["Công an xã", "Công an xã", "Trạm Y tế"]
    assert draft.tasks[0].section == "Mục lớn"
    assert (draft.plan.issuer, draft.plan.year) == ("UBND xã An Mẫu", 2026)


def test_an_excel_formula_is_never_run_and_an_empty_one_is_doubted() -> None:
    book = sheet_plan(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            [1, "Việc một", "Công an xã", '=HYPERLINK("http://a.test","Quý I")'],
        ]
    )
    (task,) = read_plan(saved(book), "a.xlsx").tasks
    assert task.time_text is None
    assert any("công thức" in doubt for doubt in task.doubts)


def test_a_hidden_sheet_is_said_and_not_read() -> None:
    book = sheet_plan([["STT", "Nhiệm vụ", "Chủ trì", "Hạn"], [1, "Việc một", "Công an", "Quý I"]])
    hidden = book.create_sheet("Bản cũ")
    hidden.append(["STT", "Nhiệm vụ", "Chủ trì", "Hạn"])
    hidden.append([1, "Việc cũ", "Công an", "Quý I"])
    hidden.sheet_state = "hidden"
    draft = read_plan(saved(book), "a.xlsx")
    assert [task.title for task in draft.tasks] == ["Việc một"]
    assert any("Bản cũ" in doubt for doubt in draft.doubts)


def test_a_landscape_pdf_with_wrapped_and_broken_cells() -> None:
    header = ["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn hoàn thành"]
    widths = (40.0, 300.0, 120.0, 110.0)
    page = (
        ("ỦY BAN NHÂN DÂN XÃ AN MẪU", "Số: 15/KH-UBND", "An Mẫu, ngày 10 tháng 3 năm 2026"),
        [
            header,
            ["1", "- Rà soát thủ tục;\n- Công khai thủ tục.", "Phòng Văn hóa\n- Xã hội", "Quý II"],
            ["2", "Đo mức hài lòng của người dân khi đến", "Văn phòng HĐND và", "Trước ngày"],
        ],
        widths,
    )
    after = ((), [header, ["", "làm thủ tục tại xã", "UBND", "15/12/2026"]], widths)
    draft = read_plan(pdf_plan([page, after]), "a.pdf")
    first, second = draft.tasks
    assert first.title == "- Rà soát thủ tục; - Công khai thủ tục."
    assert first.lead == ("Phòng Văn hóa - Xã hội",)
    assert second.title == "Đo mức hài lòng của người dân khi đến làm thủ tục tại xã"
    assert (second.lead, second.time_text) == (
        ("Văn phòng HĐND và UBND",),
        "Trước ngày 15/12/2026",
    )
    assert draft.plan.number == "15/KH-UBND"


def test_merged_cells_of_a_pdf() -> None:
    draft = read_plan(
        pdf_plan(
            [
                (
                    (),
                    [
                        ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
                        ["1", "Việc một", "Công an xã", "Quý I/2026"],
                        ["2", "Việc hai", "^", "Quý II/2026"],
                    ],
                    (50.0, 300.0, 150.0, 150.0),
                )
            ]
        ),
        "a.pdf",
    )
    assert [task.lead for task in draft.tasks] == [("Công an xã",)] * 2
    assert draft.tasks[1].doubts == ()


def test_supervisors_and_notes_are_kept() -> None:
    draft = from_text(
        [
            [
                "STT",
                "Nhiệm vụ",
                "Cơ quan thực hiện",
                "Cơ quan theo dõi, giám sát",
                "Hạn",
                "Ghi chú",
            ],
            ["1", "Việc một", "Các thôn", "Công an xã", "Quý I", "Làm điểm thôn Đông"],
        ]
    )
    (task,) = draft.tasks
    assert task.supervise == ("Công an xã",)
    assert any("Làm điểm thôn Đông" in doubt for doubt in task.doubts)


def test_a_declared_total_that_does_not_fit_is_doubted() -> None:
    rows = [["STT", "Nhiệm vụ", "Chủ trì", "Hạn"], ["1", "Việc một", "Công an", "Quý I"]]
    assert "5" in from_text(rows, tail=("Tổng cộng: 5 nhiệm vụ./.",)).doubts[0]


def test_text_markup_is_taken_off_and_words_are_kept() -> None:
    draft = from_text(
        [
            ["<b>STT</b>", "<b>Nhiệm vụ</b>", "<b>Chủ trì</b>", "<b>Thời gian</b>"],
            ["1", "<ul><li>- Một &amp; hai;</li><li>- ba &lt; bốn</li></ul>", "Công an", "Quý I"],
        ]
    )
    assert draft.tasks[0].title == "- Một & hai; - ba < bốn"


def test_unseen_and_direction_characters_are_dropped_from_titles() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["1", "Việc\u202e một\u200b\x07", "Công an", "Quý I"],
        ]
    )
    assert draft.tasks[0].title == "Việc một"


def test_a_document_without_a_task_table_says_what_is_needed() -> None:
    draft = read_plan("Thông báo nghỉ lễ.".encode(), "thong-bao.txt")
    assert draft.tasks == ()
    assert "Không thấy bảng nhiệm vụ" in draft.doubts[0]


def test_nt_in_a_cell_means_the_row_above() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"],
            ["1", "Việc một", "Công an xã", "Trạm Y tế", "Quý I"],
            ["2", "Việc hai", "-nt-", "nt", "//"],
        ]
    )
    second = draft.tasks[1]
    assert (second.lead, second.coordinate) == (("Công an xã",), ("Trạm Y tế",))
    assert (second.time_text, second.time_inherited) == ("Quý I", True)


def test_lead_in_brackets_after_the_title() -> None:
    draft = from_text(
        [
            ["STT", "Nội dung nhiệm vụ", "Thời gian"],
            ["1", "Mở lớp tập huấn (Phòng Kinh tế chủ trì, phối hợp với Công an xã)", "Tháng 10"],
            ["2", "Việc không ghi ai", "Tháng 11"],
        ]
    )
    first, second = draft.tasks
    assert (first.title, first.lead, first.coordinate) == (
        "Mở lớp tập huấn",
        ("Phòng Kinh tế",),
        ("Công an xã",),
    )
    assert second.lead == ()
    assert "Không ghi cơ quan chủ trì." in second.doubts


def test_numbers_in_front_of_titles_when_no_column_holds_them() -> None:
    draft = from_text(
        [
            ["Nhiệm vụ", "Chủ trì", "Thời gian"],
            ["1. Làm sạch dữ liệu", "Công an xã", "Quý I"],
            ["2. Cấp căn cước", "Công an xã", "Quý II"],
        ]
    )
    assert [(task.no, task.title) for task in draft.tasks] == [
        ("1", "Làm sạch dữ liệu"),
        ("2", "Cấp căn cước"),
    ]


def test_the_time_to_finish_counts_not_the_time_to_begin() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian bắt đầu", "Thời gian hoàn thành"],
            ["1", "Việc một", "Công an xã", "01/3/2026", "30/6/2026"],
        ]
    )
    assert draft.tasks[0].time_text == "30/6/2026"


def test_targets_with_an_office_and_a_date_are_still_targets() -> None:
    draft = from_text(
        [
            ["STT", "Tên chỉ tiêu", "Đơn vị tính", "Đơn vị chủ trì", "Thời hạn"],
            ["1", "Hồ sơ trực tuyến", "%", "Văn phòng", "31/12/2026"],
        ]
    )
    assert draft.tasks == ()


def test_headings_without_numbers_over_dashed_tasks() -> None:
    draft = from_text(
        [
            ["Nội dung", "Đơn vị thực hiện", "Thời gian"],
            ["Cải cách thể chế", "", ""],
            ["- Rà soát văn bản", "Tư pháp", "Quý I"],
            ["- Tự kiểm tra", "Tư pháp", "Quý II"],
            ["Cải cách thủ tục", "", ""],
            ["- Niêm yết", "Một cửa", "Thường xuyên"],
        ]
    )
    assert [(task.section, task.title) for task in draft.tasks] == [
        ("Cải cách thể chế", "Rà soát văn bản"),
        ("Cải cách thể chế", "Tự kiểm tra"),
        ("Cải cách thủ tục", "Niêm yết"),
    ]


def test_one_title_merged_over_several_doers_is_a_task_for_each() -> None:
    draft = from_word(
        [
            ["STT", "Nhiệm vụ", "Cách làm", "Chủ trì", "Thời hạn"],
            ["1", "Đối thoại", "Lập kế hoạch", "Văn phòng", "Quý I"],
            ["^", "^", "Tổ chức họp", "Công an xã", "Quý II"],
            ["^", "^", "Báo cáo", "^", "^"],
        ]
    )
    first, second = draft.tasks
    assert (first.lead, first.time_text) == (("Văn phòng",), "Quý I")
    assert (second.title, second.lead, second.time_text) == ("Đối thoại", ("Công an xã",), "Quý II")
    assert second.methods == ("Tổ chức họp", "Báo cáo")


def test_a_second_product_on_its_own_row_is_another_item() -> None:
    draft = from_text(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Hạn", "Sản phẩm"],
            ["1", "Ban hành quy chế", "Văn phòng", "30/6", "Quy chế"],
            ["", "", "", "", "Báo cáo"],
            ["", "", "Công an xã", "", ""],
        ]
    )
    (task,) = draft.tasks
    assert task.product == "Quy chế; Báo cáo"
    assert task.lead == ("Văn phòng", "Công an xã")


def test_a_numbered_row_whose_title_was_never_calculated_stays_its_own_row() -> None:
    rows: list[list[object]] = [
        ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
        [1, "Sửa chữa loa truyền thanh", "Công an phường", "Quý I/2026"],
        [2, '=CONCATENATE("Họp ","dân")', "Trạm Y tế", "Quý II/2026"],
    ]
    first, second = read_plan(saved(sheet_plan(rows)), "a.xlsx").tasks
    assert (first.lead, first.time_text, first.doubts) == (("Công an phường",), "Quý I/2026", ())
    assert (second.no, second.title) == ("2", "(chưa đọc được tên việc)")
    assert (second.lead, second.time_text) == (("Trạm Y tế",), "Quý II/2026")
    assert "công thức" in second.doubts[0]
