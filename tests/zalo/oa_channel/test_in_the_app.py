"""The whole product with an Official Account: connected by its administrator, called, answering."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.cli.checks import check_all
from bot.settings import Settings
from bot.web.visitors import open_session
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.messages import Chat, Delivery
from data.domain.people import Address, Membership, Person, Role, WardSettings
from data.domain.window import Reach
from data.errors import RefusedError
from data.texts.trouble import all_well, overview
from jobs.actions.what_is_wrong import what_is_wrong
from tests.zalo.oa_emulator import HOUR, ZaloOA, faults, zalo_oa
from tests.zalo.strangers import PUBLIC

MODES: dict[str, dict[str, Any]] = {
    "as it most likely is": {},
    "the header's timestamp": {"mac_timestamp": "header"},
    "no buttons": {"buttons": "refused"},
    "bare answers": {"quota_in_answer": False, "quotes": False, "oauth_state": "dropped"},
    "receipts, and old tokens die": {"receipts": True, "old_access_token": "dead"},
}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _settings(folder: Path, oa: ZaloOA, **values: Any) -> Settings:
    usual: dict[str, Any] = {
        "data_dir": folder,
        "database_url": SecretStr(""),
        "port": 0,
        "public_url": "",
        "telegram_token": None,
        "zalo_bot_token": None,
        "zalo_oa_id": oa.oa_id,
        "zalo_oa_app_id": oa.app_id,
        "zalo_oa_app_secret": SecretStr(oa.app_secret),
        "zalo_oa_secret": SecretStr(oa.oa_secret),
        "zalo_oa_api": oa.url,
    }
    return Settings(_env_file=None, **(usual | values))  # type: ignore[call-arg]


@asynccontextmanager
async def opened(folder: Path, oa: ZaloOA, **values: Any) -> AsyncIterator[App]:
    port = _free_port()
    here = f"http://127.0.0.1:{port}"
    settings = _settings(folder, oa, port=port, public_url=here, **values)
    async with open_app(settings, MovableClock(now)) as app:
        for channel in app.zalo_oa.channels:
            channel.line = Line()  # how fast it may send is tested elsewhere
        async with running(app):
            oa.reroute(PUBLIC, here)
            assert (await oa.saves_webhook(f"{PUBLIC}/zalo/oa/{oa.oa_id}").done()).ok
            yield app


@pytest.mark.parametrize("switches", MODES.values(), ids=MODES.keys())
async def test_a_stranger_is_answered(switches: dict[str, Any], tmp_path: Path) -> None:
    async with zalo_oa(**switches) as oa:
        token = SecretStr(oa.mint().refresh_token)
        async with opened(tmp_path, oa, zalo_oa_refresh_token=token) as app:
            tu = oa.user("Nguyễn Văn Tư")
            tu.says("chào")
            await tu.hears("kênh nội bộ")
            assert len(tu.said) == 1
            await oa.rests()
            assert [d.status for d in oa.deliveries] == [200] * len(oa.deliveries)
            chat = Chat("zalo_oa", oa.oa_id, tu.id)
            channel = app.world.senders["zalo_oa", oa.oa_id]
            assert await channel.can_send(chat, app.clock()) is Reach.OK
            assert oa.counts["/v3.0/oa/quota/message"] == 0  # our own record knew
            assert (tmp_path / "nhacviec.db").stat().st_mode & 0o77 == 0
    assert oa.violations == []


async def test_a_retry_an_hour_later_is_taken_once(tmp_path: Path) -> None:
    async with zalo_oa() as oa:
        token = SecretStr(oa.mint().refresh_token)
        async with opened(tmp_path, oa, zalo_oa_refresh_token=token) as app:
            tu = oa.user("Nguyễn Văn Tư")
            tu.says("chào")
            await tu.hears("kênh nội bộ")
            done = next(d for d in oa.deliveries if b"user_send_text" in d.body)
            oa.clock.advance(2 * HOUR)
            async with httpx.AsyncClient(trust_env=False) as http:
                where = f"{app.settings.public_url}/zalo/oa/{oa.oa_id}"
                again = await http.post(where, content=done.body, headers=done.headers)
                forged = await http.post(where, content=b'{"a":1}', headers=done.headers)
                nobody = await http.post(f"{where}1", content=b"{}")
            assert (again.status_code, forged.status_code, nobody.status_code) == (200, 403, 404)
            await oa.rests(0.4)
            assert len(tu.said) == 1


async def test_a_wrong_secret_is_told(tmp_path: Path) -> None:
    async with zalo_oa() as oa:
        more = {"zalo_oa_refresh_token": SecretStr(oa.mint().refresh_token)}
        async with opened(tmp_path, oa, zalo_oa_secret=SecretStr("khoa-khac"), **more) as app:
            oa.user("Nguyễn Văn Tư").says("chào")
            await oa.until(lambda: [d for d in oa.deliveries if d.status == 403])
            (status,) = [s for s in app.accounts() if s.channel == "zalo_oa"]
            assert not status.is_working
            assert "NHACVIEC_ZALO_OA_SECRET" in status.sentence


async def admin_of(app: App, role: Role = Role.ADMIN) -> httpx.AsyncClient:
    """Return the browser of somebody of the ward."""
    async with app.store.write() as unit:
        wards = await unit.wards.all()
        ward = wards[0] if wards else await unit.wards.add("Phường", WardSettings(), app.clock())
        person = await unit.ward(ward.id).people.add(
            Person(0, "Trần Thị Mai", None, Address.DONG_CHI, frozenset({role}))
        )
        chat = Chat("web", "web", f"p{person.id}")
        await unit.links.add(ward.id, person.id, chat, app.clock())
        token = await open_session(unit, ward.id, person.id, app.clock())
    browser = httpx.AsyncClient(base_url=app.settings.public_url, trust_env=False)
    browser.cookies.set("nhacviec", token)
    return browser


@pytest.mark.parametrize("state", ["echoed", "dropped"])
async def test_an_administrator_connects_the_account(state: Any, tmp_path: Path) -> None:
    async with zalo_oa(oauth_state=state) as oa, opened(tmp_path, oa) as app:
        tu = oa.user("Nguyễn Văn Tư")
        tu.says("chào")
        await oa.rests()
        await oa.until(lambda: "/zalo-oa/noi" in app.zalo_oa.statuses()[0].sentence)
        async with await admin_of(app) as browser:
            oa.redirect_uri = f"{app.settings.public_url}/zalo-oa/ve"
            page = await browser.get("/zalo-oa/noi")
            assert page.status_code == 303
            back = await browser.get(page.headers["location"])
            led = urlsplit(back.headers["location"])
            async with httpx.AsyncClient(trust_env=False) as stranger:
                assert (await stranger.get(back.headers["location"])).status_code == 401
            done = await browser.get(f"{led.path}?{led.query}")
            assert done.status_code == 200
            assert oa.oa_id in done.text
            # The same code again is worth nothing.
            assert (await browser.get(f"{led.path}?{led.query}")).status_code in (400, 502)
        await tu.hears("kênh nội bộ")  # what waited for the token goes now
        await oa.until(lambda: app.zalo_oa.statuses()[0].is_working)
        assert app.zalo_oa.door_for(1).name == oa.name


async def test_the_file_that_proves_the_domain_stands_at_its_root(tmp_path: Path) -> None:
    page = b'<meta property="zalo-platform-site-verification" content="GkRa5O" />'
    (file := tmp_path / "zalo_verifierGkRa5O_6-GTXL.html").write_bytes(page)
    async with (
        zalo_oa() as oa,
        opened(tmp_path, oa, zalo_verifier=file) as app,
        httpx.AsyncClient(base_url=app.settings.public_url, trust_env=False) as zalo,
    ):
        found = await zalo.get("/zalo_verifierGkRa5O_6-GTXL.html")
        assert (found.status_code, found.content) == (200, page)
        assert found.headers["content-type"].startswith("text/html")
        for other in ("Khac.html", ".html", "a/b.html"):
            assert (await zalo.get(f"/zalo_verifier{other}")).status_code == 404


@pytest.mark.parametrize("name", ["index.html", "zalo_verifierA.html", "zalo_verifierB.html"])
def test_another_file_proves_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"a")
    (tmp_path / "zalo_verifierB.html").write_bytes(b"a" * 100_000)
    with pytest.raises(RefusedError, match="NHACVIEC_ZALO_VERIFIER"):
        assert _settings(tmp_path, ZaloOA(), zalo_verifier=tmp_path / name).verifier
    assert _settings(tmp_path, ZaloOA()).verifier is None
    assert _settings(tmp_path, ZaloOA(), zalo_verifier="").verifier is None


async def test_who_may_not_connect(tmp_path: Path) -> None:
    async with zalo_oa() as oa, opened(tmp_path, oa) as app:
        async with await admin_of(app, Role.OFFICER) as browser:
            assert (await browser.get("/zalo-oa/noi")).status_code == 403
        async with await admin_of(app) as browser:
            lacks = await browser.get("/zalo-oa/ve?code=abc")
            assert lacks.status_code == 400
            await browser.get("/zalo-oa/noi")
            forged = await browser.get("/zalo-oa/ve?code=abc&state=khac")
            other = await browser.get("/zalo-oa/ve?code=abc&oa_id=999")
            wrong = await browser.get("/zalo-oa/ve?code=abc")
            assert [r.status_code for r in (forged, other, wrong)] == [400, 400, 502]
            assert "999" in other.text


async def test_a_group_is_told_how_it_becomes_an_agencys_and_is_reminded_then(
    tmp_path: Path,
) -> None:
    async with zalo_oa() as oa:
        token = SecretStr(oa.mint().refresh_token)
        more = {"zalo_oa_refresh_token": token, "zalo_oa_groups": True}
        async with opened(tmp_path, oa, **more) as app:
            tu = oa.user("Nguyễn Văn Tư")
            async with app.store.write() as unit:
                ward = await unit.wards.add("Phường", WardSettings(), app.clock())
                agency = await unit.ward(ward.id).agencies.add("Tổ dân phố 5")
                own = (Membership(agency.id, True),)
                person = await unit.ward(ward.id).people.add(
                    Person(0, "Tư", None, Address.BAC, frozenset({Role.GROUP_LEADER}), own)
                )
                chat = Chat("zalo_oa", oa.oa_id, tu.id)
                await unit.links.add(ward.id, person.id, chat, app.clock())
            group = oa.group("Tổ 5", [tu])
            await _until_something_waits(app)
            app.clock.move_to(app.clock() + timedelta(minutes=1))
            await oa.until(lambda: [m for m in group.said if "/noinhom" in m.text])
            tu.says("/noinhom", to=group)
            await tu.hears("Đã nối nhóm chat")
            await oa.until(lambda: [m for m in group.said if "Từ nay phường nhắc việc" in m.text])
            tu.says("/viec", to=group)
            await oa.rests(0.5)
            oa.tell("create_group", {"oa_id": oa.oa_id, "group_id": group.id})  # told again
            await oa.rests(0.5)
            assert sum("/noinhom tại đây" in m.text for m in group.said) == 1
            async with app.store.read() as unit:
                (tied,) = await unit.agency_chats.all(ward.id)
            assert tied.chat.chat == f"g:{group.id}"
    assert oa.violations == []


async def _until_something_waits(app: App) -> None:
    for _ in range(200):
        async with app.store.read() as unit:
            if await unit.outbox.in_states([Delivery.READY]):
                return
        await asyncio.sleep(0.05)


async def test_who_costs_money_is_shown_before_any_is_spent(tmp_path: Path) -> None:
    async with zalo_oa() as oa:
        token = SecretStr(oa.mint().refresh_token)
        async with opened(tmp_path, oa, zalo_oa_refresh_token=token) as app:
            tu = oa.user("Nguyễn Văn Tư")
            tu.says("chào")
            await tu.hears("kênh nội bộ")
            await (await admin_of(app)).aclose()
            async with app.store.write() as unit:
                for chat, days in ((tu.id, 3), ("8", 9)):
                    person = await unit.ward(1).people.add(
                        Person(0, "Tư", None, Address.BAC, frozenset({Role.GROUP_LEADER}))
                    )
                    there = Chat("zalo_oa", oa.oa_id, chat)
                    await unit.links.add(1, person.id, there, app.clock())
                    at = app.clock() - timedelta(days=days)
                    await unit.interactions.note(there, at)
            app.clock.move_to(app.clock() + timedelta(days=3))
            await app.zalo_oa._keeper.look()
            async with await admin_of(app, Role.LEAD_OFFICE) as browser:
                said = (await browser.get("/tinh-trang")).text
            assert "1 người đã quá 48 giờ" in said
            assert "NHACVIEC_ZALO_OA_PAID" in said
            assert "1 người đã quá 7 ngày" in said
            async with app.store.read() as unit:
                (ward,) = await unit.wards.all()
                (mai, *_) = await unit.ward(ward.id).people.with_role(Role.LEAD_OFFICE)
                rundown = await what_is_wrong(unit, ward, mai, app.accounts(), app.clock())
            assert f"🟡 Zalo OA {oa.oa_id}: 1 người đã quá 48 giờ" in overview(rundown, None)
            well = all_well(replace(rundown, undelivered=(), out_of_reach=()))
            assert "mất tiền nên chưa gửi qua OA" in well
            assert oa.till.charges == []


async def test_what_an_office_is_told_of_its_account(tmp_path: Path) -> None:
    async with zalo_oa() as oa:
        settings = _settings(tmp_path, oa)
        async with open_app(settings):
            pass
        assert "/zalo-oa/noi" in await _said(settings, right=False)
        token = SecretStr(oa.mint().refresh_token)
        settings = _settings(tmp_path, oa, zalo_oa_refresh_token=token)
        said = await _said(settings, right=True)
        assert oa.name in said
        assert f"/zalo/oa/{oa.oa_id}" in said
        oa.fault(faults.html200(), "getoa")
        assert "trả lời thay Zalo" in await _said(settings, right=False)
        other = _settings(tmp_path, oa, zalo_oa_id="")
        assert "NHACVIEC_ZALO_OA_ID" in await _said(other, right=False)


async def _said(settings: Settings, *, right: bool) -> str:
    """Return what `nhacviec check` says that is, or is not, right."""
    return "\n".join(f.says for f in await check_all(settings) if f.is_right is right)


LACKING: list[tuple[str, dict[str, Any], str]] = [
    ("no id", {"zalo_oa_id": ""}, "NHACVIEC_ZALO_OA_ID"),
    ("no secret of the application", {"zalo_oa_app_secret": None}, "_APP_SECRET"),
    ("no secret of the OA", {"zalo_oa_secret": SecretStr(" ")}, "NHACVIEC_ZALO_OA_SECRET"),
    ("a template of another form", {"zalo_oa_template": "a b"}, "NHACVIEC_ZALO_OA_TEMPLATE"),
    ("no public address", {"zalo_oa_api": ""}, "NHACVIEC_PUBLIC_URL"),
    ("no address", {"zalo_oa_api": "zalo"}, "NHACVIEC_ZALO_OA_API"),
]


@pytest.mark.parametrize(("values", "names"), [c[1:] for c in LACKING], ids=[c[0] for c in LACKING])
def test_settings_say_what_is_lacking(values: dict[str, Any], names: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=names):
        assert _settings(tmp_path, ZaloOA(), **values).zalo_oa


def test_settings_are_off_and_safe_by_default(tmp_path: Path) -> None:
    assert _settings(tmp_path, ZaloOA(), zalo_oa_app_id="").zalo_oa is None
    oa = _settings(tmp_path, ZaloOA(), zalo_oa_id="2491303894466271543@1+2").zalo_oa
    assert oa is not None
    assert oa.wards == {1, 2}
    assert (oa.pays, oa.groups, oa.proves, oa.template, oa.free_replies) == (
        False,
        False,
        False,
        None,
        None,
    )
    assert base64.b64encode(b"bi-mat").decode() not in repr(oa)
    assert "bi-mat" not in repr(oa)
