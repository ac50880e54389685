"""The command line, `nhacviec`. Prints Vietnamese; a refusal is one sentence and exit code 1."""

import sys

import click

from bot.cli.documents import import_plan, phrase
from data.errors import RefusedError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Nhắc Việc: từ kế hoạch của phường đến lời nhắc, báo cáo và minh chứng."""


for _command in (import_plan, phrase):
    cli.add_command(_command)


def main() -> None:
    """Run the command line."""
    try:
        cli()
    except RefusedError as refused:
        click.echo(refused.sentence, err=True)
        sys.exit(1)
