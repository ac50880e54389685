"""Commands that stand in for the clock: one tick, a rehearsal, the summary now."""

import asyncio
from pathlib import Path

import click

from bot.app import App
from bot.cli.session import local_instant, the_ward, ward_option, with_app
from data.domain.localtime import local
from jobs.actions.allow import CONSOLE
from jobs.actions.make_documents import week_of, workbook
from jobs.schedule import TICKS, rehearse
from jobs.ticks.send_weekly_summary import summary_now


@click.command()
@click.argument("name", type=click.Choice(sorted(t.name for t in TICKS)))
@click.option("--at", "at", help='Giờ địa phương, như "2026-06-15 07:30"; bỏ trống: bây giờ.')
def tick(name: str, at: str | None) -> None:
    """Chạy một việc định kỳ một lần và in ra đã làm gì. Chạy lại không gửi lại."""
    wanted = next(t for t in TICKS if t.name == name)

    async def go(app: App) -> None:
        tally = await wanted.tick(app.world, local_instant(at) if at else app.clock())
        said = ", ".join(f"{key}={count}" for key, count in tally.items() if count)
        click.echo(f"{name}: {said or 'không có gì phải làm'}")

    with_app(go)


@click.command("rehearse")
@click.option("--days", type=click.IntRange(1, 400), default=90, show_default=True)
@click.option("--from", "start", help='Bắt đầu từ giờ địa phương, như "2026-06-15 07:00".')
@ward_option
def rehearse_ward(days: int, start: str | None, ward_id: int | None) -> None:
    """In ra ai sẽ nhận tin gì, khi nào, nếu không ai báo cáo gì. Không gửi và không ghi gì."""

    async def go(app: App) -> None:
        ward = await the_ward(app, ward_id)
        begin = local_instant(start) if start else app.clock()
        lines = await rehearse(app.world, ward.id, begin, days)
        for line in lines:
            click.echo(f"── {local(line.at):%d/%m/%Y %H:%M} → {line.person}")
            click.echo(line.text)
        click.echo(f"{len(lines)} tin trong {days} ngày.")

    with_app(go)


@click.command()
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp ảnh PNG.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Tệp bảng Excel.")
@ward_option
def summary(out: Path | None, xlsx: Path | None, ward_id: int | None) -> None:
    """In bản tổng hợp tuần đến lúc này; -o ghi thêm biểu đồ, --xlsx ghi thêm bảng Excel."""

    async def go(app: App) -> None:
        ward = await the_ward(app, ward_id)
        text, chart = await summary_now(app.world, ward.id, app.clock())
        click.echo(text)
        if out is not None:
            await asyncio.to_thread(out.write_bytes, chart)
            click.echo(f"Biểu đồ: {out}")
        if xlsx is not None:
            async with app.store.write() as unit:
                table = await week_of(unit, ward, app.clock(), CONSOLE)
            made = await asyncio.to_thread(workbook, table)
            await asyncio.to_thread(xlsx.write_bytes, made.content)
            click.echo(f"{made.caption}\nTệp: {xlsx}")

    with_app(go)
