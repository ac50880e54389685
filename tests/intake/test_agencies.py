"""Names in an agency cell: split where one ends, kept whole where it does not."""

import pytest

from jobs.intake.agencies_vi import is_group, split_names
from jobs.intake.same_agency import propose_same


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Phòng Văn hóa – Xã hội;", ("Phòng Văn hóa – Xã hội",)),
        ("- Công an xã; - Trạm Y tế.", ("Công an xã", "Trạm Y tế")),
        ("- Công an xã;\n- Trạm Y tế.", ("Công an xã", "Trạm Y tế")),
        ("Công an xã\nTrạm Y tế", ("Công an xã", "Trạm Y tế")),
        ("-Trung tâm phục vụ -Phòng Kinh tế hỗ trợ", ("Trung tâm phục vụ", "Phòng Kinh tế hỗ trợ")),
        ("- Phòng Văn hóa - Xã hội; - Công an", ("Phòng Văn hóa - Xã hội", "Công an")),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", ("Phòng Kinh tế, Hạ tầng và Đô thị",)),
        ("Trung tâm Dịch vụ, sự nghiệp công", ("Trung tâm Dịch vụ, sự nghiệp công",)),
        (
            "Mặt trận và các tổ chức chính trị - xã hội phường",
            ("Mặt trận và các tổ chức chính trị - xã hội phường",),
        ),
        ("Thủ trưởng các phòng, ban, ngành", ("Thủ trưởng các phòng, ban, ngành",)),
        (
            "Các phòng ban thành phố và cơ quan, đơn vị có liên quan",
            ("Các phòng ban thành phố và cơ quan, đơn vị có liên quan",),
        ),
        ("Bộ phận TN&TKQ phường", ("Bộ phận TN&TKQ phường",)),
        (
            "Phòng Y tế, phòng Giáo dục và Đào tạo thành phố; Thanh tra thành phố",
            ("Phòng Y tế", "phòng Giáo dục và Đào tạo thành phố", "Thanh tra thành phố"),
        ),
        ("Ban Thanh tra Nhân dân, Ban Giám sát", ("Ban Thanh tra Nhân dân", "Ban Giám sát")),
        (
            "Hội Phụ nữ, Hội Nông dân, Đoàn TNCS Hồ Chí Minh xã",
            ("Hội Phụ nữ", "Hội Nông dân", "Đoàn TNCS Hồ Chí Minh xã"),
        ),
        ("Ủy ban MTTQ và cán bộ, công chức", ("Ủy ban MTTQ và cán bộ, công chức",)),
        ("Các cơ quan, đơn vị, công chức", ("Các cơ quan, đơn vị, công chức",)),
        ("Các ban, ngành, đoàn thể xã", ("Các ban, ngành, đoàn thể xã",)),
        ("CB,CC có liên quan", ("CB,CC có liên quan",)),
        (
            "Các cơ quan, đơn vị, UBND các phường, xã",
            ("Các cơ quan, đơn vị", "UBND các phường, xã"),
        ),
        ("UBND, UBMTTQ thành phố", ("UBND, UBMTTQ thành phố",)),
        ("Đoàn kiểm tra của thành phố, phường", ("Đoàn kiểm tra của thành phố, phường",)),
        ("Văn phòng HĐND và UBND", ("Văn phòng HĐND và UBND",)),
        ("Công an xã và Ban Chỉ huy Quân sự xã", ("Công an xã", "Ban Chỉ huy Quân sự xã")),
        ("Phòng Nội vụ và Phòng Tư pháp", ("Phòng Nội vụ", "Phòng Tư pháp")),
        ("CC TP- HT, CC VP- TK", ("CC TP- HT", "CC VP- TK")),
        ("Công an; công an xã; Công an", ("Công an", "công an xã")),
        (
            "Trạm Y tế; Phòng Văn hóa – Xã hội cung cấp thông tin trên trang điện tử",
            ("Trạm Y tế", "Phòng Văn hóa – Xã hội"),
        ),
        ("Các cơ quan, đơn vị phối hợp cung cấp thông tin", ("Các cơ quan, đơn vị",)),
        ("Công an phường chịu trách nhiệm chính", ("Công an phường",)),
        ("Các đơn vị cung cấp dịch vụ viễn thông", ("Các đơn vị cung cấp dịch vụ viễn thông",)),
        ("Ban Chỉ đạo phối hợp liên ngành", ("Ban Chỉ đạo phối hợp liên ngành",)),
        ("Tổ phối hợp thực hiện Đề án 06", ("Tổ phối hợp thực hiện Đề án 06",)),
        ("Các cơ quan phối hợp", ("Các cơ quan phối hợp",)),
        ("", ()),
        (" - ; . ", ()),
    ],
)
def test_split_names(cell: str, names: tuple[str, ...]) -> None:
    assert split_names(cell) == names


@pytest.mark.parametrize(
    "name",
    [
        "Các cơ quan, đơn vị thuộc UBND phường",
        "Tổ trưởng tổ dân phố",
        "Tổ trưởng TDP",
        "Các trường tiểu học trên địa bàn",
        "Thủ trưởng các phòng, ban, ngành",
        "Chủ tịch UBND các phường, xã",
        "Mặt trận và các tổ chức chính trị - xã hội phường",
        "Cán bộ, công chức phường",
    ],
)
def test_names_that_stand_for_many(name: str) -> None:
    assert is_group(name)


@pytest.mark.parametrize(
    "name",
    ["Công an phường", "Phòng Văn hóa - Xã hội", "Tổ trưởng tổ dân phố số 5", "Trạm Y tế xã"],
)
def test_names_of_one_office(name: str) -> None:
    assert not is_group(name)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("Phòng Văn hóa – Xã hội", "Phòng Văn hóa - Xã hội"), "dấu gạch"),
        (("Phòng Tư pháp", "phòng Tư pháp"), "chữ hoa"),
        (("Phòng Văn hoá", "Phòng Văn hóa"), "cách viết"),
        (("Văn phòng HĐND & UBND", "Văn phòng HĐND và UBND"), "và"),
        (("Văn phòng HĐND&UBND", "Văn phòng HĐND và UBND"), "và"),
        (("Công an", "Công an phường"), "phường"),
        (("CC VP-TK", "CC VP- TK"), "dấu gạch"),
        (("CC VP-TK", "Công chức Văn phòng - Thống kê"), "viết tắt"),
        (("UBMTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam", "UB MTTQ"), "viết tắt"),
        (("Ban TTND", "Ban Thanh tra nhân dân"), "viết tắt"),
    ],
)
def test_spellings_of_one_agency_are_proposed(names: tuple[str, ...], reason: str) -> None:
    (same,) = propose_same([*names, "Trạm Y tế"])
    assert same.names == names
    assert reason in same.reason


def test_offices_of_two_levels_are_not_proposed_as_one() -> None:
    assert (
        propose_same(["UBND phường", "UBND thành phố", "Công an phường", "Công an thành phố"]) == ()
    )
