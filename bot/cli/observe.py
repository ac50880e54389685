"""Who looks over several wards: granted and taken back on the machine that holds them."""

import click

from bot.app import App
from bot.cli.people import find_person
from bot.cli.session import the_ward, ward_option, with_app
from data.texts import desk_wards as words
from jobs.actions.allow import CONSOLE
from jobs.actions.observe import let_observe


@click.command()
@click.argument("who", required=False)
@click.option("--over", multiple=True, type=int, help="Số của phường được xem; lặp lại được.")
@click.option("--take-back", is_flag=True, help="Thôi cho xem.")
@ward_option
def observe(who: str | None, over: tuple[int, ...], take_back: bool, ward_id: int | None) -> None:
    """Cho WHO xem số liệu của nhiều phường (cấp tỉnh, thành phố); không kèm gì: liệt kê phường."""

    async def go(app: App) -> str:
        async with app.store.read() as unit:
            wards = await unit.wards.all()
        if not wards:
            await the_ward(app, ward_id)  # says that there is none
        if who is None:
            return words.wards_there(wards)
        ward = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            person = await find_person(unit, ward, who)
            await let_observe(unit, ward, person, over, app.clock(), CONSOLE, take_back=take_back)
        return words.granted(person, [w for w in wards if w.id in over], take_back=take_back)

    click.echo(with_app(go))
