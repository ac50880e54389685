"""What the commands share: opening the product, choosing the ward, reading dates."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import click

from bot.app import App, open_app
from bot.app.logs import configure_logging, secrets_of
from bot.settings import Settings
from data.domain.localtime import VN
from data.domain.people import Ward
from data.errors import RefusedError

_T = TypeVar("_T")

ward_option = click.option(
    "--ward", "ward_id", type=int, help="Số của phường, khi có nhiều phường."
)


def with_app(work: Callable[[App], Awaitable[_T]]) -> _T:
    """Open the product, do `work`, close it."""

    settings = Settings()
    configure_logging("WARNING", secrets_of(settings))

    async def go() -> _T:
        async with open_app(settings) as app:
            return await work(app)

    return asyncio.run(go())


async def the_ward(app: App, ward_id: int | None) -> Ward:
    """Return the ward meant. Raises RefusedError when it is not clear which."""
    async with app.store.read() as unit:
        wards = await unit.wards.all()
    if not wards:
        raise RefusedError('Chưa có phường nào. Chạy "nhacviec run" một lần để bắt đầu.')
    if ward_id is None and len(wards) == 1:
        return wards[0]
    for ward in wards:
        if ward.id == ward_id:
            return ward
    names = ", ".join(f"{w.id} ({w.name})" for w in wards)
    raise RefusedError(f"Chọn phường bằng --ward; có: {names}.")


def local_instant(text: str) -> datetime:
    """Read "2026-06-15 07:30" (local time) as an aware UTC instant."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f'Chưa hiểu giờ "{text}". Ghi như: 2026-06-15 07:30.') from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=VN)).astimezone(UTC)
