"""The work, whoever asked for it: a person through `bot`, or the clock through `jobs.schedule`."""
