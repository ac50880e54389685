"""`nhacviec dossier` takes a dossier for inspectors out, `nhacviec verify` looks one over."""

import sys
from datetime import datetime
from pathlib import Path

import click

from data.domain.periods import Span

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.command()
@click.option("--plan", "called", help="Số kế hoạch, như 1780/KH-UBND; một kế hoạch thì bỏ trống.")
@click.option(
    "--from", "first", type=_DAY, metavar="NGÀY", required=True, help="Từ ngày, như 2026-01-01."
)
@click.option(
    "--to", "last", type=_DAY, metavar="NGÀY", required=True, help="Đến hết ngày, như 2026-06-30."
)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Tệp .zip sẽ ghi; biên bản niêm phong ghi cạnh đó.",
)
@click.option("--ward", "ward_id", type=int, help="Số của phường, khi có nhiều phường.")
def dossier(
    called: str | None, first: datetime, last: datetime, out: Path, ward_id: int | None
) -> None:
    """Xuất hồ sơ cho đoàn kiểm tra: báo cáo, minh chứng gốc, nhật ký, chữ ký niêm phong."""
    # Looking a dossier over needs no database, and should not wait for one to load.
    from bot.app import App
    from bot.cli.session import the_ward, with_app
    from data.domain.dossier import Scope
    from data.texts import dossier as words
    from jobs.actions.allow import CONSOLE
    from jobs.actions.export_dossier import export_dossier, plan_of_dossier

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() or done == total:
            click.echo(f"\r{words.progress(done, total)}", nl=done == total, err=True)

    target = out.absolute()

    async def go(app: App) -> str:
        ward = await the_ward(app, ward_id)
        async with app.store.read() as unit:
            plan = await plan_of_dossier(unit, ward, called)
        scope = Scope(plan.id, Span(first.date(), last.date()))
        made = await export_dossier(
            app.world, ward, scope, target, app.clock(), CONSOLE, progress=show
        )
        beside = out.with_name(made.minutes.name)
        return words.exported(str(out), str(beside), made.size, made.digest, made.key, made.stamp)

    click.echo(with_app(go))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--khoa", help="Vân khóa SHA256:… trên biên bản niêm phong.")
@click.option("--dau", help="Dấu niêm phong nhật ký trong một tin tổng hợp tuần.")
@click.option("--bien-ban", help="Mã hồ sơ trên biên bản niêm phong.")
def verify(file: Path, **outside: str | None) -> None:
    """Kiểm tra hồ sơ FILE (.zip hoặc thư mục) như kiem_tra.py trong hồ sơ. Mã 0: nguyên vẹn."""
    from jobs.reports.dossier.kiem_tra import main

    given = [(f"--{name.replace('_', '-')}", value) for name, value in outside.items() if value]
    sys.exit(main([str(file), *(word for pair in given for word in pair)]))
