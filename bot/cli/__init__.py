"""The command line, `nhacviec`. Prints Vietnamese; a refusal is one sentence and exit code 1."""

import sys

import click

from bot.cli.clock import rehearse_ward, summary, tick
from bot.cli.documents import import_plan, phrase
from bot.cli.events import event
from bot.cli.machine import check, demo, migrate, run
from bot.cli.people import invite, people
from data.errors import RefusedError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Nhắc Việc: từ kế hoạch của phường đến lời nhắc, báo cáo và minh chứng."""


for _command in (
    run,
    demo,
    import_plan,
    phrase,
    people,
    invite,
    event,
    rehearse_ward,
    tick,
    summary,
    migrate,
    check,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line."""
    try:
        cli()
    except RefusedError as refused:
        click.echo(refused.sentence, err=True)
        sys.exit(1)
