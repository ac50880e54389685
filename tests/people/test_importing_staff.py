"""Importing a staff list: added and updated, never doubled, never removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.people import Address, Membership, Person, Role
from data.domain.rules import AtLeast, Period
from data.domain.staff import StaffRow
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.agencies import change_group
from jobs.actions.hand_over import hand_over
from jobs.actions.import_staff import StaffImported, import_staff, weigh_staff
from jobs.intake.group_members import propose_members
from jobs.intake.staff_match import Known, weigh
from tests.cast import MONDAY, Cast, add_task
from tests.plans.stage import STAFF, Stage, staff_xlsx

OFFICE = "Văn phòng HĐND và UBND"


def row(
    name: str, phone: str | None = None, *agencies: str, line: int = 2, **more: object
) -> StaffRow:
    return StaffRow(line, name, phone, agencies or (OFFICE,), **more)  # type: ignore[arg-type]


async def brought_in(store: Store, cast: Cast, *rows: StaffRow, who: str = "Mai") -> StaffImported:
    async with store.write() as unit:
        return await import_staff(unit, cast.ward, rows, MONDAY, f"person:{cast.people[who].id}")


async def everybody(store: Store, cast: Cast) -> dict[str, Person]:
    async with store.read() as unit:
        return {p.name: p for p in await unit.ward(cast.ward.id).people.all()}


async def test_a_new_person_is_an_officer_called_dong_chi_unless_the_list_says_else(
    store: Store, cast: Cast
) -> None:
    done = await brought_in(store, cast, row("Lý Thị Xuân", "0900000011"))
    (xuan,) = done.added
    assert (xuan.roles, xuan.address) == ({Role.OFFICER}, Address.DONG_CHI)
    assert xuan.memberships == (Membership(cast.agencies[OFFICE]),)


async def test_the_same_list_twice_changes_nothing(store: Store, cast: Cast) -> None:
    rows = (
        row("Lý Thị Xuân", "0900000011", "Thanh tra", "Trạm Y tế"),
        row("Lê Văn Hạnh", "0900000002"),
    )
    await brought_in(store, cast, *rows)
    before = await everybody(store, cast)
    again = await brought_in(store, cast, *rows)
    assert (again.added, again.updated, again.unchanged) == ((), (), 2)
    assert await everybody(store, cast) == before


async def test_who_is_there_is_known_by_the_number_and_updated(store: Store, cast: Cast) -> None:
    done = await brought_in(
        store,
        cast,
        row("Lê Văn Hạnh", "0900000002", "Trạm Y tế", address=Address.ANH, is_head=True),
    )
    (hanh,) = done.updated
    assert hanh.id == cast.people["Hạnh"].id
    assert hanh.address is Address.ANH
    assert hanh.memberships == (Membership(cast.agencies["Trạm Y tế"], True),)
    assert hanh.roles == {Role.OFFICER}


async def test_without_a_number_name_and_agency_tell_and_it_is_said(
    store: Store, cast: Cast
) -> None:
    done = await brought_in(store, cast, row("LÊ VĂN HẠNH", None))
    assert [p.id for p in done.updated] == [cast.people["Hạnh"].id]
    assert done.updated[0].phone == "0900000002"
    assert "cùng tên, cùng cơ quan" in done.doubts[0].sentence


async def test_a_changed_number_is_said(store: Store, cast: Cast) -> None:
    done = await brought_in(store, cast, row("Lê Văn Hạnh", "0911111111"))
    assert done.updated[0].phone == "0911111111"
    assert "từ 0900000002 thành 0911111111" in done.doubts[0].sentence


async def test_two_people_of_one_name_in_one_agency_stay_two(store: Store, cast: Cast) -> None:
    done = await brought_in(
        store, cast, row("Lê Văn Hạnh", "0900000002"), row("Lê Văn Hạnh", "0911111111", line=3)
    )
    assert len(done.added) == 1
    assert done.unchanged == 1


async def test_people_missing_from_the_list_stay(store: Store, cast: Cast) -> None:
    async with store.read() as unit:
        weighed = await weigh_staff(
            unit, cast.ward, [row("Lê Văn Hạnh", "0900000002")], f"person:{cast.people['Mai'].id}"
        )
    assert {p.given_name for p in weighed.missing} == {"Dũng", "Lan", "Tư", "Bảy", "Sơn"}
    await brought_in(store, cast, row("Lê Văn Hạnh", "0900000002"))
    assert len(await everybody(store, cast)) == len(cast.people)


async def test_another_spelling_of_an_agency_is_taken_for_it_and_remembered(
    store: Store, cast: Cast
) -> None:
    spelt = "Phòng Văn hoá - Xã hội"
    done = await brought_in(store, cast, row("Lý Thị Xuân", "0900000011", spelt))
    right = cast.agencies["Phòng Văn hóa – Xã hội"]
    assert done.added[0].agency_ids == {right}
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).agencies.find(spelt) == right


async def test_kept_apart_two_spellings_are_two_agencies(store: Store, cast: Cast) -> None:
    spelt = "Phòng Văn hoá - Xã hội"
    async with store.write() as unit:
        await import_staff(
            unit,
            cast.ward,
            [row("Lý Thị Xuân", "0900000011", spelt)],
            MONDAY,
            f"person:{cast.people['Mai'].id}",
            keep_apart=True,
        )
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).agencies.find(spelt) not in cast.agencies.values()


async def test_a_nearly_equal_agency_is_made_and_said(store: Store, cast: Cast) -> None:
    done = await brought_in(store, cast, row("Lý Thị Xuân", "0900000011", "Trạm Y tê 1"))
    assert done.added
    done = await brought_in(store, cast, row("Lý Văn An", "0900000012", "Văn phòng HĐND và UB"))
    assert "gần giống" in done.doubts[0].sentence


async def test_a_new_block_joins_its_group_and_owes_its_part(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(
            unit, cast, AtLeast(count=1, period=Period.YEAR), code=1, lead="Tổ trưởng tổ dân phố"
        )
    await brought_in(
        store,
        cast,
        row("Cao Văn Bình", "0900000012", "Tổ dân phố 7", roles=frozenset({Role.GROUP_LEADER})),
    )
    async with store.read() as unit:
        work = unit.ward(cast.ward.id)
        seven = await work.agencies.find("Tổ dân phố 7")
        owed = {o.agency_id for o in await work.occurrences.of_task(task.id)}
    assert owed == {cast.agencies["Tổ dân phố 5"], cast.agencies["Tổ dân phố 6"], seven}


async def test_who_leaves_a_group_owes_no_more(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(
            unit, cast, AtLeast(count=1, period=Period.YEAR), code=1, lead="Tổ trưởng tổ dân phố"
        )
        actor = f"person:{cast.people['Mai'].id}"
        group = cast.agencies["Tổ trưởng tổ dân phố"]
        await change_group(unit, cast.ward, group, MONDAY, actor)
        await change_group(
            unit, cast.ward, group, MONDAY, actor, remove=[cast.agencies["Tổ dân phố 6"]]
        )
    async with store.read() as unit:
        there = await unit.ward(cast.ward.id).occurrences.of_task(task.id)
    assert {o.agency_id for o in there if o.is_owed} == {cast.agencies["Tổ dân phố 5"]}


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
async def test_only_the_lead_office_imports(store: Store, cast: Cast, who: str) -> None:
    with pytest.raises(RefusedError, match="cơ quan đầu mối"):
        await brought_in(store, cast, row("Lý Thị Xuân", "0900000011"), who=who)


async def test_the_lead_office_makes_no_administrator(store: Store, cast: Cast) -> None:
    done = await brought_in(
        store, cast, row("Lý Thị Xuân", "0900000011", roles=frozenset({Role.ADMIN}))
    )
    assert done.added[0].roles == {Role.OFFICER}
    assert "quản trị" in done.doubts[0].sentence


async def test_the_lead_office_changes_no_administrators_number(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        admin = await unit.ward(cast.ward.id).people.add(
            Person(0, "Bùi Quản Trị", "0900000099", Address.ANH, frozenset({Role.ADMIN}))
        )
    done = await brought_in(store, cast, row("Bùi Quản Trị", "0911111111"))
    assert done.updated == ()
    assert (await everybody(store, cast))["Bùi Quản Trị"].phone == admin.phone


async def test_nobody_loses_their_own_rights_by_their_own_list(store: Store, cast: Cast) -> None:
    await brought_in(
        store, cast, row("Trần Thị Mai", "0900000001", roles=frozenset({Role.OFFICER}))
    )
    assert Role.LEAD_OFFICE in (await everybody(store, cast))["Trần Thị Mai"].roles


NAMES = st.sampled_from(["Lê Văn Hạnh", "Lê Văn An", "Võ Thị Lan"])
PHONES = st.sampled_from([None, "0900000001", "0900000002", "0900000003"])
ROWS = st.lists(st.tuples(NAMES, PHONES, st.sampled_from(["A", "B"])), max_size=6)


@given(ROWS, ROWS)
def test_every_row_becomes_one_person_and_nobody_is_matched_twice(
    there: list[tuple[str, str | None, str]], listed: list[tuple[str, str | None, str]]
) -> None:
    people = tuple(
        Person(n, name, phone, Address.DONG_CHI, frozenset({Role.OFFICER}))
        for n, (name, phone, _agency) in enumerate(there, 1)
    )
    rows = [
        StaffRow(line, name, phone, (agency,))
        for line, (name, phone, agency) in enumerate(listed, 2)
    ]
    weighed = weigh(rows, Known(people, (), {}, None))
    assert len(weighed.added) + len(weighed.updated) + weighed.unchanged == len(rows)
    updated = [p.id for p in weighed.updated]
    assert len(set(updated)) == len(updated)
    missing = {p.id for p in weighed.missing}
    assert missing.isdisjoint(updated)
    assert len(missing) + len(updated) + weighed.unchanged == len(people)


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("Tổ trưởng tổ dân phố", {"Tổ dân phố 5", "Tổ dân phố 6"}),
        ("Trưởng các TDP", {"Tổ dân phố 5", "Tổ dân phố 6"}),
        ("Các trường tiểu học trên địa bàn", {"Trường Tiểu học Số 1"}),
        ("Các trường học", {"Trường Tiểu học Số 1", "Trường Mầm non Hoa Sen"}),
        (
            "Các cơ quan, đơn vị thuộc UBND phường",
            {"Phòng Kinh tế", "Văn phòng HĐND và UBND", "Trạm Y tế"},
        ),
        ("Mặt trận và các tổ chức chính trị - xã hội", {"UBMTTQ phường", "Hội Phụ nữ"}),
        ("Thủ trưởng các phòng, ban", {"Phòng Kinh tế", "Văn phòng HĐND và UBND", "Trạm Y tế"}),
        ("Các phòng, ban thành phố", {"Phòng Nội vụ thành phố"}),
        ("Các cơ quan, đơn vị có liên quan", set()),
        ("Trạm trưởng Trạm Y tế các phường, xã", set()),
        ("Người dân", set()),
    ],
)
def test_a_groups_name_says_who_it_stands_for(group: str, members: set[str]) -> None:
    agencies = (
        "Tổ dân phố 5",
        "Tổ dân phố 6",
        "Trường Tiểu học Số 1",
        "Trường Mầm non Hoa Sen",
        "Phòng Kinh tế",
        "Văn phòng HĐND và UBND",
        "Văn phòng Đảng ủy",
        "Phòng Nội vụ thành phố",
        "Trạm Y tế",
        "UBMTTQ phường",
        "Hội Phụ nữ",
        "Công an phường",
    )
    assert set(propose_members(group, agencies)) == members


async def handed_over(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        people = cast.people
        actor = f"person:{people['Mai'].id}"
        await hand_over(unit, cast.ward, people["Hạnh"].id, people["Dũng"].id, MONDAY, actor)


async def test_who_handed_their_work_over_is_not_brought_back_by_a_list(
    store: Store, cast: Cast
) -> None:
    await handed_over(store, cast)
    done = await brought_in(store, cast, row("Lê Văn Hạnh", "0900000002"))
    assert (done.added, done.updated, done.returned) == ((), (), ())
    assert [d.sentence for d in done.doubts] == [
        "Lê Văn Hạnh đã bàn giao cho Phạm Quốc Dũng ngày 15/6/2026, thêm lại? "
        "Chưa thêm nếu đồng chí không chọn"
    ]
    assert "Lê Văn Hạnh" not in await everybody(store, cast)


async def test_who_left_comes_back_as_the_same_person_when_the_office_says_so(
    store: Store, cast: Cast
) -> None:
    await handed_over(store, cast)
    async with store.write() as unit:
        actor = f"person:{cast.people['Mai'].id}"
        rows = [row("Lê Văn Hạnh", "0900000002", "Trạm Y tế")]
        done = await import_staff(unit, cast.ward, rows, MONDAY, actor, bring_back=True)
    assert [p.id for p in done.returned] == [cast.people["Hạnh"].id]
    back = (await everybody(store, cast))["Lê Văn Hạnh"]
    assert back.agency_ids == {cast.agencies["Trạm Y tế"]}


async def test_another_number_under_the_name_of_who_left_is_another_person(
    store: Store, cast: Cast
) -> None:
    await handed_over(store, cast)
    done = await brought_in(store, cast, row("Lê Văn Hạnh", "0911111111"))
    assert len(done.added) == 1
    assert done.added[0].id != cast.people["Hạnh"].id


async def test_the_preview_names_who_is_added_and_asks_for_who_left(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    await handed_over(store, cast)
    stage, mai = Stage(store, files, MONDAY), cast.chat("Mai")
    new = [(f"Lý Thị Xuân {n}", f"091111111{n}", "Trạm Y tế", "", "", "") for n in "ABCDEFGH"]
    new = [(name, f"09111111{n:02}", *rest) for n, (name, _phone, *rest) in enumerate(new)]
    left = ("Lê Văn Hạnh", "0900000002", OFFICE, "", "", "")
    answer = await stage.says(mai, files={"ds.xlsx": staff_xlsx((STAFF[0], *new, left))})
    assert "thêm 8 người" in answer
    assert "Thêm: Lý Thị Xuân A; " in answer
    assert "Lý Thị Xuân F và 2 người nữa." in answer
    assert "đã bàn giao cho Phạm Quốc Dũng ngày 15/6/2026, thêm lại?" in answer
    done = await stage.taps(mai, "Xác nhận, thêm lại 1 người")
    assert "Thêm lại: Lê Văn Hạnh." in done
