"""A request that is not done: a status, and a sentence for whoever asked."""

from data.texts import web as texts


class PageError(Exception):
    """A request that is not done: answered with this status and a Vietnamese sentence, as a page or as JSON."""

    def __init__(self, status: int, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence
        self.retry_after = retry_after
        """Seconds."""


def too_fast(seconds: int) -> PageError:
    """The rate limit was reached."""
    return PageError(429, texts.too_fast(seconds), retry_after=seconds)
