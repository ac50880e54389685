"""Commands about the installation: run it, try it, migrate it, check it."""

import asyncio
import shutil
from pathlib import Path

import click

from bot.app.serving import serve
from bot.cli.session import with_app
from bot.settings import Settings
from data.store.unit_of_work import Store


@click.command()
def run() -> None:
    """Chạy toàn bộ hệ thống: trang chat, lịch nhắc, gửi tin. Dừng bằng Ctrl+C."""
    asyncio.run(serve(Settings(), say=click.echo))


@click.command()
@click.argument(
    "plan", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--port", type=int, default=8081, show_default=True)
def demo(plan: Path | None, port: int) -> None:
    """Mở một phường dùng thử với kế hoạch mẫu, hoặc với PLAN của bạn; đóng lại là hết."""
    from bot.app.demo import serve_demo  # reading a plan at once is only this command's business

    asyncio.run(serve_demo(plan, port, say=click.echo))


@click.command()
def migrate() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản này."""

    async def done(_app: object) -> None:
        click.echo("Cơ sở dữ liệu đã ở phiên bản này.")

    with_app(done)


@click.command()
def check() -> None:
    """Kiểm tra cài đặt: thiết lập (che bí mật), cơ sở dữ liệu, đĩa, nhật ký."""
    settings = Settings()
    for name, value in settings.shown().items():
        click.echo(f"{name}={value}")
    asyncio.run(_check(settings))


async def _check(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir)
    click.echo(f"Đĩa còn trống: {free.free / 2**30:.1f} GiB ({100 * free.free // free.total} %).")
    from data.store.migration import differences  # alembic loads for half a second

    store = Store.at(settings.store_url)
    try:
        if await differences(store.engine):
            click.echo('Cơ sở dữ liệu chưa ở phiên bản này. Chạy "nhacviec migrate".')
            return
        click.echo("Cơ sở dữ liệu: đúng phiên bản.")
        async with store.read() as unit:
            for ward in await unit.wards.all():
                broken = await unit.ward(ward.id).log.first_break()
                state = "liền mạch" if broken is None else f"ĐỨT tại mục {broken}"
                click.echo(f"Nhật ký của {ward.name}: {state}.")
    finally:
        await store.close()
