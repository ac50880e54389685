"""What is read from the words of a report, as people type them."""

import unicodedata
from typing import Any

import pytest

from data.domain.progress import read_report
from data.domain.reports import Doneness
from data.domain.wording import plain

DONE, PARTLY, NOT_YET, UNSAID = Doneness.DONE, Doneness.PARTLY, Doneness.NOT_YET, Doneness.UNSAID

SENTENCES: list[tuple[str, tuple[int, ...], Doneness, dict[str, Any]]] = [
    # how officers report
    ("#12 đã họp 1/2 buổi, 85 người dự", (12,), PARTLY, {"count": 1, "of": 2, "people": 85}),
    ("#7 xong", (7,), DONE, {}),
    ("12 xong", (12,), DONE, {}),
    ("xong 12", (12,), DONE, {}),
    ("/xong 12", (12,), DONE, {}),
    ("Xong rồi", (), DONE, {}),
    ("xong việc 12", (12,), DONE, {}),
    ("việc 12 xong", (12,), DONE, {}),
    ("báo cáo việc số 12: đã niêm yết xong", (12,), DONE, {}),
    ("/baocao 12 đã xong", (12,), DONE, {}),
    ("#20 đã họp 1 buổi, 85 người", (20,), PARTLY, {"count": 1, "people": 85}),
    ("#20: đạt 96%", (20,), PARTLY, {"percent": 96}),
    ("đạt 96%, đã xong", (), DONE, {"percent": 96}),
    ("#3 #5 #9 xong", (3, 5, 9), DONE, {}),
    ("#3, #5 và #9 xong", (3, 5, 9), DONE, {}),
    ("3 5 9 xong", (3, 5, 9), DONE, {}),
    ("xong 3, 5, 9", (3, 5, 9), DONE, {}),
    ("xong 12, 85 người", (12,), DONE, {"people": 85}),
    ("#7 đã kiểm tra, 2 ảnh", (7,), UNSAID, {}),
    ("đã dán thông báo rồi #4", (4,), DONE, {}),
    ("Hoàn thành 100%", (), DONE, {"percent": 100}),
    ("65%", (), PARTLY, {"percent": 65}),
    ("đạt 65,5 % kế hoạch", (), PARTLY, {"percent": 65}),
    ("1/2", (), PARTLY, {"count": 1, "of": 2}),
    ("2/2", (), DONE, {"count": 2, "of": 2}),
    ("xong 12/12 tổ", (), DONE, {"count": 12, "of": 12}),
    ("đã lắp 7/15 bảng", (), PARTLY, {"count": 7, "of": 15}),
    ("0/3 lớp", (), NOT_YET, {"count": 0, "of": 3}),
    ("được 2 trên 3 buổi", (), PARTLY, {"count": 2, "of": 3}),
    ("đã họp lần 1/2", (), PARTLY, {"count": 1, "of": 2}),
    ("xong 50%", (), PARTLY, {"percent": 50}),
    ("hoàn thành khoảng 80 phần trăm", (), PARTLY, {"percent": 80}),
    ("tỷ lệ hoàn thành: 65%", (), PARTLY, {"percent": 65}),
    ("số hồ sơ tăng 5%, đạt 98%", (), PARTLY, {"percent": 98}),
    ("được một nửa", (), PARTLY, {"percent": 50}),
    ("đã tổ chức hai buổi", (), PARTLY, {"count": 2}),
    ("có 1.250 lượt người dự, xong", (), DONE, {"people": 1250}),
    ("xong, tiếp 12 lượt công dân", (), DONE, {"people": 12}),
    ("xong, phát thanh 15 lượt", (), DONE, {}),
    ("xong, phat thanh 15 luot tren loa", (), DONE, {}),
    ("85/90 người dự họp", (), UNSAID, {"people": 85}),
    # not done, in many ways
    ("chưa", (), NOT_YET, {}),
    ("chưa làm", (), NOT_YET, {}),
    ("chưa xong", (), NOT_YET, {}),
    ("12 chưa làm được", (12,), NOT_YET, {}),
    ("chưa hoàn thành", (), NOT_YET, {}),
    ("không kịp", (), NOT_YET, {}),
    ("chưa hiểu", (), UNSAID, {}),
    ("tôi chưa rõ việc này", (), UNSAID, {}),
    ("sẽ xong trong tuần", (), NOT_YET, {}),
    ("dự kiến hoàn thành ngày 20/6", (), NOT_YET, {}),
    ("hoàn thành trước ngày 20/6", (), NOT_YET, {}),
    ("2 ngày nữa xong", (), NOT_YET, {}),
    ("gần xong", (), PARTLY, {}),
    ("cơ bản hoàn thành", (), PARTLY, {}),
    ("đang triển khai", (), PARTLY, {}),
    ("mới bắt đầu làm", (), PARTLY, {}),
    ("đã xong phần chuẩn bị", (), PARTLY, {}),
    ("đã xong 3 tổ, còn 2 hộ chưa ký", (), PARTLY, {}),
    ("xong khâu in ấn, chưa phát", (), PARTLY, {}),
    ("đã họp, chưa có biên bản", (), PARTLY, {}),
    ("đã xong chưa", (), UNSAID, {}),
    ("xong chưa nhỉ?", (), UNSAID, {}),
    ("#7 đã hoàn thành chưa vậy ạ", (7,), UNSAID, {}),
    ("chưa xong ạ", (), NOT_YET, {}),
    # done, said otherwise
    ("làm rồi ạ", (), DONE, {}),
    ("rồi", (), DONE, {}),
    ("dán rồi nhé", (), DONE, {}),
    ("đã xong ngày 15/6", (), DONE, {}),
    ("họp xong lúc 9 giờ 30", (), DONE, {}),
    ("xong rồi, chưa chụp ảnh", (), DONE, {}),
    ("mới họp xong", (), DONE, {}),
    ("bác làm rồi", (), DONE, {}),
    ("tổ 5 đã họp rồi ạ", (), DONE, {}),
    ("đã gửi danh sách rồi", (), DONE, {}),
    ("niêm yết rồi", (), DONE, {}),
    ("bảng tin phường làm cho tổ rồi", (), UNSAID, {}),
    ("thông báo dán hết rồi", (), DONE, {}),
    # "rồi" without a deed: something happened, nothing is done
    ("bảng tin hỏng rồi", (), UNSAID, {}),
    ("hết giấy rồi", (), UNSAID, {}),
    ("mưa to rồi", (), UNSAID, {}),
    ("bác ốm rồi", (), UNSAID, {}),
    ("mất điện rồi", (), UNSAID, {}),
    ("đã gửi mà bị mất rồi", (), UNSAID, {}),
    ("dân đi vắng hết rồi", (), UNSAID, {}),
    ("bác đang ốm", (), UNSAID, {}),
    ("trời đang mưa to", (), UNSAID, {}),
    ("cần thêm bảng tin", (), UNSAID, {}),
    # read, not done
    ("ok", (), UNSAID, {}),
    ("dạ vâng ạ", (), UNSAID, {}),
    # obstacles
    ("vướng kinh phí", (), UNSAID, {"obstacle": "kinh phí"}),
    ("khó khăn: thiếu hội trường", (), UNSAID, {"obstacle": "thiếu hội trường"}),
    ("#33 chưa làm, vướng mắc về đất đai.", (33,), NOT_YET, {"obstacle": "đất đai"}),
    ("thiếu kinh phí sửa chữa", (), UNSAID, {"obstacle": "thiếu kinh phí sửa chữa"}),
    ("chưa tháo gỡ được vướng mắc về đất", (), NOT_YET, {"obstacle": "đất"}),
    ("không vướng gì, đã xong", (), DONE, {"obstacle": None}),
    ("không có khó khăn gì", (), UNSAID, {"obstacle": None}),
    ("đã tháo gỡ vướng mắc, xong", (), DONE, {"obstacle": None}),
    ("đã tặng quà hộ khó khăn xong", (), DONE, {"obstacle": None}),
    # figures that are no progress
    ("họp ngày 1/2", (), UNSAID, {"count": None, "of": None}),
    ("đã họp ngày 5/6", (), UNSAID, {"count": None, "of": None}),
    ("kiểm tra 15/6", (), UNSAID, {"count": None, "of": None}),
    ("làm việc tại số nhà 3/45", (), UNSAID, {"count": None, "of": None}),
    ("theo Kế hoạch 12/35", (), UNSAID, {"count": None, "of": None}),
    ("gọi cho tôi 0905 123 456", (), UNSAID, {"count": None, "people": None}),
    ("đã làm 24/24 hộ", (), DONE, {"count": 24, "of": 24}),
    ("trực 24/24", (), UNSAID, {"count": None, "of": None}),
    ("85 người dự", (), UNSAID, {"people": 85}),
    ("còn 1 buổi", (), PARTLY, {"count": None}),
    ("họp 15/6/2026, 40 người", (), UNSAID, {"people": 40, "of": None}),
]


@pytest.mark.parametrize(
    ("text", "codes", "doneness", "fields"), SENTENCES, ids=[s[0] for s in SENTENCES]
)
def test_a_sentence_is_read(
    text: str, codes: tuple[int, ...], doneness: Doneness, fields: dict[str, Any]
) -> None:
    reading = read_report(text)
    assert reading.codes == codes
    assert reading.progress.doneness is doneness
    assert {name: getattr(reading.progress, name) for name in fields} == fields


@pytest.mark.parametrize("text", [s[0] for s in SENTENCES])
def test_spelling_does_not_change_what_is_read(text: str) -> None:
    read = read_report(text)
    for other in (
        unicodedata.normalize("NFD", text),
        text.upper(),
        plain(text),
        f"  {text.replace(' ', '  ')} ",
    ):
        again = read_report(other)
        assert again.codes == read.codes
        assert again.progress.doneness is read.progress.doneness
        assert (again.progress.count, again.progress.of) == (read.progress.count, read.progress.of)
        assert (again.progress.percent, again.progress.people) == (
            read.progress.percent,
            read.progress.people,
        )
        assert (again.progress.obstacle is None) == (read.progress.obstacle is None)
