"""A place in folded text that recognisers move along; nothing is skipped, nothing is taken twice."""

import re
from functools import lru_cache


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    # A word ends where no letter or digit follows, so that "hai" is never found in "hành".
    return re.compile(rf" ?(?:{pattern})(?![a-z0-9])")


class Cursor:
    """Moves over one folded text. Patterns are regular expressions of whole words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take `pattern` here and move past it, or return None and stay."""
        match = _compiled(pattern).match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def take_sign(self, pattern: str) -> bool:
        """Take punctuation, which may touch the next word. Says whether it was there."""
        match = re.compile(rf" ?(?:{pattern}) ?").match(self.text, self.at)
        if match:
            self.at = match.end()
        return match is not None

    def is_done(self) -> bool:
        """Say whether nothing is left but spaces and closing punctuation."""
        return not self.text[self.at :].strip(" .,;:)")
