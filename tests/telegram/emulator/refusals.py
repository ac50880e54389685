"""Answers with `ok: false`, in the real service's words."""

from typing import Any


class RefusedError(Exception):
    """The service says no: a code, a description, and sometimes parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the JSON body of this answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class MistakeError(RefusedError):
    """A refusal that a correct client never gets: it is also listed as a violation."""

    def __init__(self, problem: str) -> None:
        super().__init__(400, f"Bad Request: {problem}")


class OwnMistakeError(AssertionError):
    """The emulator itself made something that Telegram would not: mend the emulator."""


def bad_request(problem: str, **parameters: int) -> RefusedError:
    """Return a 400."""
    return RefusedError(400, f"Bad Request: {problem}", **parameters)


def forbidden(problem: str) -> RefusedError:
    """Return a 403."""
    return RefusedError(403, f"Forbidden: {problem}")


def too_many(retry_after: int) -> RefusedError:
    """Return a 429."""
    text = f"Too Many Requests: retry after {retry_after}"
    return RefusedError(429, text, retry_after=retry_after)
