"""`nhacviec report`: a period's report as an editable draft."""

import asyncio
from pathlib import Path

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.domain.localtime import local_date
from data.domain.report_periods import read_period
from data.errors import RefusedError
from data.texts.report_drafts import not_a_period
from jobs.actions.allow import CONSOLE
from jobs.actions.make_documents import plan_of_report, report_document, report_of


@click.command()
@click.option(
    "--period", "said", required=True, help='Như "quý II/2026", "6 tháng", "quý II chốt ngày 20".'
)
@click.option("--plan", "called", help="Số của kế hoạch; bỏ trống: tất cả kế hoạch đang theo dõi.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp DOCX sẽ ghi.",
)
@ward_option
def report(said: str, called: str | None, out: Path, ward_id: int | None) -> None:
    """Soạn dự thảo báo cáo định kỳ thành tệp Word; số, chức vụ và chữ ký để trống."""

    async def go(app: App) -> None:
        ward, now = await the_ward(app, ward_id), app.clock()
        period = read_period(said, local_date(now), ward.settings.cutoff_day)
        if period is None:
            raise RefusedError(not_a_period(said))
        async with app.store.write() as unit:
            plan = await plan_of_report(unit, ward, called) if called else None
            found = await report_of(unit, ward, period, now, CONSOLE, plan.id if plan else None)
        made = await asyncio.to_thread(report_document, found)
        await asyncio.to_thread(out.write_bytes, made.content)
        click.echo(f"{made.caption}\nTệp: {out}")

    with_app(go)
