"""Commands that read documents and words, and need no database."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from data.domain.rules import rule_to_json
from data.texts.deadlines import describe_rule
from jobs.intake.deadlines_vi import read_deadline


@click.command()
@click.argument("text")
@click.option("--year", type=int, help="Năm của kế hoạch, cho những ngày không ghi năm.")
@click.option("--plan-date", type=click.DateTime(["%Y-%m-%d"]), help="Ngày ban hành kế hoạch.")
@click.option("--json", "as_json", is_flag=True, help="In quy tắc dạng JSON.")
@click.option("--explain", is_flag=True, help="Giải thích bằng tiếng Việt, kèm các lần đến hạn.")
def phrase(text: str, year: int | None, plan_date: Any, as_json: bool, explain: bool) -> None:
    """Đọc một cụm từ chỉ thời hạn. TEXT là "-": đọc mỗi dòng một cụm từ đầu vào chuẩn."""
    on: date | None = plan_date.date() if plan_date else None
    year = year or (on.year if on else None)
    if text == "-":
        for line in sys.stdin:
            rule = read_deadline(line.rstrip("\r\n"), year=year, plan_date=on)
            click.echo(json.dumps(rule_to_json(rule), ensure_ascii=False))
        return
    rule = read_deadline(text, year=year, plan_date=on)
    if as_json or not explain:
        click.echo(json.dumps(rule_to_json(rule), ensure_ascii=False))
    if explain:
        click.echo(describe_rule(rule))
