"""Reading a staff list: by the meaning of its columns, nothing executed, every doubt said."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from data.domain.names import clean_name
from data.domain.people import Address, Role
from data.domain.phones import digits_of, read_phone
from data.domain.staff import StaffList, StaffRow
from data.errors import IntakeError
from jobs.intake.staff import looks_like_staff, read_staff
from jobs.intake.staff_template import write_template

HEADING = "Họ và tên,Số điện thoại,Cơ quan,Vai trò,Xưng hô,Trưởng đơn vị"


def listed(*rows: str, heading: str = HEADING, encoding: str = "utf-8") -> StaffList:
    return read_staff("\n".join([heading, *rows]).encode(encoding), "can-bo.csv")


def only(*rows: str, heading: str = HEADING) -> StaffRow:
    (row,) = listed(*rows, heading=heading).rows
    return row


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_whole_row_is_read() -> None:
    assert only(
        'Nguyễn Văn Tư,0900000005,"Tổ dân phố 5; Chi hội Cựu chiến binh",tổ trưởng,bác,x'
    ) == StaffRow(
        line=2,
        name="Nguyễn Văn Tư",
        phone="0900000005",
        agencies=("Tổ dân phố 5", "Chi hội Cựu chiến binh"),
        roles=frozenset({Role.GROUP_LEADER}),
        address=Address.BAC,
        is_head=True,
    )


@pytest.mark.parametrize(
    "heading",
    [
        "STT;HỌ VÀ TÊN;ĐIỆN THOẠI;ĐƠN VỊ",
        "stt;ho ten;sdt;phong ban",
        "TT;Tên cán bộ;Số ĐT (Zalo);Cơ quan công tác",
        "STT\tHọ tên\tDi động\tĐơn vị công tác",
    ],
)
def test_columns_are_known_by_what_they_mean(heading: str) -> None:
    separator = "\t" if "\t" in heading else ";"
    row = only(separator.join(("1", "Võ Thị Lan", "0900000004", "Trạm Y tế")), heading=heading)
    assert (row.name, row.phone, row.agencies) == ("Võ Thị Lan", "0900000004", ("Trạm Y tế",))


def test_surname_and_given_name_in_two_columns_are_joined() -> None:
    assert only("Võ Thị,Lan,0900000004", heading="Họ đệm,Tên,SĐT").name == "Võ Thị Lan"


def test_a_letterhead_above_the_list_is_passed_over() -> None:
    content = f"UBND PHƯỜNG HÒA BÌNH\nDANH SÁCH CÁN BỘ\n\n{HEADING}\nVõ Thị Lan,0900000004,A\n"
    assert [r.name for r in read_staff(content.encode(), "a.csv").rows] == ["Võ Thị Lan"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_known(encoding: str) -> None:
    assert listed("Võ Thị Lan,0900000004,A", encoding=encoding).rows[0].name == "Võ Thị Lan"


def test_the_old_vietnamese_encoding_is_read_and_doubted() -> None:
    # windows-1258 writes tone marks as separate characters after the letter
    content = "Họ và tên,SĐT\nTrần Hà,0900000001\n"
    stretched = "".join(
        part for char in unicodedata.normalize("NFC", content) for part in _as_1258(char)
    )
    read = read_staff(stretched.encode("cp1258"), "a.csv")
    assert read.rows[0].name == "Trần Hà"
    assert "bảng mã cũ" in read.doubts[0].sentence


def _as_1258(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFD", char)
        tone = next(c for c in plain if c in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", plain.replace(tone, "")) + tone
    return char


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912345678", "0912345678"),
        ("912345678", "0912345678"),
        ("912345678.0", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("(0912) 345-678", "0912345678"),
        ("0912345678 / 0987654321", "0912345678"),
        ("02583851234", "02583851234"),
        ("２０９１２", None),
        ("113", None),
        ("0112345678", None),
        ("không có", None),
        ("", None),
    ],
)
def test_numbers_get_their_leading_zero_back(typed: str, kept: str | None) -> None:
    assert read_phone(typed) == kept


@given(st.text())
def test_whatever_is_typed_a_number_is_digits(text: str) -> None:
    assert set(digits_of(text)) <= set("0123456789")


def test_excel_numbers_lose_no_zero() -> None:
    content = workbook(
        ("Họ và tên", "Điện thoại"), ("Võ Thị Lan", 900000004), ("Lê An", 912345678.0)
    )
    assert [r.phone for r in read_staff(content, "a.xlsx").rows] == ["0900000004", "0912345678"]


@pytest.mark.parametrize(
    ("role", "position", "roles"),
    [
        ("cán bộ", "", {Role.OFFICER}),
        ("Tổ trưởng", "", {Role.GROUP_LEADER}),
        ("Cơ quan đầu mối", "", {Role.LEAD_OFFICE}),
        ("lãnh đạo", "", {Role.LEADERSHIP}),
        ("quản trị; cơ quan đầu mối", "", {Role.ADMIN, Role.LEAD_OFFICE}),
        ("", "Chủ tịch UBND phường", {Role.LEADERSHIP}),
        ("", "Phó Chủ tịch", {Role.LEADERSHIP}),
        ("", "Chủ tịch Hội Phụ nữ", set()),
        ("", "Tổ trưởng tổ dân phố", {Role.GROUP_LEADER}),
        ("", "Chuyên viên", set()),
        ("cán bộ", "Chủ tịch UBND phường", {Role.OFFICER}),
    ],
)
def test_roles_come_from_the_role_then_from_a_position_beyond_doubt(
    role: str, position: str, roles: set[Role]
) -> None:
    row = only(f"Võ Thị Lan,{role},{position}", heading="Họ và tên,Vai trò,Chức vụ")
    assert row.roles == roles


@pytest.mark.parametrize(
    ("position", "is_head"), [("Trưởng phòng", True), ("Phó Trưởng phòng", False)]
)
def test_without_a_head_column_the_position_says_who_is_head(position: str, is_head: bool) -> None:
    row = only(f"Võ Thị Lan,0900000004,{position}", heading="Họ và tên,SĐT,Chức vụ")
    assert row.is_head is is_head


def test_every_oddity_is_said_with_its_line() -> None:
    read = listed(
        "Võ Thị Lan,123,Trạm Y tế,phó bí thư,cụ,",
        "Lê An,,,,,",
        ",0900000009,Trạm Y tế,,,",
        "Hồ Văn B,0900000010,Trạm Y tế,,,",
        "Hồ Văn C,0900000010,Trạm Y tế,,,",
        "Hồ Văn B,0900000010,Trạm Y tế,,,",
    )
    said = [(d.line, d.sentence.split(",")[0]) for d in read.doubts]
    assert [r.name for r in read.rows] == ["Võ Thị Lan", "Lê An", "Hồ Văn B", "Hồ Văn C"]
    assert [line for line, _ in said] == [2, 2, 2, 3, 3, 4, 6, 7]
    assert any("trùng số điện thoại với dòng 5" in s for _l, s in said)
    assert any("trùng người với dòng 5" in s for _l, s in said)


def test_names_are_cleaned_of_markup_control_and_right_to_left_signs() -> None:
    assert only("Lê <b>Văn</b> \u202eHạnh\u200f\x07,0900000002,A").name == "Lê Văn Hạnh"


@given(st.text())
def test_a_cleaned_name_is_one_visible_line(text: str) -> None:
    name = clean_name(text)
    assert not {"<", ">", "\n", "\t", "\u202e", "\x00"} & set(name)
    assert name == " ".join(name.split())
    assert len(name) <= 80
    assert clean_name(name) == name


def test_a_formula_in_a_csv_stays_text_and_is_doubted() -> None:
    read = listed('"=HYPERLINK(""http://x"",""Lan"")",0900000004,A')
    assert read.rows[0].name.startswith("=HYPERLINK")
    assert "ký tự lạ" in read.doubts[0].sentence


def test_a_formula_in_a_workbook_is_never_run() -> None:
    content = workbook(
        ("Họ và tên", "SĐT"),
        ('=HYPERLINK("http://x","Lan")', "0900000004"),
        ("Lê An", "0900000001"),
    )
    assert [r.name for r in read_staff(content, "a.xlsx").rows] == ["Lê An"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"%PDF-1.4", "a.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
        ("một hai ba\nbốn năm sáu".encode(), "a.csv"),
        (HEADING.encode(), "a.csv"),
        (workbook(("A", "B"), (1, 2)), "a.xlsx"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, name: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_staff(content, name)
    assert refused.value.sentence


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(IntakeError, match="chia thành nhiều tệp"):
        listed(*(f"Người {i},09{i:08d},A" for i in range(2_001)))


def test_the_template_reads_back_as_an_empty_list() -> None:
    assert looks_like_staff(write_template(), "mau.xlsx")
    with pytest.raises(IntakeError, match="chưa có người nào"):
        read_staff(write_template(), "mau.xlsx")


def test_a_plan_is_not_taken_for_a_staff_list() -> None:
    content = workbook(
        ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian"), (1, "A", "B", "Quý II")
    )
    assert not looks_like_staff(content, "ke-hoach.xlsx")
