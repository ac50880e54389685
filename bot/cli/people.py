"""Commands about people: the staff list, invitations, handing over."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.domain.people import Person, Ward
from data.domain.phones import read_phone
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words
from data.texts.channels import channel_name
from jobs.actions.allow import CONSOLE
from jobs.actions.hand_over import hand_over as give_over
from jobs.actions.import_staff import import_staff
from jobs.actions.invite import invite as make_invitation
from jobs.intake.apart import read_staff_apart
from jobs.intake.staff_template import write_template

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account as TelegramAccount
    from bot.channels.zalo_bot.account import Account as ZaloAccount

_NAME_WAIT = 5.0
"""Seconds that a bot has to tell its name: without it there is still the web's link."""


@click.group()
def people() -> None:
    """Danh sách cán bộ, tổ trưởng: nhập, xem, bàn giao."""


@people.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template(file: Path) -> None:
    """Ghi ra một bảng XLSX mẫu để điền danh sách."""
    file.write_bytes(write_template())
    click.echo(f"Đã ghi mẫu vào {file}. Điền xong, nhập bằng: nhacviec people import {file}")


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ward_option
def import_list(file: Path, ward_id: int | None) -> None:
    """Nhập danh sách từ CSV hoặc XLSX; người đã có thì cập nhật, không thêm trùng."""
    staff = asyncio.run(read_staff_apart(file.absolute(), file.name))

    async def keep(app: App) -> None:
        ward = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            done = await import_staff(unit, ward, staff.rows, app.clock(), CONSOLE)
        click.echo(
            f"Thêm {len(done.added)}, cập nhật {len(done.updated)}, giữ nguyên {done.unchanged}."
        )
        for doubt in (*staff.doubts, *done.doubts):
            click.echo(f"❓ {doubt.sentence}")

    with_app(keep)


@people.command("list")
@ward_option
def show_list(ward_id: int | None) -> None:
    """Ai ở cơ quan nào, đã kết nối chưa."""

    async def show(app: App) -> None:
        ward = await the_ward(app, ward_id)
        async with app.store.read() as unit:
            everybody = await unit.ward(ward.id).people.all()
            names = {a.id: a.name for a in await unit.ward(ward.id).agencies.all()}
            links = await unit.links.of([p.id for p in everybody])
        for person in everybody:
            places = "; ".join(names[m.agency_id] for m in person.memberships) or "—"
            state = "đã kết nối" if person.id in links else "chưa kết nối"
            click.echo(f"{person.id:>4}  {person.name}  {person.phone or '—'}  {places}  {state}")

    with_app(show)


@people.command("hand-over")
@click.argument("giver")
@click.argument("taker")
@ward_option
def hand_over(giver: str, taker: str, ward_id: int | None) -> None:
    """Bàn giao toàn bộ việc của GIVER cho TAKER (số điện thoại, tên hoặc số thứ tự)."""

    async def go(app: App) -> None:
        ward = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            one, other = await find_person(unit, ward, giver), await find_person(unit, ward, taker)
            await give_over(unit, ward, one.id, other.id, app.clock(), CONSOLE)
        click.echo(f"Đã bàn giao việc của {one.name} cho {other.name}.")

    with_app(go)


@click.command()
@click.argument("who", required=False)
@click.option("--all", "everybody", is_flag=True, help="Mọi người chưa kết nối.")
@ward_option
def invite(who: str | None, everybody: bool, ward_id: int | None) -> None:
    """Tạo đường dẫn mời dùng một lần cho WHO (số điện thoại, tên hoặc số thứ tự)."""

    async def go(app: App) -> None:
        ward = await the_ward(app, ward_id)
        await learn_names([*app.telegram.accounts, *app.zalo_bots.accounts])
        async with app.store.write() as unit:
            if who is not None:
                chosen = [await find_person(unit, ward, who)]
            elif everybody:
                known = await unit.ward(ward.id).people.all()
                links = await unit.links.of([p.id for p in known])
                chosen = [p for p in known if p.id not in links]
            else:
                raise RefusedError("Ghi tên hoặc số điện thoại, hoặc dùng --all.")
            for person in chosen:
                made = await make_invitation(unit, ward, person.id, app.clock(), CONSOLE)
                click.echo(words.invitation_line(person, app.ways_in(ward.id), made.code))

    with_app(go)


async def learn_names(accounts: "Sequence[TelegramAccount | ZaloAccount]") -> None:
    """Let the bots tell their names, by which people find them."""
    for account in accounts:
        try:
            await asyncio.wait_for(account.introduce(), _NAME_WAIT)
        except Exception:  # whatever is in the way: `nhacviec check` tells what
            name = channel_name(account.channel.name)
            click.echo(words.no_bot_name(name), err=True)


async def find_person(unit: UnitOfWork, ward: Ward, who: str) -> Person:
    """Return who is meant by a number, a name or a telephone number. Raises RefusedError."""
    known = await unit.ward(ward.id).people.all()
    phone = read_phone(who)
    found = [p for p in known if who in {str(p.id), p.name} or (phone and p.phone == phone)]
    if len(found) != 1:
        raise RefusedError(words.which_person(who, len(found)))
    return found[0]
