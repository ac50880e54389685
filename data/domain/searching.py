"""Finding Vietnamese words, typed with their diacritics or without."""

from dataclasses import dataclass

from data.domain.wording import composed, lowered, plain

_MOST = 8
"""Words of a search that count."""
_LONGEST = 100
"""Characters of a search that count."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: every word has to be found, each anywhere."""

    said: str
    words: tuple[str, ...]
    """In small letters: marked ones are found as they are written, plain ones either way."""
    code: int | None = None
    """The number of a task, "#12" or "12", when nothing else was typed."""

    @property
    def without_marks(self) -> "Search":
        """The same search for any diacritics."""
        return Search(self.said, tuple(plain(word) for word in self.words), self.code)


def searched(*texts: str | None) -> str:
    """Return what texts are searched by: their small letters, then the same without diacritics."""
    said = " ".join(lowered(composed(" ".join(filter(None, texts)))).split())
    return f"{said}\n{plain(said)}"


def read_search(typed: str) -> Search | None:
    """Read what was typed into a search field; None when nothing was."""
    said = " ".join(composed(typed).split())[:_LONGEST].strip()
    if not said:
        return None
    number = said.removeprefix("#")
    code = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return Search(said, tuple(lowered(said).split()[:_MOST]), code)
