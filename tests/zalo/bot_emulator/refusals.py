"""Answers with `ok: false`."""


class RefusedError(Exception):
    """The service says no: a code and a description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class MistakeError(RefusedError):
    """A refusal that a correct client never gets: it is also listed as a violation."""

    def __init__(self, problem: str) -> None:
        super().__init__(400, f"Bad request: {problem}")
