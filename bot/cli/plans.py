"""`nhacviec import`: a plan document becomes the draft that the lead office looks over."""

import asyncio
import json
from pathlib import Path

import click

from data.domain.drafts import PlanDraft, draft_to_json
from data.errors import RefusedError
from data.texts import plans as plan_words
from data.texts.deadlines import describe_rule
from jobs.intake.apart import read_plan_apart


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và in ra, không lưu gì.")
@click.option("--json", "as_json", is_flag=True, help="In toàn bộ những gì đọc được dạng JSON.")
@click.option("--ward", "ward_id", type=int, help="Số của phường, khi có nhiều phường.")
def import_plan(file: Path, dry_run: bool, as_json: bool, ward_id: int | None) -> None:
    """Đọc một kế hoạch (DOCX, XLSX, PDF, TXT) thành bản nháp để cơ quan đầu mối xem và xác nhận."""
    draft = asyncio.run(read_plan_apart(file.absolute(), file.name))
    if as_json:
        click.echo(json.dumps(draft_to_json(draft), ensure_ascii=False, indent=1))
    if dry_run:
        if not as_json:
            _show(draft)
        return
    if not draft.tasks:
        raise RefusedError(" ".join(draft.doubts) or "Không đọc được nhiệm vụ nào trong tệp này.")

    sentence = _keep(file.read_bytes(), file.name, draft, ward_id)
    if not as_json:
        click.echo(sentence)


def _keep(content: bytes, name: str, draft: PlanDraft, ward_id: int | None) -> str:
    # Reading a document alone needs no database, and should not wait for one to load.
    from bot.app import App
    from bot.cli.session import the_ward, with_app
    from jobs.actions.allow import CONSOLE
    from jobs.actions.import_plan import import_plan as import_draft

    async def keep(app: App) -> str:
        ward = await the_ward(app, ward_id)
        stored = await app.world.files.put_bytes(content)
        async with app.store.write() as unit:
            received = await import_draft(
                unit,
                ward,
                draft,
                app.clock(),
                CONSOLE,
                source_sha256=stored.sha256,
                source_name=name,
            )
        return plan_words.read(received.review, replaced_draft=received.replaced_draft)

    return with_app(keep)


def _show(draft: PlanDraft) -> None:
    head = draft.plan
    click.echo(f"{plan_words.plan_name(head.number, head.issued_on, head.title)}")
    for number, task in enumerate(draft.tasks, 1):
        click.echo(f"#{number} {task.title}")
        click.echo(f"    Chủ trì: {'; '.join(task.lead) or '(chưa rõ)'}")
        click.echo(f"    Thời gian: {task.time_text or '(trống)'} → {describe_rule(task.rule)}")
        for doubt in task.doubts:
            click.echo(f"    ❓ {doubt}")
    for duty in draft.duties:
        click.echo(f"Chế độ báo cáo: {duty.who or '(chưa rõ ai)'}: {describe_rule(duty.rule)}")
    for doubt in draft.doubts:
        click.echo(f"❓ {doubt}")
    click.echo(
        f"{len(draft.tasks)} việc, {len(draft.duties)} chế độ báo cáo, "
        f"{len(draft.skipped)} dòng không phải nhiệm vụ."
    )
