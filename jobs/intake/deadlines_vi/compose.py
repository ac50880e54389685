"""From words to one rule: the families in turn, then the pieces between connectives.

Nothing is skipped: a piece that no family reads to its last word makes the whole cell unknown.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from data.domain.rules import DeadlineRule, Every, Granularity, Window
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.events import TIME_START, around_event
from jobs.intake.deadlines_vi.external import external
from jobs.intake.deadlines_vi.joining import joined
from jobs.intake.deadlines_vi.labels import Labelled, labelled, may_hide_time, names_period
from jobs.intake.deadlines_vi.narrowing import narrowed, refuse_other_year
from jobs.intake.deadlines_vi.normalise import Words
from jobs.intake.deadlines_vi.points import UnreadableError
from jobs.intake.deadlines_vi.quotas import at_least
from jobs.intake.deadlines_vi.recurring import every
from jobs.intake.deadlines_vi.steady import continuous
from jobs.intake.deadlines_vi.windows import Reading, window

_CLOSED: tuple[Callable[[Cursor, Reading], DeadlineRule | None], ...] = (
    continuous,
    at_least,
    every,
    window,
)
"""Families whose every word is known: what they read to the end has one meaning."""

_CONNECTIVE = re.compile(
    r" ?(?:, (?:va |dong thoi |hoac |nhung )?|; ?|,(?=\D)|\. (?=\D)| va (?:dong thoi )?| hoac | dong thoi | ket hop(?: voi)? "
    r"|/ ?(?=[a-z])| \+ | & |-(?= )|(?<=thuong xuyen) (?=(?:hang|dinh ky|moi) )| (?=(?:ngay )?(?:khi|sau khi|theo|trong qua trinh|dot xuat)\b))"
)


_EDGE = re.compile(
    r"(?:hoan thanh |xong )?(?:cham nhat |muon nhat )?(?:truoc|den het|den|cham nhat)\b"
)
_CUT_OFF = re.compile(r"\b(?:theo|đúng) quy$")
""""Theo quy" is "theo quy định" broken over a page, or "theo quý" without its mark."""
_BARE_DATE = re.compile(r"(?:ngay )?\d{1,2} ?[/.]")


_MOST_PIECES = 12
"""No time cell has more; trying every cut of a long description would only take long."""


class Composer:
    """Reads one cell. Remembers what it has read, and the first reason why words gave no date."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.plan_year = reading.year
        self._known: dict[str, DeadlineRule | None] = {}
        self._starts: dict[str, bool] = {}
        self.reason: str | None = None

    def read(self, words: Words) -> DeadlineRule | None:
        """Return the rule of `words` read to the last word, or None."""
        key = words.shown
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._read(words)
        return self._known[key]

    def read_list(self, pieces: Sequence[Words]) -> DeadlineRule | None:
        """Return the rule of pieces that are one list of times, or None."""
        shown, folded = (", ".join(words) for words in zip(*map(_both, pieces), strict=True))
        try:
            return self._closed(Words(shown, folded))
        except UnreadableError:
            return None

    def _read(self, words: Words) -> DeadlineRule | None:
        if not words:
            return None
        for attempt in (
            self._closed,
            self._labelled_closed,
            self._free,
            self._split,
            self._labelled,
        ):
            try:
                rule = attempt(words)
            except UnreadableError as error:
                self.reason = self.reason or str(error)
                return None
            if rule is not None:
                return rule
        return None

    def _closed(self, words: Words) -> DeadlineRule | None:
        if _CUT_OFF.search(words.shown.lower()):
            raise UnreadableError(texts.cut_off(words.shown))
        trouble: UnreadableError | None = None
        for family in _CLOSED:
            try:
                rule = family(Cursor(words.folded), self._reading)
            except UnreadableError as error:
                trouble = trouble or error
                continue
            if rule is not None:
                return rule
        if trouble is not None:
            # Read piece by piece the same words might give a date after all: a guessed one.
            raise trouble
        return None

    def _free(self, words: Words) -> DeadlineRule | None:
        found = around_event(words)
        if found is not None:
            return found.rule if self._is_whole(found.event) else None
        reference = external(words)
        if reference is None or not self._is_whole(reference[1]):
            return None
        return reference[0]

    def _is_whole(self, words: Words) -> bool:
        """Say whether free words hold no second time behind a connective."""
        return not any(
            TIME_START.match(rest.folded) or self._starts_rule(rest)
            for _, rest in _after_connectives(words)
        )

    def _starts_rule(self, words: Words) -> bool:
        known = self._starts.get(words.shown)
        if known is None:
            known = self._quietly(self._closed, words) or self._quietly(self._free, words)
            self._starts[words.shown] = known
        return known

    def _quietly(self, attempt: Callable[[Words], DeadlineRule | None], words: Words) -> bool:
        """Say whether `words` are a time, or would be one if they could be read."""
        reason = self.reason
        try:
            return attempt(words) is not None
        except UnreadableError:
            return True
        finally:
            self.reason = reason

    def _split(self, words: Words) -> DeadlineRule | None:
        """Read the longest first piece, then the rest."""
        ways = list(_after_connectives(words))
        if len(ways) > _MOST_PIECES:
            return None
        for at, rest in reversed(ways):
            connective = words.folded[:at].rstrip()
            first_words = words.part(0, _end_of_first(words, at))
            first = self._one(first_words)
            rest = _with_edge(first_words, rest)
            following = self.read(rest) if first is not None else None
            if first is None or following is None:
                continue
            is_choice = connective.endswith(" hoac")
            return joined(
                [(first_words, first), (rest, following)],
                is_choice=is_choice,
                plan_year=self.plan_year,
            )
        return None

    def _one(self, words: Words) -> DeadlineRule | None:
        for attempt in (self._closed, self._labelled_closed, self._free, self._labelled):
            rule = attempt(words)
            if rule is not None:
                return rule
        return None

    def _labelled_closed(self, words: Words) -> DeadlineRule | None:
        return self._with_label(words, self._closed)

    def _labelled(self, words: Words) -> DeadlineRule | None:
        return self._with_label(words, self.read)

    def _with_label(
        self, words: Words, read: Callable[[Words], DeadlineRule | None]
    ) -> DeadlineRule | None:
        for way in labelled(words):
            rule = read(way.time)
            if rule is not None:
                return self._labelled_rule(rule, way)
        return None

    def _labelled_rule(self, rule: DeadlineRule, way: Labelled) -> DeadlineRule:
        is_day = isinstance(rule, Window) and rule.granularity is Granularity.DAY
        if is_day and names_period(way.label):
            return rule.model_copy(update={"label": way.label.shown})
        second = self.read(way.label) if way.is_aside or way.may_be_time else None
        if second is not None:
            if not way.is_aside:
                return self._both_sides(way)
            one = self._as_one(way) if isinstance(second, Every) else None
            return one or narrowed(rule, second) or joined([(way.time, rule), (way.label, second)])
        hides = may_hide_time(way.label) if way.is_aside else not self._is_whole(way.label)
        if hides:
            raise UnreadableError(texts.not_understood(way.label.shown))
        refuse_other_year(way.time, way.label, self.plan_year)
        return rule.model_copy(update={"label": way.label.shown})

    def _both_sides(self, way: Labelled) -> DeadlineRule:
        """Năm 2025: quý II is quý II năm 2025; other times around a colon have no one meaning."""
        rule = self._as_one(way)
        if rule is None:
            raise UnreadableError(texts.contradiction())
        return rule

    def _as_one(self, way: Labelled) -> DeadlineRule | None:
        """Quý I (hằng năm) says the same as quý I hằng năm."""
        time, label = way.time, way.label
        return self._closed(Words(f"{time.shown} {label.shown}", f"{time.folded} {label.folded}"))


def _both(words: Words) -> tuple[str, str]:
    return words.shown, words.folded


def _with_edge(first: Words, rest: Words) -> Words:
    """Say "trước" again before a bare date: trước ngày 15/6 (sơ kết) và 15/12 (tổng kết)."""
    edge = _EDGE.match(first.folded)
    if edge is None or not _BARE_DATE.match(rest.folded):
        return rest
    return Words(f"{first.shown[: edge.end()]} {rest.shown}", f"{edge[0]} {rest.folded}")


def _after_connectives(words: Words) -> Iterator[tuple[int, Words]]:
    """Yield each place after a connective outside brackets, with the words that follow."""
    for match in _CONNECTIVE.finditer(words.folded):
        before = words.folded[: match.start()]
        rest = words.part(match.end())
        if match.start() and before.count("(") == before.count(")") and rest:
            yield match.end(), rest


def _end_of_first(words: Words, at: int) -> int:
    for match in _CONNECTIVE.finditer(words.folded):
        if match.end() == at:
            return match.start()
    raise AssertionError("no connective ends here")
