"""What `nhacviec check` looks at. Each look changes nothing and says in a sentence what it found."""

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.findings import Finding, Weight
from bot.settings import Settings, TelegramSettings, ZaloBotSettings
from data.clock import now
from data.domain.localtime import local
from data.domain.trouble import BACKUP_LATE_AFTER
from data.errors import RefusedError, StoreDownError
from data.files.evidence_store import reserve_of
from data.files.sealing_key import SealingKey
from data.store.backup import backup_folder, latest_copy
from data.store.faults import naming_faults
from data.store.unit_of_work import Store
from jobs.reports.dossier.seals import fingerprint

LONGEST = 10.0
"""Seconds for whatever goes over a network."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at."""

    says: str
    is_right: bool = True
    """False: somebody has to do something."""
    is_note: bool = False
    """It runs as it is, but could be better."""


def _wrong(says: str) -> Found:
    return Found(says, is_right=False)


async def check_all(settings: Settings) -> list[Found]:
    """Look at the disk, the database, its copies and the messengers."""
    return [
        *_folder(settings),
        *await _database(settings),
        sealing_key(SealingKey(settings.data_dir / "khoa-niem-phong")),
        *await _telegram(settings),
        *await _zalo_bots(settings),
        *await _zalo_oa(settings),
    ]


def _folder(settings: Settings) -> list[Found]:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        usage = shutil.disk_usage(settings.data_dir)
    except OSError as error:
        return [_wrong(f"Thư mục dữ liệu {settings.data_dir} không dùng được: {error.strerror}.")]
    return [disk(usage.free, usage.total)]


def disk(free: int, total: int) -> Found:
    """Return whether files still find room; the last of it is kept for the database."""
    left = f"Đĩa còn trống: {free / 2**30:.1f} GiB ({100 * free // total} %)."
    reserve = reserve_of(total)
    if free < reserve:
        return _wrong(f"{left} Đĩa đã đầy: hệ thống không nhận tệp nữa. Dọn bớt hoặc thêm đĩa.")
    if free < 2 * reserve:
        return _wrong(
            f"{left} Đĩa sắp đầy. Dọn bớt hoặc thêm đĩa trước khi hệ thống ngừng nhận tệp."
        )
    return Found(left)


def sealing_key(key: SealingKey) -> Found:
    """Return the fingerprint of the key that dossiers are sealed with, to be held against theirs."""
    if not key.is_made:
        return Found("Khóa niêm phong: chưa có, hệ thống tự tạo khi niêm phong lần đầu.")
    try:
        own = fingerprint(key.public)
    except (OSError, ValueError):
        return _wrong("Khóa niêm phong không đọc được. Khôi phục tệp khoa-niem-phong từ bản sao.")
    return Found(f"Khóa niêm phong: {own}.")


async def _database(settings: Settings) -> list[Found]:
    store = Store.at(settings.store_url)
    try:
        with naming_faults():
            return [*await _schema_and_logs(store), *_copies(store, now())]
    except TimeoutError:
        return [_wrong(f"Cơ sở dữ liệu không trả lời sau {LONGEST:.0f} giây.")]
    except StoreDownError as down:
        reason = str(down).partition("\n")[0]
        return [
            _wrong(
                f"Cơ sở dữ liệu không dùng được ({reason}). Xem máy chủ và NHACVIEC_DATABASE_URL."
            )
        ]
    finally:
        await store.close()


async def _schema_and_logs(store: Store) -> list[Found]:
    from data.store.migration import differences  # alembic loads for half a second

    async with asyncio.timeout(LONGEST):
        lacking = await differences(store.engine)
    if lacking:
        return [_wrong('Cơ sở dữ liệu chưa ở phiên bản này. Chạy "nhacviec migrate".')]
    found = [Found("Cơ sở dữ liệu: đúng phiên bản.")]
    async with store.read() as unit:
        for ward in await unit.wards.all():
            broken = await unit.ward(ward.id).log.first_break()
            state = "liền mạch" if broken is None else f"ĐỨT tại mục {broken}"
            found.append(Found(f"Nhật ký của {ward.name}: {state}.", broken is None))
    return found


def _copies(store: Store, at: datetime) -> list[Found]:
    if backup_folder(store.engine) is None:
        return [Found("Sao lưu: PostgreSQL, người quản trị máy chủ tự sao lưu bằng pg_dump.")]
    last = latest_copy(store.engine)
    if last is None:
        return [Found("Sao lưu: chưa có bản nào (hệ thống tự sao lưu lúc 01:30).", is_note=True)]
    made = f"Sao lưu: bản gần nhất {local(last):%H:%M ngày %d/%m/%Y}."
    if at - last > BACKUP_LATE_AFTER:
        return [_wrong(f"{made} Đã quá hai ngày: xem hệ thống có chạy lúc 01:30 không.")]
    return [Found(made)]


async def _telegram(settings: Settings) -> list[Found]:
    try:
        telegram = settings.telegram
    except RefusedError as refused:
        return [Found(refused.sentence, is_right=False)]
    if telegram is None:
        return [Found("Telegram: chưa đặt NHACVIEC_TELEGRAM_TOKEN, chỉ dùng trang chat.")]
    looks = [_bot(replace(telegram, bots=(bot,)), settings.base_url) for bot in telegram.bots]
    return [found for of_bot in await asyncio.gather(*looks) for found in of_bot]


async def _bot(telegram: TelegramSettings, public_url: str) -> list[Found]:
    # Telegram's library loads only where a bot is set up.
    from bot.channels.telegram.probe import probe
    from data.texts.telegram import unreachable

    (bot,) = telegram.bots
    try:
        async with asyncio.timeout(LONGEST):
            findings = await probe(telegram, public_url)
    except TimeoutError:
        return [_wrong(f"Telegram {bot.account}: {unreachable()}")]
    return _found("Telegram", findings)


async def _zalo_bots(settings: Settings) -> list[Found]:
    try:
        zalo = settings.zalo_bot
    except RefusedError as refused:
        return [Found(refused.sentence, is_right=False)]
    if zalo is None:
        return []
    looks = [_zalo_bot(replace(zalo, bots=(bot,)), settings.base_url) for bot in zalo.bots]
    return [found for of_bot in await asyncio.gather(*looks) for found in of_bot]


async def _zalo_bot(zalo: ZaloBotSettings, public_url: str) -> list[Found]:
    from bot.channels.zalo_bot.probe import probe
    from data.texts.zalo import unreachable

    (bot,) = zalo.bots
    try:
        async with asyncio.timeout(LONGEST):
            findings = await probe(zalo, public_url)
    except TimeoutError:
        return [_wrong(f"Zalo {bot.account}: {unreachable()}")]
    return _found("Zalo", findings)


async def _zalo_oa(settings: Settings) -> list[Found]:
    try:
        oa = settings.zalo_oa
    except RefusedError as refused:
        return [Found(refused.sentence, is_right=False)]
    if oa is None:
        return []
    from bot.app.zalo_oa import look_at
    from data.texts.zalo_oa import unreachable

    store = Store.at(settings.store_url)
    try:
        async with asyncio.timeout(2 * LONGEST):
            findings = await look_at(oa, store, settings.base_url, now())
    except TimeoutError:
        return [_wrong(f"Zalo OA {oa.account}: {unreachable()}")]
    except Exception as error:
        # The database is looked at above: here it merely keeps the token.
        return [_wrong(f"Zalo OA {oa.account}: chưa xem được ({type(error).__name__}).")]
    finally:
        await store.close()
    return _found("Zalo OA", findings)


def _found(platform: str, findings: Iterable[Finding]) -> list[Found]:
    return [
        Found(
            f"{platform} {f.account}: {f.says}",
            f.weight is not Weight.FAULT,
            f.weight is Weight.NOTE,
        )
        for f in findings
    ]
