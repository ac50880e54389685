"""What went wrong with a command, in one Vietnamese sentence: click's own are English."""

from typing import Any

import click
from click import exceptions as kinds
from pydantic import ValidationError

from data.errors import RefusedError, StoreDownError
from data.texts import command_line as words


def sentence_of(error: Exception) -> str | None:
    """Return what somebody at the console reads; None for what is a fault of ours."""
    match error:
        case RefusedError():
            return error.sentence
        case kinds.NoArgsIsHelpError():
            return error.message
        case kinds.UsageError():
            command = error.ctx.command_path if error.ctx else "nhacviec"
            return f"{_of_usage(error)}\n{words.how_to_see_usage(command)}"
        case click.Abort():
            return words.stopped()
        case StoreDownError():
            return words.store_down(is_full=error.is_full)
        case ValidationError() if error.title == "Settings":
            names = {str(part).upper() for found in error.errors() for part in found["loc"][:1]}
            return words.setting_is_wrong(sorted(f"NHACVIEC_{name}" for name in names))
        case OSError() if error.filename is not None:
            return words.file_out_of_reach(str(error.filename))
    return None


def _of_usage(error: kinds.UsageError) -> str:
    match error:
        case kinds.NoSuchOption():
            return words.no_such_option(error.option_name)
        case kinds.NoSuchCommand():
            return words.no_such_command(error.command_name)
        case kinds.MissingParameter(param=click.Parameter() as param):
            return words.missing(_name_of(param))
        case kinds.BadParameter(param=click.Parameter() as param):
            return words.wrong(_name_of(param), _expected(param.type))
        case kinds.BadOptionUsage():
            return words.missing(error.option_name)
    is_too_much = error.ctx is not None and "unexpected extra" in error.message
    return words.too_much() if is_too_much else words.not_understood()


def _name_of(param: click.Parameter) -> str:
    return param.opts[-1] if isinstance(param, click.Option) else (param.name or "").upper()


def _expected(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.IntRange():
            return words.a_number_between(kind.min, kind.max)
        case click.types.IntParamType():
            return words.a_number()
        case click.DateTime():
            return words.a_day()
        case click.Path():
            return words.a_file()
        case click.Choice():
            return words.one_of([str(name) for name in kind.choices])
    return words.something_else()
