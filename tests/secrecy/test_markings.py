"""A marking is found where a stamp stands, and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.secrecy import (
    Marking,
    marking_in_name,
    marking_in_words,
    marking_on_page,
)

S, T, U = Marking.LOWEST, Marking.TOP, Marking.UTMOST


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("CV 12 TUYỆT MẬT.pdf", U),
        ("cv-tuyệt-mật.pdf", U),
        ("BC_TỐI_MẬT.docx", T),
        ("bao cao tuyet mat.pdf", U),
        ("CV TOI MAT 2026.pdf", T),
        ("MẬT - công văn 12.pdf", S),
        ("MẬT.pdf", S),
        ("CV 12 MẬT.pdf", S),
        ("công văn 12 (mật).pdf", S),
        ("[Mật] kế hoạch.docx", S),
        ("Ke hoach phong thu_MẬT_2026.pdf", S),
        ("tài liệu mật.pdf", S),
        ("Báo cáo mật tháng 6.docx", S),
        ("BÁO CÁO MẬT.pdf", S),
        (unicodedata.normalize("NFD", "TỐI MẬT.pdf"), T),
    ],
)
def test_a_name_that_bears_a_marking(name: str, level: Marking) -> None:
    assert marking_in_name(name) is level


@pytest.mark.parametrize(
    "name",
    [
        "anh.jpg",
        "Tuyên truyền bảo vệ bí mật nhà nước.pdf",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC.docx",
        "BÁO CÁO MẬT ĐỘ DÂN SỐ.xlsx",
        "mật độ dân số tổ 5.xlsx",
        "Bảo mật thông tin.pdf",
        "BẢO MẬT.pdf",
        "ẢNH NUÔI ONG LẤY MẬT.jpg",
        "thu hoạch mật ong.jpg",
        "thu hoạch mật.jpg",
        "đổi mật khẩu.docx",
        "mat bang tong the.pdf",
        "GIAO MAT BANG.pdf",
        "toi mat giay to.jpg",
        "hợp tác mật thiết.pdf",
        "kính mắt.jpg",
    ],
)
def test_a_name_that_only_sounds_like_one(name: str) -> None:
    assert marking_in_name(name) is None


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("#7 gửi kèm (MẬT)", S),
        ("#7 đã xong\nTỐI MẬT", T),
        ("mật", S),
        ("Độ mật: Tuyệt mật", U),
        ("#7 gửi phường tài liệu mật của công an", S),
        ("#20 công văn tối mật số 3", T),
        ("gửi anh bản TUYỆT MẬT", U),
    ],
)
def test_words_that_mark_a_file(said: str, level: Marking) -> None:
    assert marking_in_words(said) is level


@pytest.mark.parametrize(
    "said",
    [
        "#7 đã họp 1 buổi, 85 người",
        "#7 đã tuyên truyền không gửi tài liệu mật qua mạng",
        "#7 quán triệt Luật Bảo vệ bí mật nhà nước, tài liệu mật",
        "#12 đã kiểm tra công tác quản lý văn bản mật",
        "mật độ xây dựng 60%",
        "hộ ông Tư bán mật ong",
        "báo cáo mật độ dân số",
        "đã bảo mật tài khoản",
        "",
    ],
)
def test_words_that_only_speak_of_secrets(said: str) -> None:
    assert marking_in_words(said) is None


def test_a_stamp_at_the_head_of_a_page() -> None:
    page = "TỐI MẬT\nỦY BAN NHÂN DÂN\nSố: 12/BC-UBND\nBáo cáo"
    assert marking_on_page(page) is T
    assert marking_on_page(page.replace("TỐI MẬT", "Độ mật: Mật")) is S
    assert marking_on_page(page.replace("TỐI MẬT\n", "") + "\nbảo vệ bí mật\nmật ong") is None
    assert marking_on_page("\n" * 60 + "MẬT") is None


@given(st.text(max_size=200))
def test_whatever_is_written_it_is_read(text: str) -> None:
    for read in (marking_in_name, marking_in_words, marking_on_page):
        assert (
            read(text) is None
            or "ậ" in unicodedata.normalize("NFC", text).lower()
            or "mat" in text.lower()
        )
