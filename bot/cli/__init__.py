"""The command line, `nhacviec`. Prints Vietnamese; a refusal is one sentence and exit code 1."""

import gc
import sys
from importlib import import_module

import click

_COMMANDS = {
    "run": "machine:run",
    "demo": "machine:demo",
    "import": "plans:import_plan",
    "phrase": "phrase:phrase",
    "people": "people:people",
    "invite": "people:invite",
    "observe": "observe:observe",
    "criteria": "criteria:criteria",
    "event": "events:event",
    "ward": "ward:ward",
    "rehearse": "clock:rehearse_ward",
    "tick": "clock:tick",
    "summary": "clock:summary",
    "report": "report:report",
    "dossier": "dossiers:dossier",
    "verify": "dossiers:verify",
    "migrate": "machine:migrate",
    "check": "machine:check",
}


class _Commands(click.Group):
    """Loads a command when it is asked for: reading one phrase must not load a web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        gc.disable()  # what is loaded stays: looking through it for waste only delays the start
        command = getattr(import_module(f"bot.cli.{module}"), name)
        gc.enable()
        gc.freeze()
        return command if isinstance(command, click.Command) else None


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def cli() -> None:
    """Nhắc Việc: từ kế hoạch của phường đến lời nhắc, báo cáo và minh chứng."""


def main() -> None:
    """Run the command line: exit code 1 for what is refused, 2 for a line that is wrong."""
    try:
        sys.exit(cli(prog_name="nhacviec", standalone_mode=False))
    except Exception as error:
        # Only now: to say what a command is for, nobody waits for this to load.
        from bot.cli.mistakes import sentence_of

        sentence = sentence_of(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
