"""Reads one document in a process of its own: `python -m jobs.intake.open_document KIND SOURCE NAME`.

KIND is `plan`, `staff`, `criteria`, `perhaps-list` for a document that may be a list of staff, one of
criteria, or something else, or `first-page` for its words. The libraries that open documents have
faults, and documents come from outside: memory and processor time are limited before one of them is
loaded. Prints JSON: what was read, or the sentence that says why it was not.
"""

import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from data.domain.criteria import CatalogueDraft
from data.domain.staff import StaffList
from data.errors import IntakeError
from data.files.limits import limit_itself
from data.texts import intake as words

PROCESSOR_SECONDS = 150
"""A plan of 300 pages takes a hundred."""


def main() -> int:
    """Read the command line. Returns 0 whenever something was printed."""
    kind, source, name = sys.argv[1:4]
    limit_itself(PROCESSOR_SECONDS)
    try:
        said = _KINDS[kind](Path(source).read_bytes(), name)
    except IntakeError as refused:
        said = {"refused": refused.sentence}
    except MemoryError:
        said = {"refused": words.bomb()}
    except Exception:  # a reader's bug: told to who runs us, who keeps a log
        said = {"fault": traceback.format_exc()}
    sys.stdout.write(json.dumps(said))
    return 0


def _plan(content: bytes, name: str) -> dict[str, Any]:
    from data.domain.drafts import draft_to_json
    from jobs.intake.plan import read_plan

    return {"read": draft_to_json(read_plan(content, name))}


def _staff(content: bytes, name: str) -> dict[str, Any]:
    from jobs.intake.staff import read_staff

    return {"read": TypeAdapter(StaffList).dump_python(read_staff(content, name), mode="json")}


def _criteria(content: bytes, name: str) -> dict[str, Any]:
    from jobs.intake.criteria import read_criteria

    draft = read_criteria(content, name)
    return {"read": TypeAdapter(CatalogueDraft).dump_python(draft, mode="json")}


def _perhaps_list(content: bytes, name: str) -> dict[str, Any]:
    """Say which kind of list it is, too: a process is started once, not once a kind."""
    from jobs.intake.criteria import looks_like_criteria
    from jobs.intake.staff import looks_like_staff

    if looks_like_criteria(content, name):
        return {**_criteria(content, name), "is": "criteria"}
    if looks_like_staff(content, name):
        return {**_staff(content, name), "is": "staff"}
    return {"read": None}


def _first_page(content: bytes, name: str) -> dict[str, Any]:
    from jobs.intake.first_page import first_page

    return {"read": first_page(content, name)}


_KINDS: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    "plan": _plan,
    "staff": _staff,
    "criteria": _criteria,
    "perhaps-list": _perhaps_list,
    "first-page": _first_page,
}

if __name__ == "__main__":
    sys.exit(main())
