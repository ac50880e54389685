"""A file sent by mistake is destroyed by decision and by two people; the log stays whole."""

import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from data.domain.erasures import Decision, ErasureState, read_decision
from data.domain.people import Person
from data.domain.reports import EvidenceState
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.files.previews import Previews
from data.store.unit_of_work import Store
from jobs.actions.destroy_evidence import agree_to_erasure, ask_erasure
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.finish_erasures import finish_erasures
from jobs.ticks.sweep import sweep
from tests.bad_input.conftest import settle
from tests.bad_input.house import Browser, House
from tests.bad_input.office import NINE, value_of
from tests.bad_input.scene import Scene
from tests.cast import Cast, at
from tests.files.scenes import jpeg_of, scene

NAME = "quyet-dinh-xyzzy.jpg"
PHOTO = jpeg_of(scene(3, (640, 480)))
DECISION = Decision("15/QĐ-UBND", date(2026, 6, 12), "gửi nhầm")
SAID = "15/QĐ-UBND ngày 12/6/2026, gửi nhầm"


@pytest.fixture
async def house(store: Store, files: EvidenceStore) -> House:
    return House(store, files, await settle(store))


async def at_desk(house: House, name: str) -> Browser:
    """Return the one browser of somebody: what they send has numbers that go on."""
    seats = house.__dict__.setdefault("seats", {})
    if name not in seats:
        seats[name] = await house.browser(name)
    seat: Browser = seats[name]
    return seat


async def asked_for(house: House) -> tuple[str, str]:
    """Let Hạnh send the photo with two reports, and Mai ask for its destruction in chat."""
    hanh, mai = await at_desk(house, "Hạnh"), await at_desk(house, "Mai")
    await hanh.sends(NAME, PHOTO, "#7 đã kiểm tra")
    await fetch_files(house.world, NINE)
    said = await mai.says("hủy tệp #7")
    said = await mai.says(choice=value_of(said, f"{NAME} (15/6)"))
    assert NAME in said
    said = await mai.says(SAID)
    assert "gửi nhầm" in said
    return said, await mai.says(choice=value_of(said, "Gửi đề nghị hủy"))


async def agreed(house: House) -> str:
    """Let Sơn, of the leadership, agree."""
    son = await at_desk(house, "Sơn")
    asked = await son.reads()
    assert "Trần Thị Mai đề nghị hủy" in asked
    return await son.says(choice=value_of(asked, "Xác nhận hủy"))


async def everything(store: Store) -> str:
    """Return all rows of the database as text, but for the hashes."""
    async with store.engine.connect() as conn:
        tables = (
            await conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        ).scalars()
        rows = [(await conn.execute(text(f'SELECT * FROM "{t}"'))).all() for t in tables.all()]
    return json.dumps([[list(map(str, r)) for r in some] for some in rows], ensure_ascii=False)


async def test_nothing_changes_until_a_second_person_agrees(
    house: House, files: EvidenceStore
) -> None:
    _, answer = await asked_for(house)
    assert answer.startswith("Đã ghi đề nghị hủy, sẽ báo: Hoàng Minh Sơn.")
    assert await finish_erasures(house.world, NINE) == {}
    async with house.store.read() as unit:
        (file,) = await unit.ward(house.cast.ward.id).evidence.latest(5)
    assert file.state is EvidenceState.STORED
    assert files.path(file.sha256 or "").read_bytes() == PHOTO


async def test_then_bytes_preview_and_name_are_gone_and_the_log_proves_that_it_was(
    house: House, files: EvidenceStore
) -> None:
    await asked_for(house)
    async with house.store.write() as unit:
        work = unit.ward(house.cast.ward.id)
        (file,) = await work.evidence.latest(1)
        work.log.append(
            "evidence.named", actor="x", subject=f"evidence:{file.id}", now=NINE, name=NAME
        )
    sha256 = file.sha256 or ""
    assert await Previews(files).small(sha256) is not None
    assert (await agreed(house)).startswith("Đã hủy theo quyết định 15/QĐ-UBND: 1 chỗ")
    assert await finish_erasures(house.world, NINE) == {"removed": 1}
    assert not files.path(sha256).exists()
    assert not files.preview_path(sha256).exists()
    assert NAME not in await everything(house.store)
    async with house.store.read() as unit:
        work = unit.ward(house.cast.ward.id)
        (row,) = await work.evidence.some([file.id])
        entries = await work.log.read()
        assert await work.log.first_break() is None
    assert (row.state, row.sha256, row.size) == (EvidenceState.DESTROYED, sha256, len(PHOTO))
    assert (row.sent_at, row.name) == (
        file.sent_at,
        "Tệp đã hủy theo quyết định 15/QĐ-UBND ngày 12/6/2026",
    )
    assert [e.kind for e in entries if e.content is None] == ["evidence.named"]
    (stone,) = [e for e in entries if e.kind == "evidence.destroyed"]
    assert stone.content is not None
    assert stone.content["sha256"] == sha256
    assert stone.content["decision"] == "15/QĐ-UBND"
    assert stone.actor == f"person:{house.cast.people['Sơn'].id}"


async def test_what_a_review_said_of_the_picture_names_it_no_more(house: House) -> None:
    hanh, mai = await at_desk(house, "Hạnh"), await at_desk(house, "Mai")
    await hanh.sends("khac.jpg", jpeg_of(scene(4, (640, 480))), "#7 đã kiểm tra xong")
    await hanh.sends(NAME, PHOTO, "#7 thêm ảnh này")
    which = await mai.says("trả 7 ảnh mờ")
    await mai.says(choice=value_of(which, f"Ảnh 2: {NAME}"))
    assert f"Ảnh cần xem lại: “{NAME}”" in await hanh.reads()
    said = await mai.says("hủy tệp #7")
    await mai.says(choice=value_of(said, f"{NAME} (15/6)"))
    await mai.says(choice=value_of(await mai.says(SAID), "Gửi đề nghị hủy"))
    assert NAME in await everything(house.store)
    await agreed(house)
    left = await everything(house.store)
    assert NAME not in left
    assert "“Tệp đã hủy theo quyết định 15/QĐ-UBND" in left
    assert "khac.jpg" in left, "the other one keeps its name"


async def test_who_opens_it_is_told_by_which_decision_it_went(house: House) -> None:
    await asked_for(house)
    hanh = await at_desk(house, "Hạnh")
    lines = (await hanh.client.get("/api/messages")).json()["messages"]
    (file,) = (f for line in lines for f in line["files"])
    await agreed(house)
    for done in (False, True):  # at once, and when the bytes are gone
        if done:
            await finish_erasures(house.world, NINE)
        for url in (file["url"], file["preview"]):
            answer = await hanh.client.get(url)
            assert answer.status_code == 410
            assert "đã hủy theo quyết định 15/QĐ-UBND" in answer.text
        assert (await (await at_desk(house, "Lan")).client.get(file["url"])).status_code == 404
    details = await hanh.says("#7?") or await hanh.says("việc #7")
    assert NAME not in details


async def test_who_asked_cannot_agree_and_others_may_not_ask(house: House) -> None:
    await asked_for(house)
    mai, hanh = await at_desk(house, "Mai"), await at_desk(house, "Hạnh")
    assert "không tự xác nhận được" in await mai.says(choice="erase:agree:1")
    for said in (await hanh.says("hủy tệp #7"), await hanh.says(choice="erase:agree:1")):
        assert "cơ quan đầu mối" in said
    async with house.store.read() as unit:
        (erasure,) = await unit.ward(house.cast.ward.id).erasures.waiting()
    assert erasure.state is ErasureState.ASKED


async def test_asking_twice_asks_once_and_says_who_has_to_agree(house: House) -> None:
    await asked_for(house)
    mai = await at_desk(house, "Mai")
    again = await mai.says(choice="erase:ask:1")
    assert "đã có đề nghị hủy, đang chờ xác nhận của: Hoàng Minh Sơn" in again
    async with house.store.read() as unit:
        assert len(await unit.ward(house.cast.ward.id).erasures.waiting()) == 1
    assert "đã có đề nghị" not in await mai.says(choice="erase:ask:2"), "nobody asked for that"


async def test_a_decision_with_a_day_that_cannot_be_is_asked_for_until_it_can(house: House) -> None:
    hanh, mai = await at_desk(house, "Hạnh"), await at_desk(house, "Mai")
    await hanh.sends(NAME, PHOTO, "#7 đã kiểm tra")
    said = await mai.says("hủy tệp #7")
    await mai.says(choice=value_of(said, f"{NAME} (15/6)"))
    for wrong in ("gửi nhầm", "15/QĐ-UBND ngày 31/2/2026, gửi nhầm"):
        assert "Tôi cần đủ số, ngày" in await mai.says(wrong)
    assert "Đề nghị hủy tệp" in await mai.says(SAID)


async def test_agreeing_twice_destroys_once(house: House) -> None:
    await asked_for(house)
    await agreed(house)
    son = await at_desk(house, "Sơn")
    assert "rồi, không phải làm lại" in await son.says(choice="erase:agree:1")
    assert "rồi, không phải làm lại" in await son.says(choice="erase:refuse:1")
    await finish_erasures(house.world, NINE)
    assert await finish_erasures(house.world, NINE) == {}


async def test_the_second_person_may_refuse_and_who_asked_is_told(house: House) -> None:
    await asked_for(house)
    son, mai = await at_desk(house, "Sơn"), await at_desk(house, "Mai")
    await mai.reads()
    assert "không hủy" in await son.says(choice="erase:refuse:1")
    await house.settle()
    assert "Hoàng Minh Sơn không đồng ý hủy tệp" in await mai.reads()
    assert await finish_erasures(house.world, NINE) == {}


async def test_all_records_of_the_same_bytes_go_together(house: House) -> None:
    hanh, mai = await at_desk(house, "Hạnh"), await at_desk(house, "Mai")
    await hanh.sends(NAME, PHOTO, "#7 đã kiểm tra")
    await hanh.sends("ban-sao.jpg", PHOTO, "#20 đã họp 1 buổi")
    said = await mai.says("hủy tệp")
    said = await mai.says(choice=value_of(said, "ban-sao.jpg (15/6)"))
    assert "có ở 2 chỗ, hủy là hủy cả 2" in await mai.says(SAID)
    await mai.says(choice="erase:ask:2")
    await house.settle()
    assert "2 chỗ có tệp này" in await agreed(house)
    async with house.store.read() as unit:
        files = await unit.ward(house.cast.ward.id).evidence.some([1, 2])
    assert {f.state for f in files} == {EvidenceState.DESTROYED}


async def test_sent_again_it_is_not_taken_and_leaves_nothing(
    house: House, files: EvidenceStore
) -> None:
    await asked_for(house)
    await agreed(house)
    await finish_erasures(house.world, NINE)
    hanh = await at_desk(house, "Hạnh")
    said = await hanh.sends("khac.jpg", PHOTO, "#7 gửi lại")
    assert "đã bị hủy theo quyết định 15/QĐ-UBND" in said
    await finish_erasures(house.world, NINE)
    assert list(files.blobs()) == []


async def test_another_wards_same_bytes_stay_theirs(house: House, files: EvidenceStore) -> None:
    await asked_for(house)
    async with house.store.write() as unit:
        other = await unit.wards.add("Phường Bên", house.cast.ward.settings, NINE)
        (file,) = await unit.ward(house.cast.ward.id).evidence.latest(1)
        person = await unit.ward(other.id).people.add(_stranger(house.cast))
        theirs = await unit.ward(other.id).evidence.add(
            person.id,
            channel="web",
            ref="x",
            name="cua-ho.jpg",
            mime="image/jpeg",
            size=1,
            sha256=file.sha256,
            is_compressed=False,
            exif={},
            taken_at=None,
            sent_at=NINE,
            received_at=NINE,
        )
    await agreed(house)
    await finish_erasures(house.world, NINE)
    async with house.store.read() as unit:
        (kept,) = await unit.ward(other.id).evidence.some([theirs])
    assert (kept.state, kept.name) == (EvidenceState.STORED, "cua-ho.jpg")
    assert files.path(file.sha256 or "").exists()


def _stranger(cast: Cast) -> Person:
    return replace(cast.people["Hạnh"], id=0, memberships=(), phone="0911111111")


async def test_with_nobody_else_to_agree_it_is_refused(house: House) -> None:
    hanh = await at_desk(house, "Hạnh")
    await hanh.sends(NAME, PHOTO, "#7 đã kiểm tra")
    son = house.cast.people["Sơn"]
    async with house.store.write() as unit:
        await unit.ward(house.cast.ward.id).people.save(replace(son, is_active=False))
        with pytest.raises(RefusedError, match="cần người thứ hai"):
            await ask_erasure(
                unit, house.cast.ward, 1, DECISION, NINE, f"person:{house.cast.people['Mai'].id}"
            )


async def test_cut_off_at_any_step_the_bytes_go_and_nothing_is_done_twice(scene: Scene) -> None:
    kept = await scene.files.put_bytes(PHOTO)
    people = scene.cast.people
    raw = {"sha256": kept.sha256, "name": NAME, "size": kept.size, "mime": "image/jpeg"}
    await scene.said("Hạnh", "#7 đã kiểm tra", {**raw, "as_photo": False})

    async def ask(store: Store) -> None:
        async with store.write() as unit:
            mai = f"person:{people['Mai'].id}"
            await ask_erasure(unit, scene.cast.ward, 1, DECISION, NINE, mai)

    async def agree(store: Store) -> None:
        async with store.write() as unit:
            son = f"person:{people['Sơn'].id}"
            await agree_to_erasure(unit, scene.cast.ward, 1, NINE, son)

    async def whole(store: Store) -> int | None:
        async with store.read() as unit:
            return await unit.ward(scene.cast.ward.id).log.first_break()

    await scene.before(ask)
    await scene.before(agree)
    await scene.tick(finish_erasures, NINE)
    await scene.tick(sweep, at("2026-08-01 02:30"))
    assert not scene.files.path(kept.sha256).exists()
    assert await scene.before(whole) is None


TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("said", "number", "reason"),
    [
        (SAID, "15/QĐ-UBND", "gửi nhầm"),
        ("QĐ số 15/QĐ-UBND, ngày 12/6/2026: gửi nhầm.", "15/QĐ-UBND", "gửi nhầm"),
        ("quyết định 7 ngày 12-06-2026 - lộ số căn cước của dân", "7", "lộ số căn cước của dân"),
        ("công văn 120/UBND-VP ngày 12/6/2026 ảnh\nchụp nhầm", "120/UBND-VP", "ảnh chụp nhầm"),
        (unicodedata.normalize("NFD", SAID), "15/QĐ-UBND", "gửi nhầm"),
    ],
)
def test_a_decision_is_read_as_it_is_typed(said: str, number: str, reason: str) -> None:
    assert read_decision(said, TODAY) == Decision(number, date(2026, 6, 12), reason)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hủy đi",
        "15/QĐ-UBND, gửi nhầm",
        "15/QĐ-UBND ngày 12/6/2026",
        "15 ngày 31/2/2026, a",
        "15/QĐ-UBND ngày 16/6/2026, ngày mai",
        "ngày 12/6/2026, thiếu số",
    ],
)
def test_without_number_date_or_reason_there_is_no_decision(said: str) -> None:
    assert read_decision(said, TODAY) is None
