"""Commands about what a ward sets for itself: hours, the ladder, reporting, swapped days."""

from pathlib import Path

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.domain.localtime import local_date
from data.domain.settings_words import read_ward_name
from data.domain.workdays import parse_overrides
from data.errors import RefusedError
from data.texts import settings as words
from data.texts.setup import ward_renamed
from jobs.actions.allow import CONSOLE
from jobs.actions.change_settings import change_by_words, change_settings
from jobs.actions.set_reporting_period import PeriodSet
from jobs.actions.set_up import name_ward


@click.group()
def ward() -> None:
    """Phường tự đặt: giờ nhắc, bậc nhắc, kỳ báo cáo, ngày nghỉ và làm bù."""


@ward.command()
@ward_option
def show(ward_id: int | None) -> None:
    """Đang đặt như thế nào, và cách đổi."""

    async def go(app: App) -> str:
        place = await the_ward(app, ward_id)
        async with app.store.read() as unit:
            tasks = await unit.ward(place.id).tasks.all()
        own = [t for t in tasks if t.reporting_period is not None]
        return words.overview(place.name, place.settings, own, local_date(app.clock()))

    click.echo(with_app(go))


@ward.command("set")
@click.argument("line")
@ward_option
def set_one(line: str, ward_id: int | None) -> None:
    """Đổi bằng một dòng như khi nhắn, ví dụ: "giờ nhắc 7:15", "kế hoạch 25 báo cáo mỗi quý"."""

    async def go(app: App) -> str:
        place = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            if name := read_ward_name(line):
                named = await name_ward(unit, place, name, app.clock(), CONSOLE)
                return ward_renamed(named.name, place.name)
            done = await change_by_words(unit, place, line, app.clock(), CONSOLE)
        if isinstance(done, PeriodSet):
            moved = words.what_moved(done.changes.counts, 0)
            return words.period_set(done.tasks, done.before, done.plan, moved)
        moved = words.what_moved(done.changes.counts, done.retimed)
        today = local_date(app.clock())
        return words.changed(done.before, done.ward.settings, moved, today)

    click.echo(with_app(go))


@ward.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@ward_option
def calendar(file: str, ward_id: int | None) -> None:
    """Thay lịch nghỉ, làm bù bằng tệp FILE (mỗi dòng: 2026-01-02 nghỉ); "-" thì in lịch đang dùng."""
    text = None if file == "-" else _text_of(Path(file))

    async def go(app: App) -> str:
        place = await the_ward(app, ward_id)
        if text is None:
            return place.settings.calendar_overrides
        async with app.store.write() as unit:
            current = await unit.wards.get(place.id)
            changed = current.settings.model_copy(update={"calendar_overrides": text})
            done = await change_settings(unit, place, changed, app.clock(), CONSOLE)
        moved = words.what_moved(done.changes.counts, done.retimed)
        return words.calendar_replaced(len(parse_overrides(text)), moved)

    click.echo(with_app(go))


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig").strip()
    except FileNotFoundError:
        raise RefusedError(words.calendar_missing(file.name)) from None
    except UnicodeDecodeError:
        raise RefusedError(words.calendar_not_text()) from None
