"""Where an invitation opens: on a web page, and in a messenger whose bot serves the ward."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_THIS_MACHINE = frozenset({None, "127.0.0.1", "localhost", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound


class Arrival(StrEnum):
    """How somebody comes to a chat of one account."""

    FIRST = "first"
    MOVED = "moved"  # they had another chat, or another browser, which they lose
    SAME = "same"  # it was theirs before


@dataclass(frozen=True, slots=True)
class ZaloDoor:
    """The Zalo account that serves the ward: no link carries a code there, so it is typed."""

    name: str = ""
    """What people find it by; empty while Zalo has not told it."""
    link: str = ""
    """Its share link, which opens the chat (`NHACVIEC_ZALO_BOT_LINK`); empty when it is not set."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The doors of one ward."""

    public_url: str
    """Where the web pages are reached, without a trailing slash."""
    telegram: str | None = None
    """The user name of the Telegram bot that serves the ward, without "@"; None: there is none."""
    zalo: ZaloDoor | None = None
    """None: there is none."""

    @property
    def has_public_web(self) -> bool:
        """Whether a phone elsewhere can open the web pages."""
        return urlsplit(self.public_url).hostname not in _THIS_MACHINE

    @property
    def shows_web(self) -> bool:
        """Whether the web is offered: where phones reach it, and where there is nothing else."""
        return self.has_public_web or (self.telegram is None and self.zalo is None)

    def web_link(self, code: str) -> str:
        """Return where an invitation opens in a browser."""
        return f"{self.public_url}/moi/{code}"

    def telegram_link(self, code: str) -> str | None:
        """Return where an invitation opens in Telegram (https://core.telegram.org/bots/features#deep-linking)."""
        return f"https://t.me/{self.telegram}?start={code}" if self.telegram else None
