"""What a dossier says about itself: how it is checked, what it does not prove, the sealing minutes."""

from collections.abc import Sequence

from data.domain.dossier import DossierContent
from data.texts import dossier as words

LIMITS_TITLE = "Hồ sơ này không chứng minh điều gì"
MINUTES_TITLE = "BIÊN BẢN NIÊM PHONG HỒ SƠ ĐIỆN TỬ"


def limits() -> Sequence[str]:
    """What nobody may read into a dossier."""
    return (
        "Không chứng minh ai đã cầm máy chụp, chụp ở đâu, hay cảnh trong ảnh là thật. Hồ sơ chỉ chứng "
        "minh tệp này đã được nhận, từ tài khoản nào, lúc nào, và từ đó không thay đổi.",
        "Không chứng minh nội dung báo cáo là đúng; việc đó do người duyệt và đoàn kiểm tra xem xét.",
        "Giờ chụp do máy ảnh ghi có thể sai hoặc bị sửa; ảnh gửi thường qua Telegram, Zalo đã bị ứng dụng "
        "nén và mất siêu dữ liệu gốc trước khi đến máy chủ.",
        "Người giữ máy chủ và khóa niêm phong có thể viết lại cả nhật ký rồi ký lại. Chỉ phát hiện được khi "
        "đối chiếu với thứ họ không rút lại được: dấu niêm phong trong tin tổng hợp tuần, biên bản đã ký.",
        "Nội dung các mục nhật ký không thuộc kế hoạch và khoảng thời gian này không kèm theo; chỉ có "
        "mã băm của chúng, đủ để kiểm tra nhật ký liền mạch. Báo cáo đã được người gửi hoàn tác trong "
        "10 phút không nằm trong hồ sơ, nhưng nhật ký có ghi.",
        "Ảnh minh chứng không đo được điểm PAPI, PAR INDEX hay SIPAS: đó là khảo sát và thẩm định riêng.",
        "Tự bản thân hồ sơ không thay chữ ký số, con dấu của cơ quan: giá trị pháp lý do biên bản "
        "niêm phong được ký, đóng dấu.",
    )


def guide(content: DossierContent, base: str, key: str, stamped: bool) -> str:
    """The whole text of HUONG-DAN-KIEM-TRA.txt."""
    return "\n".join(
        (
            f"{words.title(content).upper()}",
            f"{words.made(content)}; {words.period(content.span)}.",
            "",
            "XEM HỒ SƠ",
            "Giải nén tệp .zip rồi mở data/index.html bằng trình duyệt; không cần mạng.",
            "Bảng kê: data/bang-ke.xlsx, bấm vào tên tệp để mở (5.000 tệp đầu). Tệp minh chứng là bản gốc,",
            "không nén lại, nên ảnh có thể còn siêu dữ liệu của máy chụp, kể cả vị trí; lời báo cáo giữ",
            "nguyên văn, nên có thể còn tên, số điện thoại do người báo cáo tự ghi: không chia sẻ ra ngoài",
            "mục đích kiểm tra.",
            "Ảnh gửi cho nhiều việc chỉ lưu một chỗ; trang của từng việc và bảng kê đều chỉ tới đó.",
            "",
            "CÁCH KIỂM TRA (không cần phần mềm của phường)",
            f"Mở dòng lệnh trong thư mục {base}; mỗi lệnh dưới đây gõ trên một dòng.",
            "Windows: mở thư mục đó, gõ cmd vào ô địa chỉ rồi Enter (không dùng PowerShell).",
            "",
            "1. Kiểm tra tất cả, chỉ cần Python 3.8 trở lên (Windows, macOS, Linux):",
            "     python kiem_tra.py",
            "   (không thấy python thì thử python3 kiem_tra.py; Windows: py kiem_tra.py)",
            "   Kiểm tra thẳng tệp .zip: python kiem_tra.py DUONG-DAN-TEP.zip",
            "   Nên dùng bản kiem_tra.py lấy từ nguồn khác hồ sơ này (trang mã nguồn của Nhắc Việc).",
            "   Thêm ba thứ lấy từ bên ngoài hồ sơ thì kiểm tra mới thật chắc chắn:",
            "     --bien-ban  mã hồ sơ trên biên bản niêm phong đã ký",
            "     --khoa      vân khóa trên biên bản niêm phong đã ký",
            "     --dau       dấu niêm phong nhật ký trong một tin tổng hợp tuần của phường",
            "   ví dụ: python kiem_tra.py --bien-ban MÃ-HỒ-SƠ --khoa VÂN-KHÓA",
            "",
            "2. Hoặc bằng công cụ có sẵn, cả ba lệnh đều phải chạy:",
            "     sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt",
            "       (macOS: shasum -a 256 -c; Windows, từng tệp: certutil -hashfile TỆP SHA256)",
            "       Lệnh này không thấy tệp bị thêm vào, nên cần thêm lệnh sau.",
            "     bagit.py --validate .",
            "       (gói Python bagit: pip install bagit)",
            f"     {_signed('ho-so', 'tagmanifest-sha256.txt')}",
            "   Điểm niêm phong nhật ký:",
            f"     {_signed('nhat-ky', 'data/nhat-ky/diem-niem-phong.txt')}",
            *(_stamp_lines() if stamped else ()),
            "",
            f"Vân khóa niêm phong của máy chủ: {key}",
            "Vân khóa này phải trùng với biên bản; hồ sơ giả có thể mang khóa khác.",
            "",
            "TỪNG BƯỚC KIỂM TRA ĐIỀU GÌ",
            "- Từng tệp khớp bảng kê: không tệp nào bị sửa, thêm, bớt; không có thư mục lạ.",
            "- Chữ ký niêm phong: bảng kê đúng là bảng kê lúc xuất.",
            "- Nhật ký liền mạch: data/nhat-ky/su-kien.jsonl, mỗi mục chứa mã băm của mục trước.",
            "- Điểm niêm phong: nhật ký không bị cắt đuôi hay viết lại sau những lần niêm phong.",
            "- Minh chứng khớp nhật ký: mỗi tệp đúng là tệp nhật ký ghi khi nhận.",
            "",
            LIMITS_TITLE.upper(),
            *(f"- {line}" for line in limits()),
            "",
        )
    )


def _signed(of: str, file: str) -> str:
    """The command that checks the signature of a file, on one line as every shell takes it."""
    who = "-f nguoi-ky.txt -I nhacviec"
    return f"ssh-keygen -Y verify {who} -n nhacviec-{of} -s {file}.sig < {file}"


def _stamp_lines() -> Sequence[str]:
    return (
        "   Dấu thời gian RFC 3161 (chứng thư của nơi cấp lấy từ nơi đó):",
        "     openssl ts -verify -data manifest-sha256.txt -in manifest-sha256.txt.tsr -CAfile CHUNG-THU.pem",
    )


def minutes_lines(
    content: DossierContent, name: str, digest: str, key: str
) -> Sequence[tuple[str, str]]:
    """What stands in the sealing minutes: name and value, in order."""
    tasks, reports = sum(1 for _ in content.tasks), sum(1 for _ in content.reports)
    return (
        ("Hồ sơ", words.called(content.plan)),
        ("Thời gian", words.period(content.span)),
        ("Gồm", words.counts(tasks, reports, len(content.payload()))),
        ("Tệp", name),
        ("Xuất lúc", words.moment(content.made_at)),
        ("Mã hồ sơ (SHA-256 của tagmanifest-sha256.txt)", digest),
        ("Vân khóa niêm phong", key),
    )


def minutes_note() -> tuple[str, str, str]:
    """Why it is signed on paper: what stands before the command, the command, what comes after."""
    return (
        "Người nhận hồ sơ đối chiếu hai dòng cuối bằng lệnh:",
        "python kiem_tra.py TỆP.zip --bien-ban MÃ-HỒ-SƠ --khoa VÂN-KHÓA",
        "Biên bản này giữ riêng, không để cùng chỗ với hồ sơ.",
    )


def minutes_places() -> Sequence[tuple[str, str]]:
    """Who signs, and what they leave."""
    return (
        ("NGƯỜI XUẤT HỒ SƠ", "(Ký, ghi rõ họ tên)"),
        ("NGƯỜI NHẬN HỒ SƠ", "(Ký, ghi rõ họ tên)"),
        ("LÃNH ĐẠO UBND", "(Ký, đóng dấu)"),
    )


def minutes_date() -> str:
    """Where the day is written by hand."""
    return "…………, ngày …… tháng …… năm ……"
