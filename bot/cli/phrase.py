"""`nhacviec phrase`: what a plan's time cell means. Needs no database."""

import json
import sys
from datetime import date, datetime, timedelta

import click

from data.clock import now
from data.domain.localtime import local_date
from data.domain.planning import PlanningContext, plan_occurrences
from data.domain.rules import DeadlineRule, rule_to_json
from data.domain.workdays import WorkCalendar
from data.texts.dates import spoken_date
from data.texts.deadlines import describe_rule
from jobs.intake.deadlines_vi import read_deadline

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("text")
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    help="Năm của kế hoạch, cho những ngày không ghi năm.",
)
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
