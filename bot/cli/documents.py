"""Commands that read documents and words."""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from bot.app import App
from bot.cli.session import the_ward, ward_option, with_app
from data.clock import now
from data.domain.drafts import PlanDraft, draft_to_json
from data.domain.localtime import local_date
from data.domain.planning import PlanningContext, plan_occurrences
from data.domain.rules import DeadlineRule, rule_to_json
from data.domain.workdays import WorkCalendar
from data.errors import RefusedError
from data.texts import plans as plan_words
from data.texts.dates import spoken_date
from data.texts.deadlines import describe_rule
from jobs.actions.allow import CONSOLE
from jobs.actions.import_plan import import_plan as import_draft
from jobs.intake.deadlines_vi import read_deadline
from jobs.intake.plan import read_plan

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("text")
@click.option("--year", type=int, help="Năm của kế hoạch, cho những ngày không ghi năm.")
@click.option("--plan-date", type=_DAY, help="Ngày ban hành kế hoạch.")
@click.option("--json", "as_json", is_flag=True, help="In quy tắc dạng JSON (mặc định).")
@click.option("--explain", is_flag=True, help="Giải thích bằng tiếng Việt, kèm các lần đến hạn.")
def phrase(
    text: str, year: int | None, plan_date: datetime | None, as_json: bool, explain: bool
) -> None:
    """Đọc một cụm từ chỉ thời hạn. TEXT là "-": đọc mỗi dòng một cụm từ ở đầu vào chuẩn."""
    issued_on = plan_date.date() if plan_date else None
    year = year or (issued_on.year if issued_on else None)
    if text == "-":
        for line in sys.stdin:
            rule = read_deadline(line.rstrip("\r\n"), year=year, plan_date=issued_on)
            click.echo(json.dumps(rule_to_json(rule), ensure_ascii=False))
        return
    rule = read_deadline(text, year=year, plan_date=issued_on)
    if as_json or not explain:
        click.echo(json.dumps(rule_to_json(rule), ensure_ascii=False))
    if explain:
        _explain(rule, year, issued_on)


def _explain(rule: DeadlineRule, year: int | None, issued_on: date | None) -> None:
    today = local_date(now())
    from_on = issued_on or (date(year, 1, 1) if year else today)
    context = PlanningContext(
        from_on=from_on,
        until_on=max(date(from_on.year, 12, 31), from_on + timedelta(days=120)),
        calendar=WorkCalendar(),
        plan_year=year or from_on.year,
    )
    click.echo(describe_rule(rule))
    for owed in plan_occurrences(rule, context=context):
        label = f"{owed.label}: " if owed.label else ""
        click.echo(f"  • {label}hạn {spoken_date(owed.due_on, today=from_on)}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và in ra, không lưu gì.")
@click.option("--json", "as_json", is_flag=True, help="In toàn bộ những gì đọc được dạng JSON.")
@ward_option
def import_plan(file: Path, dry_run: bool, as_json: bool, ward_id: int | None) -> None:
    """Đọc một kế hoạch (DOCX, XLSX, PDF, TXT) thành bản nháp để cơ quan đầu mối xem và xác nhận."""
    content = file.read_bytes()
    draft = read_plan(content, file.name)
    if as_json:
        click.echo(json.dumps(draft_to_json(draft), ensure_ascii=False, indent=1))
    if dry_run:
        if not as_json:
            _show(draft)
        return
    if not draft.tasks:
        raise RefusedError(" ".join(draft.doubts) or "Không đọc được nhiệm vụ nào trong tệp này.")

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
                source_name=file.name,
            )
        return plan_words.read(received.review, replaced_draft=received.replaced_draft)

    sentence = with_app(keep)
    if not as_json:
        click.echo(sentence)


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
