"""Commands about the events that tasks wait for."""

from datetime import datetime

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.domain.localtime import local_date
from data.texts import events as words
from jobs.actions.allow import CONSOLE
from jobs.actions.events import cancel_event, declare_event, move_event, proposed_tasks

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def event() -> None:
    """Sự kiện mà các việc chờ: kỳ bầu cử, đợt xét duyệt, công trình."""


@event.command()
@click.argument("name")
@click.argument("starts_on", type=_DAY, metavar="STARTS_ON")
@click.argument("ends_on", type=_DAY, required=False, metavar="[ENDS_ON]")
@ward_option
def declare(name: str, starts_on: datetime, ends_on: datetime | None, ward_id: int | None) -> None:
    """Khai báo sự kiện NAME từ ngày STARTS_ON (2026-08-16) đến ENDS_ON."""

    async def go(app: App) -> str:
        ward = await the_ward(app, ward_id)
        first, last = starts_on.date(), (ends_on or starts_on).date()
        async with app.store.write() as unit:
            tasks = await proposed_tasks(unit, ward, name)
            planned = await declare_event(
                unit, ward, name, first, last, [t.id for t in tasks], now=app.clock(), actor=CONSOLE
            )
        return words.declared(planned.event, planned.owed, local_date(app.clock()))

    click.echo(with_app(go))


@event.command()
@click.argument("event_id", type=int)
@click.argument("starts_on", type=_DAY, metavar="STARTS_ON")
@click.argument("ends_on", type=_DAY, required=False, metavar="[ENDS_ON]")
@ward_option
def move(event_id: int, starts_on: datetime, ends_on: datetime | None, ward_id: int | None) -> None:
    """Dời sự kiện số EVENT_ID sang ngày khác."""

    async def go(app: App) -> str:
        ward = await the_ward(app, ward_id)
        first, last = starts_on.date(), (ends_on or starts_on).date()
        async with app.store.write() as unit:
            planned = await move_event(
                unit, ward, event_id, first, last, now=app.clock(), actor=CONSOLE
            )
        return words.moved(planned.event, planned.owed, local_date(app.clock()))

    click.echo(with_app(go))


@event.command()
@click.argument("event_id", type=int)
@ward_option
def cancel(event_id: int, ward_id: int | None) -> None:
    """Hủy sự kiện số EVENT_ID; những lần chưa báo cáo không còn phải làm."""

    async def go(app: App) -> str:
        ward = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            planned = await cancel_event(unit, ward, event_id, now=app.clock(), actor=CONSOLE)
        return words.cancelled(planned.event, planned.changes.cancelled)

    click.echo(with_app(go))


@event.command("list")
@ward_option
def show_list(ward_id: int | None) -> None:
    """Các sự kiện đã khai báo."""

    async def go(app: App) -> None:
        ward = await the_ward(app, ward_id)
        async with app.store.read() as unit:
            events = await unit.ward(ward.id).events.all()
        for one in events:
            state = " (đã hủy)" if one.is_cancelled else ""
            days = words.when(one, local_date(app.clock()))
            click.echo(f"{one.id:>4}  {one.name}: {days}{state}")

    with_app(go)
