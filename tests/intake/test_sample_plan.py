"""The plan shipped for the demonstration shows every kind of deadline."""

from pathlib import Path

import jobs.intake
from jobs.intake.agencies_vi import is_group
from jobs.intake.plan import read_plan

SAMPLE = Path(jobs.intake.__file__).parent / "sample" / "ke-hoach-mau.txt"


def test_the_sample_shows_every_kind_of_rule() -> None:
    draft = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    assert {task.rule.kind for task in draft.tasks} == {
        "continuous",
        "every",
        "at_least",
        "window",
        "around_event",
        "external",
        "several",
        "unknown",
    }
    assert len(draft.tasks) == 14
    assert draft.doubts == ()
    leads = {name for task in draft.tasks for name in task.lead}
    assert len({name for name in leads if not is_group(name)}) == 5
    assert len(draft.duties) == 1
