"""Commands about scoring criteria: template, import, export, list, and the table of self-scoring."""

import asyncio
from pathlib import Path

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.domain.criteria import CatalogueStanding
from data.domain.localtime import local_date
from data.domain.people import Ward
from data.errors import RefusedError
from data.texts import criteria as words
from data.texts import self_scores as texts
from jobs.actions.allow import CONSOLE
from jobs.actions.criteria import import_criteria, set_active, weigh_criteria
from jobs.actions.self_scores import score_table
from jobs.intake.apart import read_criteria_apart
from jobs.intake.sample_criteria import Sample, sample_criteria


@click.group()
def criteria() -> None:
    """Bộ tiêu chí (PAPI, PAR INDEX của tỉnh): nhập, xuất, tự chấm."""


@criteria.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template(file: Path) -> None:
    """Ghi ra một bảng XLSX mẫu để điền bộ tiêu chí."""

    async def go(app: App) -> bytes:
        from jobs.reports.criteria_xlsx import write_template

        return write_template(local_date(app.clock()).year)

    file.write_bytes(with_app(go))
    click.echo(f"Đã ghi mẫu vào {file}. Điền xong, nhập bằng: nhacviec criteria import {file}")


@criteria.command("import")
@click.argument(
    "file",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path, resolve_path=True),
)
@click.option("--sample", type=click.Choice([s.value for s in Sample]), help="Bộ mẫu đi kèm.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="Năm của bộ mẫu; mặc định là năm nay."
)
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@ward_option
def import_file(
    file: Path | None, sample: str | None, year: int | None, yes: bool, ward_id: int | None
) -> None:
    """Nhập hoặc sửa một bộ tiêu chí từ tệp XLSX, CSV hoặc bộ mẫu; cho xem trước rồi mới ghi."""
    if (file is None) == (sample is None):
        raise RefusedError("Ghi tên tệp, hoặc chọn bộ mẫu: --sample papi.")

    async def go(app: App) -> None:
        place = await the_ward(app, ward_id)
        if file is not None:
            draft = await read_criteria_apart(file, file.name)
        else:
            assert sample is not None
            draft = sample_criteria(Sample(sample), year or local_date(app.clock()).year)
        async with app.store.read() as unit:
            weighed = await weigh_criteria(unit, place, draft, CONSOLE)
        if weighed.catalogue and weighed.changes.is_empty:
            click.echo(words.nothing_changes(draft))
            return
        click.echo(words.preview(draft, weighed.changes, weighed.catalogue))
        if not yes and not await asyncio.to_thread(click.confirm, words.confirm_label()):
            click.echo(words.dropped())
            return
        async with app.store.write() as unit:
            await import_criteria(unit, place, draft, app.clock(), CONSOLE)
        click.echo(words.imported(draft))

    with_app(go)


@criteria.command("list")
@ward_option
def show_list(ward_id: int | None) -> None:
    """Các bộ tiêu chí, số thứ tự và mức minh chứng."""

    async def go(app: App) -> None:
        place = await the_ward(app, ward_id)
        async with app.store.read() as unit:
            found = await unit.ward(place.id).criteria.standing(only_active=False)
        for standing in found:
            state = "" if standing.catalogue.is_active else "  (tạm nghỉ)"
            click.echo(f"{standing.catalogue.id:>4}  {standing.catalogue.called}{state}")
            click.echo(f"      {texts.total(standing)}")
        if not found:
            click.echo(words.overview((), ()))

    with_app(go)


@criteria.command()
@click.argument("number", type=int)
@click.option("--on/--off", "is_on", default=True, help="Dùng, hoặc cho tạm nghỉ.")
@ward_option
def use(number: int, is_on: bool, ward_id: int | None) -> None:
    """Dùng hoặc cho tạm nghỉ bộ tiêu chí số NUMBER (xem: nhacviec criteria list)."""

    async def go(app: App) -> None:
        place = await the_ward(app, ward_id)
        async with app.store.write() as unit:
            done = await set_active(unit, place, number, is_on, app.clock(), CONSOLE)
        click.echo(f"{done.called}: {'đang dùng' if is_on else 'tạm nghỉ'}.")

    with_app(go)


@criteria.command()
@click.argument("number", type=int)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@ward_option
def export(number: int, output: Path, ward_id: int | None) -> None:
    """Xuất bộ tiêu chí số NUMBER ra XLSX để sửa rồi nhập lại."""

    async def go(app: App) -> bytes:
        from jobs.reports.criteria_xlsx import write_catalogue

        _place, standing = await _standing(app, ward_id, number)
        return await asyncio.to_thread(write_catalogue, standing)

    output.write_bytes(with_app(go))
    click.echo(f"Đã ghi vào {output}.")


@criteria.command()
@click.argument("number", type=int)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@ward_option
def scores(number: int, output: Path, ward_id: int | None) -> None:
    """Bảng tự chấm điểm của bộ số NUMBER: tệp .xlsx, hoặc phụ lục .docx."""

    async def go(app: App) -> bytes:
        place, standing = await _standing(app, ward_id, number)
        async with app.store.write() as unit:
            table = await score_table(unit, place, number, app.clock(), CONSOLE)
        click.echo(f"{texts.title(standing)}\n{texts.total(standing)}")
        return await asyncio.to_thread(table.written, output.suffix, app.clock())

    output.write_bytes(with_app(go))
    click.echo(f"Đã ghi vào {output}.")


async def _standing(app: App, ward_id: int | None, number: int) -> tuple[Ward, CatalogueStanding]:
    place = await the_ward(app, ward_id)
    async with app.store.read() as unit:
        found = await unit.ward(place.id).criteria.standing(catalogue_id=number, only_active=False)
    if not found:
        raise RefusedError(f"Không có bộ tiêu chí số {number}. Xem: nhacviec criteria list")
    return place, found[0]
