"""Commands about the installation: run it, try it, migrate it, check it."""

import asyncio
import sys
from pathlib import Path

import click

from bot.app.logs import configure_logging, secrets_of
from bot.app.serving import serve
from bot.cli.checks import check_all
from bot.cli.session import with_app
from bot.settings import Settings


@click.command()
def run() -> None:
    """Chạy toàn bộ hệ thống: trang chat, lịch nhắc, gửi tin. Dừng bằng Ctrl+C."""
    asyncio.run(serve(Settings(), say=click.echo))


@click.command()
@click.argument(
    "plan", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--port", type=click.IntRange(1, 65535), default=8081, show_default=True)
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
@click.option("--live", is_flag=True, help="In thêm các bước thử với dịch vụ thật của Zalo.")
def check(*, live: bool) -> None:
    """Kiểm tra cài đặt: thiết lập (che bí mật), đĩa, cơ sở dữ liệu, sao lưu, Telegram, Zalo.

    Kết thúc bằng mã 0 khi mọi thứ đúng, mã 1 khi có điều cần người quản trị xử lý.
    """
    settings = Settings()
    configure_logging("WARNING", secrets_of(settings))
    for name, value in settings.shown().items():
        click.echo(f"{name}={value}")
    wrong = 0
    for found in asyncio.run(check_all(settings)):
        wrong += not found.is_right
        sign = "🟡 Nên xem: " if found.is_note else ""
        click.echo(f"{sign if found.is_right else '🔴 Cần xử lý: '}{found.says}")
    if live:
        _print_scripts(settings)
    if wrong:
        click.echo(f"Có {wrong} điều cần xử lý.")
        sys.exit(1)
    click.echo("Mọi thứ đã sẵn sàng.")


def _print_scripts(settings: Settings) -> None:
    """Print what an office tries at Zalo's real service."""
    from bot.cli.live import scripts  # only this option's business
    from data.texts.live import nothing_to_try

    found = asyncio.run(scripts(settings))
    for script in found:
        click.echo("\n" + "\n".join(script.lines))
    click.echo("" if found else nothing_to_try())
