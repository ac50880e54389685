"""What a process may take that opens what came from outside: set before anything is opened."""

import resource

MEMORY = 1536 * 1024**2
"""Bytes of address space."""
PROCESSOR_SECONDS = 20
LARGEST_OUTPUT = 8 * 1024**2
"""Bytes of one file that it writes."""


def limit_itself(processor_seconds: int = PROCESSOR_SECONDS) -> None:
    """Bound this process for good; beyond a bound it ends, and nothing else does."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, processor_seconds),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
